"""The same request once more: the painting that is there already, at once."""

from __future__ import annotations

import time

import msgspec
import pytest

from bot.jobs.model import Job, JobState
from bot.jobs.quota import LEAST
from bot.store import Store
from engine.events import Figures
from engine.settings import RECIPE_VERSION, TransferSettings
from tests.bot.conversation.conftest import HOME, Chat
from tests.support.jobs import FIGURES, job_now
from tests.support.updates import STRANGER


async def painted(chat: Chat, figures: Figures = FIGURES) -> Job:
    """Send two photos, and finish their job."""
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    names = [await chat.store.files.put(data) for data in (b"png", b"jpeg")]
    await chat.store.write(
        lambda tx: tx.jobs.finish(
            job.id, 1, result_png=names[0], result_jpeg=names[1], figures=figures, now=time.time()
        )
    )
    return await job_now(chat.store, job.id)


async def jobs_done(store: Store) -> list[Job]:
    return await store.read(lambda tx: tx.overview.results_of(HOME.chat_id, HOME.user_id, 10))


async def test_what_was_painted_already_is_there_at_once_and_costs_the_least_there_is(chat: Chat) -> None:
    first = await painted(chat)
    spent = await chat.store.read(lambda tx: tx.people.spendings(HOME.user_id))
    assert await chat.feed(chat.picture("red"), chat.picture("blue")) == [
        "I have the photo. Now send a picture in the style you want."
    ]
    assert await chat.jobs() == []
    again, before = await jobs_done(chat.store)
    assert before.id == first.id
    assert (again.state, again.status.attempt, again.card.told_at) == (JobState.DONE, 0, None)
    assert (again.result.png, again.result.jpeg, again.result.figures) == (
        first.result.png,
        first.result.jpeg,
        first.result.figures,
    )
    assert again.origin.reply_to_message_id != first.origin.reply_to_message_id
    now_spent = await chat.store.read(lambda tx: tx.people.spendings(HOME.user_id))
    assert [each.cost for each in now_spent] == [*(each.cost for each in spent), LEAST]


async def test_what_an_older_recipe_painted_is_painted_anew(chat: Chat) -> None:
    await painted(chat, msgspec.structs.replace(FIGURES, recipe_version=RECIPE_VERSION - 1))
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    assert [job.state for job in await chat.jobs()] == [JobState.QUEUED]


async def test_what_was_painted_before_recipes_were_counted_is_painted_anew(chat: Chat) -> None:
    """In databases of that time, a result has no recipe version."""
    job = await painted(chat)
    sql = "UPDATE jobs SET figures = json_remove(figures, '$.recipe_version') WHERE id = ?"
    await chat.store.write(lambda tx: tx.jobs._sql.run(sql, (job.id,)))
    stored = (await job_now(chat.store, job.id)).result.figures
    assert stored is not None
    assert stored.recipe_version == 1 < RECIPE_VERSION
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    assert [job.state for job in await chat.jobs()] == [JobState.QUEUED]


async def test_other_settings_or_pictures_are_another_painting(chat: Chat) -> None:
    await painted(chat)
    await chat.feed(chat.picture("red"), chat.picture("blue", caption="seed=5"))
    await chat.feed(chat.picture("blue"), chat.picture("red"))
    assert [job.state for job in await chat.jobs()] == [JobState.QUEUED] * 2


async def test_somebody_elses_painting_is_theirs(chat: Chat) -> None:
    await painted(chat)
    there = {"chat": {"id": STRANGER["id"], "type": "private"}, "user": STRANGER}
    await chat.feed(chat.picture("red", **there), chat.picture("blue", **there))
    assert await chat.store.read(lambda tx: tx.overview.unfinished_by(STRANGER["id"])) != []


@pytest.mark.parametrize("kind", ["steered", "expired"])
async def test_what_came_about_otherwise_or_is_gone_is_not_taken(chat: Chat, kind: str) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    if kind == "steered":
        await chat.store.write(lambda tx: tx.steering.steer(job.id, TransferSettings(strength=90)))
        await chat.store.write(lambda tx: tx.steering.steer(job.id, job.request.settings))
    await chat.store.write(
        lambda tx: tx.jobs.finish(job.id, 1, result_png="1" * 64, result_jpeg="2" * 64, figures=FIGURES, now=1.0)
    )
    if kind == "expired":
        await chat.store.write(lambda tx: tx.cards.mark_told(job.id, 1.0))
        await chat.store.write(lambda tx: tx.retention.expire_pictures(2.0, 3.0))
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    assert len(await chat.jobs()) == 1
