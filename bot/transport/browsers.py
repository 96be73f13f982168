"""Keeps websites out of what listens on this machine: a browser lets any page send requests there.

A page's own name may lead to an address of this machine (DNS rebinding), and then its requests are of the same origin;
the Host header tells, because a browser writes there what the address line has.
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from bot.transport.listening import Handler

_OWN_PAGE = frozenset({"same-origin", "none"})
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def own(names: Collection[str], handler: Handler) -> Handler:
    """The handler, for calls that no website can have begun: to an address, or to a name that no website can have.

    These are names without a dot, such as `localhost` or a container's, and those given. What is refused names the
    name, so that an operator sees what to do.
    """

    async def guarded(request: web.BaseRequest) -> web.StreamResponse:
        name = name_of(request.host)
        if name not in names and not _is_address(name) and "." in name:
            text = "This server answers to its address, to localhost and to names without a dot.\n"
            raise web.HTTPMisdirectedRequest(text=text)
        if is_of_another_site(request):
            raise web.HTTPForbidden(text="Requests from websites are refused.\n")
        response = await handler(request)
        response.headers.update(_HEADERS)
        return response

    return guarded


def name_of(host: str) -> str:
    """The name or address in a Host header, without its port; `.` where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or "."
    except ValueError:
        return "."


def is_of_another_site(request: web.BaseRequest) -> bool:
    """Whether a page of another website began this request."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return True
    return request.headers.get("Sec-Fetch-Site", "none") not in _OWN_PAGE


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
