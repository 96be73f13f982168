"""Messages from people into chats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.entities import FormattedText, parse, utf16_length
from bot.sandbox.errors import UserError
from bot.sandbox.objects import Chat, Contact, ForumTopicCreated, Location, Message, User
from bot.sandbox.rooms import Room
from bot.sandbox.state import Sandbox
from bot.sandbox.threads import place_in_threads
from bot.sandbox.validation import MAX_CAPTION, MAX_TEXT


@dataclass(frozen=True)
class Seat:
    """Who acts, and where. `thread_id` is an open topic of a forum, or None outside topics."""

    sandbox: Sandbox
    user: User
    room: Room
    thread_id: int | None = None

    @property
    def chat(self) -> Chat:
        return self.room.chat


def take_seat(sandbox: Sandbox, user_id: int | None, chat_id: int | None, thread_id: int | None = None) -> Seat:
    """The seat of a person in a chat; None: the first person, and their private chat. Raises UserError."""
    user = sandbox.user if user_id is None else sandbox.rooms.person(user_id)
    room = sandbox.rooms.room(user.id if chat_id is None else chat_id)
    if room.moved_to is not None:
        raise UserError("This group has become a supergroup.")
    if user.id not in room.members:
        raise UserError(f"{user.first_name} is not in this chat.")
    if thread_id is not None and thread_id not in {topic.thread_id for topic in room.topics}:
        raise UserError("There is no such topic.")
    return Seat(sandbox, user, room, thread_id)


def send_text(seat: Seat, text: str, *, reply_to: int | None = None) -> Message:
    formatted = checked_text(text, MAX_TEXT)
    if not formatted.text:
        raise UserError("An empty message cannot be sent.")
    return post(seat, [{"text": formatted.text, "entities": formatted.entities}], reply_to=reply_to)[0]


def send_contact(seat: Seat, name: str, phone_number: str) -> Message:
    return post(seat, [{"contact": Contact(phone_number=phone_number, first_name=name)}])[0]


def send_location(seat: Seat, latitude: float, longitude: float) -> Message:
    return post(seat, [{"location": Location(latitude=latitude, longitude=longitude)}])[0]


def checked_text(text: str, limit: int = MAX_CAPTION) -> FormattedText:
    formatted = parse(text, None)
    if utf16_length(formatted.text) > limit:
        raise UserError(f"A text here has up to {limit} characters.")
    return formatted


def post(seat: Seat, contents: Sequence[dict[str, Any]], *, reply_to: int | None = None) -> list[Message]:
    """Put messages into the chat and their updates into the queue, all at once."""
    if seat.room.is_private and not seat.room.bot_status.is_in:
        raise UserError("You blocked the bot. Unblock it to write to it.")
    replied = seat.sandbox.find_message(seat.chat.id, reply_to)
    if reply_to is not None and replied is None:
        raise UserError("The message to reply to is gone.")
    place = place_in_threads(seat.sandbox, seat.chat, seat.thread_id, replied.message if replied is not None else None)
    with seat.sandbox.storage.change():
        return [_post_one(seat, content | place) for content in contents]


def post_service(seat: Seat, **content: Any) -> Message:
    """A message of the chat about itself. Must be called within a change of the storage."""
    return _post_one(seat, content)


def open_topic(seat: Seat, name: str) -> Message:
    """The message that opens a topic; its id is the topic's."""
    created = ForumTopicCreated(name=name, icon_color=0x6FB9F0)
    number = seat.sandbox.next_message_id(seat.chat)
    content = {"forum_topic_created": created, "message_thread_id": number, "is_topic_message": True}
    return _keep(seat, _message(seat, number, content))


def _post_one(seat: Seat, content: dict[str, Any]) -> Message:
    return _keep(seat, _message(seat, seat.sandbox.next_message_id(seat.chat), content))


def _message(seat: Seat, number: int, content: dict[str, Any]) -> Message:
    return Message(message_id=number, sender=seat.user, chat=seat.chat, date=int(seat.sandbox.clock()), **content)


def _keep(seat: Seat, message: Message) -> Message:
    seat.sandbox.keep_message(message)
    seat.sandbox.tell_bot(message)
    return message
