"""Keeps other websites out. The server listens on loopback, but a browser lets any page send requests there."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_OWN_PAGE = frozenset({"same-origin", "none"})
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
    if not _names_loopback(request.host):
        return web.Response(status=421, text="This server answers only to 127.0.0.1 and localhost.\n")
    if not _is_own(request):
        return web.Response(status=403, text="Requests from other websites are refused.\n")
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def _names_loopback(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in _LOOPBACK
    except ValueError:
        return False


def _is_own(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return False
    site = request.headers.get("Sec-Fetch-Site", "none")
    if site in _OWN_PAGE:
        return True
    # A link on another page may lead to the chat, and do nothing more.
    is_link = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    return is_link and request.path == "/"
