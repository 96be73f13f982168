"""Bad pictures sent to a whole bot: each gets its sentence, good ones a painting, and the bot itself decodes none."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.languages import Language
from bot.texts.look_up import texts_in
from tests.support.eventually import LONG
from tests.support.hostile import corpus
from tests.support.pictures import plain_png
from tests.support.processes import children_of
from tests.support.sandbox import ROOT, SandboxServer, SandboxUser, VisibleMessage
from tests.support.sandbox_chat import results
from tests.support.sockets import listening

#: The bot as its environment says, with an engine that paints at once. Loads nothing that the bot does not load.
PROGRAM = """
import asyncio, sys
from bot import app
from bot.config import load
from bot.transport.rate_limit import Allowance, Gates
from engine.backends.local import LocalEngine

free = Allowance(burst=1000, interval=0.001)
tempo = app.Tempo(gates=Gates(private=free, group=free, overall=free), starting_set=())
engine = LocalEngine(command=(sys.executable, "-m", "tests.support.light_worker"))
asyncio.run(app.run(load(), engine=engine, tempo=tempo))
"""
#: Parts of the names of shared libraries that decode pictures.
DECODERS = ("_imaging", "pillow", "pil/", "heif", "libjpeg", "libtiff", "numpy")

NAME = re.compile(r"pictures/[0-9a-f]{2}/[0-9a-f]{62}")


@asynccontextmanager
async def bot_process(server: SandboxServer, data: Path) -> AsyncIterator[int]:
    """The process id of a bot, which must still live at the end and stop as it should."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "STYLEGRAM_"))}
    variables |= {
        "TELEGRAM_BOT_TOKEN": server.token,
        "TELEGRAM_API_URL": server.url,
        "STYLEGRAM_DATA": str(data),
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, cwd=ROOT, env=variables)
    try:
        yield process.pid
        assert process.returncode is None, "the bot lives on"
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        status = await asyncio.wait_for(process.wait(), LONG)
    assert status == 0


def decoders_in(process: int) -> set[str]:
    libraries = Path(f"/proc/{process}/maps").read_text().lower()
    return {name for name in DECODERS if name in libraries}


def decoder_of(bot: int) -> int | None:
    return next((p for p in children_of(bot) if b"decoder_child" in Path(f"/proc/{p}/cmdline").read_bytes()), None)


def kept_in(data: Path) -> list[Path]:
    """The files of pictures."""
    return [path for path in (data / "pictures").rglob("*") if path.is_file()]


async def answers(user: SandboxUser, count: int) -> list[str]:
    """The bot's first words, once there are so many. What asks for patience gives way to the answer."""
    interim = texts_in(Language.ENGLISH).say("one-moment")

    def look(chat: list[VisibleMessage]) -> list[str] | None:
        said = [message.text for message in chat if message.from_bot]
        return said if len(said) >= count and interim not in said else None

    return await user.wait_for(look, LONG)


@pytest.mark.fault("hostile-pictures")
async def test_each_bad_picture_gets_its_sentence_and_the_bot_decodes_none(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    texts = texts_in(Language.ENGLISH)
    bad = {min(s.problems): s for s in corpus() if len(s.problems) == 1 and not s.may_pass and s.name != "nothing"}
    async with (
        SandboxServer(tmp_path / "server") as server,
        server.user() as user,
        bot_process(server, tmp_path / "data") as bot,
    ):
        for number, (problem, sample) in enumerate(bad.items(), 1):
            await user.send_document(sample.make(), "../../photo.jpg", "image/jpeg")
            assert (await answers(user, number))[-1] == texts.problem(problem), sample.name
        await user.send_album([plain_png("steelblue"), plain_png("goldenrod")], caption="iterations=20 size=128")
        await user.wait_for(results, LONG)
        decoder = decoder_of(bot)
        assert decoder is not None
        assert decoders_in(decoder), "this is what decoders look like"
        assert decoders_in(bot) == set()
        assert listening(bot) == listening(decoder) == set()
        assert all(NAME.fullmatch(str(path.relative_to(tmp_path / "data"))) for path in kept_in(tmp_path / "data"))
        assert kept_in(tmp_path / "data")
    figure(f"{len(bad)} kinds of bad pictures told in the chat, decoders loaded by the bot 0")
