"""The chats as their readers see them, in the form that the page and the tests use."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from bot.sandbox.inline import AskedInline
from bot.sandbox.methods.commands import commands_shown
from bot.sandbox.objects import InlineKeyboardMarkup, Json, Message, PhotoSize, User, to_json
from bot.sandbox.rooms import Room
from bot.sandbox.state import Sandbox, StoredMessage
from bot.sandbox.user_side.posting import Seat


def whole_state(seat: Seat) -> Json:
    sandbox = seat.sandbox
    return {
        "revision": sandbox.live.revision(seat.chat.id),
        "bot": to_json(sandbox.bot),
        "privacy_mode": sandbox.privacy_mode,
        "abilities": to_json(sandbox.abilities.now),
        "user": to_json(seat.user),
        "people": to_json(sandbox.rooms.people),
        "chat_id": seat.chat.id,
        "rooms": room_list(sandbox, seat.user),
        "commands": to_json(commands_shown(sandbox, seat.room, seat.user)),
        "messages": [visible_message(stored, sandbox) for stored in sandbox.history(seat.chat.id)],
    }


def room_list(sandbox: Sandbox, user: User) -> list[Json]:
    """The chats of a person."""
    return [visible_room(sandbox, room) for room in sandbox.rooms.of_person(user.id)]


def visible_room(sandbox: Sandbox, room: Room) -> Json:
    last = sandbox.last_message(room.chat.id)
    return {
        "chat_id": room.chat.id,
        "kind": room.chat.type,
        "title": sandbox.bot.first_name if room.is_private else room.chat.title,
        "members": room.members,
        "bot_status": room.bot_status,
        "is_forum": room.chat.is_forum or (room.is_private and sandbox.abilities.now.topics),
        "reactions": room.reactions,
        "topics": to_json(room.topics),
        "last": last and {"message_id": last.message_id, "date": last.date, "text": _gist(last)},
    }


def visible_message(stored: StoredMessage, sandbox: Sandbox) -> Json:
    """A message without what its reader cannot see. Files are named by addresses on this server."""
    message = stored.message
    reply = message.reply_to_message
    if reply is not None and reply.forum_topic_created is not None:
        reply = None  # clients do not show what is so for every message of a topic
    return {
        "message_id": message.message_id,
        "thread_id": message.message_thread_id if message.is_topic_message else None,
        "from_bot": message.sender.is_bot,
        "sender": {"id": message.sender.id, "name": message.sender.first_name},
        "date": message.date,
        "edits": stored.edits,
        "service": _service(message),
        "text": message.text or message.caption or "",
        "is_caption": message.text is None,
        "entities": to_json(message.entities or message.caption_entities),
        "media_group_id": message.media_group_id,
        "reply_to": reply
        and {
            "message_id": reply.message_id,
            "from_bot": reply.sender.is_bot,
            "name": reply.sender.first_name,
            "text": _gist(reply),
        },
        "via_bot": message.via_bot.username if message.via_bot is not None else None,
        "reaction": stored.reaction,
        "buttons": _buttons(message.reply_markup),
        "media": _media(message),
    }


def visible_offer(asked: AskedInline) -> Json:
    """What the bot offers to send; None in its place until it has answered."""
    offer = asked.offer
    if offer is None:
        return {"query_id": asked.query.id, "offer": None}
    results = [
        {"id": each.id, "title": each.title, "description": each.description, "url": _address(each.photo[-1].file_id)}
        for each in offer.results
    ]
    return {"query_id": asked.query.id, "offer": {"results": results, "button": to_json(offer.button)}}


def _service(message: Message) -> str | None:
    """What the chat says about itself."""
    name = message.sender.first_name
    if message.new_chat_members:
        newcomers = ", ".join(user.first_name for user in message.new_chat_members)
        return f"{name} added {newcomers}"
    if message.left_chat_member is not None:
        return f"{name} removed {message.left_chat_member.first_name}"
    if message.group_chat_created:
        return f"{name} created the group"
    if message.forum_topic_created is not None:
        return f"{name} opened the topic {message.forum_topic_created.name}"
    if message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None:
        return "The group became a supergroup"
    return None


def _media(message: Message) -> Json | None:
    """The one file of a message: its kind, its address, and what there is to say of it."""
    if message.photo:
        largest = message.photo[-1]
        kind = "live_photo" if message.live_photo is not None else "photo"
        film = _address(message.live_photo.file_id) if message.live_photo is not None else None
        return _file(kind, largest.file_id, width=largest.width, height=largest.height, film=film)
    for kind in ("animation", "document", "sticker", "video", "video_note", "voice"):  # an animation is a document too
        file = getattr(message, kind)
        if file is not None:
            return _described(kind, file)
    if message.contact is not None:
        return {"kind": "contact", "url": None, "name": f"{message.contact.first_name} {message.contact.phone_number}"}
    if message.location is not None:
        where = message.location
        return {"kind": "location", "url": None, "name": f"{where.latitude:.4f}, {where.longitude:.4f}"}
    return None


def _described(kind: str, file: Any) -> Json:
    thumbnail: PhotoSize | None = getattr(file, "thumbnail", None)
    return _file(
        kind,
        file.file_id,
        name=getattr(file, "file_name", None),
        mime_type=getattr(file, "mime_type", None),
        size=file.file_size,
        width=getattr(file, "width", getattr(file, "length", None)),
        height=getattr(file, "height", getattr(file, "length", None)),
        thumbnail=_address(thumbnail.file_id) if thumbnail is not None else None,
        moves=getattr(file, "is_animated", False) or getattr(file, "is_video", False),
    )


def _file(kind: str, file_id: str, **facts: Any) -> Json:
    return {"kind": kind, "url": _address(file_id), **facts}


def _address(file_id: str) -> str:
    return f"/sandbox/files/{quote(file_id)}"


def _gist(message: Message) -> str:
    """A few words for a quotation."""
    words = message.text or message.caption or _service(message)
    if words:
        words = " ".join(words.split())
        return words if len(words) <= 80 else words[:79] + "…"
    media = _media(message)
    return media["kind"].replace("_", " ").capitalize() if media is not None else ""


def _buttons(markup: InlineKeyboardMarkup | None) -> list[list[Json]]:
    return [[to_json(button) for button in row] for row in markup.inline_keyboard] if markup is not None else []
