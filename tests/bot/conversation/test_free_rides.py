"""Every way to have work done passes the same admission, and costs at least the smallest charge."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import bot
from bot.jobs.model import Job
from bot.jobs.operation import Mode
from bot.jobs.quota import LEAST
from bot.languages import Language
from bot.texts.look_up import texts_in
from tests.bot.conversation.conftest import HOME, Chat
from tests.bot.conversation.results.test_follow_ups import finish
from tests.bot.conversation.test_repeats import painted
from tests.support.jobs import job_now, progress_at

SAY = texts_in(Language.ENGLISH).say
#: The calls that make work, and the only places where they may be.
MAKERS = re.compile(r"tx\.(jobs\.add|jobs\.requeue|job_history\.repeat|job_history\.swap|steering\.steer)\(")


async def spent(chat: Chat) -> list[float]:
    return [each.cost for each in await chat.store.read(lambda tx: tx.people.spendings(HOME.user_id))]


async def running(chat: Chat) -> Job:
    await chat.feed(chat.picture("red", caption="size=128 iterations=10"), chat.picture("blue"))
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    return job


async def swapped(chat: Chat, job: Job) -> str | None:
    job = await job_now(chat.store, job.id)
    return await chat.tap(f"v1:swap:{job.id}.{job.request.content[:8]}")


async def steered(chat: Chat, job: Job) -> str | None:
    job = await job_now(chat.store, job.id)
    return await chat.tap(f"v1:turnstronger:{job.id}.{len(job.request.earlier)}")


async def test_nothing_makes_work_but_what_asks_for_admission() -> None:
    root = Path(bot.__file__).parent
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if MAKERS.search(path.read_text(encoding="utf-8")) and not path.is_relative_to(root / "store")
    }
    asking = {"submission/jobs.py", "submission/follow_ups.py", "submission/steering.py"}
    assert found - asking <= {"dispatch/dispatcher.py", "dispatch/recorder.py"}  # which go on with what was admitted
    assert asking <= found
    for name in asking:
        assert "await refusal_of(" in (root / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("settings", [{"daily_quota": 0.22}])
async def test_repeats_end_with_the_quota(chat: Chat) -> None:
    """A quota for one painting once allowed nine repeats."""
    for _ in range(9):
        await chat.feed(chat.picture("red", caption="size=128 iterations=10"), chat.picture("blue"))
        if await chat.jobs():
            await finish(chat)
    results = await chat.store.read(lambda tx: tx.overview.results_of(HOME.chat_id, HOME.user_id, 20))
    assert len(results) == 4
    assert await spent(chat) == [LEAST] * 4


@pytest.mark.parametrize("way", [steered, swapped])
@pytest.mark.parametrize("settings", [{"daily_quota": 0.12}])
async def test_changes_of_a_job_cost_the_least_there_is(
    chat: Chat, way: Callable[[Chat, Job], Awaitable[str | None]]
) -> None:
    job = await running(chat)
    assert await spent(chat) == [LEAST]
    await way(chat, job)
    assert await spent(chat) == [LEAST] * 2
    before = await job_now(chat.store, job.id)
    answer = await way(chat, job)
    assert answer is not None
    assert "points a day" in answer
    assert chat.tapped()["show_alert"]
    after = await job_now(chat.store, job.id)
    assert (after.request.settings, after.request.content, after.request.earlier) == (
        before.request.settings,
        before.request.content,
        before.request.earlier,
    )
    assert await spent(chat) == [LEAST] * 2


@pytest.mark.parametrize("settings", [{"daily_quota": 0.17}])
async def test_stickers_end_with_the_quota(chat: Chat) -> None:
    """Each takes a second of a core, and there was no limit once."""
    await chat.feed(chat.picture("red", caption="size=128 iterations=10"), chat.picture("blue"))
    job = await finish(chat)
    before = len(await spent(chat))
    said = [await chat.tap(f"v1:sticker:{job.id}") for _ in range(5)]
    assert len(await spent(chat)) == 3
    assert said[: 3 - before] == [SAY("tap-cutting")] * (3 - before)
    assert all("points a day" in (answer or "") for answer in said[3 - before :])


async def test_what_is_painted_on_already_does_not_begin_anew_by_a_swap(chat: Chat) -> None:
    job = await running(chat)
    await chat.store.write(lambda tx: tx.jobs.record_progress(job.id, 1, progress_at(5)))
    assert await swapped(chat, job) == SAY("tap-over")
    now = await job_now(chat.store, job.id)
    assert (now.state, now.request.content) == ("running", job.request.content)


@pytest.mark.parametrize("settings", [{"reuse": True}])
async def test_while_the_bot_is_drained_nothing_begins_and_nothing_is_changed(chat: Chat) -> None:
    first = await painted(chat)
    job = await running(chat)
    count = len(await spent(chat))
    await chat.store.write(lambda tx: tx.operation.set_mode(Mode.DRAINING))
    refused = SAY("limit-draining")
    (answer,) = (await chat.feed(chat.picture("red"), chat.picture("blue")))[1:]
    assert answer.startswith(refused)
    for data in (f"v1:again:{first.id}", f"v1:variants:{first.id}"):
        assert await chat.tap(data) == refused
    assert await steered(chat, job) == refused
    assert await swapped(chat, job) == refused
    assert len(await spent(chat)) == count
    assert [each.id for each in await chat.jobs()] == [job.id]


def test_the_use_cases_can_be_imported_without_telegram() -> None:
    """The contract says so of their imports; this asks Python."""
    script = (
        "import sys, bot.submission.jobs, bot.submission.follow_ups, bot.submission.steering;"
        "sys.exit('telegram' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
