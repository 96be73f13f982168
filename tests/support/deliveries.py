"""Delivery into a chat that a fake Telegram shows, and what tests of it wait for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from bot.delivery.deliverer import Cards, Deliverer
from bot.delivery.edit_spacing import Spacing
from bot.delivery.forecasts import Forecasts
from bot.delivery.job_cards import JobCards
from bot.delivery.pairs import Pairs
from bot.delivery.series_cards import SeriesCards
from bot.jobs.forecast import Engines
from bot.jobs.model import Job
from bot.store import Store
from bot.texts.look_up import Translations
from bot.transport.rate_limit import Allowance, Gates
from bot.transport.sent_messages import remembering
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FACTS
from tests.support.fake_telegram import FakeTelegram, Refusal, bot_of
from tests.support.jobs import FIGURES, job_now, progress_at

BLOCKED: Final = Refusal(403, "Forbidden: bot was blocked by the user")
GONE: Final = Refusal(400, "Bad Request: message to edit not found")
NO_PHOTOS: Final = Refusal(400, "Bad Request: not enough rights to send photos to the chat")
NO_TEXT: Final = Refusal(400, "Bad Request: there is no text in the message to edit")
NO_TOPIC: Final = Refusal(400, "Bad Request: message thread not found")
QUICK: Final = Spacing(private=0.01, group=0.01, after_sending=0.01)


@asynccontextmanager
async def serving(store: Store, cards: Cards) -> AsyncIterator[Deliverer]:
    """A deliverer at work on these cards."""
    deliverer = Deliverer(store, cards)
    task = asyncio.create_task(deliverer.run())
    try:
        yield deliverer
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def delivering_jobs(
    store: Store, telegram: FakeTelegram, spacing: Spacing = QUICK, pairs: Pairs | None = None
) -> AsyncIterator[Deliverer]:
    """A deliverer of jobs' cards at work."""
    messenger = remembering(await bot_of(telegram), store, _gates(), back_off=(0.01,))
    forecasts = Forecasts(store, Engines(facts=FACTS))
    cards = JobCards(store, messenger, Translations(), forecasts=forecasts, spacing=spacing, pairs=pairs)
    async with serving(store, cards) as deliverer:
        yield deliverer


@asynccontextmanager
async def delivering_series(store: Store, telegram: FakeTelegram) -> AsyncIterator[None]:
    """A deliverer of series' cards at work."""
    messenger = remembering(await bot_of(telegram), store, _gates(), back_off=(0.01,))
    forecasts = Forecasts(store, Engines(facts=FACTS))
    cards = SeriesCards(store, messenger, Translations(), forecasts=forecasts, spacing=QUICK)
    async with serving(store, cards):
        yield


def _gates() -> Gates:
    free = Allowance(burst=1000, interval=0.001)
    return Gates(private=free, group=free)


async def until(store: Store, job: Job, holds: Callable[[Job], bool]) -> Job:
    async with asyncio.timeout(LONG):
        while True:
            seen = store.revision
            now = await job_now(store, job.id)
            if holds(now):
                return now
            await store.wait_for_change(seen, 0.02)  # what a card shows is no change


def is_up_to_date(job: Job) -> bool:
    return job.card.message_id is not None and job.card.shown_revision == job.card.revision


def is_told(job: Job) -> bool:
    return job.card.told_at is not None


async def paint(store: Store, job: Job, data: bytes = b"jpeg") -> None:
    png, jpeg = await store.files.put(b"png"), await store.files.put(data)
    await store.write(
        lambda tx: tx.jobs.finish(
            job.id, job.status.attempt, result_png=png, result_jpeg=jpeg, figures=FIGURES, now=2000.0
        )
    )


async def preview(store: Store, job: Job, iteration: int, data: bytes) -> None:
    name = await store.files.put(data)
    await store.write(lambda tx: tx.jobs.record_progress(job.id, job.status.attempt, progress_at(iteration), name))


async def called(telegram: FakeTelegram, method: str, count: int = 1) -> None:
    """Wait for the bot's n-th call of this method."""
    async with asyncio.timeout(LONG):
        while len(telegram.of(method)) < count:  # noqa: ASYNC110 - the fake tells nobody
            await asyncio.sleep(0.01)


async def forgotten(store: Store, *messages: tuple[int, int]) -> None:
    """Wait until nobody is the reader of these messages (chat and id) any more."""

    async def nobody_reads() -> bool:
        readers = [await store.read(lambda tx, m=message: tx.erasures.reader_of(*m)) for message in messages]
        return not any(readers)

    await eventually(nobody_reads)
