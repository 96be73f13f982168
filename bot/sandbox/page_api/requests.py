"""What all requests of the page have in common."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.bot_api import SANDBOX
from bot.sandbox.errors import ApiError, UserError
from bot.sandbox.user_side.posting import Seat, take_seat

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")

Body = TypeVar("Body")


@web.middleware
async def explain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn errors of the person's request into answers that the page can show."""
    try:
        return await handler(request)
    except UserError as error:
        return answer({"error": str(error)}, status=422)
    except (ApiError, msgspec.DecodeError) as error:
        return answer({"error": str(error)}, status=400)


@web.middleware
async def meet_client(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The page is the person's client, and the browser's language is the one that their messages carry."""
    preferred = _LANGUAGE.match(request.headers.get("Accept-Language", ""))
    if preferred is not None and request.path.startswith("/sandbox/"):
        sandbox = request.app[SANDBOX]
        user_id = _number(request, "as")
        sandbox.rooms.speak(sandbox.user.id if user_id is None else user_id, preferred.group().lower())
    return await handler(request)


def seat_of(request: web.Request) -> Seat:
    """Who acts, and where. Raises UserError where they cannot."""
    return take_seat(request.app[SANDBOX], _number(request, "as"), _number(request, "chat"), _number(request, "thread"))


def _number(request: web.Request, name: str) -> int | None:
    value = request.query.get(name, "")
    try:
        return int(value) if value else None
    except ValueError:
        raise UserError(f"{name} must be a number.") from None


async def body_of(request: web.Request, kind: type[Body]) -> Body:
    return msgspec.json.decode(await request.read(), type=kind)


def answer(body: object, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(body), status=status, content_type="application/json")
