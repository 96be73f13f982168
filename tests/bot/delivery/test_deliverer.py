"""The card in the chat follows the job in the store, whatever Telegram does meanwhile."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import deliverer as module
from bot.delivery.deliverer import Deliverer
from bot.delivery.pace import Spacing
from bot.jobs.model import Job, JobState, StopRequest
from bot.store import Store
from bot.texts.look_up import Translations
from bot.transport.messenger import Messenger
from bot.transport.pace import Allowance, Gates
from bot.transport.sent_messages import remembering
from tests.support.fake_telegram import FakeTelegram, Refusal, bot_of, flood, no_connection, read_timeout
from tests.support.jobs import FIGURES, add_job, job_now, progress_at, start_job

GONE = Refusal(400, "Bad Request: message to edit not found")
BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")
NO_TEXT = Refusal(400, "Bad Request: there is no text in the message to edit")
AGES = Spacing(private=600.0, group=600.0, after_sending=600.0)
QUICK = Spacing(private=0.01, group=0.01, after_sending=0.01)


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


@asynccontextmanager
async def delivering(store: Store, telegram: FakeTelegram, spacing: Spacing = QUICK) -> AsyncIterator[Deliverer]:
    free = Allowance(burst=1000, interval=0.001)
    messenger = remembering(await bot_of(telegram), store, Gates(private=free, group=free), back_off=(0.01,))
    deliverer = Deliverer(store, messenger, Translations(), spacing=spacing)
    task = asyncio.create_task(deliverer.run())
    try:
        yield deliverer
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(store: Store, job: Job, holds: Callable[[Job], bool]) -> Job:
    async with asyncio.timeout(10):
        while True:
            seen = store.revision
            now = await job_now(store, job.id)
            if holds(now):
                return now
            await store.wait_for_change(seen, 0.02)  # what a card shows is no change


def is_up_to_date(job: Job) -> bool:
    return job.card_message_id is not None and job.card_revision == job.revision


def is_told(job: Job) -> bool:
    return job.told_at is not None


async def paint(store: Store, job: Job, data: bytes = b"jpeg") -> None:
    png, jpeg = await store.files.put(b"png"), await store.files.put(data)
    await store.write(
        lambda tx: tx.jobs.finish(job.id, job.attempt, result_png=png, result_jpeg=jpeg, figures=FIGURES, now=2000.0)
    )


async def preview(store: Store, job: Job, iteration: int, data: bytes) -> None:
    name = await store.files.put(data)
    await store.write(lambda tx: tx.jobs.record_progress(job.id, job.attempt, progress_at(iteration, name)))


async def settle(telegram: FakeTelegram, method: str, count: int) -> None:
    """Wait for the bot's n-th call of this method."""
    async with asyncio.timeout(10):
        while len(telegram.of(method)) < count:  # noqa: ASYNC110 - the fake tells nobody
            await asyncio.sleep(0.01)


async def test_one_message_goes_from_the_queue_to_the_result(store: Store, telegram: FakeTelegram) -> None:
    job = await add_job(store, reply_to_message_id=55)
    async with delivering(store, telegram):
        await until(store, job, is_up_to_date)
        running = await store.write(lambda tx: tx.jobs.claim(time.time()))
        assert running is not None
        await preview(store, running, 100, b"first")
        await until(store, job, is_up_to_date)
        await paint(store, running)
        done = await until(store, job, is_told)
        await settle(telegram, "sendMessage", 2)
    assert done.state is JobState.DELIVERED
    card, told = telegram.of("sendMessage")
    assert card.parameters["text"] == "In the queue, place 1: it starts in a moment."
    assert "55" in str(card.parameters["reply_parameters"])
    assert told.parameters["text"] == "Here is your painting."
    assert str(done.card_message_id) in str(told.parameters["reply_parameters"])
    assert [request.uploads for request in telegram.of("editMessageMedia")] == [(b"first",), (b"jpeg",)]
    edits = [request for request in telegram.requests if request.method.startswith("edit")]
    assert {int(edit.parameters["message_id"]) for edit in edits} == {done.card_message_id}


async def test_only_the_latest_state_is_shown_of_many(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    async with delivering(store, telegram, AGES) as deliverer:
        await until(store, job, is_up_to_date)
        for iteration in range(1, 40):
            await preview(store, job, iteration, b"preview %d" % iteration)
        await deliverer.flush(10)
    assert [request.uploads for request in telegram.of("editMessageMedia")] == [(b"preview 39",)]


async def test_previews_keep_their_distance(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    async with delivering(store, telegram, Spacing(private=600.0, after_sending=0.0)) as deliverer:
        await until(store, job, is_up_to_date)
        await preview(store, job, 10, b"preview 10")
        await until(store, job, is_up_to_date)
        for iteration in (20, 30):
            await preview(store, job, iteration, b"preview %d" % iteration)
        await deliverer.flush(10)
    edits = [str(request.parameters) for request in telegram.requests if request.method.startswith("edit")]
    assert [found[1] for edit in edits if (found := re.search(r"(\d+)/300", edit))] == ["10", "30"]


async def test_a_stop_and_the_end_break_into_the_pause(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    async with delivering(store, telegram, AGES):
        await until(store, job, is_up_to_date)
        await preview(store, job, 10, b"a preview that has to wait")
        await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.KEEP, 1.0))
        await until(store, job, is_up_to_date)
        await paint(store, job)
        await until(store, job, is_told)
    stopping, done = telegram.of("editMessageMedia")
    assert stopping.parameters["media"]["caption"] == "Finishing with what is there…"
    assert "300 iterations" in done.parameters["media"]["caption"]


async def test_a_cancelled_job_is_shown_as_that_before_the_engine_has_stopped(
    store: Store, telegram: FakeTelegram
) -> None:
    job = await start_job(store)
    async with delivering(store, telegram, AGES):
        await until(store, job, is_up_to_date)
        await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0))
        await until(store, job, is_up_to_date)
        (shown,) = telegram.of("editMessageText")
        assert shown.parameters["text"] == "Cancelled."
        await paint(store, job)  # too late
        await until(store, job, is_told)
    assert {request.parameters["text"] for request in telegram.of("editMessageText")} == {"Cancelled."}
    assert len(telegram.of("sendMessage")) == 1


async def test_the_result_is_shown_once_and_told_once_though_the_bot_starts_again(
    store: Store, telegram: FakeTelegram
) -> None:
    job = await start_job(store)
    async with delivering(store, telegram):
        await until(store, job, is_up_to_date)
    await paint(store, job)
    for _ in range(3):
        async with delivering(store, telegram):
            await until(store, job, is_told)
            await settle(telegram, "sendMessage", 2)
    assert len(telegram.of("editMessageMedia")) == 1
    assert telegram.said.count("Here is your painting.") == 1


async def test_a_crash_before_the_edit_was_noted_edits_again_and_that_is_no_error(
    store: Store, telegram: FakeTelegram
) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.revision))
    await paint(store, job)
    telegram.answer_next("editMessageMedia", Refusal(400, "Bad Request: message is not modified"))
    async with delivering(store, telegram):
        await until(store, job, is_told)
    assert len(telegram.of("editMessageMedia")) == 1
    assert telegram.of("sendPhoto") == []


async def test_a_deleted_card_is_sent_anew(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.revision))
    await paint(store, job)
    telegram.answer_next("editMessageMedia", GONE)
    async with delivering(store, telegram):
        done = await until(store, job, is_told)
    assert done.state is JobState.DELIVERED
    assert [request.uploads for request in telegram.of("sendPhoto")] == [(b"jpeg",)]
    assert done.card_message_id != 77


async def test_after_a_restart_the_words_of_a_picture_are_changed_as_a_caption(
    store: Store, telegram: FakeTelegram
) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.revision))
    await store.write(lambda tx: tx.jobs.fail(job.id, 1, "not_finite", 2000.0))
    telegram.answer_next("editMessageText", NO_TEXT)
    async with delivering(store, telegram):
        await until(store, job, is_told)
        await settle(telegram, "sendMessage", 1)
    assert "out of bounds" in telegram.of("editMessageCaption")[0].parameters["caption"]
    assert telegram.said == ["I could not paint this one."]


async def test_a_cancelled_job_changes_its_card_without_a_sound(store: Store, telegram: FakeTelegram) -> None:
    job = await add_job(store)
    async with delivering(store, telegram):
        await until(store, job, is_up_to_date)
        await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0))
        await until(store, job, is_told)
    assert telegram.of("editMessageText")[-1].parameters["text"] == "Cancelled."
    assert len(telegram.said) == 1


async def test_a_job_that_was_cancelled_before_its_card_gets_none(store: Store, telegram: FakeTelegram) -> None:
    job = await add_job(store)
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0))
    async with delivering(store, telegram):
        await until(store, job, is_told)
    assert telegram.requests == []


@pytest.mark.parametrize(
    "troubles", [[no_connection()] * 3, [read_timeout()] * 3, [Refusal(502, "Bad Gateway")] * 3, [flood(1)]]
)
async def test_network_trouble_delays_the_result_and_loses_nothing(
    store: Store, telegram: FakeTelegram, troubles: list[Any]
) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.revision))
    await paint(store, job)
    telegram.answer_next("editMessageMedia", *troubles)
    async with delivering(store, telegram):
        await until(store, job, is_told)
        await settle(telegram, "sendMessage", 1)
    assert telegram.said == ["Here is your painting."]


async def test_a_chat_that_turns_out_to_be_closed_is_left_alone(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.revision))
    waiting = await add_job(store)
    telegram.answer_next("sendMessage", BLOCKED)
    async with delivering(store, telegram):
        await until(store, waiting, lambda now: now.state is JobState.CANCELLED)
        await paint(store, job)
        other = await add_job(store, user_id=2)
        await until(store, other, is_up_to_date)
        assert [request.parameters["chat_id"] for request in telegram.requests] == [1, 2]
        await store.write(lambda tx: tx.chats.reopen(1))
        done = await until(store, job, is_told)
    assert done.state is JobState.DELIVERED
    assert telegram.of("editMessageMedia")[0].uploads == (b"jpeg",)


async def test_a_result_that_is_refused_as_a_photo_comes_as_a_file(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.revision))
    await paint(store, job)
    telegram.answer_next("editMessageMedia", Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    async with delivering(store, telegram):
        await until(store, job, is_told)
    assert telegram.of("sendDocument")[0].uploads == (b"png",)
    assert telegram.of("editMessageText")[0].parameters["text"].startswith("<code>iterations=300")


async def test_before_the_end_the_cards_are_brought_up_to_date_at_once(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    async with delivering(store, telegram, Spacing(private=60.0, after_sending=60.0)) as deliverer:
        await until(store, job, is_up_to_date)
        state = await store.files.put(b"state")
        await store.write(lambda tx: tx.jobs.record_checkpoint(job.id, 1, state, 120))
        await store.write(lambda tx: tx.jobs.requeue_running(1.0))
        await deliverer.flush(3.0)
    assert telegram.of("editMessageText")[-1].parameters["text"].startswith("Interrupted at 120 of 300")


async def test_the_card_and_the_reply_are_in_the_language_that_the_owner_has_by_then(
    store: Store, telegram: FakeTelegram
) -> None:
    await store.write(lambda tx: tx.chats.note_client_language(1, 1, "ru"))
    job = await add_job(store)
    async with delivering(store, telegram):
        await until(store, job, is_up_to_date)
        await store.write(lambda tx: tx.chats.choose_language(1, 1, "de"))
        running = await store.write(lambda tx: tx.jobs.claim(time.time()))
        assert running is not None
        await paint(store, running)
        await until(store, job, is_told)
        await settle(telegram, "sendMessage", 2)
    assert telegram.said == ["Место в очереди: 1. Сейчас начну.", "Hier ist dein Gemälde."]
    assert "300 Iterationen" in telegram.of("editMessageMedia")[-1].parameters["media"]["caption"]


async def test_a_film_is_what_tells_of_its_end(store: Store, telegram: FakeTelegram) -> None:
    await add_job(store, film=True)
    job = await store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.revision))
    names = [await store.files.put(data) for data in (b"png", b"jpeg", b"GIF89a")]
    await store.write(
        lambda tx: tx.jobs.finish(
            job.id, 1, result_png=names[0], result_jpeg=names[1], result_film=names[2], figures=FIGURES, now=2000.0
        )
    )
    async with delivering(store, telegram):
        await until(store, job, is_told)
        await settle(telegram, "sendDocument", 1)
    (sent,) = telegram.of("sendDocument")
    assert sent.uploads == (b"GIF89a",)
    assert "disable_content_type_detection" not in sent.parameters  # Telegram shall see that it moves
    assert telegram.said == []


async def test_a_card_is_marked_up(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await paint(store, job)
    async with delivering(store, telegram):
        await until(store, job, is_told)
    (sent,) = telegram.of("sendPhoto")
    assert sent.parameters["parse_mode"] == "HTML"
    assert sent.parameters["caption"].startswith("<code>iterations=300")


async def test_into_a_closed_chat_nothing_is_sent_until_it_is_open_again(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.chats.close(job.place.chat_id, 1.0))
    other = await add_job(store, user_id=2)
    async with delivering(store, telegram):
        await paint(store, job)
        await until(store, other, is_up_to_date)
        assert [request.parameters["chat_id"] for request in telegram.requests] == [2]
        await store.write(lambda tx: tx.chats.reopen(job.place.chat_id))
        done = await until(store, job, is_told)
    assert done.state is JobState.DELIVERED
    assert telegram.of("sendPhoto")[0].uploads == (b"jpeg",)


async def test_the_card_of_somebody_who_was_forgotten_meanwhile_is_not_sent_anew(
    store: Store, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.revision))
    edit = Messenger.edit_photo

    async def overtaken(messenger: Messenger, *arguments: Any, **more: Any) -> None:
        await store.write(lambda tx: tx.erasures.begin(job.place, 78, None, before_update=1, now=2.0))
        (erasure,) = await store.read(lambda tx: tx.erasures.pending())
        assert await store.write(lambda tx: tx.erasures.delete_finished_jobs(erasure))
        await edit(messenger, *arguments, **more)

    monkeypatch.setattr(Messenger, "edit_photo", overtaken)
    await paint(store, job)
    telegram.answer_next("editMessageMedia", GONE)
    later = await add_job(store, user_id=2)
    async with delivering(store, telegram):
        await settle(telegram, "editMessageMedia", 1)
        await until(store, later, is_up_to_date)
        await settle(telegram, "sendMessage", 1)
    assert telegram.of("sendPhoto") == []
    assert {request.parameters["chat_id"] for request in telegram.of("sendMessage")} == {2}
