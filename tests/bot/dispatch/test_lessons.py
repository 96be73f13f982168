"""The engine learns kept styles while there is no job, and a job that comes does not wait for it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from bot.dispatch.dispatcher import Dispatcher
from bot.dispatch.lessons import Tutor
from bot.jobs.forecast import Engines
from bot.jobs.model import Job, JobState, Place
from bot.jobs.operation import Mode
from bot.store import DRAWN, HOUSE, KeptLesson, KeptStyle, Store
from engine.backends.base import Engine
from engine.backends.local import LocalEngine
from engine.events import EngineFacts
from engine.settings import FeatureSource, Lesson
from tests.bot.dispatch.test_dispatcher import add, is_in, until
from tests.support.eventually import eventually
from tests.support.fake_engine import FACTS, FakeEngine, Script
from tests.support.jobs import add_job
from tests.support.pictures import plain_png

ADA = 7
SLOW = Script(seconds_per_iteration=0.005)


@asynccontextmanager
async def teaching(store: Store, engine: Engine, facts: EngineFacts = FACTS) -> AsyncIterator[None]:
    engines = Engines(facts=facts)
    tutor = Tutor(store, engine, engines, rest=0.0)
    task = asyncio.create_task(Dispatcher(store, engine, engines, tutor).run())
    try:
        yield
    finally:
        task.cancel()
        outcome = (await asyncio.gather(task, return_exceptions=True))[0]
    if not isinstance(outcome, asyncio.CancelledError):
        raise outcome


async def keep(store: Store, color: str = "blue", owner: int = ADA, name: str = "mine") -> KeptStyle:
    picture = await store.files.put(plain_png(color))
    origin = f"{DRAWN}1" if owner == HOUSE else "chat"
    await store.write(lambda tx: tx.styles.keep(owner=owner, name=name, picture=picture, tile=picture, origin=origin))
    found = await store.read(lambda tx: tx.styles.named(name, owner))
    assert found is not None
    return found


async def steps_of(store: Store, style: KeptStyle) -> int:
    lesson = await store.read(lambda tx: tx.lessons.of(style.picture))
    return 0 if lesson is None else lesson.steps


async def until_begun(store: Store, style: KeptStyle) -> None:
    async def begun() -> bool:
        return await steps_of(store, style) > 0

    await eventually(begun)


async def until_learned(store: Store, style: KeptStyle) -> None:
    async def learned() -> bool:
        return bool(await store.read(lambda tx: tx.lessons.learned([style.picture])))

    await eventually(learned)


async def test_a_kept_style_is_learned_while_there_is_no_job(store: Store) -> None:
    style = await keep(store)
    await keep(store, "green", HOUSE, "waves")
    engine = FakeEngine()
    async with teaching(store, engine):
        await until_learned(store, style)
    [job] = engine.jobs
    assert job.lesson == Lesson()
    assert job.styles == (plain_png("blue"),)


async def test_a_job_breaks_the_lesson_off_and_it_goes_on_afterwards_where_it_was(store: Store) -> None:
    style = await keep(store)
    engine = FakeEngine(SLOW)
    async with teaching(store, engine):
        await until_begun(store, style)
        engine.plan(Script(hold_at=3))
        job = await add(store)
        await engine.held()
        learned = await steps_of(store, style)
        assert 0 < learned < Lesson().steps
        engine.release()
        await until(store, job, is_in(JobState.DONE))
        await until_learned(store, style)
    lesson, painting, *more = engine.jobs
    assert (lesson.lesson, painting.lesson) == (Lesson(), None)
    assert more[0].lesson is not None
    assert msgspec.json.decode(more[0].lesson.state)["iteration"] == learned


async def test_a_job_finds_a_real_process_free_that_was_in_the_middle_of_a_lesson(store: Store) -> None:
    style = await keep(store)
    environment = {"LIGHT_SCRIPT": msgspec.json.encode(SLOW).decode()}
    engine = LocalEngine(count=1, command=[sys.executable, "-m", "tests.support.light_worker"], environment=environment)
    try:
        async with teaching(store, engine):
            await until_begun(store, style)
            job = await add(store)
            await until(store, job, is_in(JobState.DONE))
            assert await steps_of(store, style) < Lesson().steps
    finally:
        await engine.aclose()


async def test_an_engine_that_dies_in_a_lesson_goes_on_with_it(store: Store) -> None:
    style = await keep(store)
    engine = FakeEngine(Script(seconds_per_iteration=0.001, hold_at=5), Script())
    async with teaching(store, engine):
        await engine.held()
        engine.die()
        await until_learned(store, style)
    again = engine.jobs[1].lesson
    assert again is not None
    assert msgspec.json.decode(again.state)["iteration"] == 5


async def test_what_was_learned_goes_with_a_job_of_that_style_and_is_its_first_look(store: Store) -> None:
    style = await keep(store)
    lesson = KeptLesson(picture=style.picture, state=b"learned", steps=9, wanted=9)
    await store.write(lambda tx: tx.lessons.keep(lesson))
    content, other = await store.files.put(plain_png("red")), await store.files.put(plain_png("green"))
    engine = FakeEngine()
    async with teaching(store, engine):
        for styles in ((style.picture,), (other,), (style.picture, other)):
            job = await add_job(store, content=content, styles=styles)
            await until(store, job, is_in(JobState.DONE))
    assert [job.learned for job in engine.jobs] == [b"learned", None, None]
    assert engine.jobs[0].quick_look


async def test_a_paused_bot_learns_nothing(store: Store) -> None:
    style = await keep(store)
    engine = FakeEngine(SLOW)
    async with teaching(store, engine):
        await until_begun(store, style)
        await store.write(lambda tx: tx.operation.set_mode(Mode.PAUSED))

        async def is_free() -> bool:
            return await engine.capacity() == 1

        await eventually(is_free)
        begun = len(engine.jobs)
        await store.write(lambda tx: tx.operation.set_mode(Mode.OPEN))
        await until_learned(store, style)
    assert len(engine.jobs) == begun + 1 == 2


async def test_what_is_forgotten_in_the_middle_of_its_lesson_is_not_kept(store: Store) -> None:
    style = await keep(store)
    engine = FakeEngine(SLOW)
    async with teaching(store, engine):
        await until_begun(store, style)
        place = Place(chat_id=ADA, user_id=ADA)
        await store.write(lambda tx: tx.erasures.begin(place, 77, "de", before_update=100, now=1.0))
        job: Job = await add(store)
        await until(store, job, is_in(JobState.DONE))
    assert await store.read(lambda tx: tx.lessons.of(style.picture)) is None


async def test_nothing_is_learned_without_trained_filters(store: Store) -> None:
    await keep(store)
    engine = FakeEngine()
    facts = msgspec.structs.replace(FACTS, features=FeatureSource.SELF_TAUGHT)
    async with teaching(store, engine, facts):
        job = await add(store)
        await until(store, job, is_in(JobState.DONE))
        tutor = Tutor(store, engine, Engines(facts=facts), rest=0.0)
        await tutor.seconds_until_due(1.0, lambda _: pytest.fail("a lesson was begun"))
    assert [job.lesson for job in engine.jobs] == [None]
