"""The buttons under a result."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace as with_fields
from typing import Any

import pytest

from bot.jobs.children import OF_RESULTS, Wish
from bot.jobs.model import Job, JobState, StopRequest
from engine.settings import Colours, TransferSettings
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.jobs import FIGURES, job_now
from tests.support.updates import STRANGER

SETTINGS = TransferSettings(iterations=400, size=640, strength=60, style_scale=0.75, seed=7)
ALL = [*OF_RESULTS, "restyle"]


async def finish(chat: Chat, film: bytes | None = None) -> Job:
    """Paint whatever is next."""
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    names = [await chat.store.files.put(data) for data in (f"png {job.id}".encode(), b"jpeg")]
    made = None if film is None else await chat.store.files.put(film)

    async def work(tx: Any) -> None:
        await tx.jobs.finish(
            job.id, job.attempt, result_png=names[0], result_jpeg=names[1], result_film=made, figures=FIGURES, now=1.0
        )
        await tx.cards.card_sent(job.id, 500, 9)

    await chat.store.write(work)
    return await job_now(chat.store, job.id)


@pytest.fixture
async def done(chat: Chat) -> Job:
    content, style = [await chat.store.files.put(data) for data in (b"content", b"style")]
    await chat.store.write(
        lambda tx: tx.jobs.add(
            place=HOME, settings=SETTINGS, content=content, styles=(style,), reply_to_message_id=44, now=1.0
        )
    )
    return await finish(chat)


async def tap(chat: Chat, wish: str, job: Job, **more: Any) -> str:
    """Tap a button; returns the answer."""
    await chat.feed(updates.tap(f"v1:{wish}:{job.id}", chat.bot, **more))
    assert await chat.unhandled() == 0
    return str(chat.tapped().get("text", ""))


@pytest.mark.parametrize("wish", OF_RESULTS)
async def test_a_tap_makes_one_child_that_replies_to_the_result(chat: Chat, done: Job, wish: Wish) -> None:
    assert await tap(chat, wish, done) == "Started."
    assert await tap(chat, wish, done) == "I am at it already."
    (child,) = await chat.jobs()
    assert (child.parent_id, child.wish) == (done.id, wish)
    assert (child.content, child.styles, child.place) == (done.content, done.styles, done.place)
    assert child.reply_to_message_id == done.card_message_id
    assert (child.settings, child.sketches) != (done.settings, done.sketches)
    assert child.initial == (done.result_png if wish in {"stronger", "softer", "bigger", "more"} else None)
    assert child.settings.style_scale == SETTINGS.style_scale


async def test_taps_at_the_same_moment_make_one_child(chat: Chat, done: Job) -> None:
    taps = [updates.tap(f"v1:again:{done.id}", chat.bot) for _ in range(5)]
    await asyncio.gather(*(chat.feed(each) for each in taps))
    assert len(await chat.jobs()) == 1
    assert len(chat.telegram.of("answerCallbackQuery")) == 5


async def test_two_buttons_make_two_children(chat: Chat, done: Job) -> None:
    await tap(chat, "again", done)
    await tap(chat, "colors", done)
    assert [child.settings.seed for child in await chat.jobs()] == [8, 7]


async def test_what_is_painted_already_is_not_painted_twice(chat: Chat, done: Job) -> None:
    await tap(chat, "stronger", done)
    child = await finish(chat)
    assert "painted that already" in await tap(chat, "stronger", done)
    assert await chat.jobs() == []
    assert await tap(chat, "stronger", child) == "Started."
    (grandchild,) = await chat.jobs()
    assert grandchild.settings.strength == 100
    assert grandchild.initial == child.result_png


async def test_a_child_that_was_cancelled_can_be_asked_for_again(chat: Chat, done: Job) -> None:
    await tap(chat, "bigger", done)
    (child,) = await chat.jobs()
    await chat.store.write(lambda tx: tx.jobs.request_stop(child.id, StopRequest.CANCEL, 1.0))
    assert await tap(chat, "bigger", done) == "Started."
    assert len(await chat.jobs()) == 1


async def test_colours_that_were_kept_can_be_given_up(chat: Chat, done: Job) -> None:
    await tap(chat, "colors", done)
    child = await finish(chat)
    assert child.settings.colours is Colours.KEEP
    await tap(chat, "colors", child)
    (grandchild,) = await chat.jobs()
    assert grandchild.settings.colours is Colours.STYLE


@pytest.mark.parametrize("verb", ALL)
async def test_only_the_owner_counts(chat: Chat, done: Job, verb: str) -> None:
    assert "Only the person" in await tap(chat, verb, done, user=STRANGER)
    assert chat.tapped()["show_alert"] is True
    assert await chat.jobs() == []
    assert await chat.draft() is None


@pytest.mark.parametrize("verb", ALL)
async def test_pictures_that_are_gone_are_regretted(chat: Chat, done: Job, verb: str) -> None:
    chat.store.files.path(done.content).unlink()
    assert "no longer kept" in await tap(chat, verb, done)
    assert await chat.jobs() == []
    assert await chat.draft() is None


@pytest.mark.parametrize("verb", ["stronger", "softer", "bigger", "more"])
async def test_a_result_that_is_gone_cannot_be_gone_on_from(chat: Chat, done: Job, verb: str) -> None:
    assert done.result_png is not None
    chat.store.files.path(done.result_png).unlink()
    assert "no longer kept" in await tap(chat, verb, done)
    assert await chat.jobs() == []


@pytest.mark.parametrize("verb", ALL)
async def test_a_job_that_nobody_knows_any_more_is_answered(chat: Chat, done: Job, verb: str) -> None:
    assert "no longer kept" in await tap(chat, verb, with_fields(done, id="ffff"))


@pytest.mark.parametrize("verb", ALL)
async def test_there_is_nothing_to_change_before_the_end(chat: Chat, verb: str) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    (job,) = await chat.jobs()
    assert "no result" in await tap(chat, verb, job)
    assert len(await chat.jobs()) == 1


@pytest.mark.parametrize("settings", [{"max_size": 640, "max_iterations": 400}])
@pytest.mark.parametrize(("verb", "words"), [("bigger", "as large as"), ("more", "as many iterations")])
async def test_what_is_beyond_the_limits_is_said(chat: Chat, done: Job, verb: str, words: str) -> None:
    assert words in await tap(chat, verb, done)
    assert await chat.jobs() == []


@pytest.mark.parametrize("settings", [{"jobs_per_user": 1}])
async def test_children_count_among_the_jobs_of_their_owner(chat: Chat, done: Job) -> None:
    assert await tap(chat, "again", done) == "Started."
    assert "the most at a time" in await tap(chat, "colors", done)
    assert len(await chat.jobs()) == 1


async def test_a_new_style_waits_for_its_picture_with_everything_else_as_it_was(chat: Chat, done: Job) -> None:
    for _ in range(2):
        await tap(chat, "restyle", done)
    assert chat.telegram.said == ["I have the photo. Now send the picture whose style it shall have."]
    assert not [data for data in chat.buttons() if "last" in data]  # its own photo and style are no help
    await chat.send("/colors keep")
    await chat.feed(chat.picture("blue"))
    (job,) = await chat.jobs()
    assert job.content == done.content
    assert job.styles != done.styles
    assert job.settings == SETTINGS
    assert job.reply_to_message_id == 44


async def test_a_film_is_painted_once_and_then_sent_as_often_as_it_is_asked_for(chat: Chat, done: Job) -> None:
    assert await tap(chat, "film", done) == "Started."
    assert await tap(chat, "film", done) == "I am at it already."
    film = await finish(chat, film=b"GIF89a")
    assert film.film
    assert film.settings.size == 512
    assert await tap(chat, "film", done) == "The file is on its way."
    assert await tap(chat, "film", film) == "The file is on its way."
    sent = chat.telegram.of("sendDocument")
    assert [request.uploads for request in sent] == [(b"GIF89a",)] * 2
    assert await chat.jobs() == []
    assert film.result_film is not None
    chat.store.files.path(film.result_film).unlink()
    assert "no longer kept" in await tap(chat, "film", done)


async def test_a_job_in_work_is_told_of_in_its_own_iterations(chat: Chat, done: Job) -> None:
    await tap(chat, "more", done)
    child = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert child is not None
    assert child.state is JobState.RUNNING
    assert "0 of 200" in await chat.send("/status")


async def fail(chat: Chat, code: str = "engine_lost") -> Job:
    """Give up whatever is next."""
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    await chat.store.write(lambda tx: tx.jobs.fail(job.id, job.attempt, code, 1.0))
    await chat.store.write(lambda tx: tx.cards.card_sent(job.id, 500, 9))
    return await job_now(chat.store, job.id)


async def test_what_failed_is_tried_again_once_as_it_was_asked_for(chat: Chat, done: Job) -> None:
    await tap(chat, "stronger", done)
    failed = await fail(chat)
    assert "Only the person" in await tap(chat, "retry", failed, user=STRANGER)
    assert await tap(chat, "retry", failed) == "Started."
    assert await tap(chat, "retry", failed) == "I am at it already."
    (child,) = await chat.jobs()
    for field in ("settings", "content", "styles", "initial", "steps", "film"):
        assert getattr(child, field) == getattr(failed, field), field
    assert (child.parent_id, child.wish, child.reply_to_message_id) == (failed.id, "retry", failed.card_message_id)
    assert (await fail(chat)).id == child.id
    assert await tap(chat, "retry", failed) == "Started."
    await finish(chat)
    assert "painted that already" in await tap(chat, "retry", failed)
    assert await chat.jobs() == []


async def test_numbers_that_ran_out_of_bounds_get_another_seed(chat: Chat, done: Job) -> None:
    await tap(chat, "stronger", done)
    failed = await fail(chat, "not_finite")
    await tap(chat, "retry", failed)
    (child,) = await chat.jobs()
    assert child.settings.seed == failed.settings.seed + 1


async def test_only_what_came_to_nothing_is_tried_again(chat: Chat, done: Job) -> None:
    assert "painted that already" in await tap(chat, "retry", done)
    await tap(chat, "again", done)
    (child,) = await chat.jobs()
    assert await tap(chat, "retry", child) == "I am at it already."
    assert len(await chat.jobs()) == 1


async def test_again_repeats_the_latest_painting_with_another_seed_and_once_at_a_time(chat: Chat, done: Job) -> None:
    again = updates.text("/again", chat.bot)
    assert await chat.feed(again) == []  # its card speaks
    assert await chat.send("/again") == "I am at it already."
    child = await finish(chat)
    assert (child.parent_id, child.settings.seed) == (done.id, SETTINGS.seed + 1)
    assert await chat.feed(updates.text("/again", chat.bot)) == []
    assert (await finish(chat)).settings.seed == SETTINGS.seed + 2
    assert await chat.unhandled() == 0


async def test_again_repeats_what_came_to_nothing_as_it_was(chat: Chat, done: Job) -> None:
    await tap(chat, "more", done)
    failed = await fail(chat)
    assert await chat.feed(updates.text("/again", chat.bot)) == []
    (child,) = await chat.jobs()
    assert (child.parent_id, child.settings, child.steps) == (failed.id, failed.settings, failed.steps)
    await chat.send("/cancel")
    assert await chat.feed(updates.text("/again", chat.bot)) == []
    (grandchild,) = await chat.jobs()
    assert (grandchild.parent_id, grandchild.initial) == (child.id, done.result_png)


async def test_again_means_a_painting_even_after_its_film(chat: Chat, done: Job) -> None:
    await tap(chat, "film", done)
    await finish(chat, film=b"GIF89a")
    assert await chat.feed(updates.text("/again", chat.bot)) == []
    (child,) = await chat.jobs()
    assert (child.parent_id, child.settings.size) == (done.id, SETTINGS.size)


@pytest.mark.parametrize("settings", [{"daily_quota": 1}])
async def test_again_says_why_it_cannot_be_now(chat: Chat, done: Job) -> None:
    assert "Choose a smaller size" in await chat.send("/again")
    chat.store.files.path(done.content).unlink()
    assert "no longer kept" in await chat.send("/again")
    assert await chat.jobs() == []


async def test_again_without_anything_to_repeat(chat: Chat) -> None:
    assert "There are no paintings of yours here" in await chat.send("/again")
