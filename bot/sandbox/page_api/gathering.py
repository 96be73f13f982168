"""People and chats: newcomers, groups, topics, and what the bot may be in them."""

from __future__ import annotations

import msgspec
from aiohttp import web

from bot.sandbox.abilities import Abilities
from bot.sandbox.bot_api import SANDBOX
from bot.sandbox.page_api.requests import answer, body_of, seat_of
from bot.sandbox.rooms import BotStatus
from bot.sandbox.transcript import visible_room
from bot.sandbox.user_side import groups


class _NewPerson(msgspec.Struct, frozen=True):
    """Without a language they speak the browser's."""

    name: str
    language: str | None = None


class _NewGroup(msgspec.Struct, frozen=True):
    title: str
    members: tuple[int, ...]
    kind: str = "supergroup"
    forum: bool = False


class _Member(msgspec.Struct, frozen=True):
    user_id: int


class _Status(msgspec.Struct, frozen=True):
    status: BotStatus


class _NewTopic(msgspec.Struct, frozen=True):
    name: str


class _PrivacyMode(msgspec.Struct, frozen=True):
    on: bool


class _Reactions(msgspec.Struct, frozen=True):
    on: bool


def add_routes(app: web.Application) -> None:
    app.router.add_post("/sandbox/people", _add_person)
    app.router.add_post("/sandbox/groups", _add_group)
    app.router.add_post("/sandbox/members", _add_member)
    app.router.add_post("/sandbox/topics", _add_topic)
    app.router.add_delete(r"/sandbox/topics/{thread_id:\d+}", _delete_topic)
    app.router.add_post("/sandbox/bot-status", _change_bot)
    app.router.add_post("/sandbox/migration", _migrate)
    app.router.add_post("/sandbox/privacy-mode", _set_privacy_mode)
    app.router.add_post("/sandbox/reactions", _allow_reactions)
    app.router.add_post("/sandbox/abilities", _set_abilities)


async def _add_person(request: web.Request) -> web.Response:
    sandbox, body = request.app[SANDBOX], await body_of(request, _NewPerson)
    with sandbox.storage.change():
        user = sandbox.rooms.add_person(body.name, language=body.language)
        sandbox.live.publish({"event": "people"})
    return answer({"user_id": user.id})


async def _add_group(request: web.Request) -> web.Response:
    body = await body_of(request, _NewGroup)
    room = groups.create_group(request.app[SANDBOX], body.title, body.members, kind=body.kind, forum=body.forum)
    return answer({"chat_id": room.chat.id})


async def _add_member(request: web.Request) -> web.Response:
    body = await body_of(request, _Member)
    return answer(visible_room(seat_of(request).sandbox, groups.add_member(seat_of(request), body.user_id)))


async def _add_topic(request: web.Request) -> web.Response:
    body = await body_of(request, _NewTopic)
    return answer({"thread_id": groups.create_topic(seat_of(request), body.name).message_id})


async def _delete_topic(request: web.Request) -> web.Response:
    groups.delete_topic(seat_of(request), int(request.match_info["thread_id"]))
    return answer({})


async def _change_bot(request: web.Request) -> web.Response:
    body = await body_of(request, _Status)
    seat = seat_of(request)
    return answer(visible_room(seat.sandbox, groups.change_bot(seat, body.status)))


async def _migrate(request: web.Request) -> web.Response:
    seat = seat_of(request)
    return answer({"chat_id": groups.migrate(seat.sandbox, seat.room).chat.id})


async def _set_privacy_mode(request: web.Request) -> web.Response:
    sandbox, body = request.app[SANDBOX], await body_of(request, _PrivacyMode)
    with sandbox.storage.change():
        sandbox.set_privacy_mode(body.on)
    sandbox.live.publish({"event": "people"})
    return answer({})


async def _allow_reactions(request: web.Request) -> web.Response:
    body, seat = await body_of(request, _Reactions), seat_of(request)
    return answer(visible_room(seat.sandbox, groups.allow_reactions(seat, body.on)))


async def _set_abilities(request: web.Request) -> web.Response:
    sandbox, body = request.app[SANDBOX], await body_of(request, Abilities)
    with sandbox.storage.change():
        sandbox.abilities.become(body)
    sandbox.live.publish({"event": "people"})
    return answer({})
