"""What the words with a picture ask for: settings, and a style by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation.core.addressing import command_of
from bot.conversation.core.command import Caption
from bot.conversation.core.services import Services
from bot.conversation.draft import drafts
from bot.conversation.settings.panel import DEFAULT
from bot.store import HOUSE, Draft, Transaction
from bot.texts import recipe
from bot.texts.recipe import Mistake, Value
from bot.texts.style_names import as_name, asking_for, taken_out

#: How a style is asked for, and what a mistake about it is called.
STYLE = "style"


@dataclass(frozen=True)
class CaptionRequest:
    """What a text asks for; anything else in it is left alone."""

    settings: Mapping[str, Value]
    style: str | None  #: a name as it was written
    mistakes: tuple[Mistake, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.settings or self.style or self.mistakes)


def read(text: str | None, services: Services) -> CaptionRequest:
    """What a caption or a message asks for."""
    style, rest = taken_out(text)
    words = recipe.read(rest, services.ranges)
    return CaptionRequest(words.settings, style, words.mistakes)


def naming(argument: str, services: Services) -> str:
    """What follows a command that takes a recipe or a style's name, as a recipe."""
    return argument if not argument or read(argument, services) else asking_for("-".join(argument.split()))


def of_caption(caption: str | None, services: Services) -> str:
    """What a caption says about its picture: of a command, only what can be said as a recipe."""
    command = command_of(caption, services)
    if command is None:
        return caption or ""
    if command.meaning in (Caption.STYLE, Caption.SERIES):
        return naming(command.argument, services)
    if command.name in services.ranges:
        return f"{command.name}={command.argument}" if command.argument.casefold() != DEFAULT else ""
    return command.argument if command.meaning is Caption.CONTENT else ""


async def applied(
    tx: Transaction, draft: Draft, request: CaptionRequest, now: float, message_id: int = 0, *, public: bool = False
) -> tuple[Draft, tuple[Mistake, ...]]:
    """The draft with what this message asks for, and what is wrong about it. `public`: a name means the style that it
    is for everybody, whatever this person keeps under it.
    """
    draft = drafts.with_settings(draft, request.settings, now, message_id)
    if request.style is None:
        return draft, request.mistakes
    name = as_name(request.style)
    style = await tx.styles.named(name, HOUSE if public else draft.place.user_id) if name is not None else None
    if style is not None:
        return drafts.with_styles(draft, (style.picture,), now), request.mistakes
    share = await tx.shares.named(name) if name is not None else None
    if share is None:
        return draft, (*request.mistakes, Mistake(STYLE, request.style, None))
    borrowed = () if share.owner == draft.place.user_id else (share.number,)
    return drafts.with_styles(draft, share.pictures, now, borrowed), request.mistakes


async def known_names(tx: Transaction, user_id: int) -> tuple[str, ...]:
    """The names that this person may ask for, their own first."""
    styles = [*await tx.styles.of(user_id), *await tx.styles.of(HOUSE)]
    return tuple(dict.fromkeys(style.name for style in styles))
