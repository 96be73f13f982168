"""What the page shows: itself, the chats, every change of them, and the files in them."""

from __future__ import annotations

import asyncio
import contextlib
from importlib.resources import files as package_files
from pathlib import Path
from urllib.parse import quote

import msgspec
from aiohttp import web

from bot import examples
from bot.sandbox.bot_api import SANDBOX
from bot.sandbox.errors import UserError
from bot.sandbox.live import EventQueue
from bot.sandbox.objects import Json
from bot.sandbox.page_api.requests import answer, seat_of
from bot.sandbox.telegram_files import FileType
from bot.sandbox.transcript import room_list, visible_message, whole_state
from bot.sandbox.user_side.posting import Seat

_PAGE = Path(str(package_files("bot.sandbox"))) / "page"
_MAX_WAIT = 30.0
_KEEP_ALIVE_SECONDS = 15.0
_DOWNLOADS_ONLY = frozenset({FileType.DOCUMENT})
_INLINE_TYPES = {
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".png": "image/png",
    ".gif": "image/gif",
    ".mp4": "video/mp4",
    ".mov": "video/mp4",
    ".webm": "video/webm",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
}


def add_routes(app: web.Application) -> None:
    app.router.add_get("/", _index)
    app.router.add_static("/page", _PAGE)
    app.router.add_get("/sandbox/state", _state)
    app.router.add_get("/sandbox/events", _events)
    app.router.add_get("/sandbox/files/{file_id}", _file)
    app.router.add_get("/sandbox/examples/{role:content|style}", _example)


async def _index(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(_PAGE / "index.html", headers={"Cache-Control": "no-cache"})


async def _state(request: web.Request) -> web.Response:
    """Everything visible in a chat. With `after` and `timeout` it waits for something newer than that revision."""
    seat = seat_of(request)
    if "after" in request.query:
        timeout = min(float(request.query.get("timeout", _MAX_WAIT)), _MAX_WAIT)
        await seat.sandbox.live.wait_beyond(seat.chat.id, int(request.query["after"]), timeout)
    return answer(whole_state(seat_of(request)))


async def _events(request: web.Request) -> web.StreamResponse:
    """Server-sent events: the whole state first, then what changes; or only that there is no such chat, or person."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    await response.write(b"retry: 1000\n\n")
    try:
        seat = seat_of(request)
    except UserError:
        await _write_event(response, {"event": "gone"})
        return response
    with contextlib.suppress(ConnectionResetError), seat.sandbox.live.watching() as queue:  # until the page is closed
        await _write_event(response, {"event": "state", "state": whole_state(seat)})
        await _stream(seat, queue, response)
    return response


async def _stream(seat: Seat, queue: EventQueue, response: web.StreamResponse) -> None:
    while True:
        try:
            async with asyncio.timeout(_KEEP_ALIVE_SECONDS):
                event = await queue.get()
        except TimeoutError:
            await response.write(b": still here\n\n")
            continue
        if event is None:
            return
        if (shown := _for_the_page(seat, event)) is not None:
            await _write_event(response, shown)


def _for_the_page(seat: Seat, event: Json) -> Json | None:
    """An event as the page gets it; of the chats that are not open, only that something new is there."""
    sandbox, here = seat.sandbox, event.get("chat_id", seat.chat.id) == seat.chat.id
    if event["event"] == "message" and here:
        stored = sandbox.find_message(event["chat_id"], event["message_id"])
        shown = visible_message(stored, sandbox) if stored is not None else None
        return event | {"message": shown, "rooms": room_list(sandbox, seat.user)}
    if event["event"] == "commands":
        return event | {"commands": whole_state(seat)["commands"]}
    if event["event"] == "rooms" or (event["event"] == "message" and not here):
        return {"event": "rooms", "rooms": room_list(sandbox, seat.user)}
    return event if here else None


async def _write_event(response: web.StreamResponse, event: Json) -> None:
    await response.write(b"data: " + msgspec.json.encode(event) + b"\n\n")


async def _file(request: web.Request) -> web.StreamResponse:
    """A file's bytes. Only what the server knows as picture, film or sound is shown; the rest is a download."""
    sandbox = request.app[SANDBOX]
    file = sandbox.files.find(request.match_info["file_id"])
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    suffix = Path(file.path).suffix.lower()
    if file.type not in _DOWNLOADS_ONLY and suffix in _INLINE_TYPES and "download" not in request.query:
        headers["Content-Type"] = _INLINE_TYPES[suffix]
    else:
        headers["Content-Type"] = "application/octet-stream"
        headers["Content-Disposition"] = _attachment(file.name or Path(file.path).name)
    return web.FileResponse(sandbox.files.location(file), headers=headers)


def _attachment(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


async def _example(request: web.Request) -> web.Response:
    picture = examples.photo() if request.match_info["role"] == "content" else examples.style()
    return web.Response(body=picture, content_type="image/jpeg", headers={"Cache-Control": "max-age=3600"})
