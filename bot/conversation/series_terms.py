"""On which terms a series may begin, and what is said about one that is being put together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation import drafts
from bot.conversation.limits import Refusal, describe_refusal, points, refusal
from bot.conversation.services import Services
from bot.jobs import quota
from bot.jobs.series import LEAST, MOST, of_one_hand
from bot.store import Draft, Transaction
from bot.texts import recipe
from bot.texts.look_up import Texts
from engine.settings import TransferSettings


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a series asks of its owner's limits: every picture counts."""

    count: int  #: of its pictures
    settings: TransferSettings  #: of each of them
    cost: float  #: of all of them, in the unit of quotas
    quota: float  #: the person's, for a day
    free: float  #: what is free of it
    refusal: Refusal | None  #: why it may not begin now


async def terms_for(tx: Transaction, services: Services, draft: Draft, settings: TransferSettings, now: float) -> Terms:
    """The terms for a draft with photos and a style; `settings`: those of its owner."""
    assert draft.series is not None
    count, settings, owner = len(draft.series), of_one_hand(settings), draft.place.user_id
    daily, free = await points(tx, services, owner, now)
    return Terms(
        count=count,
        settings=settings,
        cost=count * quota.cost_of(settings),
        quota=daily,
        free=free,
        refusal=await refusal(tx, services, owner, settings, now, count),
    )


def series_words(draft: Draft, terms: Terms | None, texts: Texts) -> str:
    """What a series lacks, or on which terms it may begin."""
    photos = draft.series or ()
    if not photos:
        key = "series-send-album-styled" if draft.styles else "series-send-album"
        return texts.say(key, low=str(LEAST), high=str(MOST))
    if not drafts.is_ready_series(draft):
        return texts.say("series-which-style", count=len(photos))
    if terms is None:
        return texts.say("series-kept", count=len(photos))
    if terms.refusal is not None:
        return "\n".join([describe_refusal(terms.refusal, texts), texts.say("series-kept", count=terms.count)])
    return texts.say(
        "series-ready",
        count=terms.count,
        recipe=recipe.write(terms.settings),
        cost=terms.cost,
        quota=terms.quota,
        free=terms.free,
    )
