"""Behind the scenes, for tests and the curious: the bot's calls, trouble on demand, and how fast the bot speaks."""

from __future__ import annotations

import msgspec
from aiohttp import web

from bot.sandbox.bot_api import SANDBOX
from bot.sandbox.faults import Fault
from bot.sandbox.page_api.requests import answer, body_of
from bot.sandbox.rates import Bucket, Limit


class _RateSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    enforced: bool = False
    buckets: dict[Limit, Bucket] = {}


def add_routes(app: web.Application) -> None:
    app.router.add_get("/sandbox/calls", _calls)
    app.router.add_get("/sandbox/faults", _list_faults)
    app.router.add_post("/sandbox/faults", _set_fault)
    app.router.add_delete("/sandbox/faults", _clear_faults)
    app.router.add_get("/sandbox/rates", _rates)
    app.router.add_post("/sandbox/rates", _set_rates)


async def _calls(request: web.Request) -> web.Response:
    return answer(request.app[SANDBOX].calls.since(int(request.query.get("since", 0))))


async def _list_faults(request: web.Request) -> web.Response:
    return answer(request.app[SANDBOX].faults.waiting())


async def _set_fault(request: web.Request) -> web.Response:
    request.app[SANDBOX].faults.set(await body_of(request, Fault))
    return answer({})


async def _clear_faults(request: web.Request) -> web.Response:
    request.app[SANDBOX].faults.clear()
    return answer({})


async def _rates(request: web.Request) -> web.Response:
    return answer(request.app[SANDBOX].rates.report())


async def _set_rates(request: web.Request) -> web.Response:
    """Set the limits, and start the counts at zero."""
    body = await body_of(request, _RateSettings)
    request.app[SANDBOX].rates.set_up(body.buckets, enforced=body.enforced)
    return answer({})
