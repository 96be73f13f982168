"""One person asks for a thousand pictures at once, while another one wants a few."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.jobs.model import Job
from tests.support.bot_process import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.invariant import chats_of, check, jobs_in, settled
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage
from tests.support.scene import finished

CAP = 3  #: unfinished jobs of one person


def says(words: str) -> Callable[[list[VisibleMessage]], bool]:
    return lambda chat: any(message.from_bot and words in message.text for message in chat)


async def flood(person: SandboxUser, requests: int) -> None:
    """Each is a photo that names its style: a whole job by itself."""
    photo = plain_png("red")
    at_once = asyncio.Semaphore(8)

    async def ask() -> None:
        async with at_once:
            await person.send_photo(photo, caption="style=sea iterations=20")

    await asyncio.gather(*(ask() for _ in range(requests)))


def at_once(jobs: list[Job]) -> int:
    """How many of them were unfinished at the same time, at most."""
    return max(sum(other.created_at <= job.created_at < (other.finished_at or 0) for other in jobs) for job in jobs)


def ahead_of(job: Job, others: list[Job]) -> int:
    """How many jobs of others ended between the wish for this one and its start."""
    assert job.started_at is not None
    return sum(job.created_at < (other.finished_at or 0) <= job.started_at for other in others)


@pytest.mark.fault("flood")
@pytest.mark.parametrize(
    "requests", [20, pytest.param(1000, marks=[pytest.mark.thorough, pytest.mark.slow])], ids=["few", "many"]
)
async def test_who_asks_for_a_thousand_gets_some_and_others_wait_for_one_job(
    requests: int, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    data, engine = tmp_path / "bot", FakeEngine(Script(seconds_per_iteration=0.01))
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        eve, bob = [user.at(as_=person, chat=person) for person in [await user.add_person(n) for n in ("Eve", "Bob")]]
        async with running_bot(server, data, engine, daily_quota=10_000.0, jobs_per_user=CAP):
            await eve.send_photo(plain_png("blue"), caption="/savestyle sea")
            await eve.wait_for(says("sea"), LONG)
            flooding = asyncio.create_task(flood(eve, requests))
            await eve.wait_for(says(f"You have {CAP} pictures in work"), LONG)
            for count in (1, 2, 3):
                await bob.send_album([plain_png("gold"), plain_png("teal")], caption="iterations=20")
                await bob.wait_for(finished(count), LONG)
            await flooding
            await settled(data, server.data, 10 * LONG)
        chats = await chats_of(eve, bob)
        await check(data, chats, sandbox=server.data)
    eves, bobs = [[job for job in jobs_in(data) if job.place.chat_id == chat] for chat in chats]
    waited = max(ahead_of(job, eves) for job in bobs)
    assert at_once(eves) <= CAP
    assert waited <= 1
    figure(f"{requests} requests: {at_once(eves)} in work at most, {len(eves)} painted; others waited for {waited} job")
