"""How soon a tap on a card stops its job, whatever the engine is about: until the card shows the end, and until the
engine has said its last word and is free.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks.bench import Bench
from benchmarks.chat.crowd import jpeg
from benchmarks.chat.stage import stage
from benchmarks.report import Row, at_most
from bot.jobs.model import JobProgress, JobState
from bot.languages import Language
from bot.texts.look_up import texts_in
from bot.transport.buttons import VERSION
from bot.transport.verbs import Verb
from engine.events import PlannedScale
from engine.pyramid import scales
from engine.run.facts import engine_facts
from tests.support.sandbox import SandboxUser, VisibleMessage

ITERATIONS = 300
PROMISE = 1.0  #: seconds besides one iteration
LOOK = 0.01  #: seconds between two looks at a job
CANCELED = texts_in(Language.ENGLISH).say("card-canceled")  #: what the card of a canceled job says
TIMEOUT = 600.0  #: seconds for a job to get where it is stopped, and for its end
LIMITS = {"STYLEGRAM_JOBS_PER_USER": "100", "STYLEGRAM_DAILY_QUOTA": "10000"}


@dataclass(frozen=True)
class Seen:
    """A job as the bot's database has it."""

    id: str
    state: JobState
    progress: JobProgress | None  #: without its preview, which is the next field
    preview: str | None
    finished_at: float | None  #: Unix seconds

    @property
    def iteration(self) -> int:
        return self.progress.iteration if self.progress is not None else 0


@dataclass(frozen=True)
class Moment:
    """A state of a job in which to stop it, and the buttons to tap then."""

    name: str
    has_come: Callable[[Seen], bool]
    scale: PlannedScale  #: of the iteration that the engine may still finish
    verbs: tuple[Verb, ...] = (Verb.CANCEL,)  #: one right after the other


@dataclass(frozen=True)
class Stopped:
    """Seconds since the last tap."""

    card: float
    engine: float


def rows(bench: Bench) -> Iterator[Row]:
    bench.say("timing the engine, for its iterations are the measure")
    facts, pair = engine_facts(bench.precision), bench.pairs[0]
    pictures = [jpeg(pair.content, 0), jpeg(pair.style, 0)]
    height, width, _ = pair.content.shape
    for edge in bench.scope.stopped_edges:
        bench.say(f"jobs of {edge} px that are stopped")
        moments = moments_of(scales(height, width, edge, ITERATIONS))
        stops = asyncio.run(_stopped(pictures, edge, moments))
        for moment, stop in zip(moments, stops, strict=True):
            yield _row(edge, moment, stop, facts.seconds_of_iteration(moment.scale))


def moments_of(plan: Sequence[PlannedScale]) -> list[Moment]:
    """Everything that a job goes through, in its order; the first is to be met in the queue."""
    last = plan[-1]
    starts = [0, *itertools.accumulate(scale.iterations for scale in plan)]
    moments = [
        Moment("in the queue", lambda seen: seen.state is JobState.QUEUED, last),
        Moment("learning", lambda seen: seen.state is JobState.RUNNING and seen.progress is None, plan[0]),
        Moment("before the first iteration", lambda seen: seen.progress is not None, plan[0]),
    ]
    for scale, start in zip(plan, starts, strict=False):
        halfway = start + scale.iterations // 2
        moments.append(Moment(f"iterating at {scale.width}×{scale.height}", _is_beyond(halfway), scale))
    return [
        *moments,
        Moment("at a preview", _has_new_preview(starts[-2]), last),
        Moment("stop & keep", _is_beyond(starts[-2]), last, (Verb.KEEP,)),
        Moment("finishing, after stop & keep", _is_beyond(starts[-2]), last, (Verb.KEEP, Verb.CANCEL)),
    ]


def _is_beyond(iteration: int) -> Callable[[Seen], bool]:
    return lambda seen: seen.iteration > iteration


def _has_new_preview(iteration: int) -> Callable[[Seen], bool]:
    """Whether the job has a preview that was made after this iteration."""
    former: set[str | None] = {None}

    def has_come(seen: Seen) -> bool:
        if seen.iteration <= iteration:
            former.add(seen.preview)
        return seen.preview not in former

    return has_come


async def _stopped(pictures: list[bytes], edge: int, moments: Sequence[Moment]) -> list[Stopped]:
    words = f"size={edge} iterations={ITERATIONS}"
    async with stage(LIMITS) as scene:
        await _painted_once(scene.user, pictures)
        jobs = Jobs(scene.database)
        async with _busy(scene.user, pictures, jobs):
            stops = [await _stop(scene.user, pictures, words, jobs, moments[0])]
        for moment in moments[1:]:
            stops.append(await _stop(scene.user, pictures, words, jobs, moment))
        await scene.end()
    return stops


async def _painted_once(user: SandboxUser, pictures: list[bytes]) -> None:
    """Paint one job, so that later ones need not wait for the engine's start."""
    await user.send_album(pictures, caption="size=128 iterations=10")
    await user.wait_for(lambda chat: any(message.media and "px ·" in message.text for message in chat), TIMEOUT)


@contextlib.asynccontextmanager
async def _busy(user: SandboxUser, pictures: list[bytes], jobs: Jobs) -> AsyncIterator[None]:
    """Keep the engine busy with another job, so that the next one waits."""
    content, _ = await user.send_album(pictures, caption="size=256 iterations=2000")
    other = await jobs.latest_when(lambda seen: seen.iteration > 0)
    yield
    await _tap(user, await _card(user, content), Verb.CANCEL, other)
    await jobs.ended(other)


async def _stop(user: SandboxUser, pictures: list[bytes], words: str, jobs: Jobs, moment: Moment) -> Stopped:
    content, _ = await user.send_album(pictures, caption=words)
    card = await _card(user, content)
    job = await jobs.latest_when(moment.has_come)
    for verb in moment.verbs:
        tapped = time.time()
        await _tap(user, card, verb, job)
    await user.wait_for(lambda chat: _shows_end(chat, card), TIMEOUT)
    shown = time.time()
    return Stopped(card=shown - tapped, engine=await jobs.ended(job) - tapped)


async def _card(user: SandboxUser, content: int) -> int:
    """The message of the card that replies to this photo."""
    card = await user.wait_for(
        lambda chat: next((m for m in chat if m.from_bot and m.reply_to == content), None), TIMEOUT
    )
    return card.message_id


async def _tap(user: SandboxUser, card: int, verb: Verb, job: str) -> None:
    await user.tap(card, f"{VERSION}:{verb}:{job}", stale=True)


def _shows_end(chat: list[VisibleMessage], card: int) -> bool:
    """Whether the card says that its job was canceled, or a painting has come after it."""
    return any(m.from_bot and m.message_id >= card and ("px ·" in m.text or m.text == CANCELED) for m in chat)


class Jobs:
    """Looks at the bot's jobs more often than its cards change."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
        self._former = {identity for (identity,) in self._connection.execute("SELECT id FROM jobs")}

    async def latest_when(self, has_come: Callable[[Seen], bool]) -> str:
        """Wait until the latest job, which was not the latest before, has come so far; its id."""
        async with asyncio.timeout(TIMEOUT):
            while True:
                seen = self._seen("ORDER BY number DESC LIMIT 1")
                if seen.id not in self._former and has_come(seen):
                    self._former.add(seen.id)
                    return seen.id
                await asyncio.sleep(LOOK)

    async def ended(self, job: str) -> float:
        """When the job ended, in Unix seconds: a running job ends when the engine says so."""
        async with asyncio.timeout(TIMEOUT):
            while True:
                finished_at = self._seen("WHERE id = ?", job).finished_at
                if finished_at is not None:
                    return finished_at
                await asyncio.sleep(LOOK)

    def _seen(self, which: str, *values: str) -> Seen:
        query = "SELECT id, state, progress, preview, finished_at FROM jobs "
        identity, state, progress, preview, finished_at = self._connection.execute(query + which, values).fetchone()
        at = None if progress is None else msgspec.json.decode(progress, type=JobProgress)
        return Seen(identity, JobState(state), at, preview, finished_at)


def _row(edge: int, moment: Moment, stop: Stopped, iteration: float) -> Row:
    waited = max(stop.card, stop.engine)
    engine = f"engine {stop.engine:.2f} s = {stop.engine / iteration:.1f} iterations"
    return at_most(
        f"{edge} px, {moment.name}: from the tap to the end",
        f"card {stop.card:.2f} s, {engine}",
        waited,
        round(iteration + PROMISE, 2),
        " s",
        baseline=f"{iteration:.2f} s an iteration",
    )
