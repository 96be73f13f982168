"""A Bot API server that says word for word what a test wants, over HTTP: updates of any form, from people and chats
that the sandbox cannot have. It knows nothing of chats; it keeps what the bot says.

async with RawTelegram() as telegram, telegram.bot(tmp_path):
    telegram.bring({"message": ...})
    await telegram.until(lambda: telegram.said(900))
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.config import Config
from bot.store.layout import DATABASE
from engine.backends.base import Engine
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine
from tests.support.invariant import reading
from tests.support.running_bot import RunningBot, running

TOKEN = "4242:AAErawrawrawrawrawrawraw"  # noqa: S105 - made up
BOT_ID = 4242
BOT_NAME = "stylegram_bot"  #: as in shared examples of updates
Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """Something that the bot asked for."""

    method: str
    parameters: Json


class RawTelegram:
    """Use it as a context manager."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.polls = 0  #: calls of getUpdates
        self.files: dict[str, bytes] = {}  #: file_id → what a download gives
        self.answers: dict[str, Json] = {}  #: method → what is put into the messages that it answers with
        self.administrators: dict[int, list[int]] = {}  #: chat → people who administer it
        self.said_in: dict[int, list[int]] = {}  #: chat → numbers of what the bot said there, edits included
        self.confirmed = 0  #: the first number that the bot has not confirmed
        self._waiting: list[Json] = []
        self._numbers = count(1)
        self._message_ids = count(1000)

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=64 * 2**20)
        application.router.add_route("*", f"/bot{TOKEN}/{{method}}", self._call)
        application.router.add_get(f"/file/bot{TOKEN}/{{name}}", self._download)
        self._server = TestServer(application, host="127.0.0.1")
        await self._server.start_server()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.close()

    @asynccontextmanager
    async def bot(self, data: Path, engine: Engine | None = None, **settings: object) -> AsyncIterator[RunningBot]:
        """The whole bot, in the process of the test, with the fake engine."""
        url = str(self._server.make_url("")).rstrip("/")
        config = Config(token=TOKEN, api_url=url, data=data, **{"reuse": False, **settings})
        async with running(config, engine or FakeEngine()) as bot:
            yield bot

    def bring(self, *updates: Any) -> None:
        """The next updates; those that are objects without a number get one."""
        for update in updates:
            numbered = {"update_id": next(self._numbers)} | update if isinstance(update, dict) else update
            self._waiting.append(numbered)

    def of(self, method: str) -> list[Json]:
        """The parameters of the calls of this method."""
        return [call.parameters for call in self.calls if call.method == method]

    def buttons(self, chat_id: int) -> list[str]:
        """The data of all buttons that the bot ever offered there, newest first."""
        markups = [call.parameters for call in reversed(self.calls) if "reply_markup" in call.parameters]
        rows = [
            json.loads(parameters["reply_markup"])["inline_keyboard"]
            for parameters in markups
            if str(parameters.get("chat_id")) == str(chat_id)
        ]
        return [key["callback_data"] for keyboard in rows for row in keyboard for key in row if "callback_data" in key]

    def said(self, chat_id: int) -> list[str]:
        """All texts and captions of messages and edits there, in order."""
        spoken = [call.parameters for call in self.calls if call.method.startswith(("send", "edit"))]
        return [
            parameters.get("text")
            or parameters.get("caption")
            or json.loads(parameters.get("media", "{}")).get("caption")
            for parameters in spoken
            if str(parameters.get("chat_id")) == str(chat_id)
        ]

    async def hears(self, chat_id: int, count: int) -> list[str]:
        """What is said there, once there are so many texts."""
        said: list[str] = await self.until(lambda: self.said(chat_id)[count - 1 :] and self.said(chat_id))
        return said

    async def noted(self, data: Path, chat_id: int) -> int:
        """The id of the bot's latest message there, once it has noted to whom: only then it knows whose buttons
        these are. `data`: the bot's.
        """

        def latest() -> int | None:
            number = self.said_in[chat_id][-1]
            with reading(data / DATABASE) as database:
                query = "SELECT 1 FROM sent_messages WHERE chat_id = ? AND message_id = ?"
                return number if database.execute(query, (chat_id, number)).fetchone() else None

        return int(await self.until(latest))

    async def until(self, condition: Any, timeout: float = LONG) -> Any:
        """What `condition()` gives, once that is true."""
        async with asyncio.timeout(timeout):
            while True:
                if found := condition():
                    return found
                await asyncio.sleep(0.02)

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        parameters = await _parameters(request)
        if method == "getUpdates":
            self.polls += 1
            return web.json_response({"ok": True, "result": await self._updates(int(parameters.get("offset") or 0))})
        result = self._result(method, parameters)
        if method != "getMe":
            self.calls.append(Call(method, parameters))
        return web.json_response({"ok": True, "result": result})

    async def _updates(self, offset: int) -> list[Any]:
        self.confirmed = max(self.confirmed, offset)
        self._waiting = [
            update
            for update in self._waiting
            if not isinstance(update, dict) or not isinstance(update["update_id"], int) or update["update_id"] >= offset
        ]
        if not self._waiting:
            await asyncio.sleep(0.02)  # instead of a long poll, which a test would have to wait for at its end
        return self._waiting[:100]

    def _result(self, method: str, parameters: Json) -> Any:
        if method == "getMe":
            return {"id": BOT_ID, "is_bot": True, "first_name": "Stylegram", "username": BOT_NAME}
        if method == "getFile":
            file_id = parameters["file_id"]
            return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id}
        if method == "getChatAdministrators":
            return [_administrator(user_id) for user_id in self.administrators.get(int(parameters["chat_id"]), ())]
        if method.startswith(("send", "editMessage")):
            return self._message(method, parameters)
        return True

    def _message(self, method: str, parameters: Json) -> Json:
        number = int(parameters.get("message_id") or next(self._message_ids))
        chat_id = int(parameters["chat_id"])
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"}
        self.said_in.setdefault(chat_id, []).append(number)
        return {"message_id": number, "date": 1, "chat": chat, "text": "said", **self.answers.get(method, {})}

    async def _download(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["name"]])


def _administrator(user_id: int) -> Json:
    """An administrator with all fields that the Bot API promises."""
    rights = (
        *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
        *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
        *("can_post_stories", "can_edit_stories", "can_delete_stories"),
    )
    user = {"id": user_id, "is_bot": False, "first_name": "U"}
    return {"status": "administrator", "user": user} | dict.fromkeys(rights, True)


async def _parameters(request: web.Request) -> Json:
    form = await request.post()
    return {name: value for name, value in form.items() if isinstance(value, str)}
