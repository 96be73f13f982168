"""The people of the sandbox and the chats in which they meet the bot."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from bot.sandbox.errors import ApiError, UserError, bad_request
from bot.sandbox.objects import Chat, ChatMember, User
from bot.sandbox.storage import Storage

_ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
_KINDS = {"group": "group chat", "supergroup": "supergroup chat"}


class BotStatus(StrEnum):
    """What the bot is in a chat. A person who blocks the bot has kicked it, as the Bot API puts it."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def is_in(self) -> bool:
        return self in (BotStatus.MEMBER, BotStatus.ADMINISTRATOR)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """`language_chosen`: it stays, whatever the browser speaks."""

    user: User
    language_chosen: bool = False


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    thread_id: int  #: the id of the message that opened it
    name: str


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A chat, who is in it, and what the bot is there."""

    chat: Chat
    members: tuple[int, ...]
    bot_status: BotStatus = BotStatus.MEMBER
    topics: tuple[Topic, ...] = ()
    reactions: bool = True  #: its administrators allow reactions
    moved_to: int | None = None  #: the supergroup that a group became

    @property
    def is_private(self) -> bool:
        return self.chat.type == "private"

    def refusal(self) -> ApiError | None:
        """What the bot hears when it writes here, or None where it may."""
        if self.moved_to is not None:
            upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
            return ApiError(400, upgraded, {"migrate_to_chat_id": self.moved_to})
        if self.bot_status.is_in:
            return None
        if self.is_private:
            return ApiError(403, "Forbidden: bot was blocked by the user")
        kind = _KINDS[self.chat.type]
        if self.bot_status is BotStatus.KICKED:
            return ApiError(403, f"Forbidden: bot was kicked from the {kind}")
        return ApiError(403, f"Forbidden: bot is not a member of the {kind}")


class Rooms:
    """All people and chats. Changes must be made within a change of the storage."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._people = storage.load("person", Person)
        self._rooms = {room.chat.id: room for room in storage.load("room", Room).values()}

    # People

    @property
    def people(self) -> tuple[User, ...]:
        """All people, in the order in which they came."""
        return tuple(person.user for person in self._people.values())

    def add_person(self, name: str, *, user_id: int | None = None, language: str | None = None) -> User:
        """A new person, who has a private chat with the bot from the start."""
        user = User(
            id=user_id or _new_id(), is_bot=False, first_name=_checked_name(name), language_code=language or "en"
        )
        self._keep_person(Person(user=user, language_chosen=language is not None))
        self.keep(Room(chat=Chat(id=user.id, type="private", first_name=user.first_name), members=(user.id,)))
        return user

    def person(self, user_id: int) -> User:
        """The person with this id. Raises UserError where there is none."""
        try:
            return self._people[str(user_id)].user
        except KeyError:
            raise UserError("There is no such person.") from None

    def speak(self, user_id: int, language: str) -> None:
        """The language, as a tag, that the person's messages carry from now on, unless one was chosen for them."""
        person = self._people.get(str(user_id))
        if person is not None and not person.language_chosen and person.user.language_code != language:
            user = msgspec.structs.replace(person.user, language_code=language)
            with self._storage.change():
                self._keep_person(msgspec.structs.replace(person, user=user))

    def _keep_person(self, person: Person) -> None:
        self._storage.put("person", str(person.user.id), person)
        self._people[str(person.user.id)] = person

    # Chats

    def add_group(self, title: str, members: Iterable[int], *, kind: str, forum: bool = False) -> Room:
        """A new group with these members. Raises UserError where that is not possible."""
        if kind not in _KINDS:
            raise UserError("A chat of several people is a group or a supergroup.")
        if forum and kind != "supergroup":
            raise UserError("Only a supergroup has topics.")
        known = tuple(dict.fromkeys(self.person(user_id).id for user_id in members))
        if not known:
            raise UserError("A group needs somebody in it.")
        number = -_new_id() if kind == "group" else -1_000_000_000_000 - _new_id()
        chat = Chat(id=number, type=kind, title=_checked_name(title), is_forum=forum)
        return self.keep(Room(chat=chat, members=known))

    def find(self, chat_id: str | None) -> Room:
        """A chat by the parameter of a method, whatever the bot may do there. Raises ApiError."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        try:
            return self._rooms[int(chat_id)]
        except (ValueError, KeyError):
            raise bad_request("chat not found") from None

    def room(self, chat_id: int) -> Room:
        """The chat with this id. Raises UserError where there is none."""
        try:
            return self._rooms[chat_id]
        except KeyError:
            raise UserError("There is no such chat.") from None

    def of_person(self, user_id: int) -> list[Room]:
        """The chats that a person sees; a group that became a supergroup is only shown as that."""
        return [room for room in self._rooms.values() if user_id in room.members and room.moved_to is None]

    def keep(self, room: Room) -> Room:
        """Add a chat, or put it in the place of its earlier state."""
        self._storage.put("room", str(room.chat.id), room)
        self._rooms[room.chat.id] = room
        return room


def bot_membership(user: User, status: BotStatus) -> ChatMember:
    """The Bot API's description of what somebody is in a chat."""
    if status is BotStatus.ADMINISTRATOR:
        rights = dict.fromkeys(_ADMINISTRATOR_RIGHTS, True)
        return ChatMember(status=status, user=user, is_anonymous=False, can_be_edited=False, **rights)
    return ChatMember(status=status, user=user, until_date=0 if status is BotStatus.KICKED else None)


def _new_id() -> int:
    return 100_000_000 + secrets.randbelow(800_000_000)


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= 64:
        raise UserError("A name has 1 to 64 characters.")
    return name
