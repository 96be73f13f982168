"""Everything the sandbox is: who is there, what was said, what waits. It survives a restart of the server."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import msgspec

from bot.sandbox.abilities import BotAbilities
from bot.sandbox.calls import CallLog
from bot.sandbox.faults import Faults
from bot.sandbox.guests import Guests
from bot.sandbox.inline import InlineQueries
from bot.sandbox.live import Live
from bot.sandbox.objects import BotCommand, Chat, ChatMemberUpdated, Message, User
from bot.sandbox.privacy import is_meant_for, names
from bot.sandbox.rates import Rates
from bot.sandbox.rooms import BotStatus, Room, Rooms, bot_membership
from bot.sandbox.storage import Storage
from bot.sandbox.taps import Taps
from bot.sandbox.telegram_files import TelegramFiles
from bot.sandbox.updates import SandboxUpdates
from bot.sandbox.webhooks import Webhook


class StoredMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as the chat shows it now, how often it was edited, and the bot's reaction to it."""

    message: Message
    edits: int = 0
    reaction: str | None = None  #: an emoji


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
        self.updates = SandboxUpdates(self.storage)
        self.webhook = Webhook(self.storage, self.updates, clock)
        self.live = Live()
        self.taps = Taps(self.storage, self.updates, self.live, clock)
        self.inline = InlineQueries(self.updates, self.live, clock)
        self.abilities = BotAbilities(self.storage)
        self.guests = Guests(self.storage, self.updates, clock)
        self.rooms = Rooms(self.storage)
        self.rates = Rates(clock)
        self.faults = Faults()
        self.calls = CallLog()
        self.privacy_mode = self.storage.load("privacy_mode", bool).get("", True)
        identity = self._identity()
        self.token = f"{identity.bot_id}:{identity.secret}"
        self.bot = User(id=identity.bot_id, is_bot=True, first_name="Stylegram", username="stylegram_sandbox_bot")
        self._first_person = identity.user_id
        if not self.rooms.people:
            with self.storage.change():
                self.rooms.add_person("You", user_id=identity.user_id)
        self._messages: dict[int, dict[int, StoredMessage]] = defaultdict(dict)
        for stored in self.storage.load("message", StoredMessage).values():
            self._messages[stored.message.chat.id][stored.message.message_id] = stored
        self._counters = self.storage.load("counter", int)
        self._commands = self.storage.load("commands", tuple[BotCommand, ...])

    @property
    def user(self) -> User:
        """The person who is there from the start, and at the page unless somebody else is chosen."""
        return self.rooms.person(self._first_person)

    @property
    def chat(self) -> Chat:
        """Their private chat with the bot."""
        return self.rooms.room(self._first_person).chat

    def close(self) -> None:
        self.live.close()
        self.updates.close()

    def set_privacy_mode(self, on: bool) -> None:
        """Whether the bot sees only what is meant for it in groups. Must be called within a change of the storage."""
        self.storage.put("privacy_mode", "", on)
        self.privacy_mode = on

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
        """A chat that the bot may write to. Raises ApiError otherwise."""
        room = self.rooms.find(chat_id)
        if (refusal := room.refusal()) is not None:
            raise refusal
        return room.chat

    def find_message(self, chat_id: int, message_id: int | None) -> StoredMessage | None:
        return self._messages[chat_id].get(message_id) if message_id is not None else None

    def history(self, chat_id: int) -> list[StoredMessage]:
        """The messages of a chat, oldest first."""
        return [self._messages[chat_id][number] for number in sorted(self._messages[chat_id])]

    def last_message(self, chat_id: int) -> Message | None:
        messages = self._messages[chat_id]
        return messages[max(messages)].message if messages else None

    def next_message_id(self, chat: Chat) -> int:
        """A number never given before in that chat. Must be called within a change of the storage.

        A supergroup counts for itself, all other chats of a bot together: a number alone does not say which message.
        """
        counter = f"message_id/{chat.id}" if chat.type == "supergroup" else "message_id"
        self._counters[counter] = self._counters.get(counter, 0) + 1
        self.storage.put("counter", counter, self._counters[counter])
        return self._counters[counter]

    def keep_message(self, message: Message, *, edits: int = 0) -> None:
        """Add a message to its chat, or put it in the place of its earlier version."""
        before = self.find_message(message.chat.id, message.message_id)
        self._keep(StoredMessage(message=message, edits=edits, reaction=before.reaction if before else None))

    def react(self, stored: StoredMessage, emoji: str | None) -> None:
        """Set the bot's reaction to a message; None removes it."""
        self._keep(msgspec.structs.replace(stored, reaction=emoji))

    def delete_message(self, message: Message) -> None:
        self.storage.delete("message", f"{message.chat.id}/{message.message_id}")
        del self._messages[message.chat.id][message.message_id]
        self.live.publish({"event": "deleted", "chat_id": message.chat.id, "message_id": message.message_id})

    def _keep(self, stored: StoredMessage) -> None:
        chat_id, message_id = stored.message.chat.id, stored.message.message_id
        self.storage.put("message", f"{chat_id}/{message_id}", stored)
        self._messages[chat_id][message_id] = stored
        self.live.publish({"event": "message", "chat_id": chat_id, "message_id": message_id})

    # What the bot hears of

    def tell_bot(self, message: Message) -> None:
        """Make an update of a message, where the bot gets to see it."""
        room = self.rooms.room(message.chat.id)
        if room.bot_status.is_in and (room.is_private or self._sees(room, message)):
            self.updates.add("message", message)
        elif not room.bot_status.is_in and self.abilities.now.guests and names(self.bot, message):
            self.guests.ask(message)

    def _sees(self, room: Room, message: Message) -> bool:
        if not self.privacy_mode or room.bot_status is BotStatus.ADMINISTRATOR:
            return True
        return is_meant_for(self.bot, message, message.reply_to_message)

    def change_bot_status(self, room: Room, status: BotStatus, by: User) -> Room:
        """Change what the bot is in a chat, and make the update that tells it. Returns the chat."""
        if status is room.bot_status:
            return room
        changed = ChatMemberUpdated(
            chat=room.chat,
            sender=by,
            date=int(self.clock()),
            old_chat_member=bot_membership(self.bot, room.bot_status),
            new_chat_member=bot_membership(self.bot, status),
        )
        self.updates.add("my_chat_member", changed)
        self.live.publish({"event": "rooms"})
        return self.rooms.keep(msgspec.structs.replace(room, bot_status=status))

    # The bot's commands

    def commands(self, scope: str, language: str) -> tuple[BotCommand, ...]:
        return self._commands.get(f"{scope}|{language}", ())

    def set_commands(self, scope: str, language: str, commands: tuple[BotCommand, ...]) -> None:
        """Set the commands for this scope and language; an empty list deletes them."""
        key = f"{scope}|{language}"
        if commands:
            self.storage.put("commands", key, commands)
            self._commands[key] = commands
        else:
            self.storage.delete("commands", key)
            self._commands.pop(key, None)
        self.live.publish({"event": "commands"})
