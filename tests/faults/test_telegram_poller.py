"""Another process fetches updates with the same token: one of the two has to go, and says why."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.transport import telegram_api
from bot.transport.errors import OtherBot
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxServer
from tests.support.scene import finished, scene
from tests.support.stage import Stage, stage

Figure = Callable[[str], None]

OTHER_BOT = 4  #: the exit code


@asynccontextmanager
async def rival(server: SandboxServer) -> AsyncIterator[None]:
    """A process that fetches all the time, and confirms nothing."""

    async def fetch() -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                async with session.post(f"{server.url}/bot{server.token}/getUpdates", json={"timeout": 1}):
                    await asyncio.sleep(0.02)

    fetching = asyncio.create_task(fetch())
    try:
        yield
    finally:
        fetching.cancel()
        await asyncio.gather(fetching, return_exceptions=True)


async def fight(here: Stage, engine: FakeEngine) -> None:
    """Run a bot beside a rival until the bot has ended. Raises what ended it."""
    async with here.bot(engine) as bot:
        await here.user.send_album([plain_png("red"), plain_png("blue")])
        await here.user.wait_for(lambda chat: any("30/60" in message.text for message in chat), LONG)
        async with rival(here.server):
            await asyncio.wait({bot.task}, timeout=LONG)
        assert bot.task.done()


@pytest.mark.fault("second-poller")
async def test_a_second_poller_ends_the_bot_aloud_and_nothing_is_done_twice(
    tmp_path: Path, figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_api, "CONFLICTS", 2)  # the library doubles its pauses between them
    engine = FakeEngine(Script(iterations=60, hold_at=30))
    async with stage(tmp_path) as here:
        with pytest.raises(OtherBot, match="same token"):
            await fight(here, engine)
        async with here.bot(FakeEngine()):
            await here.user.wait_for(finished(), LONG)
        tally = await here.check(accepted=1)
    figure(f"double runs {tally.accepted - 1}")


@pytest.mark.fault("second-poller")
@pytest.mark.thorough
@pytest.mark.slow
async def test_the_process_ends_with_a_sentence_and_a_code_of_its_own(tmp_path: Path, figure: Figure) -> None:
    async with scene(tmp_path) as here:
        await here.bot.start()
        await here.user.send_text("/start")
        await here.user.wait_for(lambda chat: chat[-1].from_bot, LONG)
        began = asyncio.get_running_loop().time()
        async with rival(here.server):
            assert await here.bot.died() == OTHER_BOT
        figure(f"ended after {asyncio.get_running_loop().time() - began:.0f} s")
    assert telegram_api.OTHER_POLLER in here.bot.log()
    assert "Traceback" not in here.bot.log()
