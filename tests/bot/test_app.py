"""The composition root: what happens when a part fails, or Telegram cannot be reached."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot import app
from bot.config import Config
from bot.operations.task_monitor import PartEnded, TaskMonitor
from bot.store import Store, StoreCorrupt, StoreError, StoreInUse
from engine.events import AnyEvent
from engine.settings import JobSpec
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine
from tests.support.fake_telegram import TOKEN
from tests.support.jobs import add_job

NOBODY = "http://127.0.0.1:9"  # the discard port: nobody listens


def config(data: Path) -> Config:
    return Config(token=TOKEN, api_url=NOBODY, data=data)


class BrokenEngine(FakeEngine):
    """Breaks its promises."""

    async def capacity(self) -> int:
        raise ZeroDivisionError("a mistake of ours")


class SlowEngine(FakeEngine):
    """Takes its time to close."""

    closed = False

    async def run(self, job: JobSpec) -> AsyncIterator[AnyEvent]:
        await asyncio.Event().wait()
        yield

    async def aclose(self) -> None:
        await super().aclose()
        self.closed = True


async def test_without_telegram_the_bot_waits_and_ends_when_it_is_told_to(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stop, engine = asyncio.Event(), SlowEngine()
    running = asyncio.create_task(app.run(config(tmp_path), engine=engine, stop=stop))
    async with asyncio.timeout(LONG):
        while "Telegram cannot be reached" not in caplog.text:  # noqa: ASYNC110 - the log tells nobody
            await asyncio.sleep(0.01)
    assert not running.done()
    stop.set()
    await asyncio.wait_for(running, LONG)
    assert engine.closed


async def test_a_part_that_fails_ends_the_bot_with_its_error(tmp_path: Path) -> None:
    store = await Store.open(tmp_path)
    await add_job(store)
    await store.aclose()
    with pytest.raises(ExceptionGroup) as caught:
        await asyncio.wait_for(app.run(config(tmp_path), engine=BrokenEngine(), stop=asyncio.Event()), LONG)
    assert caught.group_contains(ZeroDivisionError)
    store = await Store.open(tmp_path)  # everything was closed, the lock included
    await store.aclose()


async def test_damage_in_the_database_ends_the_bot_whatever_its_parts_make_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failure(_: Store) -> StoreError:
        return StoreCorrupt("a page is damaged")

    monkeypatch.setattr(Store, "failure", failure)
    with pytest.raises(StoreCorrupt, match="a page is damaged"):
        await asyncio.wait_for(app.run(config(tmp_path), engine=FakeEngine(), stop=asyncio.Event()), LONG)


async def test_an_endless_part_must_not_end(tmp_path: Path) -> None:
    stop = asyncio.Event()
    monitor = TaskMonitor(stop)

    async def nothing() -> None:
        return

    monitor.begin("once", nothing(), endless=False)
    await asyncio.sleep(0)
    assert not stop.is_set()
    monitor.begin("endless", nothing())
    await asyncio.wait_for(stop.wait(), LONG)
    assert isinstance(monitor.failure, PartEnded)


@pytest.mark.fault("second-poller")
async def test_two_bots_on_one_directory_are_one_too_many(tmp_path: Path, figure: Callable[[str], None]) -> None:
    store = await Store.open(tmp_path)
    with pytest.raises(StoreInUse):
        await app.run(config(tmp_path), engine=FakeEngine(), stop=asyncio.Event())
    await store.aclose()
    figure("second bots on one directory 0")
