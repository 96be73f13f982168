"""The main job with every part real: bot, engine and Bot API server as processes, and kill -9 in the middle.

One bot per test, because starting TensorFlow takes most of the time. Pictures are small; the work is long enough to be
interrupted.
"""

from __future__ import annotations

import io
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.support.bot_process import BotProcess
from tests.support.eventually import LONG
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage
from tests.support.sandbox_chat import button_of, results

SETTINGS = "iterations=500 size=192"


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


def preview(chat: list[VisibleMessage]) -> VisibleMessage | None:
    return next((message for message in chat if message.from_bot and message.media and "▓" in message.text), None)


def preview_of_the_second_scale(chat: list[VisibleMessage]) -> VisibleMessage | None:
    """A checkpoint lies behind it: one is made at each change of scale."""
    shown = preview(chat)
    return shown if shown and int(re.findall(r"(\d+)/500", shown.text)[0]) > 300 else None


def photos() -> list[bytes]:
    return [plain_png("steelblue", 320, 240), plain_png("goldenrod", 240, 240)]


async def assert_one_painting(user: SandboxUser, card_id: int) -> None:
    """One painting, newer than the card, which has gone."""
    chat = await user.transcript()
    (ours,) = [message for message in chat if message.from_bot]
    assert ours.media is not None
    assert ours.message_id > card_id


async def test_two_photos_come_back_painted_with_previews_on_the_way(tmp_path: Path) -> None:
    async with everything(tmp_path) as (_, user):
        await user.send_album(photos(), caption=SETTINGS)
        shown = await user.wait_for(preview, LONG)
        done = await user.wait_for(painting, LONG)
        assert done.message_id > shown.message_id
        assert done.media is not None
        assert Image.open(io.BytesIO(await user.download(done.media))).size == (192, 144)
        await user.tap(done.message_id, button_of(await user.opened(done), "original"))
        document = await user.wait_for(
            lambda chat: next((m for m in chat if m.media and m.media.kind == "document" and m.from_bot), None)
        )
        assert document.media is not None
        assert Image.open(io.BytesIO(await user.download(document.media))).format == "PNG"


@pytest.mark.parametrize("victim", ["engine", "bot"])
async def test_after_a_kill_in_mid_job_the_same_card_gets_the_result_once(tmp_path: Path, victim: str) -> None:
    async with everything(tmp_path) as (bot, user):
        await user.send_album(photos(), caption=SETTINGS)
        shown = await user.wait_for(preview_of_the_second_scale, LONG)
        if victim == "engine":
            [engine] = bot.engines()
            os.kill(engine, signal.SIGKILL)
        else:
            await bot.kill()
            await bot.start()
        done = await user.wait_for(painting, LONG)
        assert done.message_id > shown.message_id
        await assert_one_painting(user, shown.message_id)
        starts = [int(iteration) for iteration in re.findall(r"500 iterations from (\d+)", bot.log())]
        assert starts[0] == 0
        assert starts[-1] > 200  # not from the beginning
