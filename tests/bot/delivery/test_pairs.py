"""The card shows photo and style until there is a preview of the painting, and a swap is seen."""

from __future__ import annotations

import io
import time
from typing import Any

import numpy as np
import pytest
from PIL import Image

from bot.delivery.pairs import Pairs
from bot.jobs.model import Job, JobState
from bot.store import Store
from tests.bot.conversation.conftest import InProcessDecoder
from tests.support.deliveries import NO_PHOTOS, delivering_jobs, is_told, is_up_to_date, paint, preview, until
from tests.support.fake_telegram import FakeTelegram, Refusal
from tests.support.jobs import add_job, job_now
from tests.support.pictures import plain_png

LEGEND = "1 is painted in the style of 2."


class Decoder(InProcessDecoder):
    """Counts the sheets that it makes."""

    is_busy = False
    sheets = 0

    async def sheet(self, tiles: Any, first: int) -> bytes:
        self.sheets += 1
        return await super().sheet(tiles, first)


def pairs_of(store: Store, decoder: Any) -> Pairs:
    return Pairs(store.files, decoder)


async def add(store: Store) -> Job:
    content, style = await store.files.put(plain_png("red")), await store.files.put(plain_png("blue"))
    return await add_job(store, content=content, styles=(style,))


def colors(sheet: bytes) -> tuple[str, ...]:
    """The pictures on the sheet, each by its brightest channel."""
    with Image.open(io.BytesIO(sheet)) as picture:
        width, height = picture.size
        pixels = np.asarray(picture)[3 * height // 4, [width // 4, 3 * width // 4]]
    return tuple("RGB"[channel] for channel in pixels.argmax(axis=1))


async def test_it_shows_photo_and_style_and_a_swap_is_seen_until_the_first_preview(
    store: Store, telegram: FakeTelegram
) -> None:
    job, decoder = await add(store), Decoder()
    async with delivering_jobs(store, telegram, pairs=pairs_of(store, decoder)):
        await until(store, job, is_up_to_date)
        (card,) = telegram.of("sendPhoto")
        assert card.parameters["caption"] == f"In the queue, place 1: it starts in a moment.\n{LEGEND}"
        assert colors(card.uploads[0]) == ("R", "B")
        await store.write(lambda tx: tx.job_history.swap(job.id))
        await until(store, job, is_up_to_date)
        (swapped,) = telegram.of("editMessageMedia")
        assert colors(swapped.uploads[0]) == ("B", "R")
        running = await store.write(lambda tx: tx.jobs.claim(time.time()))
        assert running is not None
        await preview(store, running, 100, b"first")
        await until(store, job, is_up_to_date)
        shown = telegram.of("editMessageMedia")[-1]
        assert shown.uploads == (b"first",)
        assert LEGEND not in str(shown.parameters["media"])
        await paint(store, running)
        await until(store, job, is_told)
    assert decoder.sheets == 2
    assert len(telegram.of("deleteMessage")) == 1  # the card, which is a picture


async def test_a_job_with_something_painted_shows_words(store: Store, telegram: FakeTelegram) -> None:
    job = await add(store)
    running = await store.write(lambda tx: tx.jobs.claim(time.time()))
    assert running is not None
    checkpoint = await store.files.put(b"checkpoint")
    await store.write(lambda tx: tx.jobs.record_checkpoint(job.id, running.status.attempt, checkpoint, 50))
    async with delivering_jobs(store, telegram, pairs=pairs_of(store, Decoder())):
        await until(store, job, is_up_to_date)
    assert telegram.of("sendPhoto") == []


class Busy(Decoder):
    is_busy = True


class Broken(Decoder):
    draws = False


@pytest.mark.parametrize("decoder", [Busy(), Broken()])
async def test_where_no_sheet_can_be_made_words_do(store: Store, telegram: FakeTelegram, decoder: Decoder) -> None:
    job = await add(store)
    async with delivering_jobs(store, telegram, pairs=pairs_of(store, decoder)):
        await until(store, job, is_up_to_date)
    assert telegram.said == ["In the queue, place 1: it starts in a moment."]
    assert telegram.of("sendPhoto") == []


@pytest.mark.parametrize("refusal", [NO_PHOTOS, Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")])
async def test_where_pictures_are_refused_the_card_is_words_and_goes_on(
    store: Store, telegram: FakeTelegram, refusal: Refusal
) -> None:
    job = await add(store)
    telegram.answer_next("sendPhoto", refusal)
    async with delivering_jobs(store, telegram, pairs=pairs_of(store, Decoder())):
        await until(store, job, is_up_to_date)
        assert telegram.said == ["In the queue, place 1: it starts in a moment."]
        running = await store.write(lambda tx: tx.jobs.claim(time.time()))
        assert running is not None
        await paint(store, running)
        await until(store, job, is_told)
    assert telegram.of("editMessageMedia")[-1].uploads == (b"jpeg",)
    assert (await job_now(store, job.id)).state is JobState.DELIVERED
