"""The kinds of buttons: a tagged union. The base class of a kind says who may tap it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, Literal

from bot.jobs.region_parts import PhotoPart
from bot.languages import Language
from bot.transport.verbs import (
    DraftVerb,
    JobVerb,
    LastVerb,
    PageVerb,
    PartVerb,
    PersonVerb,
    RegionVerb,
    RoleVerb,
    StrengthVerb,
    Verb,
)

HANDLE: Final = "n"  #: before the number of a draft; no mark of a picture has this letter
ALL: Final = "all"  #: of an album's styles, instead of the index of one


class PanelStep(StrEnum):
    """The steps of the panel of settings besides those to a setting and to its value."""

    ALL = "all"
    RESET = "reset"
    OPEN = "open"  #: in a new message


# Who may tap


@dataclass(frozen=True)
class OfJob:
    """For the owner of a job, in its chat."""

    job: str  #: its id


@dataclass(frozen=True)
class OfSeries:
    """For the owner of a series, in its chat."""

    series: str  #: its id


@dataclass(frozen=True)
class OfPerson:
    """For the person or the chat (a negative number) that it was made for."""

    owner: int


@dataclass(frozen=True)
class OfDraft(OfPerson):
    """For the owner of a draft. `-` stands for the one that waits; old buttons have 8 digits of a picture's sha256."""

    draft: str  #: as bot.conversation.draft.offers.handle calls it


@dataclass(frozen=True)
class OfAnybody:
    """For anybody in the chat, even if the message was for somebody else."""


# What is asked


@dataclass(frozen=True)
class JobButton(OfJob):
    """Something is asked of a job, or of its painting."""

    verb: JobVerb


@dataclass(frozen=True)
class SketchButton(OfJob):
    """Paint the sketch of this index on."""

    number: int
    verb: ClassVar[Verb] = Verb.TAKE


@dataclass(frozen=True)
class SteeringButton(OfJob):
    """More of the style from now on, or less."""

    number: int  #: how many changes there were before
    verb: StrengthVerb


@dataclass(frozen=True)
class OtherStyleButton(OfJob):
    """Another style from now on."""

    number: int  #: how many changes there were before
    verb: ClassVar[Verb] = Verb.STEER_STYLE


@dataclass(frozen=True)
class SwapButton(OfJob):
    """Photo and style change places, if this is the photo."""

    photo: str  #: its mark
    verb: ClassVar[Verb] = Verb.SWAP


@dataclass(frozen=True)
class SeriesButton(OfSeries):
    """Stop a series."""

    verb: ClassVar[Verb] = Verb.STOP_SERIES


@dataclass(frozen=True)
class DraftButton(OfDraft):
    """Something is asked of a draft."""

    verb: DraftVerb


@dataclass(frozen=True)
class RoleButton(OfPerson):
    """A picture of a draft gets this role."""

    draft: str | None  #: as in OfDraft; None: the one that has the picture, in old buttons
    picture: str  #: its mark
    verb: RoleVerb


@dataclass(frozen=True)
class LastButton(OfDraft):
    """Style or photo of an earlier job for a draft."""

    job: str  #: its id
    verb: LastVerb


@dataclass(frozen=True)
class PickButton(OfDraft):
    """One of an album's styles by its index, or ALL."""

    choice: int | Literal["all"]
    verb: ClassVar[Verb] = Verb.PICK


@dataclass(frozen=True)
class PageButton(OfDraft):
    """A page of the gallery, from 0."""

    page: int
    verb: PageVerb


@dataclass(frozen=True)
class StyleButton(OfDraft):
    """A style of the gallery for a draft."""

    style: int  #: its number
    verb: ClassVar[Verb] = Verb.STYLE


@dataclass(frozen=True)
class DeleteStyleButton(OfDraft):
    """Delete a style, and show this page of those that are left."""

    style: int  #: its number
    page: int
    verb: ClassVar[Verb] = Verb.DELETE_STYLE


@dataclass(frozen=True)
class PartButton(OfDraft):
    """A part of a draft's photo."""

    part: PhotoPart
    verb: PartVerb


@dataclass(frozen=True)
class RegionButton(OfPerson):
    """The answer to the question about a region."""

    mask: str  #: the mark of its picture
    verb: RegionVerb


@dataclass(frozen=True)
class PersonButton(OfPerson):
    """A request for which the owner of the button is enough."""

    verb: PersonVerb


@dataclass(frozen=True)
class UnshareButton(OfPerson):
    """Take back a shared style."""

    number: int
    verb: ClassVar[Verb] = Verb.UNSHARE


@dataclass(frozen=True)
class SettingsButton(OfPerson):
    """A PanelStep, the name of a setting, or a name and the value that it shall have."""

    step: str
    value: str | None = None
    verb: ClassVar[Verb] = Verb.SET


@dataclass(frozen=True)
class LanguageButton(OfAnybody):
    """Speak this language."""

    language: Language
    verb: ClassVar[Verb] = Verb.LANGUAGE


Button = (
    JobButton
    | SketchButton
    | SteeringButton
    | OtherStyleButton
    | SwapButton
    | SeriesButton
    | DraftButton
    | RoleButton
    | LastButton
    | PickButton
    | PageButton
    | StyleButton
    | DeleteStyleButton
    | PartButton
    | RegionButton
    | PersonButton
    | UnshareButton
    | SettingsButton
    | LanguageButton
)
