"""Groups and who is in them: making them, adding and removing the bot, topics, the step to a supergroup."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.sandbox.errors import UserError
from bot.sandbox.objects import Message
from bot.sandbox.rooms import BotStatus, Room, Topic
from bot.sandbox.state import Sandbox
from bot.sandbox.user_side.posting import Seat, open_topic, post_service


def create_group(
    sandbox: Sandbox, title: str, members: Sequence[int], *, kind: str = "supergroup", forum: bool = False
) -> Room:
    """The first of the members makes it, with the others and the bot in it from the start."""
    with sandbox.storage.change():
        room = sandbox.rooms.add_group(title, members, kind=kind, forum=forum)
        founder = sandbox.rooms.person(room.members[0])
        room = sandbox.rooms.keep(msgspec.structs.replace(room, bot_status=BotStatus.LEFT))
        room = sandbox.change_bot_status(room, BotStatus.MEMBER, founder)
        seat = Seat(sandbox, founder, room)
        if kind == "group":
            post_service(seat, group_chat_created=True)
        else:
            post_service(seat, new_chat_members=(sandbox.bot,))
    return room


def add_member(seat: Seat, user_id: int) -> Room:
    """Somebody in the group lets another person in."""
    if seat.room.is_private:
        raise UserError("Nobody can be added to a private chat.")
    newcomer = seat.sandbox.rooms.person(user_id)
    if user_id in seat.room.members:
        raise UserError(f"{newcomer.first_name} is in this chat already.")
    with seat.sandbox.storage.change():
        room = seat.sandbox.rooms.keep(msgspec.structs.replace(seat.room, members=(*seat.room.members, user_id)))
        post_service(seat, new_chat_members=(newcomer,))
        seat.sandbox.live.publish({"event": "rooms"})
    return room


def change_bot(seat: Seat, status: BotStatus) -> Room:
    """Block or unblock it in private; in a group add it, remove it or make it an administrator."""
    if seat.room.is_private and status not in (BotStatus.MEMBER, BotStatus.KICKED):
        raise UserError("In a private chat one can only block and unblock.")
    with seat.sandbox.storage.change():
        was_in = seat.room.bot_status.is_in
        room = seat.sandbox.change_bot_status(seat.room, status, seat.user)
        if not room.is_private and was_in != status.is_in:
            bot = seat.sandbox.bot
            changed = {"new_chat_members": (bot,)} if status.is_in else {"left_chat_member": bot}
            post_service(Seat(seat.sandbox, seat.user, room), **changed)
    return room


def allow_reactions(seat: Seat, on: bool) -> Room:
    """Switch reactions in a group on or off, as its administrators do."""
    if seat.room.is_private:
        raise UserError("In a private chat all reactions are allowed.")
    with seat.sandbox.storage.change():
        room = seat.sandbox.rooms.keep(msgspec.structs.replace(seat.room, reactions=on))
        seat.sandbox.live.publish({"event": "rooms"})
    return room


def create_topic(seat: Seat, name: str) -> Message:
    if not (seat.chat.is_forum or (seat.room.is_private and seat.sandbox.abilities.now.topics)):
        raise UserError("Only a forum has topics, or a private chat with a bot for which they are switched on.")
    if not 1 <= len(name.strip()) <= 128:
        raise UserError("A topic's name has 1 to 128 characters.")
    with seat.sandbox.storage.change():
        message = open_topic(seat, name.strip())
        topic = Topic(thread_id=message.message_id, name=name.strip())
        seat.sandbox.rooms.keep(msgspec.structs.replace(seat.room, topics=(*seat.room.topics, topic)))
        seat.sandbox.live.publish({"event": "rooms"})
    return message


def delete_topic(seat: Seat, thread_id: int) -> None:
    """Delete a topic with all its messages, as a person who may manage topics does."""
    if thread_id not in {topic.thread_id for topic in seat.room.topics}:
        raise UserError("There is no such topic.")
    sandbox = seat.sandbox
    with sandbox.storage.change():
        for stored in sandbox.history(seat.chat.id):
            if stored.message.message_thread_id == thread_id:
                sandbox.delete_message(stored.message)
        left = tuple(topic for topic in seat.room.topics if topic.thread_id != thread_id)
        sandbox.rooms.keep(msgspec.structs.replace(seat.room, topics=left))
        sandbox.live.publish({"event": "rooms"})


def migrate(sandbox: Sandbox, room: Room) -> Room:
    """A group becomes a supergroup: a new chat with a new id, and the old one is closed to everybody."""
    if room.chat.type != "group" or room.moved_to is not None:
        raise UserError("Only a group can become a supergroup.")
    with sandbox.storage.change():
        founder = sandbox.rooms.person(room.members[0])
        new = sandbox.rooms.add_group(room.chat.title or "", room.members, kind="supergroup")
        new = sandbox.rooms.keep(msgspec.structs.replace(new, bot_status=room.bot_status))
        post_service(Seat(sandbox, founder, room), migrate_to_chat_id=new.chat.id)
        sandbox.rooms.keep(msgspec.structs.replace(room, moved_to=new.chat.id))
        post_service(Seat(sandbox, founder, new), migrate_from_chat_id=room.chat.id)
        sandbox.live.publish({"event": "rooms"})
    return new
