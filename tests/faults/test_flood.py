"""One person asks for a thousand pictures at once, while another one wants a few."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.store.layout import DATABASE
from bot.transport.backlog import MOST_WAITING
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.invariant import chats_of, check, reading, settled
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


@dataclass
class Queue:
    """The unfinished jobs of a person, looked at again and again."""

    database: Path
    chat_id: int
    most: int = 0  #: unfinished jobs at the same time
    last_place: int = 0  #: the worst one of a waiting job: 1 waits for the running job alone

    async def watch(self) -> None:
        """Look until canceled."""
        while True:
            with reading(self.database) as database:
                query = (
                    "SELECT count(*) AS jobs, coalesce(max(queue_place), 0) AS place FROM jobs"
                    " WHERE state IN ('queued', 'running') AND chat_id = ?"
                )
                row = database.execute(query, (self.chat_id,)).fetchone()
            self.most, self.last_place = max(self.most, row["jobs"]), max(self.last_place, row["place"])
            await asyncio.sleep(0.03)


@asynccontextmanager
async def watched(data: Path, *people: SandboxUser) -> AsyncIterator[list[Queue]]:
    """The queues of these people."""
    queues = [Queue(data / DATABASE, (await person.state())["chat_id"]) for person in people]
    async with asyncio.TaskGroup() as tasks:
        watching = [tasks.create_task(queue.watch()) for queue in queues]
        yield queues
        for task in watching:
            task.cancel()


@pytest.mark.fault("flood")
@pytest.mark.parametrize(
    "requests", [20, pytest.param(1000, marks=[pytest.mark.thorough, pytest.mark.slow])], ids=["few", "many"]
)
async def test_who_asks_for_a_thousand_gets_some_and_others_wait_for_one_job(
    requests: int, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    data, engine = tmp_path / "bot", FakeEngine(Script(hold_at=1), Script(seconds_per_iteration=0.01))
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        eve, bob = [user.at(as_=person, chat=person) for person in [await user.add_person(n) for n in ("Eve", "Bob")]]
        async with running_bot(server, data, engine, daily_quota=10_000.0, jobs_per_user=CAP):
            await eve.send_photo(plain_png("blue"), caption="/savestyle sea")
            await eve.wait_for(says("sea"), LONG)
            async with watched(data, eve, bob) as (eves, bobs):
                flooding = asyncio.create_task(flood(eve, requests))
                await eve.wait_for(says(f"You have {CAP} pictures in work"), LONG)
                await engine.held()
                engine.release()
                for count in (1, 2, 3):
                    await bob.send_album([plain_png("gold"), plain_png("teal")], caption="iterations=20")
                    await bob.wait_for(finished(count), LONG)
                await flooding
                await bob.send_album([plain_png("gold"), plain_png("teal")], caption="iterations=20")
                await bob.wait_for(finished(4), 10 * LONG)  # behind all of Eve's, of which many may have been dropped
            await settled(data, None, 10 * LONG)
        tally = await check(data, await chats_of(eve, bob))
    assert eves.most <= CAP
    assert bobs.last_place <= 1
    figure(
        f"{requests} requests: {eves.most} in work at most, {tally.accepted - 4} painted;"
        f" others wait for {bobs.last_place} job at most"
    )


@pytest.mark.fault("flood")
async def test_who_writes_without_end_fills_neither_the_inbox_nor_the_time_of_others(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    data, excess = tmp_path / "bot", 50
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        eve, bob = [user.at(as_=person, chat=person) for person in [await user.add_person(n) for n in ("Eve", "Bob")]]
        async with running_bot(server, data, FakeEngine()):
            await user.set_fault("silence", method="getFile", seconds=1000.0)
            await eve.send_photo(plain_png("red"))  # nothing that comes after it is handled
            await eve.wait_for_call("getFile", timeout=LONG)
            await asyncio.gather(*(eve.send_text(f"hello {number}") for number in range(MOST_WAITING + excess)))
            await eve.wait_for(says("more than I can keep up with"), LONG)
            await bob.send_text("/help")
            await bob.wait_for(lambda chat: any(message.from_bot for message in chat), LONG)
            with reading(data / DATABASE) as database:
                kept = database.execute("SELECT count(*) FROM inbox WHERE handled_at IS NULL").fetchone()[0]
            told = [message for message in await eve.transcript() if "more than I can" in message.text]
    assert kept == MOST_WAITING
    assert len(told) == 1
    figure(f"{MOST_WAITING + excess} messages of one chat: {kept} kept, told once, others answered meanwhile")
