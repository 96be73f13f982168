"""The buttons under a result."""

from __future__ import annotations

import asyncio
import io
import time
from dataclasses import replace as with_fields
from typing import Any

import pytest
from PIL import Image

from bot.jobs.follow_ups import OF_RESULTS, FollowUpKind
from bot.jobs.model import Job, JobState, Origin, PaintingRequest, StopRequest
from engine.settings import Colors, TransferSettings
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.jobs import FIGURES, job_now, progress_at
from tests.support.pictures import plain_png
from tests.support.updates import STRANGER

SETTINGS = TransferSettings(iterations=400, size=640, strength=60, style_scale=0.75, seed=7)
ALL = [*OF_RESULTS, "restyle"]


async def finish(chat: Chat, film: bytes | None = None) -> Job:
    """Paint the next job of the queue."""
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    names = [await chat.store.files.put(data) for data in (f"png {job.id}".encode(), b"jpeg")]
    made = None if film is None else await chat.store.files.put(film)

    async def work(tx: Any) -> None:
        await tx.jobs.finish(
            job.id,
            job.status.attempt,
            result_png=names[0],
            result_jpeg=names[1],
            result_film=made,
            figures=FIGURES,
            now=1.0,
        )
        await tx.cards.card_sent(job.id, 500, 9)

    await chat.store.write(work)
    return await job_now(chat.store, job.id)


@pytest.fixture
async def done(chat: Chat) -> Job:
    content, style = [await chat.store.files.put(data) for data in (b"content", b"style")]
    await chat.store.write(
        lambda tx: tx.jobs.add(
            PaintingRequest(settings=SETTINGS, content=content, styles=(style,)),
            HOME,
            1.0,
            origin=Origin(reply_to_message_id=44),
        )
    )
    return await finish(chat)


async def tap(chat: Chat, kind: str, job: Job, **more: Any) -> str:
    """Tap a button; returns the answer."""
    await chat.feed(updates.tap(f"v1:{kind}:{job.id}", chat.bot, **more))
    assert await chat.unhandled() == 0
    return str(chat.tapped().get("text", ""))


@pytest.mark.parametrize("kind", [kind for kind in OF_RESULTS if kind is not FollowUpKind.PAINT])
async def test_a_tap_makes_one_follow_up_that_replies_to_the_result(chat: Chat, done: Job, kind: FollowUpKind) -> None:
    assert await tap(chat, kind, done) == "Started."
    assert await tap(chat, kind, done) == "I am at it already."
    (follow_up,) = await chat.jobs()
    assert (follow_up.origin.parent_id, follow_up.origin.follow_up) == (done.id, kind)
    assert (follow_up.request.content, follow_up.request.styles, follow_up.place) == (
        done.request.content,
        done.request.styles,
        done.place,
    )
    assert follow_up.origin.reply_to_message_id == done.card.message_id
    assert (follow_up.request.settings, follow_up.request.sketches) != (done.request.settings, done.request.sketches)
    assert follow_up.request.initial == (done.result.png if kind in {"stronger", "softer", "bigger", "more"} else None)
    assert follow_up.request.settings.style_scale == SETTINGS.style_scale


async def test_taps_at_the_same_moment_make_one_follow_up(chat: Chat, done: Job) -> None:
    taps = [updates.tap(f"v1:again:{done.id}", chat.bot) for _ in range(5)]
    await asyncio.gather(*(chat.feed(each) for each in taps))
    assert len(await chat.jobs()) == 1
    assert len(chat.telegram.of("answerCallbackQuery")) == 5


async def test_two_buttons_make_two_follow_ups(chat: Chat, done: Job) -> None:
    await tap(chat, "again", done)
    await tap(chat, "colors", done)
    assert [follow_up.request.settings.seed for follow_up in await chat.jobs()] == [8, 7]


async def test_what_is_painted_already_is_not_painted_twice(chat: Chat, done: Job) -> None:
    await tap(chat, "stronger", done)
    follow_up = await finish(chat)
    assert "painted that already" in await tap(chat, "stronger", done)
    assert await chat.jobs() == []
    assert await tap(chat, "stronger", follow_up) == "Started."
    (second,) = await chat.jobs()
    assert second.request.settings.strength == 100
    assert second.request.initial == follow_up.result.png


async def test_a_follow_up_that_was_canceled_can_be_asked_for_again(chat: Chat, done: Job) -> None:
    await tap(chat, "bigger", done)
    (follow_up,) = await chat.jobs()
    await chat.store.write(lambda tx: tx.jobs.request_stop(follow_up.id, StopRequest.CANCEL, 1.0))
    assert await tap(chat, "bigger", done) == "Started."
    assert len(await chat.jobs()) == 1


async def test_colors_that_were_kept_can_be_given_up(chat: Chat, done: Job) -> None:
    await tap(chat, "colors", done)
    follow_up = await finish(chat)
    assert follow_up.request.settings.colors is Colors.KEEP
    await tap(chat, "colors", follow_up)
    (second,) = await chat.jobs()
    assert second.request.settings.colors is Colors.STYLE


@pytest.mark.parametrize("verb", ALL)
async def test_only_the_owner_counts(chat: Chat, done: Job, verb: str) -> None:
    assert "Only the person" in await tap(chat, verb, done, user=STRANGER)
    assert chat.tapped()["show_alert"] is True
    assert await chat.jobs() == []
    assert await chat.draft() is None


@pytest.mark.parametrize("verb", ALL)
async def test_pictures_that_are_gone_are_regretted(chat: Chat, done: Job, verb: str) -> None:
    chat.store.files.path(done.request.content).unlink()
    assert "no longer kept" in await tap(chat, verb, done)
    assert await chat.jobs() == []
    assert await chat.draft() is None


@pytest.mark.parametrize("verb", ["stronger", "softer", "bigger", "more"])
async def test_a_result_that_is_gone_cannot_be_gone_on_from(chat: Chat, done: Job, verb: str) -> None:
    assert done.result.png is not None
    chat.store.files.path(done.result.png).unlink()
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
async def test_follow_ups_count_among_the_jobs_of_their_owner(chat: Chat, done: Job) -> None:
    assert await tap(chat, "again", done) == "Started."
    assert "the most at a time" in await tap(chat, "colors", done)
    assert len(await chat.jobs()) == 1


async def test_a_new_style_waits_for_its_picture_with_everything_else_as_it_was(chat: Chat, done: Job) -> None:
    for _ in range(2):
        await tap(chat, "restyle", done)
    assert chat.telegram.said == ["I have the photo. Now send a picture in the style you want."]
    assert not [data for data in chat.buttons() if "last" in data]  # its own photo and style are no help
    await chat.send("/colors keep")
    await chat.feed(chat.picture("blue"))
    (job,) = await chat.jobs()
    assert job.request.content == done.request.content
    assert job.request.styles != done.request.styles
    assert job.request.settings == SETTINGS
    assert job.origin.reply_to_message_id == 44


async def seen_on_the_way(chat: Chat) -> Job:
    """A painting whose film has two frames."""
    content, style = [await chat.store.files.put(data) for data in (b"content", b"style")]
    await chat.store.write(
        lambda tx: tx.jobs.add(PaintingRequest(settings=SETTINGS, content=content, styles=(style,)), HOME, 1.0)
    )
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    jpegs = [await chat.store.files.put(jpeg_of(color)) for color in ("red", "green", "blue")]
    png = await chat.store.files.put(plain_png("blue"))
    for iteration, preview in ((100, jpegs[0]), (200, jpegs[1])):
        await chat.store.write(
            lambda tx, at=iteration, preview=preview: tx.jobs.record_progress(
                job.id, job.status.attempt, progress_at(at), preview
            )
        )
    await chat.store.write(
        lambda tx: tx.jobs.finish(
            job.id, job.status.attempt, result_png=png, result_jpeg=jpegs[2], figures=FIGURES, now=1.0
        )
    )
    await chat.store.write(lambda tx: tx.cards.card_sent(job.id, 500, 9))
    return await job_now(chat.store, job.id)


def jpeg_of(color: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (96, 80), color).save(buffer, "JPEG")
    return buffer.getvalue()


async def test_a_style_is_kept_by_a_tap_under_a_name_that_is_free(chat: Chat) -> None:
    job = await seen_on_the_way(chat)
    chat.store.files.path(job.request.styles[0]).write_bytes(plain_png("green"))  # what the decoder can read
    for _ in range(2):
        assert "Kept as “style-1”" in await tap(chat, "keepstyle", job)
    assert [style.name for style in await chat.store.read(lambda tx: tx.styles.of(7))] == ["style-1"]


async def test_all_buttons_come_at_a_tap_and_go_at_another(chat: Chat, done: Job) -> None:
    await tap(chat, "menu", done)
    assert [data.split(":")[1] for data in chat.buttons() if data][-1] == "back"
    await tap(chat, "back", done)
    assert [data.split(":")[1] for data in chat.buttons()] == ["stronger", "softer", "restyle", "menu"]


async def test_before_a_style_is_shared_its_owner_hears_what_that_means(chat: Chat, done: Job) -> None:
    sizes = [{"file_id": "p", "file_unique_id": "p", "width": 512, "height": 384}]
    assert "public name" in str(await chat.tap(f"v1:askshare:{done.id}", photo=sizes))
    assert chat.tapped()["show_alert"] is True
    assert await chat.store.read(lambda tx: tx.shares.of(7)) == []
    assert [data.split(":")[1] for data in chat.buttons()] == ["share", "back"]


async def test_a_job_in_work_is_told_of_in_its_own_iterations(chat: Chat, done: Job) -> None:
    await tap(chat, "more", done)
    follow_up = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert follow_up is not None
    assert follow_up.state is JobState.RUNNING
    assert await chat.send("/status") == "Painting: 0 %"
    await chat.store.write(lambda tx: tx.jobs.record_progress(follow_up.id, follow_up.status.attempt, progress_at(50)))
    assert await chat.send("/status") == "Painting: 25 % · ≈12 s"  # of its own 200


async def fail(chat: Chat, code: str = "engine_lost") -> Job:
    """Let the next job of the queue fail."""
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    await chat.store.write(lambda tx: tx.jobs.fail(job.id, job.status.attempt, code, 1.0))
    await chat.store.write(lambda tx: tx.cards.card_sent(job.id, 500, 9))
    return await job_now(chat.store, job.id)


async def test_what_failed_is_tried_again_once_as_it_was_asked_for(chat: Chat, done: Job) -> None:
    await tap(chat, "stronger", done)
    failed = await fail(chat)
    assert "Only the person" in await tap(chat, "retry", failed, user=STRANGER)
    assert await tap(chat, "retry", failed) == "Started."
    assert await tap(chat, "retry", failed) == "I am at it already."
    (follow_up,) = await chat.jobs()
    for field in ("settings", "content", "styles", "initial", "steps", "film"):
        assert getattr(follow_up.request, field) == getattr(failed.request, field), field
    assert (follow_up.origin.parent_id, follow_up.origin.follow_up, follow_up.origin.reply_to_message_id) == (
        failed.id,
        "retry",
        failed.card.message_id,
    )
    assert (await fail(chat)).id == follow_up.id
    assert await tap(chat, "retry", failed) == "Started."
    await finish(chat)
    assert "painted that already" in await tap(chat, "retry", failed)
    assert await chat.jobs() == []


async def test_numbers_that_ran_out_of_bounds_get_another_seed(chat: Chat, done: Job) -> None:
    await tap(chat, "stronger", done)
    failed = await fail(chat, "not_finite")
    await tap(chat, "retry", failed)
    (follow_up,) = await chat.jobs()
    assert follow_up.request.settings.seed == failed.request.settings.seed + 1


async def test_only_what_came_to_nothing_is_tried_again(chat: Chat, done: Job) -> None:
    assert "painted that already" in await tap(chat, "retry", done)
    await tap(chat, "again", done)
    (follow_up,) = await chat.jobs()
    assert await tap(chat, "retry", follow_up) == "I am at it already."
    assert len(await chat.jobs()) == 1


async def test_again_repeats_the_latest_painting_with_another_seed_and_once_at_a_time(chat: Chat, done: Job) -> None:
    again = updates.text("/again", chat.bot)
    assert await chat.feed(again) == []  # its card speaks
    assert await chat.send("/again") == "I am at it already."
    follow_up = await finish(chat)
    assert (follow_up.origin.parent_id, follow_up.request.settings.seed) == (done.id, SETTINGS.seed + 1)
    assert await chat.feed(updates.text("/again", chat.bot)) == []
    assert (await finish(chat)).request.settings.seed == SETTINGS.seed + 2
    assert await chat.unhandled() == 0


async def test_again_repeats_what_came_to_nothing_as_it_was(chat: Chat, done: Job) -> None:
    await tap(chat, "more", done)
    failed = await fail(chat)
    assert await chat.feed(updates.text("/again", chat.bot)) == []
    (follow_up,) = await chat.jobs()
    assert (follow_up.origin.parent_id, follow_up.request.settings, follow_up.request.steps) == (
        failed.id,
        failed.request.settings,
        failed.request.steps,
    )
    await chat.send("/cancel")
    assert await chat.feed(updates.text("/again", chat.bot)) == []
    (second,) = await chat.jobs()
    assert (second.origin.parent_id, second.request.initial) == (follow_up.id, done.result.png)


@pytest.mark.parametrize("settings", [{"daily_quota": 1}])
async def test_again_says_why_it_cannot_be_now(chat: Chat, done: Job) -> None:
    assert "Choose a smaller size" in await chat.send("/again")
    chat.store.files.path(done.request.content).unlink()
    assert "no longer kept" in await chat.send("/again")
    assert await chat.jobs() == []


async def test_again_without_anything_to_repeat(chat: Chat) -> None:
    assert "There are no paintings of yours here" in await chat.send("/again")
