"""A job, or the draft of one, is canceled in each of its states: once, soon, and with nothing left of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.jobs.model import Job, JobState
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FakeEngine, Script
from tests.support.invariant import chats_of, check, jobs_in
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage
from tests.support.scene import Scene, finished, scene

Figure = Callable[[str], None]

ITERATION = 0.3  #: seconds
MUCH_LESS_THAN_A_JOB = 10.0  #: seconds; of 500 iterations


def pair() -> list[bytes]:
    return [plain_png("red"), plain_png("blue")]


def message_with(verb: str) -> Callable[[list[VisibleMessage]], VisibleMessage | None]:
    """The latest message with such a button."""
    start = f"v1:{verb}:"
    return lambda chat: next((m for m in reversed(chat) if any(d.startswith(start) for d in m.callback_data)), None)


async def pressed(person: SandboxUser, verb: str) -> str:
    """Press that button; the id of the tap."""
    message = await person.wait_for(message_with(verb), LONG)
    data = next(data for data in message.callback_data if data.startswith(f"v1:{verb}:"))
    return await person.tap(message.message_id, data, stale=True)


async def latest(stage: Scene, state: JobState) -> Job:
    """The latest job, once it is in this state; one that runs has begun to paint then."""

    async def there() -> bool:
        jobs = jobs_in(stage.bot.data)
        return bool(jobs) and jobs[-1].state is state and (state is not JobState.RUNNING or _paints(jobs[-1]))

    await eventually(there, LONG, every=0.02)
    return jobs_in(stage.bot.data)[-1]


def _paints(job: Job) -> bool:
    return job.status.progress is not None and job.status.progress.losses is not None


async def seconds_to_cancel(stage: Scene, person: SandboxUser) -> float:
    """From the tap until the store says so."""
    before = time.monotonic()
    await pressed(person, "cancel")
    await latest(stage, JobState.CANCELED)
    return time.monotonic() - before


async def round_trip(person: SandboxUser) -> float:
    """Seconds until a tap that asks for nothing is answered: how busy this machine is."""
    before = time.monotonic()
    message = (await person.transcript())[-1]
    query = await person.tap(message.message_id, "v1:cancel:nothing", stale=True)
    await person.answer_to(query, LONG)
    return time.monotonic() - before


@pytest.mark.fault("cancel")
@pytest.mark.parametrize("times", [1, pytest.param(30, marks=[pytest.mark.thorough, pytest.mark.slow])])
async def test_draft_and_job_end_at_once_whether_they_wait_or_run(times: int, tmp_path: Path, figure: Figure) -> None:
    script = Script(seconds_per_iteration=ITERATION, preview_every=1)
    async with scene(tmp_path, script, STYLEGRAM_DAILY_QUOTA="10000") as stage:
        other = stage.user.at(as_=(bob := await stage.user.add_person("Bob")), chat=bob)
        await stage.bot.start()
        await stage.user.send_photo(plain_png("red"))
        draft = await stage.user.answer_to(await pressed(stage.user, "drop"), LONG)
        spans = {JobState.QUEUED: [0.0], JobState.RUNNING: [0.0]}
        usual = 0.0
        for _ in range(times):
            await stage.user.send_album(pair(), caption="iterations=500")
            await latest(stage, JobState.RUNNING)
            await other.send_album(pair())
            await latest(stage, JobState.QUEUED)
            usual = max(usual, await round_trip(other))
            spans[JobState.QUEUED].append(await seconds_to_cancel(stage, other))
            await pressed(stage.user, "cancel")
            await eventually(lambda: nothing_runs(stage), LONG)
            await other.send_album(pair(), caption="iterations=500")
            await latest(stage, JobState.RUNNING)
            spans[JobState.RUNNING].append(await seconds_to_cancel(stage, other))
        await stage.settled()
        tally = await stage.end(other, accepted=3 * times)
    waiting, running = max(spans[JobState.QUEUED]), max(spans[JobState.RUNNING])
    assert draft["text"]
    assert tally.canceled == 3 * times
    slack = max(MUCH_LESS_THAN_A_JOB, 10 * usual)
    assert waiting < slack
    assert running < ITERATION + slack
    figure(
        f"{tally.canceled} jobs: waiting {waiting:.2f} s at most, running {running:.2f} s"
        f" (an iteration takes {ITERATION:g} s, the answer to a tap {usual:.2f} s)"
    )


async def nothing_runs(stage: Scene) -> bool:
    return not any(job.state is JobState.RUNNING for job in jobs_in(stage.bot.data))


@pytest.mark.fault("cancel")
async def test_a_result_that_is_on_its_way_to_the_chat_arrives_once(tmp_path: Path, figure: Figure) -> None:
    async with scene(tmp_path, Script(seconds_per_iteration=ITERATION, preview_every=1000)) as stage:
        await stage.bot.start()
        await stage.user.send_album(pair())
        await stage.user.wait_for(message_with("cancel"), LONG)
        await latest(stage, JobState.RUNNING)
        await stage.user.set_fault("delay", method="editMessageMedia", seconds=3, count=10_000)
        await pressed(stage.user, "keep")
        job = await latest(stage, JobState.DONE)
        query = await stage.user.tap(job.card.message_id or 0, f"v1:cancel:{job.id}", stale=True)
        assert (await stage.user.answer_to(query, LONG))["text"] == "This picture is finished already."
        await stage.user.clear_faults()
        await stage.user.wait_for(finished(), LONG)
        tally = await stage.end(accepted=1)
    assert tally.delivered == 1
    figure("on its way to the chat: delivered once")


@pytest.mark.fault("cancel")
async def test_between_the_last_iteration_and_the_result_there_is_still_time(tmp_path: Path, figure: Figure) -> None:
    data, engine = tmp_path / "bot", FakeEngine(Script(hold_at=10))
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        async with running_bot(server, data, engine):
            await user.send_album(pair(), caption="iterations=10")
            await engine.held()
            await pressed(user, "cancel")
            await user.wait_for(lambda chat: any(message.text == "Canceled." for message in chat), LONG)
        tally = await check(data, await chats_of(user), accepted=1, sandbox=server.data)
    assert tally.canceled == 1
    figure("after the last iteration: canceled")
