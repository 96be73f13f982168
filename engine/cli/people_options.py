"""What the command line says of the people in a photo: only they are painted, or only what is behind them, or each in
a style of its own. It becomes masks and a protected part, as if they had been drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from engine.errors import InvalidSettings, NoPeople
from engine.image.images import FloatImage
from engine.image.regions import Mask, sized


class Only(StrEnum):
    """What alone is painted; the rest stays as it is in the photo."""

    PERSON = "person"
    BACKGROUND = "background"


@dataclass(frozen=True)
class PeopleOptions:
    """The options about people, as they were given."""

    only: Only | None = None
    person_style: Path | None = None  #: the background gets the other styles
    background_style: Path | None = None  #: the people get the other styles
    sticker: Path | None = None  #: where the painted people alone go, .webp

    @property
    def asked(self) -> bool:
        """Whether the people must be found."""
        return any((self.only, self.person_style, self.background_style, self.sticker))

    @property
    def styles(self) -> tuple[Path, ...]:
        """The styles of people and background that were given."""
        return tuple(style for style in (self.person_style, self.background_style) if style is not None)


@dataclass(frozen=True)
class Parts:
    """What the options make of a request."""

    people: Mask
    styles: tuple[Path, ...]
    masks: tuple[Mask, ...]  #: one for each style, or none
    protect: Mask | None


def check(options: PeopleOptions, styles: list[Path], masks: list[Path]) -> None:
    """Raises InvalidSettings for options that exclude each other, and where a style is missing."""
    own = options.styles
    if own and options.only:
        raise InvalidSettings("only", "--only does not go with --person-style or --background-style")
    if own and masks:
        raise InvalidSettings("masks", "--mask does not go with --person-style or --background-style")
    if len(own) == 2 and styles:
        words = "--person-style and --background-style leave nothing for another style"
        raise InvalidSettings("styles", words)
    if len(own) == 1 and not styles:
        other = "background" if options.person_style else "person"
        raise InvalidSettings("styles", f"a style for the {other} is missing: name it after the photo")


def parts(options: PeopleOptions, content: FloatImage, styles: list[Path], protect: Mask | None) -> Parts:
    """The people of a photo, and what is painted how. Raises NoPeople where it shows no face."""
    from engine.faces.person import find_people  # only now: SciPy and the networks

    people = find_people(content)
    if people is None:
        raise NoPeople("no face was found in the photo; draw a mask and give it by --mask or --protect instead")
    kept = {None: None, Only.PERSON: 1 - people, Only.BACKGROUND: people}[options.only]
    if kept is not None and protect is not None:
        kept = np.maximum(kept, sized(protect, *kept.shape))
    kept = protect if kept is None else kept
    if options.person_style and options.background_style:
        return Parts(people, (options.person_style, options.background_style), (people, 1 - people), kept)
    if options.person_style:
        return Parts(people, (options.person_style, *styles), (people, *[1 - people] * len(styles)), kept)
    if options.background_style:
        return Parts(people, (options.background_style, *styles), (1 - people, *[people] * len(styles)), kept)
    return Parts(people, tuple(styles), (), kept)
