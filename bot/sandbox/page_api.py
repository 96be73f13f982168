"""The chat page and what it asks of the server; the tests' user speaks the same language."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from importlib.resources import files as package_files
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox import examples, user_side
from bot.sandbox.bot_api import SANDBOX
from bot.sandbox.errors import ApiError, UserError
from bot.sandbox.faults import Fault
from bot.sandbox.live import EventQueue
from bot.sandbox.objects import Json, Message
from bot.sandbox.parameters import Parameters, read_parameters
from bot.sandbox.state import Sandbox
from bot.sandbox.telegram_files import FileType
from bot.sandbox.transcript import visible_message, whole_state
from bot.sandbox.user_side import Attachment

_PAGE = Path(str(package_files("bot.sandbox"))) / "page"
_MAX_WAIT = 30.0
_KEEP_ALIVE_SECONDS = 15.0
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
_SHOWN_INLINE = frozenset({FileType.PHOTO, FileType.THUMBNAIL, FileType.STICKER, FileType.ANIMATION})
_INLINE_TYPES = {".jpg": "image/jpeg", ".webp": "image/webp", ".png": "image/png", ".gif": "image/gif"}

Body = TypeVar("Body")


class _Text(msgspec.Struct, frozen=True):
    text: str
    reply_to: int | None = None


class _TapRequest(msgspec.Struct, frozen=True):
    message_id: int
    data: str
    stale: bool = False


def add_routes(app: web.Application) -> None:
    app.router.add_get("/", _index)
    app.router.add_static("/page", _PAGE)
    app.router.add_get("/sandbox/state", _state)
    app.router.add_get("/sandbox/events", _events)
    app.router.add_get("/sandbox/files/{file_id}", _file)
    app.router.add_get("/sandbox/examples/{role:content|style}", _example)
    app.router.add_post("/sandbox/send/text", _send_text)
    app.router.add_post("/sandbox/send/example", _send_example)
    app.router.add_post("/sandbox/send/{kind}", _send_files)
    app.router.add_post("/sandbox/tap", _tap)
    app.router.add_get("/sandbox/taps/{query_id}", _tap_state)
    app.router.add_get("/sandbox/calls", _calls)
    app.router.add_get("/sandbox/faults", _list_faults)
    app.router.add_post("/sandbox/faults", _set_fault)
    app.router.add_delete("/sandbox/faults", _clear_faults)


@web.middleware
async def explain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What the person asked for in vain, in words that the page can show."""
    try:
        return await handler(request)
    except UserError as error:
        return _json({"error": str(error)}, status=422)
    except (ApiError, msgspec.DecodeError) as error:
        return _json({"error": str(error)}, status=400)


@web.middleware
async def meet_client(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The page is the person's client, and the browser's language is the one that their messages carry."""
    preferred = _LANGUAGE.match(request.headers.get("Accept-Language", ""))
    if preferred is not None and request.path.startswith("/sandbox/"):
        request.app[SANDBOX].speak(preferred.group().lower())
    return await handler(request)


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(body), status=status, content_type="application/json")


async def _body(request: web.Request, of: type[Body]) -> Body:
    return msgspec.json.decode(await request.read(), type=of)


async def _index(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(_PAGE / "index.html", headers={"Cache-Control": "no-cache"})


async def _state(request: web.Request) -> web.Response:
    """Everything visible. With `after` and `timeout` it waits for something newer than that revision."""
    sandbox = request.app[SANDBOX]
    if "after" in request.query:
        timeout = min(float(request.query.get("timeout", _MAX_WAIT)), _MAX_WAIT)
        await sandbox.live.wait_beyond(int(request.query["after"]), timeout)
    return _json(whole_state(sandbox))


async def _events(request: web.Request) -> web.StreamResponse:
    """Server-sent events: the whole state first, then what changes."""
    sandbox = request.app[SANDBOX]
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    await response.write(b"retry: 1000\n\n")
    with sandbox.live.watching() as queue:
        await _write_event(response, {"event": "state", "state": whole_state(sandbox)})
        with contextlib.suppress(ConnectionResetError):  # the page was closed
            await _stream(sandbox, queue, response)
    return response


async def _stream(sandbox: Sandbox, queue: EventQueue, response: web.StreamResponse) -> None:
    while True:
        try:
            async with asyncio.timeout(_KEEP_ALIVE_SECONDS):
                event = await queue.get()
        except TimeoutError:
            await response.write(b": still here\n\n")
            continue
        if event is None:
            return
        await _write_event(response, _for_the_page(sandbox, event))


def _for_the_page(sandbox: Sandbox, event: Json) -> Json:
    if event["event"] == "message":
        stored = sandbox.find_message(event["chat_id"], event["message_id"])
        return event | {"message": visible_message(stored, sandbox) if stored is not None else None}
    if event["event"] == "commands":
        return event | {"commands": whole_state(sandbox)["commands"]}
    return event


async def _write_event(response: web.StreamResponse, event: Json) -> None:
    await response.write(b"data: " + msgspec.json.encode(event) + b"\n\n")


async def _file(request: web.Request) -> web.StreamResponse:
    """A file's bytes. Only pictures that the server knows are shown; everything else is a download."""
    sandbox = request.app[SANDBOX]
    file = sandbox.files.find(request.match_info["file_id"])
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    suffix = Path(file.path).suffix.lower()
    if file.type in _SHOWN_INLINE and suffix in _INLINE_TYPES and "download" not in request.query:
        headers["Content-Type"] = _INLINE_TYPES[suffix]
    else:
        headers["Content-Type"] = "application/octet-stream"
        headers["Content-Disposition"] = _attachment(file.name or Path(file.path).name)
    return web.FileResponse(sandbox.files.location(file), headers=headers)


def _attachment(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"


async def _example(request: web.Request) -> web.Response:
    draw = examples.content if request.match_info["role"] == "content" else examples.style
    picture = await asyncio.to_thread(draw)
    return web.Response(body=picture, content_type="image/png", headers={"Cache-Control": "max-age=3600"})


async def _send_text(request: web.Request) -> web.Response:
    body = await _body(request, _Text)
    message = user_side.send_text(request.app[SANDBOX], body.text, reply_to=body.reply_to)
    return _sent([message])


async def _send_example(request: web.Request) -> web.Response:
    attachments = [
        Attachment("content.png", "image/png", await asyncio.to_thread(examples.content)),
        Attachment("style.png", "image/png", await asyncio.to_thread(examples.style)),
    ]
    return _sent(await user_side.send_photos(request.app[SANDBOX], attachments))


async def _send_files(request: web.Request) -> web.Response:
    """Multipart: files in their order, `caption` and `reply_to`."""
    sandbox = request.app[SANDBOX]
    parameters = await read_parameters(request)
    attachments = [Attachment(up.name, up.mime_type, up.data) for up in parameters.uploads.values()]
    send = _SENDERS.get(request.match_info["kind"])
    if send is None:
        raise web.HTTPNotFound
    return _sent(await send(sandbox, attachments, parameters))


async def _photos(sandbox: Sandbox, attachments: list[Attachment], parameters: Parameters) -> list[Message]:
    caption, reply_to = parameters.text("caption") or "", parameters.integer("reply_to")
    return await user_side.send_photos(sandbox, attachments, caption=caption, reply_to=reply_to)


async def _documents(sandbox: Sandbox, attachments: list[Attachment], parameters: Parameters) -> list[Message]:
    caption, reply_to = parameters.text("caption") or "", parameters.integer("reply_to")
    return await user_side.send_documents(sandbox, attachments, caption=caption, reply_to=reply_to)


async def _stickers(sandbox: Sandbox, attachments: list[Attachment], parameters: Parameters) -> list[Message]:
    drawn = Attachment("sticker.webp", "image/webp", await asyncio.to_thread(examples.sticker))
    return [user_side.send_sticker(sandbox, attachment) for attachment in attachments or [drawn]]


async def _videos(sandbox: Sandbox, attachments: list[Attachment], parameters: Parameters) -> list[Message]:
    return [user_side.send_video(sandbox, attachment) for attachment in attachments]


async def _voices(sandbox: Sandbox, attachments: list[Attachment], parameters: Parameters) -> list[Message]:
    return [user_side.send_voice(sandbox, attachment) for attachment in attachments]


_SENDERS: dict[str, Callable[[Sandbox, list[Attachment], Parameters], Awaitable[list[Message]]]] = {
    "photo": _photos,
    "document": _documents,
    "sticker": _stickers,
    "video": _videos,
    "voice": _voices,
}


def _sent(messages: list[Message]) -> web.Response:
    return _json({"message_ids": [message.message_id for message in messages]})


async def _tap(request: web.Request) -> web.Response:
    body = await _body(request, _TapRequest)
    tap = user_side.tap(request.app[SANDBOX], body.message_id, body.data, stale=body.stale)
    return _json({"query_id": tap.query_id})


async def _tap_state(request: web.Request) -> web.Response:
    tap = request.app[SANDBOX].find_tap(request.match_info["query_id"])
    if tap is None:
        raise web.HTTPNotFound
    return _json(tap)


async def _calls(request: web.Request) -> web.Response:
    return _json(request.app[SANDBOX].calls.since(int(request.query.get("since", 0))))


async def _list_faults(request: web.Request) -> web.Response:
    return _json(request.app[SANDBOX].faults.waiting())


async def _set_fault(request: web.Request) -> web.Response:
    request.app[SANDBOX].faults.set(await _body(request, Fault))
    return _json({})


async def _clear_faults(request: web.Request) -> web.Response:
    request.app[SANDBOX].faults.clear()
    return _json({})
