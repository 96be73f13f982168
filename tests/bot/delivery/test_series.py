"""The card and the album of a series follow its jobs, whatever Telegram does meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.delivery import series as module
from bot.delivery.series import SeriesDeliverer
from bot.jobs.model import Job, JobState, StopRequest
from bot.store import Store
from bot.texts.look_up import Translations
from bot.transport.messenger import Messenger
from bot.transport.pace import Allowance, Gates
from engine.settings import TransferSettings
from tests.bot.delivery.test_deliverer import BLOCKED, GONE, QUICK
from tests.support.fake_engine import FACTS
from tests.support.fake_telegram import FakeTelegram, Refusal, bot_of, read_timeout
from tests.support.jobs import FIGURES, job_now, place_of

ADA = place_of(1)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BACK_OFF", (0.05,))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(tmp_path)
    yield store
    await store.aclose()


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


async def begin(store: Store, count: int = 3) -> tuple[str, list[Job]]:
    style = await store.files.put(b"style")
    photos = [await store.files.put(b"photo %d" % number) for number in range(count)]
    series_id = await store.write(lambda tx: tx.series.add(ADA, 55, 1.0))
    jobs = [
        await store.write(
            lambda tx, photo=photo: tx.jobs.add(
                place=ADA,
                settings=TransferSettings(strength=60),
                content=photo,
                styles=(style,),
                series_id=series_id,
                reply_to_message_id=55,
                now=1.0,
            )
        )
        for photo in photos
    ]
    return series_id, jobs


async def paint(store: Store, count: int = 1) -> None:
    """The next jobs of the queue."""
    for _ in range(count):
        job = await store.write(lambda tx: tx.jobs.claim(time.time()))
        assert job is not None
        png, jpeg = await store.files.put(b"png"), await store.files.put(f"jpeg {job.content}".encode())
        await store.write(
            lambda tx, job=job, png=png, jpeg=jpeg: tx.jobs.finish(
                job.id, job.attempt, result_png=png, result_jpeg=jpeg, figures=FIGURES, now=2.0
            )
        )


async def fail(store: Store, code: str = "not_finite") -> None:
    job = await store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    await store.write(lambda tx: tx.jobs.fail(job.id, job.attempt, code, 2.0))


@asynccontextmanager
async def delivering(store: Store, telegram: FakeTelegram) -> AsyncIterator[None]:
    free = Allowance(burst=1000, interval=0.001)
    messenger = Messenger(await bot_of(telegram), Gates(private=free, group=free), back_off=(0.01,))
    deliverer = SeriesDeliverer(store, messenger, Translations(), facts=lambda: FACTS, spacing=QUICK)
    task = asyncio.create_task(deliverer.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def told(store: Store, series_id: str) -> None:
    async with asyncio.timeout(10):
        while (series := await store.read(lambda tx: tx.series.get(series_id))) and series.told_at is None:
            await store.wait_for_change(store.revision, 0.02)  # what a chat shows is no change


async def called(telegram: FakeTelegram, method: str, count: int = 1) -> None:
    async with asyncio.timeout(10):
        while len(telegram.of(method)) < count:  # noqa: ASYNC110 - the fake tells nobody
            await asyncio.sleep(0.01)


def texts_of(telegram: FakeTelegram) -> list[str]:
    return [request.parameters["text"] for request in telegram.requests if "text" in request.parameters]


async def states(store: Store, jobs: Sequence[Job]) -> list[JobState]:
    return [(await job_now(store, job.id)).state for job in jobs]


async def test_one_card_tells_of_all_and_one_album_shows_them(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store)
    async with delivering(store, telegram):
        await called(telegram, "sendMessage")
        await paint(store)
        await called(telegram, "editMessageText")
        await paint(store, 2)
        await told(store, series_id)
        await called(telegram, "sendMessage", 2)
    card, notice = telegram.of("sendMessage")
    assert card.parameters["text"].startswith("<b>Series of 3 pictures</b> · done: 0\n░░░░░░░░░░\nNext: picture 1")
    assert "all done in ≈" in card.parameters["text"]
    (album,) = telegram.of("sendMediaGroup")
    assert len(album.uploads) == 3
    assert len(set(album.uploads)) == 1  # empty canvases
    paintings = telegram.of("editMessageMedia")
    assert [request.uploads for request in paintings] == [(f"jpeg {job.content}".encode(),) for job in jobs]
    assert "<code>iterations=300 size=512 preset=standard strength=60</code>" in str(paintings[0].parameters["media"])
    last = telegram.of("editMessageText")[-1].parameters
    assert "painted: 3" in last["text"]
    assert [key["text"] for row in last["reply_markup"]["inline_keyboard"] for key in row] == [
        *("📄 1", "📄 2", "📄 3"),
        "🔗 Share style",
    ]
    assert notice.parameters["text"] == "Here are your 3 paintings."
    assert await states(store, jobs) == [JobState.DELIVERED] * 3
    assert all([(await job_now(store, job.id)).told_at is not None for job in jobs])


async def test_pictures_that_failed_are_left_out_and_named(store: Store, telegram: FakeTelegram) -> None:
    series_id, _ = await begin(store)
    await paint(store)
    await fail(store)
    await paint(store)
    async with delivering(store, telegram):
        await told(store, series_id)
    (album,) = telegram.of("sendMediaGroup")
    assert len(album.uploads) == 2
    assert "Not painted: 2" in str(telegram.of("editMessageMedia")[0].parameters["media"])
    card = telegram.of("sendMessage")[0].parameters
    assert "Picture 2 failed. The numbers ran out of bounds." in card["text"]
    assert "🔁 2" in str(card["reply_markup"])


async def test_a_single_painting_comes_by_itself(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store, 2)
    await paint(store)
    await store.write(lambda tx: tx.jobs.request_stop(jobs[1].id, StopRequest.CANCEL, 2.0))
    async with delivering(store, telegram):
        await told(store, series_id)
    assert telegram.of("sendMediaGroup") == []
    assert len(telegram.of("sendPhoto")) == len(telegram.of("editMessageMedia")) == 1
    assert "because you stopped: 2" in telegram.of("sendMessage")[0].parameters["text"]


async def test_what_was_cancelled_as_a_whole_says_so_and_nothing_more(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store, 2)
    async with delivering(store, telegram):
        await called(telegram, "sendMessage")
        for job in jobs:
            await store.write(lambda tx, job=job: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 2.0))
        await told(store, series_id)
    assert len(telegram.of("sendMessage")) == 1
    assert "nothing was painted" in telegram.of("editMessageText")[-1].parameters["text"]


async def test_a_start_after_a_crash_paints_the_canvases_that_are_there(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store)
    await paint(store, 3)
    await store.write(lambda tx: tx.series.pictures_sent({job.id: 70 + n for n, job in enumerate(jobs)}))
    await store.write(lambda tx: tx.cards.mark_delivered(jobs[0].id))
    async with delivering(store, telegram):
        await told(store, series_id)
    assert telegram.of("sendMediaGroup") == []
    assert [int(request.parameters["message_id"]) for request in telegram.of("editMessageMedia")] == [71, 72]


async def test_a_time_out_of_the_album_leaves_empty_canvases_but_no_painting_twice(
    store: Store, telegram: FakeTelegram
) -> None:
    series_id, _ = await begin(store)
    await paint(store, 3)
    telegram.answer_next("sendMediaGroup", read_timeout())
    async with delivering(store, telegram):
        await told(store, series_id)
    assert len(telegram.of("sendMediaGroup")) == 2
    assert len(telegram.of("editMessageMedia")) == 3


async def test_a_canvas_that_was_deleted_is_sent_by_itself(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store, 2)
    await paint(store, 2)
    telegram.answer_next("editMessageMedia", GONE)
    async with delivering(store, telegram):
        await told(store, series_id)
    (single,) = telegram.of("sendPhoto")
    assert single.uploads == (f"jpeg {jobs[0].content}".encode(),)
    assert len(telegram.of("editMessageMedia")) == 2


async def test_a_painting_that_telegram_refuses_comes_as_a_file(store: Store, telegram: FakeTelegram) -> None:
    series_id, _ = await begin(store, 2)
    await paint(store, 2)
    telegram.answer_next("editMessageMedia", Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED"))
    async with delivering(store, telegram):
        await told(store, series_id)
    assert len(telegram.of("sendDocument")) == 1


async def test_a_closed_chat_is_left_alone_until_it_opens_again(store: Store, telegram: FakeTelegram) -> None:
    series_id, _ = await begin(store, 2)
    await paint(store, 2)
    telegram.answer_next("sendMediaGroup", BLOCKED)
    await store.write(lambda tx: tx.chats.close(ADA.chat_id, 1.0))
    async with delivering(store, telegram):
        await asyncio.sleep(0.1)
        assert telegram.requests == []
        await store.write(lambda tx: tx.chats.reopen(ADA.chat_id))
        await told(store, series_id)
    assert len(telegram.of("editMessageMedia")) == 2


async def test_a_group_that_moved_gets_card_and_album_in_its_new_chat(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store, 2)
    await paint(store, 2)
    await store.write(lambda tx: tx.series.card_sent(series_id, 60))
    await store.write(lambda tx: tx.series.pictures_sent({job.id: 70 for job in jobs}))
    await store.write(lambda tx: tx.moves.move(ADA.chat_id, -200))
    async with delivering(store, telegram):
        await told(store, series_id)
    assert {int(request.parameters["chat_id"]) for request in telegram.requests} == {-200}
    assert len(telegram.of("sendMediaGroup")) == 1


async def test_a_series_whose_owner_was_forgotten_says_nothing_more(store: Store, telegram: FakeTelegram) -> None:
    await begin(store, 2)
    await paint(store, 2)
    await store.write(lambda tx: tx.erasures.begin(ADA, 1, None, before_update=0, now=3.0))
    async with delivering(store, telegram):
        await asyncio.sleep(0.1)
    assert telegram.requests == []


async def test_a_series_goes_with_the_last_of_its_jobs(store: Store, telegram: FakeTelegram) -> None:
    series_id, _ = await begin(store, 2)
    await paint(store, 2)
    async with delivering(store, telegram):
        await told(store, series_id)
    assert await store.write(lambda tx: tx.retention.expire_pictures(9e9, 9e9)) == 2
    assert await store.write(lambda tx: tx.retention.delete_jobs(9e9)) == 2
    assert await store.read(lambda tx: tx.series.get(series_id)) is None
