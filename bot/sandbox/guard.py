"""Keeps other websites out. The server listens on loopback, but a browser lets any page send requests there."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.transport.browsers import is_of_another_site, name_of

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; "
        "media-src 'self' blob:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign names for this host (DNS rebinding) and requests that another site's page began."""
    if name_of(request.host) not in _LOOPBACK:
        return web.Response(status=421, text="This server answers only to 127.0.0.1 and localhost.\n")
    if not _is_own(request):
        return web.Response(status=403, text="Requests from other websites are refused.\n")
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def _is_own(request: web.Request) -> bool:
    if not is_of_another_site(request):
        return True
    # A link on another page may lead to the chat, and do nothing more.
    is_link = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    return is_link and request.path == "/" and "Origin" not in request.headers
