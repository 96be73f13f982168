"""Telegram at the other end of python-telegram-bot's own HTTP seam: records requests, answers as scripted."""

from __future__ import annotations

import json
import re
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any

import httpx
from telegram import Bot
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

TOKEN = "4242:AAEfakefakefakefakefakefake"  # noqa: S105 - made up
BOT_ID = 4242
BOT_NAME = "stylegram_test_bot"


@dataclass(frozen=True)
class Request:
    """One call of the bot."""

    method: str
    parameters: dict[str, Any]
    uploads: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """An answer that is not ok."""

    code: int
    description: str
    parameters: dict[str, Any] | None = None


def flood(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def read_timeout() -> TimedOut:
    """The request went out; nobody knows what became of it."""
    error = TimedOut()
    error.__cause__ = httpx.ReadTimeout("")
    return error


def no_connection() -> NetworkError:
    """The request did not go out."""
    error = NetworkError("httpx.ConnectError")
    error.__cause__ = httpx.ConnectError("")
    return error


class FakeTelegram(BaseRequest):
    """Give it to a Bot as its request object."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.files: dict[str, bytes] = {}  #: file_id → what a download gives
        self.sizes: dict[str, int] = {}  #: file_id → bytes that it is said to have
        self._answers: dict[str, deque[Refusal | Exception]] = defaultdict(deque)
        self._message_id = 1000

    def answer_next(self, method: str, *answers: Refusal | Exception) -> None:
        """The next calls of this method get these answers; later ones succeed."""
        self._answers[method].extend(answers)

    def of(self, method: str) -> list[Request]:
        return [request for request in self.requests if request.method == method]

    @property
    def said(self) -> list[str]:
        """The texts of all messages that the bot sent."""
        return [request.parameters["text"] for request in self.of("sendMessage")]

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[-1]
        if method == "GET":
            return 200, self.files[name]
        parameters = dict(request_data.parameters) if request_data else {}
        multipart: dict[str, Any] = (request_data.multipart_data if request_data else None) or {}
        uploads = tuple(part[1] for part in multipart.values())
        if name != "getMe":  # the library's own, at each start
            self.requests.append(Request(name, parameters, uploads))
        if self._answers[name]:
            answer = self._answers[name].popleft()
            if isinstance(answer, Exception):
                raise answer
            body = {"ok": False, "error_code": answer.code, "description": answer.description}
            if answer.parameters is not None:
                body["parameters"] = answer.parameters
            return answer.code, json.dumps(body).encode()
        return 200, json.dumps({"ok": True, "result": self._result(name, parameters)}).encode()

    def _result(self, method: str, parameters: dict[str, Any]) -> Any:
        if method == "getMe":
            return {"id": BOT_ID, "is_bot": True, "first_name": "Stylegram", "username": BOT_NAME}
        if method == "getFile":
            file_id = parameters["file_id"]
            size = {"file_size": self.sizes[file_id]} if file_id in self.sizes else {}
            return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id, **size}
        if method == "sendMediaGroup":
            return [self._result("sendPhoto", parameters) for _ in parameters["media"]]
        if method.startswith("send"):
            self._message_id += 1
            return self._message(self._message_id, parameters, has_photo=method == "sendPhoto")
        if method.startswith("editMessage"):
            has_photo = method == "editMessageMedia"
            return self._message(int(parameters["message_id"]), parameters, has_photo=has_photo)
        if re.fullmatch(
            "answerCallbackQuery|answerInlineQuery|setMessageReaction|setMyCommands|deleteMessages?", method
        ):
            return True
        raise AssertionError(f"the fake does not know {method}")

    def _message(self, message_id: int, parameters: dict[str, Any], *, has_photo: bool = False) -> dict[str, Any]:
        chat_id = int(parameters["chat_id"])
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "group"}
        photo = {"file_id": f"photo-of-{message_id}", "file_unique_id": f"p{message_id}", "width": 90, "height": 60}
        content = {"photo": [photo]} if has_photo else {"text": parameters.get("text", "")}
        return {"message_id": message_id, "date": 1_700_000_000, "chat": chat, **content}


async def bot_of(telegram: FakeTelegram) -> Bot:
    """An initialized bot whose requests go to the fake."""
    bot = Bot(TOKEN, request=telegram, get_updates_request=telegram)
    await bot.initialize()
    return bot
