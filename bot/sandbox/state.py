"""Everything the sandbox is: who is there, what was said, what waits. It survives a restart of the server."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from bot.sandbox.calls import CallLog
from bot.sandbox.errors import bad_request
from bot.sandbox.faults import Faults
from bot.sandbox.live import Live
from bot.sandbox.objects import BotCommand, CallbackQuery, Chat, Message, User
from bot.sandbox.storage import Storage
from bot.sandbox.telegram_files import TelegramFiles
from bot.sandbox.updates import UpdateQueue

#: For how long a tap can be answered. Telegram does not say; observers speak of 10 to 15 s.
CALLBACK_SECONDS = 15.0
_FORGET_TAPS_AFTER = 3600.0


class StoredMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as the chat shows it now, and how often it was edited."""

    message: Message
    edits: int = 0


class CallbackAnswer(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    show_alert: bool


class Tap(msgspec.Struct, frozen=True, kw_only=True):
    """A tap on a button, and the bot's answer once it came."""

    query_id: str
    chat_id: int
    message_id: int
    data: str
    at: float
    answer: CallbackAnswer | None = None


class _Identity(msgspec.Struct, frozen=True, kw_only=True):
    bot_id: int
    secret: str
    user_id: int


class Sandbox:
    """The sandbox's state. Changes are made within `storage.change()` and are atomic: no `await` inside."""

    def __init__(self, directory: Path, clock: Callable[[], float] = time.time) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.clock = clock
        self.storage = Storage(directory / "sandbox.sqlite3")
        self.files = TelegramFiles(self.storage, directory / "files")
        self.updates = UpdateQueue(self.storage)
        self.live = Live()
        self.faults = Faults()
        self.calls = CallLog()
        identity = self._identity()
        self.token = f"{identity.bot_id}:{identity.secret}"
        self.bot = User(id=identity.bot_id, is_bot=True, first_name="Stylegram", username="stylegram_sandbox_bot")
        self.user = User(id=identity.user_id, is_bot=False, first_name="You", language_code="en")
        self.chat = Chat(id=identity.user_id, type="private", first_name="You")
        self._chats = {self.chat.id: self.chat}
        self._messages: dict[tuple[int, int], StoredMessage] = {
            (stored.message.chat.id, stored.message.message_id): stored
            for stored in self.storage.load("message", StoredMessage).values()
        }
        self._last_message_id = self.storage.load("counter", int).get("message_id", 0)
        self._taps = self.storage.load("tap", Tap)
        self._commands = self.storage.load("commands", tuple[BotCommand, ...])

    def speak(self, language: str) -> None:
        """The language that the person's messages carry from now on, as a tag."""
        self.user = msgspec.structs.replace(self.user, language_code=language)

    def close(self) -> None:
        self.live.close()
        self.updates.close()

    def _identity(self) -> _Identity:
        """New with each data directory: a bot that remembers another sandbox must not take this one for it."""
        known = self.storage.load("identity", _Identity).get("")
        if known is not None:
            return known
        identity = _Identity(
            bot_id=1_000_000_000 + secrets.randbelow(6_000_000_000),
            secret="AA" + secrets.token_hex(17)[:33],
            user_id=100_000_000 + secrets.randbelow(800_000_000),
        )
        with self.storage.change():
            self.storage.put("identity", "", identity)
        return identity

    # Chats and messages

    def find_chat(self, chat_id: str | None) -> Chat:
        """Raises ApiError where there is no such chat."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        try:
            return self._chats[int(chat_id)]
        except (ValueError, KeyError):
            raise bad_request("chat not found") from None

    def find_message(self, chat_id: int, message_id: int | None) -> StoredMessage | None:
        return self._messages.get((chat_id, message_id)) if message_id is not None else None

    def history(self, chat_id: int) -> list[StoredMessage]:
        """The messages of a chat, oldest first."""
        found = [stored for (chat, _), stored in self._messages.items() if chat == chat_id]
        return sorted(found, key=lambda stored: stored.message.message_id)

    def next_message_id(self) -> int:
        """A number never given before. Must be called within a change of the storage."""
        self._last_message_id += 1
        self.storage.put("counter", "message_id", self._last_message_id)
        return self._last_message_id

    def keep_message(self, message: Message, *, edits: int = 0) -> None:
        """Add a message to its chat, or put it in the place of its earlier version."""
        stored = StoredMessage(message=message, edits=edits)
        self.storage.put("message", f"{message.chat.id}/{message.message_id}", stored)
        self._messages[message.chat.id, message.message_id] = stored
        self.live.publish({"event": "message", "chat_id": message.chat.id, "message_id": message.message_id})

    def delete_message(self, message: Message) -> None:
        self.storage.delete("message", f"{message.chat.id}/{message.message_id}")
        del self._messages[message.chat.id, message.message_id]
        self.live.publish({"event": "deleted", "chat_id": message.chat.id, "message_id": message.message_id})

    # Taps on buttons

    def add_tap(self, message: Message, data: str) -> Tap:
        """Must be called within a change of the storage."""
        now = self.clock()
        for old in [tap for tap in self._taps.values() if tap.at < now - _FORGET_TAPS_AFTER]:
            self.storage.delete("tap", old.query_id)
            del self._taps[old.query_id]
        query_id = str(secrets.randbits(62))
        self._keep_tap(
            Tap(query_id=query_id, chat_id=message.chat.id, message_id=message.message_id, data=data, at=now)
        )
        query = CallbackQuery(
            id=query_id, sender=self.user, message=message, chat_instance=str(message.chat.id), data=data
        )
        self.updates.add(callback_query=query)
        return self._taps[query_id]

    def answer_tap(self, query_id: str, answer: CallbackAnswer) -> None:
        """Raises ApiError where the tap is unknown, answered already, or too old."""
        tap = self._taps.get(query_id)
        if tap is None or tap.answer is not None or self.clock() - tap.at > CALLBACK_SECONDS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self._keep_tap(msgspec.structs.replace(tap, answer=answer))
        self.live.publish({"event": "answer", "query_id": query_id, "text": answer.text, "alert": answer.show_alert})

    def find_tap(self, query_id: str) -> Tap | None:
        return self._taps.get(query_id)

    def _keep_tap(self, tap: Tap) -> None:
        self.storage.put("tap", tap.query_id, tap)
        self._taps[tap.query_id] = tap

    # The bot's commands

    def commands(self, scope: str, language: str) -> tuple[BotCommand, ...]:
        return self._commands.get(f"{scope}|{language}", ())

    def set_commands(self, scope: str, language: str, commands: tuple[BotCommand, ...]) -> None:
        """An empty list deletes."""
        key = f"{scope}|{language}"
        if commands:
            self.storage.put("commands", key, commands)
            self._commands[key] = commands
        else:
            self.storage.delete("commands", key)
            self._commands.pop(key, None)
        self.live.publish({"event": "commands"})
