"""What the words with a picture ask for: settings, and a style by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation import drafts
from bot.conversation.services import Services
from bot.store import HOUSE, Draft, Transaction
from bot.texts import recipe
from bot.texts.recipe import Mistake, Value
from bot.texts.style_names import as_name, taken_out

#: How a style is asked for, and what a mistake about it is called.
STYLE = "style"
#: What the mistake is called that a second style of somebody else is asked for, for another region.
ONE_SHARED = "one-shared"


@dataclass(frozen=True)
class Wishes:
    """What a text asks for; anything else in it is left alone."""

    settings: Mapping[str, Value]
    style: str | None  #: a name as it was written
    mistakes: tuple[Mistake, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.settings or self.style or self.mistakes)


def read(text: str | None, services: Services) -> Wishes:
    """The wishes of a caption or a message."""
    style, rest = taken_out(text)
    words = recipe.read(rest, services.ranges)
    return Wishes(words.settings, style, words.mistakes)


async def applied(tx: Transaction, draft: Draft, wishes: Wishes, now: float) -> tuple[Draft, tuple[Mistake, ...]]:
    """The draft with what is asked for, and what is wrong about it."""
    draft = drafts.with_settings(draft, wishes.settings, now)
    if wishes.style is None:
        return draft, wishes.mistakes
    name = as_name(wishes.style)
    style = await tx.styles.named(name, draft.place.user_id) if name is not None else None
    if style is not None:
        return drafts.with_styles(draft, (style.picture,), now), wishes.mistakes
    share = await tx.shares.named(name) if name is not None else None
    if share is None:
        return draft, (*wishes.mistakes, Mistake(STYLE, wishes.style, None))
    borrowed = None if share.owner == draft.place.user_id else share.number
    if draft.regions.painted and None not in (borrowed, draft.borrowed) and borrowed != draft.borrowed:
        return draft, (*wishes.mistakes, Mistake(ONE_SHARED, wishes.style, None))
    return drafts.with_styles(draft, share.pictures, now, borrowed), wishes.mistakes


async def known_names(tx: Transaction, user_id: int) -> tuple[str, ...]:
    """The names that this person may ask for, their own first."""
    styles = [*await tx.styles.of(user_id), *await tx.styles.of(HOUSE)]
    return tuple(dict.fromkeys(style.name for style in styles))
