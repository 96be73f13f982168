"""How many photos a second one bot takes, what it is that ends it, and whether a busy person holds up the others.

Everybody sends a photo to the sandbox and waits for the bot's first answer. The sandbox and these people run on the
same machine as the bot, so what each process used of the processor counts more than when the whole ceased to keep up.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.bench import Bench
from benchmarks.chat.crowd import FIRST_ANSWER, PHOTO_EDGE, jpeg
from benchmarks.chat.full_store import fill
from benchmarks.chat.stage import Stage, stage
from benchmarks.report import Row, at_most, failed
from bot.store import Store
from engine.image import images
from tests.support.processes import children_of, processor_seconds
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_chat import TOLD, Chat

RATES: Final = (5, 10, 15, 20, 25, 30, 40)  #: photos a second, as long as the answers keep up
STORES: Final = (10, 1_000, 100_000)  #: jobs in the store
USUAL_RATE: Final = 5  #: photos a second, at which stores of these sizes are compared
TIMEOUT: Final = 60.0  #: seconds for an answer
START_LIMIT: Final = 3.0  #: seconds
INTERIM: Final = "One moment"  #: how an answer begins that is none yet
MANY: Final = 10  #: jobs of the person beside whom another has one
JOB_SECONDS: Final = 1.0
OPEN: Final = {
    "STYLEGRAM_QUEUE_LIMIT": "100000",
    "STYLEGRAM_JOBS_PER_USER": "100",
    "STYLEGRAM_DAILY_QUOTA": "10000",
    "BENCH_LIGHT": "1",
    "LIGHT_SCRIPT": json.dumps({"iterations": 10, "seconds_per_iteration": JOB_SECONDS / 10}),
}
UNPACED: Final = OPEN | {"BENCH_UNPACED": "1"}


@dataclass(frozen=True)
class Load:
    """A rate that was kept up for a while."""

    rate: float  #: photos a second that were sent
    waits: Sequence[float]  #: sorted seconds to the first answer
    seconds: float  #: from the first photo to the last answer
    used: Mapping[str, float]  #: processor seconds of each process

    @property
    def late(self) -> float:
        """Seconds within which 99 of 100 were answered."""
        return self.waits[round(0.99 * len(self.waits)) - 1]

    @property
    def cost(self) -> dict[str, float]:
        """Processor seconds of each process for one photo."""
        return {name: used / len(self.waits) for name, used in self.used.items()}

    @property
    def text(self) -> str:
        costs = ", ".join(f"{name} {1e3 * each:.0f} ms" for name, each in self.cost.items())
        return f"{self.late:.2f} s (median {statistics.median(self.waits):.2f} s); a photo takes of {costs}"


def rows(bench: Bench) -> Iterator[Row]:
    photo = bench.pairs[0].content
    photo = images.resize(photo, PHOTO_EDGE * photo.shape[0] // photo.shape[1], PHOTO_EDGE)
    for name, settings in (("Telegram's pace kept", OPEN), ("no pace kept", UNPACED)):
        bench.say(f"rising rates of photos, {name}")
        loads = asyncio.run(_rising(settings, photo, bench.scope.load_seconds))
        yield from _rate_rows(name, loads)
    for jobs in STORES:
        bench.say(f"a store of {jobs:,} jobs")
        yield from asyncio.run(_with_store(jobs, photo, bench.scope.load_seconds))
    bench.say(f"one job beside {MANY}")
    yield asyncio.run(_fairness(photo))


def _rate_rows(name: str, loads: Sequence[Load]) -> Iterator[Row]:
    for each in loads:
        first = f"{each.rate:g} photos a second, {name}: 99 of 100 have an answer after"
        yield Row(first, each.text, target=f"≤ {FIRST_ANSWER:g} s", met=None)
    kept_up = [each for each in loads if each.late <= FIRST_ANSWER]
    if not kept_up:
        yield failed(f"the highest rate at which that is ≤ {FIRST_ANSWER:g} s, {name}", "none of these")
        return
    best = kept_up[-1]
    seconds, cost = best.seconds, best.cost
    shares = ", ".join(f"{part} {used / seconds:.0%}" for part, used in best.used.items())
    text = f"{best.rate:g} a second; of a core, {shares}"
    yield Row(f"the highest rate at which that is ≤ {FIRST_ANSWER:g} s, {name}", text, f"{os.cpu_count()} cores")
    alone = {part: 1 / cost[part] for part in ("bot", "decoder")}
    text = ", ".join(f"{part} {rate:.0f} a second" for part, rate in alone.items())
    yield Row(f"what one core each would let these processes take, {name}", text)


async def _rising(settings: Mapping[str, str], photo: images.FloatImage, seconds: float) -> list[Load]:
    loads: list[Load] = []
    async with stage(settings) as scene:
        await _answered(scene.user, lambda user: user.send_text("/start"))
        for rate in RATES:
            loads.append(await _loaded(scene, photo, rate, seconds))
            if loads[-1].late > FIRST_ANSWER:
                break
        await scene.end()
    return loads


async def _loaded(scene: Stage, photo: images.FloatImage, rate: float, seconds: float) -> Load:
    """A photo each of new people, evenly spread over so many seconds."""
    count = max(1, round(rate * seconds))
    ids = [await scene.user.add_person(f"Person {number}") for number in range(count)]
    people = [scene.user.at(as_=each, chat=each) for each in ids]
    photos = [jpeg(photo, person % 251) for person in ids]
    before, begun = _used(scene), time.perf_counter()
    waits = await asyncio.gather(
        *(
            _answered(person, lambda user, data=data: user.send_photo(data), begun + number / rate)
            for number, (person, data) in enumerate(zip(people, photos, strict=True))
        )
    )
    for person in people:  # some have only been asked for patience; their photos are part of what is counted
        await person.wait_for(_is_answered, TIMEOUT)
    taken = time.perf_counter() - begun
    used = {name: used - before.get(name, 0.0) for name, used in _used(scene).items()}
    return Load(rate, sorted(waits), taken, used)


async def _answered(user: SandboxUser, send: Callable[[SandboxUser], Awaitable[object]], at: float = 0.0) -> float:
    """Seconds from when the bot could know of the message to its answer."""
    await asyncio.sleep(max(0.0, at - time.perf_counter()))
    await send(user)
    arrived = time.perf_counter()
    await user.wait_for(lambda chat: any(message.from_bot for message in chat), TIMEOUT)
    return time.perf_counter() - arrived


def _is_answered(chat: Chat) -> bool:
    """Whether the bot said something about the photo itself."""
    return any(message.from_bot and not message.text.startswith(INTERIM) for message in chat)


def _used(scene: Stage) -> dict[str, float]:
    """Processor seconds until now, by process."""
    used = {"bot": processor_seconds(scene.process_id), "decoder": 0.0, "engine": 0.0}
    for child in children_of(scene.process_id):
        with contextlib.suppress(OSError):
            decodes = "decoder_child" in Path(f"/proc/{child}/cmdline").read_text()
            used["decoder" if decodes else "engine"] += processor_seconds(child)
    used["sandbox"] = processor_seconds(scene.server.process_id)
    used["people"] = time.process_time()
    return used


async def _with_store(jobs: int, photo: images.FloatImage, seconds: float) -> list[Row]:
    async def prepare(data: Path) -> None:
        await (await Store.open(data)).aclose()
        await asyncio.to_thread(fill, data, jobs, time.time(), waiting=0)

    async with stage(UNPACED, prepare) as scene:
        began = time.perf_counter()
        await scene.user.wait_for_call("getUpdates", timeout=TIMEOUT)
        start, work = time.perf_counter() - began, processor_seconds(scene.process_id)
        await _answered(scene.user, lambda user: user.send_text("/start"))
        load = await _loaded(scene, photo, USUAL_RATE, seconds)
        await scene.end()
    name = f"{jobs:,} jobs in the store: "
    return [
        at_most(
            f"{name}from the bot's start, without its engine, to its first look for updates",
            f"{start:.2f} s, {work:.2f} s of it at work",
            start,
            START_LIMIT,
            " s",
        ),
        Row(f"{name}{USUAL_RATE} photos a second: 99 of 100 have an answer after", load.text),
    ]


async def _fairness(photo: images.FloatImage) -> Row:
    """Somebody sends one pair of pictures once another person's ten are in the queue."""
    style = jpeg(photo[::-1], 0)
    async with stage(UNPACED) as scene:
        await _answered(scene.user, lambda user: user.send_text("/start"))
        before = processor_seconds(scene.process_id)
        busy, other = [
            scene.user.at(as_=person, chat=person)
            for person in [await scene.user.add_person(name) for name in ("Busy", "Other")]
        ]
        for number in range(1, MANY + 1):  # the same photo again would be the same job
            await busy.send_album([jpeg(photo, number), style], caption="iterations=10 size=128")
        await busy.wait_for(lambda chat: sum(message.from_bot for message in chat) >= MANY, TIMEOUT)
        already, began = _told(await busy.transcript()), time.perf_counter()
        await other.send_album([jpeg(photo, 0), style], caption="iterations=10 size=128")
        await other.wait_for(lambda chat: _told(chat) == 1, TIMEOUT)
        waited = time.perf_counter() - began
        ahead = _told(await busy.transcript()) - already
        await busy.wait_for(lambda chat: _told(chat) == MANY, TIMEOUT)
        all_done = time.perf_counter() - began
        cost = (processor_seconds(scene.process_id) - before) / (MANY + 1)
        await scene.end()
    name = f"one job sent when {MANY} of another person wait, each of {JOB_SECONDS:g} s: until it is painted"
    before_it = f"{waited:.1f} s, {ahead} of the other {MANY - already} before it"
    return Row(
        name,
        f"{before_it}; a painting takes {cost:.2f} s of the bot's processor time",
        f"{all_done:.1f} s for the {MANY}",
    )


def _told(chat: Chat) -> int:
    return sum(message.from_bot and TOLD in message.text for message in chat)
