"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
import hmac

import msgspec
from aiohttp import web

from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.methods import METHODS
from bot.sandbox.objects import Json, to_json
from bot.sandbox.parameters import Parameters, read_parameters
from bot.sandbox.state import Sandbox
from bot.sandbox.user_side import groups

SANDBOX = web.AppKey("sandbox", Sandbox)

#: An HTTP status and the body that goes with it.
_Answer = tuple[int, Json]

_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"


def add_routes(app: web.Application) -> None:
    app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]*}", _call)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", _download)


async def _call(request: web.Request) -> web.StreamResponse:
    sandbox = request.app[SANDBOX]
    try:
        if request.method not in ("GET", "POST"):
            raise ApiError(405, "Method Not Allowed")
        _check_token(sandbox, request.match_info["token"])
        method = request.match_info["method"].lower()
        if method not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        parameters = await read_parameters(request)
    except ApiError as error:
        return _respond(error.code, error.as_json())
    call = sandbox.calls.add(method, parameters, sandbox.clock())
    fault = sandbox.faults.take(method, parameters.text("chat_id"))
    if fault is None:
        answer: _Answer | None = await _perform(sandbox, method, parameters)
    else:
        answer = await _perform_with_fault(fault, sandbox, method, parameters)
    if answer is None:
        return _cut(request)
    call.status, call.answer = answer
    return _respond(*answer)


async def _perform(sandbox: Sandbox, method: str, parameters: Parameters) -> _Answer:
    try:
        _check_rate(sandbox, method, parameters)
        return 200, {"ok": True, "result": to_json(await METHODS[method](sandbox, parameters))}
    except ApiError as error:
        return error.code, error.as_json()


async def _perform_with_fault(fault: Fault, sandbox: Sandbox, method: str, parameters: Parameters) -> _Answer | None:
    """As `_perform`, with trouble; None where the connection is to end without an answer."""
    if fault.kind is FaultKind.MIGRATION:
        groups.migrate(sandbox, sandbox.rooms.find(parameters.text("chat_id")))
        return await _perform(sandbox, method, parameters)
    answer = await _perform(sandbox, method, parameters) if fault.applied else None
    if fault.kind in (FaultKind.DELAY, FaultKind.SILENCE):
        await asyncio.sleep(fault.seconds)
    if fault.kind in (FaultKind.CUT, FaultKind.SILENCE):
        return None
    error = fault.as_error()
    if error is not None:
        return error.code, error.as_json()
    return answer if answer is not None else await _perform(sandbox, method, parameters)


def _check_rate(sandbox: Sandbox, method: str, parameters: Parameters) -> None:
    """Raises ApiError 429 where the bot is too fast and limits are enforced rather than only counted."""
    if not (chat_id := parameters.text("chat_id")):
        return
    media = parameters.json("media", "InputMedia")
    messages = len(media) if isinstance(media, list) else 1
    if (refusal := sandbox.rates.pour(method, sandbox.rooms.find(chat_id), max(messages, 1))) is not None:
        raise refusal


def _respond(status: int, body: Json) -> web.Response:
    if status == 502:  # it comes from a proxy, not from the Bot API server
        return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
    return web.Response(status=status, body=msgspec.json.encode(body), content_type="application/json")


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _check_token(sandbox: Sandbox, token: str) -> None:
    if not hmac.compare_digest(token.encode(), sandbox.token.encode()):
        raise ApiError(401, "Unauthorized")


async def _download(request: web.Request) -> web.StreamResponse:
    sandbox = request.app[SANDBOX]
    try:
        _check_token(sandbox, request.match_info["token"])
        file = sandbox.files.at_path(request.match_info["path"])
        sandbox.files.as_downloadable(file)
    except ApiError as error:
        return _respond(error.code, error.as_json())
    return web.FileResponse(sandbox.files.location(file), headers={"Content-Type": "application/octet-stream"})
