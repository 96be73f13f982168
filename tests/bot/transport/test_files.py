"""A Bot API server that lies about where a file is, how large it is, or what comes."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot

from bot.config import Config
from bot.transport import bounds, files
from bot.transport.errors import CallRefused, FileTooBig, FileTooSlow, Misplaced
from bot.transport.files import LARGEST_DOWNLOAD
from bot.transport.messenger import Messenger
from bot.transport.telegram_api import build
from bot.transport.update_queue import ChatOrder, UpdateQueue
from tests.support.fake_telegram import TOKEN

CHUNK = bytes(64 * 1024)


class Liar:
    """A Bot API server that gives one file."""

    def __init__(self) -> None:
        self.file: Any = {}
        self.content = b"a picture"
        self.endless = False
        self.stutters = False
        self.packed = False
        self.sent = 0  #: bytes of an endless file
        self.asked: list[str] = []

    async def get_file(self, _: web.Request) -> web.Response:
        file = {"file_id": "f", "file_unique_id": "f", **self.file} if isinstance(self.file, dict) else self.file
        return web.json_response({"ok": True, "result": file})

    async def content_of(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.match_info["name"])
        if self.packed:
            return web.Response(body=gzip.compress(self.content), headers={"Content-Encoding": "gzip"})
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(self.content)
        try:
            while self.endless or self.stutters:
                await response.write(b"." if self.stutters else CHUNK)
                self.sent += len(CHUNK)
                await asyncio.sleep(0.01 if self.stutters else 0)
        except ConnectionError:
            pass
        return response


@pytest.fixture
async def liar() -> AsyncIterator[tuple[Liar, str]]:
    liar = Liar()
    application = web.Application()
    application.router.add_post(f"/bot{TOKEN}/getFile", liar.get_file)
    application.router.add_get(f"/file/bot{TOKEN}/{{name:.*}}", liar.content_of)
    server = TestServer(application, host="127.0.0.1")
    await server.start_server()
    yield liar, str(server.make_url("")).rstrip("/")
    await server.close()


@pytest.fixture
async def bot(liar: tuple[Liar, str]) -> AsyncIterator[Bot]:
    """A bot that is built as the real one, so that it makes the same requests."""
    queue = UpdateQueue.__new__(UpdateQueue)
    queue.illegible = None  # type: ignore[assignment]  # nothing is fetched here that could not be read
    bot = build(Config(token=TOKEN, api_url=liar[1]), queue, ChatOrder()).bot
    await bot.request.initialize()
    yield bot
    await bot.request.shutdown()


@pytest.fixture
def server(liar: tuple[Liar, str]) -> Liar:
    return liar[0]


async def test_a_file_at_its_address_is_fetched(server: Liar, bot: Bot) -> None:
    server.file = {"file_path": "photos/file 0.jpg", "file_size": len(server.content)}
    assert await Messenger(bot).download("f") == server.content
    assert server.asked == ["photos/file 0.jpg"]


@pytest.mark.parametrize("folder", [None, "elsewhere"])
async def test_a_file_of_the_bot_s_own_disk_is_not_read(
    server: Liar, bot: Bot, tmp_path: Path, folder: str | None
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "link").symlink_to(secret)
    messenger = Messenger(bot, files=None if folder is None else tmp_path / folder)
    for path in (secret, tmp_path / "elsewhere" / "link", tmp_path / "elsewhere" / ".." / "secret", "/dev/zero"):
        server.file = {"file_path": str(path)}
        with pytest.raises(Misplaced) as refusal:
            await messenger.download("f")
        assert str(secret) not in str(refusal.value)
    assert server.asked == []


async def test_a_file_of_a_server_on_this_machine_is_read_where_the_operator_says_so(
    server: Liar, bot: Bot, tmp_path: Path
) -> None:
    file = tmp_path / TOKEN / "photo.jpg"
    file.parent.mkdir()
    file.write_bytes(b"a picture")
    messenger = Messenger(bot, files=tmp_path)
    server.file = {"file_path": str(file), "file_size": 9}
    assert await messenger.download("f") == b"a picture"
    server.file = {"file_path": str(file), "file_size": 8}
    with pytest.raises(FileTooBig):
        await messenger.download("f")
    for nothing in (tmp_path / "none.jpg", file.parent):
        server.file = {"file_path": str(nothing)}
        with pytest.raises(Misplaced):
            await messenger.download("f")


@pytest.mark.parametrize("announced", [1_000_000, None, "much", -1])
async def test_a_file_longer_than_it_may_be_is_cut_off_while_it_comes(
    server: Liar, bot: Bot, announced: object
) -> None:
    server.file = {"file_path": "photos/f", **({} if announced is None else {"file_size": announced})}
    server.endless = True
    with pytest.raises(FileTooBig):
        await Messenger(bot).download("f")
    assert len(server.asked) == 1
    most = announced if isinstance(announced, int) and announced > 0 else LARGEST_DOWNLOAD
    assert server.sent < most + 16 * 2**20  # what is on its way


async def test_a_file_that_unpacks_itself_is_not_unpacked(server: Liar, bot: Bot) -> None:
    server.file = {"file_path": "photos/f"}
    server.content, server.packed = bytes(LARGEST_DOWNLOAD), True
    with pytest.raises(Exception, match="DecodingError"):
        await Messenger(bot, back_off=()).download("f")


async def test_a_file_that_does_not_end_frees_its_place(
    server: Liar, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "SECONDS", 0.2)
    server.file = {"file_path": "photos/f"}
    server.stutters = True
    with pytest.raises(FileTooSlow):
        await Messenger(bot).download("f")


@pytest.mark.parametrize(
    "answer", [[], "f", {"file_path": 5}, {"file_path": "../../getMe"}, {"file_path": "/f"}, {"file_path": None}, {}]
)
async def test_an_answer_that_is_no_file_is_an_error_of_ours(server: Liar, bot: Bot, answer: object) -> None:
    server.file = answer
    server.content = b""
    try:
        assert await Messenger(bot).download("f") == b""
    except CallRefused:
        assert server.asked == []
    else:
        assert server.asked == ["5"]


async def test_no_other_answer_is_read_beyond_its_bound(
    server: Liar, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.file = {"file_path": "x" * 5000}
    await bot.get_file("f")
    token = bounds._most.set(1000)
    with pytest.raises(Exception, match="more than 1000 bytes"):
        await bot.get_file("f")
    bounds._most.reset(token)
