"""Taps on a card's buttons."""

from __future__ import annotations

import time

import pytest

from bot.jobs.model import Job, JobState, StopRequest
from tests.bot.conversation.conftest import Chat
from tests.support import updates
from tests.support.jobs import FIGURES, job_now
from tests.support.updates import STRANGER


@pytest.fixture
async def queued(chat: Chat) -> Job:
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    (job,) = await chat.jobs()
    return job


@pytest.fixture
async def running(chat: Chat, queued: Job) -> Job:
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    return job


@pytest.fixture
async def done(chat: Chat, running: Job) -> Job:
    png, jpeg = await chat.store.files.put(b"png"), await chat.store.files.put(b"jpeg")
    await chat.store.write(
        lambda tx: tx.jobs.finish(running.id, 1, result_png=png, result_jpeg=jpeg, figures=FIGURES, now=1.0)
    )
    return await job_now(chat.store, running.id)


async def test_canceling_a_waiting_job_ends_it(chat: Chat, queued: Job) -> None:
    await chat.feed(updates.tap(f"v1:cancel:{queued.id}", chat.bot))
    assert chat.tapped()["text"] == "Canceled."
    assert (await job_now(chat.store, queued.id)).state is JobState.CANCELED


async def test_a_tap_on_what_was_canceled_says_so_again(chat: Chat, queued: Job) -> None:
    for verb in ("cancel", "cancel", "keep"):
        assert await chat.tap(f"v1:{verb}:{queued.id}") == "Canceled."


async def test_after_a_cancel_there_is_nothing_to_keep(chat: Chat, running: Job) -> None:
    await chat.tap(f"v1:cancel:{running.id}")
    assert await chat.tap(f"v1:keep:{running.id}") == "Canceled."
    assert (await job_now(chat.store, running.id)).status.stop_request is StopRequest.CANCEL


async def test_who_wanted_to_keep_may_still_cancel(chat: Chat, running: Job) -> None:
    await chat.tap(f"v1:keep:{running.id}")
    assert await chat.tap(f"v1:cancel:{running.id}") == "Canceled."
    assert (await job_now(chat.store, running.id)).status.stop_request is StopRequest.CANCEL


async def test_a_tap_on_an_old_card_after_a_restart_counts(chat: Chat, running: Job) -> None:
    await chat.store.write(lambda tx: tx.jobs.requeue_running(1.0))
    assert await chat.tap(f"v1:cancel:{running.id}") == "Canceled."


async def test_what_was_kept_for_going_on_can_be_had_after_a_restart(chat: Chat, running: Job) -> None:
    checkpoint = await chat.store.files.put(b"checkpoint")
    await chat.store.write(lambda tx: tx.jobs.record_checkpoint(running.id, 1, checkpoint, 40))
    await chat.store.write(lambda tx: tx.jobs.requeue_running(1.0))
    assert await chat.tap(f"v1:keep:{running.id}") == "Finishing with what is there…"


@pytest.mark.parametrize(("verb", "request_"), [("cancel", StopRequest.CANCEL), ("keep", StopRequest.KEEP)])
async def test_a_running_job_carries_the_request(chat: Chat, running: Job, verb: str, request_: StopRequest) -> None:
    for _ in range(2):
        await chat.feed(updates.tap(f"v1:{verb}:{running.id}", chat.bot))
    assert (await job_now(chat.store, running.id)).status.stop_request is request_
    assert len(chat.telegram.of("answerCallbackQuery")) == 2
    assert await chat.unhandled() == 0


async def test_a_finished_job_has_nothing_to_stop(chat: Chat, done: Job) -> None:
    await chat.feed(updates.tap(f"v1:cancel:{done.id}", chat.bot))
    assert "finished already" in chat.tapped()["text"]


@pytest.mark.parametrize("verb", ["cancel", "keep", "original"])
async def test_only_the_owner_counts(chat: Chat, running: Job, verb: str) -> None:
    await chat.feed(updates.tap(f"v1:{verb}:{running.id}", chat.bot, user=STRANGER))
    assert "Only the person" in chat.tapped()["text"]
    assert chat.tapped()["show_alert"] is True
    assert (await job_now(chat.store, running.id)).status.stop_request is None


async def test_the_original_comes_as_a_file_after_the_answer(chat: Chat, done: Job) -> None:
    await chat.feed(updates.tap(f"v1:original:{done.id}", chat.bot))
    methods = [request.method for request in chat.telegram.requests[-2:]]
    assert methods == ["answerCallbackQuery", "sendDocument"]
    assert chat.telegram.of("sendDocument")[0].uploads == (b"png",)


async def test_an_original_that_is_no_longer_kept_is_regretted(chat: Chat, done: Job) -> None:
    assert done.result.png is not None
    chat.store.files.path(done.result.png).unlink()
    await chat.feed(updates.tap(f"v1:original:{done.id}", chat.bot))
    assert "no longer kept" in chat.tapped()["text"]


async def test_a_button_that_outlived_its_job_says_so(chat: Chat) -> None:
    await chat.feed(updates.tap("v1:original:0123456789abcdef", chat.bot))
    assert "no longer kept" in chat.tapped()["text"]


async def test_an_expired_job_gives_nothing_though_its_file_is_still_there(chat: Chat, done: Job) -> None:
    await chat.store.write(lambda tx: tx.cards.mark_told(done.id, 1.0))
    await chat.store.write(lambda tx: tx.retention.expire_pictures(before=2.0, now=2.0))
    await chat.feed(updates.tap(f"v1:original:{done.id}", chat.bot))
    assert "no longer kept" in chat.tapped()["text"]
    assert chat.telegram.of("sendDocument") == []


async def test_there_is_no_original_before_the_end(chat: Chat, running: Job) -> None:
    await chat.feed(updates.tap(f"v1:original:{running.id}", chat.bot))
    assert "no result" in chat.tapped()["text"]


@pytest.mark.parametrize("data", ["v0:cancel:1", "v1:explode:1", "nonsense", "v1:cancel:no-such-job"])
async def test_an_unknown_button_is_answered(chat: Chat, data: str) -> None:
    await chat.feed(updates.tap(data, chat.bot))
    assert chat.tapped()["text"]
    assert await chat.unhandled() == 0
