"""The sandbox's server as a process of its own, and the person in the chat, for tests.

async with SandboxServer(tmp_path) as server, server.user() as user:
    await user.send_text("/start")
    card = await user.wait_for(lambda chat: next((m for m in chat if m.from_bot), None))
"""

from __future__ import annotations

import asyncio
import io
import json
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp

from tests.support.eventually import LONG
from tests.support.sandbox_chat import Media, VisibleMessage, button_of, messages_of
from tests.support.sandbox_client import SandboxClient
from tests.support.warm_sandbox import ForkedServer, forked

__all__ = ["ROOT", "Media", "SandboxServer", "SandboxUser", "VisibleMessage"]

ROOT = Path(__file__).resolve().parents[2]
Found = TypeVar("Found")


class SandboxServer:
    """The server as a process of its own, on a free port. May be stopped, killed and started again on the same data."""

    def __init__(self, data: Path, *, port: int = 0) -> None:
        self.data = data
        self.port = port  #: the chosen one after the first start, and kept from then on
        self.token = ""
        self._process: ForkedServer | None = None

    @property
    def url(self) -> str:
        """Root for the bot: TELEGRAM_API_URL."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def process_id(self) -> int:
        assert self._process is not None
        return self._process.process_id

    async def start(self) -> None:
        self._process = await forked("--port", str(self.port), "--data", str(self.data))
        announced = json.loads(await asyncio.wait_for(self._process.lines.readline(), LONG))
        assert isinstance(announced, dict), f"the server ended at once, with status {announced}"
        self.port, self.token = announced["port"], announced["token"]

    async def stop(self) -> int:
        """End it politely; the exit status."""
        return await self._end(signal.SIGTERM)

    async def kill(self) -> int:
        return await self._end(signal.SIGKILL)

    async def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        return 0 if process is None else await process.end(how)

    def user(self, language: str | None = None) -> SandboxUser:
        """The first person, in their private chat."""
        return SandboxUser(self, language)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


class SandboxUser(SandboxClient):
    """The person in the chat, over HTTP as the page does it."""

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

    async def send_sticker(self, data: bytes | None = None) -> int:
        """A static one that the sandbox draws, or this: WebP, TGS or WebM."""
        return (await self._send("sticker", [] if data is None else [(data, "sticker", "")], None, None))[0]

    async def send_animation(self, gif: bytes) -> int:
        return (await self._send("photo", [(gif, "animation.gif", "image/gif")], None, None))[0]

    async def send_film(self, kind: str, thumbnail: bytes | None = None, data: bytes = b"\x00", **facts: int) -> int:
        """`kind`: video, animation or video_note; facts: width, height, seconds. The bytes are never decoded."""
        return (await self._send(kind, [(data, "video.mp4", "video/mp4")], None, None, thumbnail, **facts))[0]

    async def send_video(self, data: bytes = b"\x00") -> int:
        return await self.send_film("video", data=data)

    async def send_live_photo(self, photo: bytes, film: bytes = b"\x00") -> int:
        files = [(photo, "photo.jpg", "image/jpeg"), (film, "photo.mp4", "video/mp4")]
        return (await self._send("live_photo", files, None, None))[0]

    async def send_voice(self, data: bytes = b"\x00") -> int:
        return (await self._send("voice", [(data, "voice.ogg", "audio/ogg")], None, None))[0]

    async def send_contact(self, name: str = "Ada", phone_number: str = "+44 20 7946 0000") -> int:
        sent = await self._request("POST", "/sandbox/send/contact", json={"name": name, "phone_number": phone_number})
        return int(sent["message_ids"][0])

    async def send_location(self, latitude: float = 48.85, longitude: float = 2.35) -> int:
        where = {"latitude": latitude, "longitude": longitude}
        return int((await self._request("POST", "/sandbox/send/location", json=where))["message_ids"][0])

    async def tap(self, message_id: int, callback_data: str, *, stale: bool = False) -> str:
        """Tap a button; the query's id. `stale`: the button may be gone by now, as when the bot just edited."""
        body = {"message_id": message_id, "data": callback_data, "stale": stale}
        return str((await self._request("POST", "/sandbox/tap", json=body))["query_id"])

    async def answer_to(self, query_id: str, timeout: float = LONG) -> dict[str, Any]:
        """Wait for the bot's answer to a tap: keys `text` and `show_alert`."""
        async with asyncio.timeout(timeout):
            revision = 0
            while True:
                tap = await self._request("GET", f"/sandbox/taps/{query_id}")
                if tap.get("answer") is not None:
                    return dict(tap["answer"])
                revision = (await self._state(revision))["revision"]

    async def ask_inline(self, query: str) -> str:
        """Write the bot's name and this, without sending it; the query's id."""
        return str((await self._request("POST", "/sandbox/inline", json={"query": query}))["query_id"])

    async def inline_offer(self, query_id: str, timeout: float = LONG) -> dict[str, Any]:
        """Wait for what the bot offers to send: `results` (id, title, description, url) and `button`."""
        async with asyncio.timeout(timeout):
            revision = 0
            while True:
                asked = await self._request("GET", f"/sandbox/inline/{query_id}")
                if asked["offer"] is not None:
                    return dict(asked["offer"])
                revision = (await self._state(revision))["revision"]

    async def choose_inline(self, query_id: str, result_id: str) -> int:
        """Send one of the results into this chat."""
        chosen = {"query_id": query_id, "result_id": result_id}
        return int((await self._request("POST", "/sandbox/inline/choice", json=chosen))["message_ids"][0])

    # What they see

    async def transcript(self) -> list[VisibleMessage]:
        return messages_of(await self._request("GET", "/sandbox/state"))

    async def wait_for(
        self,
        predicate: Callable[[list[VisibleMessage]], Found | None],
        timeout: float = LONG,
        wanted: str = "what the test waits for",
    ) -> Found:
        """Look at the chat after every change until the predicate gives something true, and return that. `wanted` says
        in a failure what it was to be.
        """
        revision, chat = 0, list[VisibleMessage]()
        try:
            async with asyncio.timeout(timeout):
                while True:
                    state = await self._state(revision)
                    revision, chat = state["revision"], messages_of(state)
                    if found := predicate(chat):
                        return found
        except TimeoutError:
            seen = "\n".join(f"  {message}" for message in chat)
            raise AssertionError(f"not within {timeout:g} s: {wanted}; the chat shows\n{seen}") from None

    async def opened(self, painting: VisibleMessage) -> VisibleMessage:
        """The painting with all its buttons, after a tap on More…"""
        await self.tap(painting.message_id, button_of(painting, "menu"))
        return await self.wait_for(
            lambda chat: next(
                (m for m in chat if m.message_id == painting.message_id and "v1:back:" in str(m.callback_data)), None
            )
        )

    async def state(self) -> dict[str, Any]:
        """All that the page gets: the chats, the people, what is said here."""
        return dict(await self._request("GET", "/sandbox/state"))

    async def download(self, media: Media) -> bytes:
        assert self._session is not None
        assert media.url is not None
        async with self._session.get(self._server.url + media.url) as response:
            assert response.status == 200
            return await response.read()

    async def _send(
        self,
        kind: str,
        files: Sequence[tuple[bytes, str, str]],
        caption: str | None,
        reply_to: int | None,
        thumbnail: bytes | None = None,
        **facts: int,
    ) -> list[int]:
        form = aiohttp.FormData(default_to_multipart=True, quote_fields=False)
        form.add_field("caption", caption or "")
        form.add_field("reply_to", "" if reply_to is None else str(reply_to))
        for number, (data, name, mime) in enumerate(files):
            form.add_field(
                f"file{number}", io.BytesIO(data), filename=name, content_type=mime or "application/octet-stream"
            )
        if thumbnail is not None:
            form.add_field("thumbnail", io.BytesIO(thumbnail), filename="thumbnail.jpg", content_type="image/jpeg")
        for name, value in facts.items():
            form.add_field(name, str(value))
        return list((await self._request("POST", f"/sandbox/send/{kind}", data=form))["message_ids"])

    async def _state(self, after: int) -> dict[str, Any]:
        """The state, once it has changed or after a while."""
        return dict(await self._request("GET", "/sandbox/state", params={"after": after}))
