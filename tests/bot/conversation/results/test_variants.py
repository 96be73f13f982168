"""Four variants to choose from, by command and by button."""

from __future__ import annotations

import time

from bot.jobs.model import Job
from bot.jobs.variants import variants
from engine.pyramid import COARSEST_EDGE
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.jobs import finish_job, job_now


async def sketched(chat: Chat, job: Job) -> Job:
    """Finish a waiting job with the sketches that it asks for."""
    await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    sheet, *states = [await chat.store.files.put(data) for data in (b"sheet", b"1", b"2", b"3", b"4")]
    await chat.store.write(
        lambda tx: tx.jobs.finish_sketches(job.id, 1, sheet=sheet, states=states, iteration=50, now=time.time())
    )
    return await job_now(chat.store, job.id)


async def test_with_nothing_there_the_next_two_photos_are_sketched(chat: Chat) -> None:
    assert await chat.send("/variants") == "I will sketch four variants, from which you choose one."
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    (job,) = await chat.jobs()
    assert job.request.sketches == variants(job.request.settings)
    assert job.request.work.size == COARSEST_EDGE


async def test_a_waiting_photo_can_be_sketched_by_a_button(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    (data,) = [data for data in chat.buttons() if data.startswith("v1:sketch:")]
    assert await chat.tap(data) == "I will sketch four variants, from which you choose one."
    await chat.feed(chat.picture("blue"))
    (job,) = await chat.jobs()
    assert len(job.request.sketches) == 4


async def test_of_a_painting_variants_are_made_once(chat: Chat) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    painted = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert painted is not None
    await finish_job(chat.store, painted)
    assert await chat.feed(updates.text("/variants", chat.bot)) == []
    (job,) = await chat.jobs()
    assert (job.origin.parent_id, job.origin.follow_up, len(job.request.sketches)) == (painted.id, "variants", 4)
    assert await chat.send("/variants") == "I am at it already."


async def test_the_chosen_one_goes_on_from_its_own_sketch_once(chat: Chat) -> None:
    await chat.send("/variants")
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    (job,) = await chat.jobs()
    done = await sketched(chat, job)
    assert await chat.tap(f"v1:take:{done.id}.2") == "Started."
    assert await chat.tap(f"v1:take:{done.id}.2") == "I am at it already."
    (taken,) = await chat.jobs()
    assert (taken.request.settings, taken.status.checkpoint, taken.status.checkpoint_iteration) == (
        done.request.sketches[2],
        done.result.sketch_states[2],
        50,
    )
    assert (taken.place, taken.origin.parent_id, taken.origin.follow_up) == (HOME, done.id, "take.2")
    assert await chat.tap(f"v1:take:{done.id}.0") == "Started."


async def test_a_variant_that_was_not_made_cannot_be_chosen(chat: Chat) -> None:
    await chat.send("/variants")
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    (job,) = await chat.jobs()
    done = await sketched(chat, job)
    for number in ("4", "x", "-1"):
        assert await chat.tap(f"v1:take:{done.id}.{number}") == "There is no result to send."
