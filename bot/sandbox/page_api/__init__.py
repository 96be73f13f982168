"""The chat page and what it asks of the server; the tests' people speak the same language.

Who acts, and where, is in the query: `as` (a person's id), `chat` and `thread` (a topic). Left out, they mean the first
person and their private chat.
"""

from __future__ import annotations

from aiohttp import web

from bot.sandbox.page_api import acting, gathering, stage, watching
from bot.sandbox.page_api.requests import explain_errors, meet_client

MIDDLEWARES = (explain_errors, meet_client)


def add_routes(app: web.Application) -> None:
    for part in (watching, acting, gathering, stage):
        part.add_routes(app)
