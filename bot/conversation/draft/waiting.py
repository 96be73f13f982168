"""Which of the drafts that wait in a place is meant: the current one, or the one that a button names."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.draft import drafts
from bot.conversation.draft.offers import is_about
from bot.jobs.model import Place
from bot.store import Draft, Transaction
from bot.transport.buttons import mark


async def current(tx: Transaction, place: Place, now: float) -> Draft:
    """The draft that goes on with what comes next; a new one where none waits."""
    return drafts.unexpired(await tx.drafts.get(place), place, now)


async def named(tx: Transaction, place: Place, marked: str, now: float) -> Draft | None:
    """The draft that a button is about, unless it waits no more."""
    return await _meant(tx, place, lambda draft: is_about(draft, marked), now)


async def asking_about(tx: Transaction, place: Place, marked: str, now: float) -> Draft | None:
    """The draft whose owner is asked about the region with this mark."""
    return await _meant(
        tx, place, lambda draft: draft.regions.asked is not None and mark(draft.regions.asked) == marked, now
    )


async def said_by(tx: Transaction, place: Place, message_id: int, now: float) -> Draft | None:
    """The draft that this message is a part of."""
    return await _meant(
        tx,
        place,
        lambda draft: (
            message_id == draft.content_message_id or any(said.message_id == message_id for said in draft.said)
        ),
        now,
    )


async def _meant(tx: Transaction, place: Place, is_meant: Callable[[Draft], bool], now: float) -> Draft | None:
    """The current draft, if it is meant, otherwise the latest one that is."""
    present = await tx.drafts.get(place)
    among = [*([present] if present is not None else []), *reversed(await tx.drafts.all_of(place))]
    return next((draft for draft in among if drafts.is_fresh(draft, now) and is_meant(draft)), None)
