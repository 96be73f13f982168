"""The sandbox's server as a process of its own, and the person in the chat, for tests.

async with SandboxServer(tmp_path) as server, server.user() as user:
    await user.send_text("/start")
    card = await user.wait_for(lambda chat: next((m for m in chat if m.from_bot), None))
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

import aiohttp

ROOT = Path(__file__).resolve().parents[2]
Found = TypeVar("Found")


class HasUrl(Protocol):
    @property
    def url(self) -> str: ...


class SandboxServer:
    """`python -m bot.sandbox.server` on a free port. May be stopped, killed and started again on the same data."""

    def __init__(self, data: Path, *, port: int = 0) -> None:
        self.data = data
        self.port = port  #: the chosen one after the first start, and kept from then on
        self.token = ""
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Root for the bot: TELEGRAM_API_URL."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot.sandbox.server", "--port", str(self.port), "--data", str(self.data)),
            cwd=ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), 20)
        assert line, f"the server ended at once, with status {await self._process.wait()}"
        announced = json.loads(line)
        self.port, self.token = announced["port"], announced["token"]

    async def stop(self) -> int:
        """End it politely; the exit status."""
        return await self._end("terminate")

    async def kill(self) -> int:
        return await self._end("kill")

    async def _end(self, how: str) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.returncode is None:
            getattr(process, how)()
        await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode is not None
        return process.returncode

    def user(self, language: str | None = None) -> SandboxUser:
        return SandboxUser(self, language)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


@dataclass(frozen=True)
class Media:
    """The file of a message. `kind`: photo, document, animation, sticker, video or voice."""

    kind: str
    url: str
    name: str | None = None
    mime_type: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    thumbnail: str | None = None


@dataclass(frozen=True)
class VisibleMessage:
    """A message as the chat shows it now."""

    message_id: int
    from_bot: bool
    text: str  #: or the caption
    edits: int
    media: Media | None
    buttons: tuple[tuple[dict[str, Any], ...], ...]  #: rows; keys text, callback_data, url, style as in the Bot API
    media_group_id: str | None
    reply_to: int | None
    raw: dict[str, Any]  #: all that the page gets

    @property
    def callback_data(self) -> list[str]:
        return [button["callback_data"] for row in self.buttons for button in row if "callback_data" in button]


class SandboxUser:
    """The person in the chat, over HTTP as the page does it."""

    def __init__(self, server: HasUrl, language: str | None = None) -> None:
        """`language`: that of the browser, as in Accept-Language."""
        self._server = server
        self._language = language
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        headers = {} if self._language is None else {"Accept-Language": self._language}
        self._session = aiohttp.ClientSession(headers=headers)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._session is not None
        await self._session.close()

    # What they do: each returns the ids of the new messages

    async def send_text(self, text: str, *, reply_to: int | None = None) -> int:
        sent = await self._request("POST", "/sandbox/send/text", json={"text": text, "reply_to": reply_to})
        return int(sent["message_ids"][0])

    async def send_photo(self, data: bytes, *, caption: str | None = None, reply_to: int | None = None) -> int:
        """Compressed, as clients do. What cannot be a photo arrives as an animation or a file."""
        return (await self._send("photo", [(data, "photo.jpg", "image/jpeg")], caption, reply_to))[0]

    async def send_album(self, photos: Sequence[bytes], *, caption: str | None = None) -> list[int]:
        files = [(data, f"photo{number}.jpg", "image/jpeg") for number, data in enumerate(photos)]
        return await self._send("photo", files, caption, None)

    async def send_document(
        self, data: bytes, name: str, mime: str, *, caption: str | None = None, reply_to: int | None = None
    ) -> int:
        return (await self._send("document", [(data, name, mime)], caption, reply_to))[0]

    async def send_document_album(self, files: Sequence[tuple[bytes, str, str]]) -> list[int]:
        """Files as (bytes, name, MIME type)."""
        return await self._send("document", files, None, None)

    async def send_sticker(self) -> int:
        return (await self._send("sticker", [], None, None))[0]

    async def send_animation(self, gif: bytes) -> int:
        return (await self._send("photo", [(gif, "animation.gif", "image/gif")], None, None))[0]

    async def send_video(self, data: bytes = b"\x00") -> int:
        return (await self._send("video", [(data, "video.mp4", "video/mp4")], None, None))[0]

    async def send_voice(self, data: bytes = b"\x00") -> int:
        return (await self._send("voice", [(data, "voice.ogg", "audio/ogg")], None, None))[0]

    async def tap(self, message_id: int, callback_data: str, *, stale: bool = False) -> str:
        """Tap a button; the query's id. `stale`: the button may be gone by now, as when the bot just edited."""
        body = {"message_id": message_id, "data": callback_data, "stale": stale}
        return str((await self._request("POST", "/sandbox/tap", json=body))["query_id"])

    async def answer_to(self, query_id: str, timeout: float = 10) -> dict[str, Any]:
        """Wait for the bot's answer to a tap: keys `text` and `show_alert`."""
        async with asyncio.timeout(timeout):
            revision = 0
            while True:
                tap = await self._request("GET", f"/sandbox/taps/{query_id}")
                if tap.get("answer") is not None:
                    return dict(tap["answer"])
                revision = (await self._state(revision, timeout))["revision"]

    # What they see

    async def transcript(self) -> list[VisibleMessage]:
        return _messages(await self._request("GET", "/sandbox/state"))

    async def wait_for(self, predicate: Callable[[list[VisibleMessage]], Found], timeout: float = 10) -> Found:
        """Look at the chat after every change until the predicate gives something true, and return that."""
        revision, chat = 0, list[VisibleMessage]()
        try:
            async with asyncio.timeout(timeout):
                while True:
                    state = await self._state(revision, timeout)
                    revision, chat = state["revision"], _messages(state)
                    if found := predicate(chat):
                        return found
        except TimeoutError:
            seen = "\n".join(f"  {message}" for message in chat)
            raise AssertionError(f"not within {timeout} s; the chat shows\n{seen}") from None

    async def download(self, media: Media) -> bytes:
        assert self._session is not None
        async with self._session.get(self._server.url + media.url) as response:
            assert response.status == 200
            return await response.read()

    # The test's side of the stage

    async def calls(self, method: str | None = None, *, since: int = 0) -> list[dict[str, Any]]:
        """The bot's requests: number, method (lower case), parameters, uploads, at, status, answer."""
        calls: list[dict[str, Any]] = await self._request("GET", f"/sandbox/calls?since={since}")
        return [call for call in calls if method is None or call["method"] == method.lower()]

    async def wait_for_call(self, method: str, *, since: int = 0, timeout: float = 10) -> dict[str, Any]:
        """The bot's first request of that method with a number beyond `since`, once it came."""
        async with asyncio.timeout(timeout):
            while True:
                if calls := await self.calls(method, since=since):
                    return calls[0]
                await asyncio.sleep(0.02)

    async def set_fault(self, kind: str, **details: Any) -> None:
        """kind: flood, blocked, error, cut, silence or delay; details: see bot.sandbox.faults.Fault."""
        await self._request("POST", "/sandbox/faults", json={"kind": kind, **details})

    async def waiting_faults(self) -> list[dict[str, Any]]:
        return list(await self._request("GET", "/sandbox/faults"))

    async def clear_faults(self) -> None:
        await self._request("DELETE", "/sandbox/faults")

    async def _send(
        self, kind: str, files: Sequence[tuple[bytes, str, str]], caption: str | None, reply_to: int | None
    ) -> list[int]:
        form = aiohttp.FormData(default_to_multipart=True, quote_fields=False)
        form.add_field("caption", caption or "")
        form.add_field("reply_to", "" if reply_to is None else str(reply_to))
        for number, (data, name, mime) in enumerate(files):
            form.add_field(f"file{number}", io.BytesIO(data), filename=name, content_type=mime)
        return list((await self._request("POST", f"/sandbox/send/{kind}", data=form))["message_ids"])

    async def _state(self, after: int, timeout: float) -> dict[str, Any]:
        return dict(await self._request("GET", f"/sandbox/state?after={after}&timeout={timeout}"))

    async def _request(self, method: str, path: str, **options: Any) -> Any:
        assert self._session is not None, "use it as a context manager"
        async with self._session.request(method, self._server.url + path, **options) as response:
            body = await response.text()
            assert response.status == 200, f"{method} {path}: {response.status} {body}"
            return json.loads(body)


def _messages(state: dict[str, Any]) -> list[VisibleMessage]:
    return [
        VisibleMessage(
            message_id=message["message_id"],
            from_bot=message["from_bot"],
            text=message["text"],
            edits=message["edits"],
            media=_media(message["media"]),
            buttons=tuple(tuple(row) for row in message["buttons"]),
            media_group_id=message["media_group_id"],
            reply_to=message["reply_to"]["message_id"] if message["reply_to"] else None,
            raw=message,
        )
        for message in state["messages"]
    ]


def _media(media: dict[str, Any] | None) -> Media | None:
    return Media(**media) if media is not None else None
