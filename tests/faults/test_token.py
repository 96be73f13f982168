"""The token is nowhere but in the bot's memory and where the operator put it, whatever goes wrong."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.bot_process import BotProcess
from tests.support.eventually import LONG
from tests.support.paintings import ask, saying, told
from tests.support.pictures import plain_png
from tests.support.processes import children_of
from tests.support.sandbox import SandboxServer, SandboxUser

BAD_CONFIG = 2
METHODS = ("getUpdates", "getFile", "sendMessage", "editMessageText", "editMessageMedia", "setMyCommands", "getMe")


class Search:
    """Looks for the secret half of a token, and counts where it looked."""

    def __init__(self, token: str) -> None:
        self.secret = token.partition(":")[2].encode()
        self.found: list[str] = []
        self.places = 0
        self.core_limits: set[str] = set()

    def within(self, place: str, content: bytes) -> None:
        self.places += 1
        if self.secret in content:
            self.found.append(place)

    def process(self, process: int, *, own: bool = False) -> None:
        """Its command line and, unless it is the bot's `own`, whose operator put it there, its environment."""
        entry = Path(f"/proc/{process}")
        command = (entry / "cmdline").read_bytes()
        name = command.replace(b"\0", b" ").decode()
        self.within(f"command line of {name}", command)
        if not own:
            self.within(f"environment of {name}", (entry / "environ").read_bytes())
        limits = (entry / "limits").read_text(encoding="ascii")
        self.core_limits.add(" ".join(re.findall(r"^Max core file size +(\S+) +(\S+)", limits, re.MULTILINE)[0]))

    def would_find(self, process: int) -> bool:
        """Whether the secret is where it must be: in the environment that the operator made."""
        return self.secret in Path(f"/proc/{process}/environ").read_bytes()

    def processes(self, bot: int) -> list[int]:
        """The bot and its children; returns these."""
        children = children_of(bot)
        self.process(bot, own=True)
        for child in children:
            self.process(child)
        return children

    def files(self, directory: Path) -> None:
        for file in directory.rglob("*"):
            if file.is_file():
                self.within(str(file), file.read_bytes())


async def much_goes_wrong(server: SandboxServer, user: SandboxUser, bot: BotProcess, search: Search) -> None:
    """Network, handlers, engine, decoder; then a while without the server."""
    for method in METHODS:
        await user.set_fault("error", method=method, status=502)
        if method != "sendMessage":  # an answer that may have arrived is not sent again
            await user.set_fault("cut", method=method)
    await user.send_text("/start")
    await user.wait_for(saying("Send me two photos"), LONG)
    await ask(user, "iterations=300")
    await user.wait_for(saying("/300"), LONG)
    assert search.would_find(bot.pid)
    children = search.processes(bot.pid)
    assert len(children) == 2  # engine and decoder
    for child in children:
        os.kill(child, signal.SIGKILL)
    await user.wait_for(told(1), LONG)

    pictures = bot.data / "pictures"
    pictures.rename(bot.data / "elsewhere")
    pictures.touch()  # a file: every handler that keeps a picture fails unexpectedly
    await user.send_photo(plain_png("green"))
    await user.wait_for(saying("Something went wrong on my side"), LONG)
    search.processes(bot.pid)

    await server.kill()
    refused = bot.log().count("ConnectError")
    async with asyncio.timeout(LONG):
        while bot.log().count("ConnectError") == refused:  # noqa: ASYNC110  # it is another process's log
            await asyncio.sleep(0.1)
    await server.start()


@pytest.mark.fault("token")
@pytest.mark.thorough
@pytest.mark.slow
async def test_in_logs_files_children_and_dumps_the_token_never_occurs(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    script = '{"seconds_per_iteration": 0.01}'
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        search = Search(server.token)
        bot = BotProcess(server, data, log, module="tests.support.light_bot", LIGHT_SCRIPT=script)
        await bot.start()
        await much_goes_wrong(server, user, bot, search)
        assert await bot.stop() == 0
        wrong_token = server.token.partition(":")[0] + ":AAwrongwrongwrongwrongwrong"
        wrong = Search(wrong_token)
        await bot.start(TELEGRAM_BOT_TOKEN=wrong_token)
        assert await bot.died() == BAD_CONFIG
        search.within("chat", str(await user.transcript()).encode())
    said = bot.log()
    assert "Traceback" in said
    assert "DEBUG" in said
    for one in (search, wrong):
        one.within("log", said.encode())
        one.files(data)
        assert one.found == []
    assert search.core_limits == {"0 0"}
    assert search.places > 20
    figure(f"occurrences 0 in {search.places + wrong.places} places: log, files, chat, environments, command lines")
