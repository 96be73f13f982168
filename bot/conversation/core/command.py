"""What a command is: a row of the table in bot.conversation.router."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.conversation.core.update_context import UpdateContext


class Audience(Enum):
    """Who may use a command, and where."""

    MEMBERS = auto()  #: who may use the bot
    EVERYBODY = auto()  #: those, too, who may not: what is kept of them is theirs
    ADMINS = auto()  #: the operator's admins, where nobody else reads


class Caption(Enum):
    """What a command means as the caption of a picture."""

    BESIDES = auto()  #: the same as in a message; the picture is taken besides
    CONTENT = auto()  #: this is the photo to paint
    STYLE = auto()  #: this is the style; or, with a name, the photo to paint in the style of that name
    SERIES = auto()  #: this album is a series, in the style of that name
    KEEP = auto()  #: this is kept as a style
    REGION = auto()  #: this shows a part of the photo

    @property
    def is_about_picture(self) -> bool:
        """Whether the command says what the picture is for."""
        return self is not Caption.BESIDES

    @property
    def is_for_single(self) -> bool:
        """Whether it makes no sense in albums."""
        return self in (Caption.KEEP, Caption.REGION)


@dataclass(frozen=True)
class Command:
    """A command of the bot."""

    name: str  #: without the slash
    action: Callable[[UpdateContext], Awaitable[None]]
    audience: Audience = Audience.MEMBERS
    caption: Caption = Caption.BESIDES
