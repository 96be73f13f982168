"""What the engine does while it has nothing to do: it learns the styles that people keep, one after the other.

It is on nobody's quota. A job that comes breaks the lesson off at once; what was learned by then is kept, and gone on
with later.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Final, cast

from bot.jobs.forecast import Engines
from bot.store import KeptLesson, Store, StoreUnavailable, Transaction
from engine.backends.base import Engine
from engine.errors import BadCheckpoint, EngineLost
from engine.events import AnyEvent, Canceled, Checkpoint, Failed, Learned, Started
from engine.settings import FeatureSource, JobSpec, Lesson, TransferSettings

log = logging.getLogger(__name__)

#: Seconds without a job before a lesson begins: longer than an engine that has grown waits before it is replaced.
REST: Final = 15.0
LOOK_FOR_STYLES: Final = 10.0  #: seconds between two looks for a style to learn
PATIENCE: Final = 2.0  #: seconds for a lesson to end in; then it is canceled, and its process ended if need be
MOST_DEATHS: Final = 3  #: of the engine, after which a picture is passed over until the next start
TEACHERS: Final = (FeatureSource.IMAGENET, FeatureSource.FOREIGN)  #: filters that a style can be learned by


class Tutor:
    """Gives one lesson at a time. The dispatcher says when."""

    def __init__(self, store: Store, engine: Engine, engines: Engines, *, rest: float = REST) -> None:
        self.rest = rest
        self._store = store
        self._engine = engine
        self._engines = engines
        self._current: _Current | None = None
        self._passed_over: set[str] = set()  # pictures that cannot be learned, until the next start
        self._deaths: Counter[str] = Counter()  # of the engine, in lessons of this picture
        self._count = 0

    async def seconds_until_due(self, idle: float, begin: Callable[[Coroutine[Any, Any, None]], object]) -> float:
        """Begin the next lesson, where one is due after so many idle seconds; `begin` starts its task. Returns the
        seconds after which to ask again. Raises StoreUnavailable.
        """
        if self._current is not None:
            return LOOK_FOR_STYLES
        if idle < self.rest:
            return self.rest - idle
        facts = self._engines.facts
        if facts is None or facts.features not in TEACHERS:
            return LOOK_FOR_STYLES
        lesson = await self._store.read(self._next)
        if lesson is not None and self._current is None:
            self._count += 1
            self._current = _Current(lesson, f"lesson-{lesson.picture[:16]}", self._count)
            begin(self._teach(self._current))
        return LOOK_FOR_STYLES

    async def break_off(self) -> None:
        """Make room for a job: returns when the engine is free of the lesson, or has had time to be."""
        current = self._current
        if current is None:
            return
        current.shall_end.set()
        await self._engine.cancel(current.job_id, current.attempt, keep=True)
        try:
            async with asyncio.timeout(PATIENCE):
                await current.ended.wait()
        except TimeoutError:
            await self._engine.cancel(current.job_id, current.attempt)

    async def _next(self, tx: Transaction) -> KeptLesson | None:
        known = await tx.styles.instant()
        return await tx.lessons.next({*known, *self._passed_over})

    async def _teach(self, current: _Current) -> None:
        try:
            await self._follow(current)
        except EngineLost as error:
            log.warning("a lesson was interrupted: %s", error)
            self._deaths[current.lesson.picture] += 1
            if self._deaths[current.lesson.picture] == MOST_DEATHS:
                self._passed_over.add(current.lesson.picture)
        except FileNotFoundError:  # the style is being deleted
            self._passed_over.add(current.lesson.picture)
        except (OSError, StoreUnavailable) as error:
            log.warning("what was learned of a style is lost: %s", error)
        finally:
            current.ended.set()
            self._current = None

    async def _follow(self, current: _Current) -> None:
        lesson, style = current.lesson, await self._store.files.read(current.lesson.picture)
        if current.shall_end.is_set():
            return
        spec = JobSpec(
            job_id=current.job_id,
            attempt=current.attempt,
            settings=TransferSettings(),
            content=b"",
            styles=(style,),
            lesson=Lesson(state=lesson.state),
        )
        lesson = replace(lesson, wanted=Lesson().steps)
        began = time.monotonic()
        async with aclosing(cast(AsyncGenerator[AnyEvent, None], self._engine.run(spec))) as events:
            async for event in events:
                match event:
                    case Started() if current.shall_end.is_set():  # it may not have heard it
                        await self._engine.cancel(current.job_id, current.attempt, keep=True)
                    case Checkpoint():
                        await self._keep(replace(lesson, state=event.state, steps=event.iteration))
                    case Learned():
                        current.ended.set()  # the engine is free now
                        log.info(
                            "style %s: %d of %d steps learned, %d of them in %.0f s",
                            lesson.picture[:8],
                            event.iteration,
                            event.iterations,
                            event.iteration - lesson.steps,
                            time.monotonic() - began,
                        )
                        await self._keep(replace(lesson, state=event.state, steps=event.iteration))
                    case Failed(kind=BadCheckpoint.code) if lesson.state:
                        log.warning("style %s is learned anew: %s", lesson.picture[:8], event.message)
                        await self._store.write(lambda tx: tx.lessons.drop(lesson.picture))
                    case Failed():
                        log.error("style %s cannot be learned (%s): %s", lesson.picture[:8], event.kind, event.message)
                        self._passed_over.add(lesson.picture)
                    case Canceled():
                        log.warning("a lesson had to be broken off without its end")

    async def _keep(self, lesson: KeptLesson) -> None:
        await self._store.write(lambda tx: tx.lessons.keep(lesson))


class _Current:
    """The lesson at work."""

    def __init__(self, lesson: KeptLesson, job_id: str, attempt: int) -> None:
        self.lesson = lesson
        self.job_id = job_id
        self.attempt = attempt
        self.shall_end = asyncio.Event()
        self.ended = asyncio.Event()  # in the engine
