"""The main job with every part real: bot, engine and Bot API server as processes, and kill -9 in the middle.

One bot for all of it, because starting TensorFlow takes most of the time. Pictures are small. The jobs that are killed
have so many iterations that no machine finishes them first; "Stop & keep" ends them once they have gone on.
"""

from __future__ import annotations

import io
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.support.bot_process import BotProcess
from tests.support.eventually import LONG, eventually
from tests.support.invariant import jobs_in
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage
from tests.support.sandbox_chat import button_of, preview, results

pytestmark = pytest.mark.slow  # an engine starts three times, with little priority on a busy machine

SHORT, LONG_WORK = 120, 2000  #: iterations


@asynccontextmanager
async def everything(tmp_path: Path) -> AsyncIterator[tuple[BotProcess, SandboxUser]]:
    async with SandboxServer(tmp_path / "server") as server, server.user() as user:
        bot = BotProcess(server, tmp_path / "data", tmp_path / "bot.log", STYLEGRAM_FEATURES="self-taught")
        await bot.start()
        try:
            yield bot, user
        finally:
            status = await bot.stop()
            sys.stdout.write(bot.log()[-6000:])  # shown by pytest when the test fails
        assert status == 0
        assert server.token not in bot.log()


def painting(chat: list[VisibleMessage]) -> VisibleMessage | None:
    """The bot's message that shows a finished picture, once it is the only one."""
    ours = [message for message in chat if message.from_bot]
    return ours[0] if len(ours) == 1 and results(ours) else None


Shows = Callable[[list[VisibleMessage]], VisibleMessage | None]


async def ask(user: SandboxUser, iterations: int) -> Callable[[Shows], Shows]:
    """Ask for a painting; returns a function that limits a check to the messages after that."""
    photos = [plain_png("steelblue", 320, 240), plain_png("goldenrod", 240, 240)]
    asked = max(await user.send_album(photos, caption=f"iterations={iterations} size=144"))
    return lambda shows: lambda chat: shows([message for message in chat if message.message_id > asked])


def starts(bot: BotProcess) -> list[int]:
    """The iterations from which the engines began to paint, or went on."""
    return [int(iteration) for iteration in re.findall(r"started with .* iterations from (\d+)", bot.log())]


async def until_it_could_go_on(bot: BotProcess) -> None:
    """Wait until the latest job has a checkpoint."""

    async def is_kept() -> bool:
        return jobs_in(bot.data)[-1].status.checkpoint_iteration > 0

    await eventually(is_kept, LONG)


async def until_it_has_gone_on(bot: BotProcess, lives: int) -> None:
    """Wait until engines have begun to paint so many times."""

    async def has_begun() -> bool:
        return len(starts(bot)) == lives

    await eventually(has_begun, LONG)


async def test_photos_come_back_painted_and_after_a_kill_in_mid_job_the_same_card_gets_the_result_once(
    tmp_path: Path,
) -> None:
    async with everything(tmp_path) as (bot, user):
        since = await ask(user, SHORT)
        done = await user.wait_for(since(painting), LONG)
        assert done.media is not None
        assert Image.open(io.BytesIO(await user.download(done.media))).size == (144, 108)
        await user.tap(done.message_id, button_of(await user.opened(done), "original"))
        document = await user.wait_for(
            lambda chat: next((m for m in chat if m.media and m.media.kind == "document" and m.from_bot), None)
        )
        assert document.media is not None
        assert Image.open(io.BytesIO(await user.download(document.media))).format == "PNG"
        assert starts(bot) == [0]

        for victim in ("engine", "bot"):
            before = len(starts(bot))
            since = await ask(user, LONG_WORK)
            shown = await user.wait_for(since(preview), LONG)
            await until_it_could_go_on(bot)
            if victim == "engine":
                [engine] = bot.engines()
                os.kill(engine, signal.SIGKILL)
            else:
                await bot.kill()
                await bot.start()
            await until_it_has_gone_on(bot, before + 2)
            await user.tap(shown.message_id, button_of(shown, "keep"), stale=True)
            done = await user.wait_for(since(painting), LONG)  # one, and the card has gone
            assert done.message_id > shown.message_id
            begun, gone_on = starts(bot)[before:]
            assert begun == 0
            assert gone_on > 0  # not from the beginning
