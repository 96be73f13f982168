"""The engine behind its watch does what it did before; that its runs are counted is seen in the integration tests."""

from __future__ import annotations

from contextlib import aclosing

import pytest

from bot.operations.health import VitalSigns
from bot.operations.metrics import Metrics
from bot.operations.watched_engine import WatchedEngine
from engine.errors import EngineLost
from engine.events import Result
from engine.settings import JobSpec, TransferSettings
from tests.support.fake_engine import FACTS, FakeEngine, Script
from tests.support.pictures import plain_png

JOB = JobSpec(
    job_id="j",
    attempt=1,
    settings=TransferSettings(iterations=10),
    content=plain_png("red"),
    styles=(plain_png("blue"),),
)


@pytest.fixture
def signs() -> VitalSigns:
    return VitalSigns()


async def test_the_events_come_through_and_the_place_is_free_with_the_last(signs: VitalSigns) -> None:
    engine = WatchedEngine(FakeEngine(), signs, Metrics())
    assert await engine.describe() == FACTS == signs.facts
    events = engine.run(JOB)
    first = await anext(events)
    assert set(signs.silences()) == {1}
    *_, last = [event async for event in events]
    assert (first.sequence, type(last)) == (0, Result)
    assert signs.runs == {}


async def test_a_lost_engine_and_a_listener_that_leaves_free_the_place_too(signs: VitalSigns) -> None:
    engine = WatchedEngine(FakeEngine(Script(die_at=3), Script()), signs, Metrics())
    with pytest.raises(EngineLost):
        _ = [event async for event in engine.run(JOB)]
    assert signs.runs == {}
    async with aclosing(engine.run(JOB)) as events:  # type: ignore[type-var]  # the protocol says iterator, every engine has a generator
        await anext(events)
        assert set(signs.silences()) == {1}
    assert signs.runs == {}
