"""What people do in a chat: send, and tap."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web

from bot import examples
from bot.sandbox.errors import UserError
from bot.sandbox.objects import Message
from bot.sandbox.page_api.requests import answer, body_of, seat_of
from bot.sandbox.parameters import Parameters, Upload, read_parameters
from bot.sandbox.stickers import sticker
from bot.sandbox.transcript import visible_offer
from bot.sandbox.user_side import files, inline, moving, posting, tapping
from bot.sandbox.user_side.files import Attachment
from bot.sandbox.user_side.moving import ClientVideo
from bot.sandbox.user_side.posting import Seat

_THUMBNAIL = "thumbnail"


class _Text(msgspec.Struct, frozen=True):
    text: str
    reply_to: int | None = None


class _Contact(msgspec.Struct, frozen=True):
    name: str
    phone_number: str


class _Location(msgspec.Struct, frozen=True):
    latitude: float
    longitude: float


class _TapRequest(msgspec.Struct, frozen=True):
    message_id: int
    data: str
    stale: bool = False


class _InlineRequest(msgspec.Struct, frozen=True):
    query: str


class _Choice(msgspec.Struct, frozen=True):
    query_id: str
    result_id: str


def add_routes(app: web.Application) -> None:
    app.router.add_post("/sandbox/send/text", _send_text)
    app.router.add_post("/sandbox/send/contact", _send_contact)
    app.router.add_post("/sandbox/send/location", _send_location)
    app.router.add_post("/sandbox/send/example", _send_example)
    app.router.add_post("/sandbox/send/{kind}", _send_files)
    app.router.add_post("/sandbox/tap", _tap)
    app.router.add_get("/sandbox/taps/{query_id}", _tap_state)
    app.router.add_post("/sandbox/inline", _ask_inline)
    app.router.add_get("/sandbox/inline/{query_id}", _inline_state)
    app.router.add_post("/sandbox/inline/choice", _choose_inline)


async def _send_text(request: web.Request) -> web.Response:
    body = await body_of(request, _Text)
    return _sent([posting.send_text(seat_of(request), body.text, reply_to=body.reply_to)])


async def _send_contact(request: web.Request) -> web.Response:
    body = await body_of(request, _Contact)
    return _sent([posting.send_contact(seat_of(request), body.name, body.phone_number)])


async def _send_location(request: web.Request) -> web.Response:
    body = await body_of(request, _Location)
    return _sent([posting.send_location(seat_of(request), body.latitude, body.longitude)])


async def _send_example(request: web.Request) -> web.Response:
    attachments = [
        Attachment("content.jpg", "image/jpeg", examples.photo()),
        Attachment("style.jpg", "image/jpeg", examples.style()),
    ]
    return _sent(await files.send_photos(seat_of(request), attachments))


async def _send_files(request: web.Request) -> web.Response:
    """Multipart: files in their order, `caption`, `reply_to`; for films also width, height, seconds and thumbnail."""
    parameters = await read_parameters(request)
    send = _SENDERS.get(request.match_info["kind"])
    if send is None:
        raise web.HTTPNotFound
    uploads = [upload for name, upload in parameters.uploads.items() if name != _THUMBNAIL]
    given = [Attachment(upload.name, upload.mime_type, upload.data) for upload in uploads]
    return _sent(await send(seat_of(request), given, parameters))


async def _photos(seat: Seat, given: list[Attachment], parameters: Parameters) -> list[Message]:
    return await files.send_photos(seat, given, caption=_caption(parameters), reply_to=_reply(parameters))


async def _documents(seat: Seat, given: list[Attachment], parameters: Parameters) -> list[Message]:
    return await files.send_documents(seat, given, caption=_caption(parameters), reply_to=_reply(parameters))


async def _stickers(seat: Seat, given: list[Attachment], parameters: Parameters) -> list[Message]:
    if not given:
        given = [Attachment("sticker.webp", "image/webp", await asyncio.to_thread(sticker))]
    reply_to = _reply(parameters)
    return [await moving.send_sticker(seat, attachment, reply_to=reply_to) for attachment in given]


async def _videos(seat: Seat, given: list[Attachment], parameters: Parameters) -> list[Message]:
    film = _film(given, parameters)
    return [await moving.send_video(seat, film, caption=_caption(parameters), reply_to=_reply(parameters))]


async def _animations(seat: Seat, given: list[Attachment], parameters: Parameters) -> list[Message]:
    film = _film(given, parameters)
    return [await moving.send_animation(seat, film, caption=_caption(parameters), reply_to=_reply(parameters))]


async def _video_notes(seat: Seat, given: list[Attachment], parameters: Parameters) -> list[Message]:
    return [await moving.send_video_note(seat, _film(given, parameters))]


async def _live_photos(seat: Seat, given: list[Attachment], parameters: Parameters) -> list[Message]:
    """The picture first, then its film."""
    if len(given) != 2:
        raise UserError("A live photo is a picture and a film.")
    film = _film(given[1:], parameters)
    return [await moving.send_live_photo(seat, given[0], film, caption=_caption(parameters))]


async def _voices(seat: Seat, given: list[Attachment], parameters: Parameters) -> list[Message]:
    return [moving.send_voice(seat, attachment) for attachment in given]


_SENDERS: dict[str, Callable[[Seat, list[Attachment], Parameters], Awaitable[list[Message]]]] = {
    "photo": _photos,
    "document": _documents,
    "sticker": _stickers,
    "video": _videos,
    "animation": _animations,
    "video_note": _video_notes,
    "live_photo": _live_photos,
    "voice": _voices,
}


def _film(given: list[Attachment], parameters: Parameters) -> ClientVideo:
    if len(given) != 1:
        raise UserError("Films are sent one by one.")
    thumbnail: Upload | None = parameters.uploads.get(_THUMBNAIL)
    known = {name: parameters.integer(name) for name in ("width", "height", "seconds")}
    return ClientVideo(
        attachment=given[0],
        thumbnail=thumbnail.data if thumbnail is not None else None,
        **{name: value for name, value in known.items() if value},
    )


def _caption(parameters: Parameters) -> str:
    return parameters.text("caption") or ""


def _reply(parameters: Parameters) -> int | None:
    return parameters.integer("reply_to")


def _sent(messages: list[Message]) -> web.Response:
    return answer({"message_ids": [message.message_id for message in messages]})


async def _tap(request: web.Request) -> web.Response:
    body = await body_of(request, _TapRequest)
    tap = tapping.tap(seat_of(request), body.message_id, body.data, stale=body.stale)
    return answer({"query_id": tap.query_id})


async def _tap_state(request: web.Request) -> web.Response:
    tap = seat_of(request).sandbox.taps.find(request.match_info["query_id"])
    if tap is None:
        raise web.HTTPNotFound
    return answer(tap)


async def _ask_inline(request: web.Request) -> web.Response:
    body = await body_of(request, _InlineRequest)
    return answer({"query_id": inline.ask(seat_of(request), body.query).query.id})


async def _inline_state(request: web.Request) -> web.Response:
    asked = seat_of(request).sandbox.inline.find(request.match_info["query_id"])
    if asked is None:
        raise web.HTTPNotFound
    return answer(visible_offer(asked))


async def _choose_inline(request: web.Request) -> web.Response:
    body = await body_of(request, _Choice)
    return _sent([inline.choose(seat_of(request), body.query_id, body.result_id)])
