"""On which terms a series may begin, and what is said about one that is being put together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.core.refusals import describe_refusal
from bot.conversation.core.services import Services
from bot.conversation.draft import drafts
from bot.jobs.series import LEAST, MOST, of_one_hand
from bot.store import Draft, Transaction
from bot.submission.admission import Refusal, points
from bot.submission.jobs import series_refusal, series_work
from bot.texts.look_up import Texts
from engine.settings import TransferSettings


@dataclass(frozen=True, kw_only=True)
class SeriesTerms:
    """What a series asks of its owner's limits: every picture counts."""

    count: int  #: of its pictures
    settings: TransferSettings  #: of each of them
    cost: float  #: of all of them, in the unit of quotas
    quota: float  #: the person's, for a day
    free: float  #: the part of the quota that is free
    refusal: Refusal | None  #: why it may not begin now


async def terms_for(
    tx: Transaction, services: Services, draft: Draft, settings: TransferSettings, now: float
) -> SeriesTerms:
    """The terms for a draft with photos and a style; `settings`: those of its owner."""
    assert draft.series is not None
    settings, policy = of_one_hand(settings), services.policy
    work = series_work(draft, settings)
    daily, free = await points(tx, policy, work.owner, now)
    return SeriesTerms(
        count=work.count,
        settings=settings,
        cost=work.count * work.cost,
        quota=daily,
        free=free,
        refusal=await series_refusal(tx, policy, draft, settings, now),
    )


def series_words(draft: Draft, terms: SeriesTerms | None, texts: Texts) -> str:
    """What a series lacks, or on which terms it may begin."""
    photos = draft.series.pictures if draft.series is not None else ()
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
        size=str(terms.settings.size),
        cost=terms.cost,
        quota=terms.quota,
        free=terms.free,
    )
