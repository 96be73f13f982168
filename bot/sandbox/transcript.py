"""The chat as its reader sees it, in the form that the page and the tests use."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from bot.sandbox.methods.commands import commands_shown_to_user
from bot.sandbox.objects import InlineKeyboardMarkup, Json, Message, to_json
from bot.sandbox.state import Sandbox, StoredMessage


def whole_state(sandbox: Sandbox) -> Json:
    return {
        "revision": sandbox.live.revision,
        "bot": to_json(sandbox.bot),
        "user": to_json(sandbox.user),
        "commands": to_json(commands_shown_to_user(sandbox)),
        "messages": [visible_message(stored, sandbox) for stored in sandbox.history(sandbox.chat.id)],
    }


def visible_message(stored: StoredMessage, sandbox: Sandbox) -> Json:
    """A message without what its reader cannot see. Files are named by addresses on this server."""
    message = stored.message
    reply = message.reply_to_message
    return {
        "message_id": message.message_id,
        "from_bot": message.sender.is_bot,
        "date": message.date,
        "edits": stored.edits,
        "text": message.text or message.caption or "",
        "is_caption": message.text is None,
        "entities": to_json(message.entities or message.caption_entities),
        "media_group_id": message.media_group_id,
        "reply_to": reply and {"message_id": reply.message_id, "from_bot": reply.sender.is_bot, "text": _gist(reply)},
        "buttons": _buttons(message.reply_markup),
        "media": _media(message),
    }


def _media(message: Message) -> Json | None:
    """The one file of a message: its kind, its address, and what there is to say of it."""
    if message.photo:
        largest = message.photo[-1]
        return _file("photo", largest.file_id, width=largest.width, height=largest.height)
    if message.animation is not None:
        return _file("animation", message.animation.file_id, name=message.animation.file_name)
    if message.document is not None:
        document = message.document
        thumbnail = document.thumbnail
        return _file(
            "document",
            document.file_id,
            name=document.file_name,
            mime_type=document.mime_type,
            size=document.file_size,
            thumbnail=_address(thumbnail.file_id) if thumbnail is not None else None,
        )
    if message.sticker is not None:
        return _file("sticker", message.sticker.file_id)
    if message.video is not None:
        return _file("video", message.video.file_id, name=message.video.file_name)
    if message.voice is not None:
        return _file("voice", message.voice.file_id)
    return None


def _file(kind: str, file_id: str, **facts: Any) -> Json:
    return {"kind": kind, "url": _address(file_id), **facts}


def _address(file_id: str) -> str:
    return f"/sandbox/files/{quote(file_id)}"


def _gist(message: Message) -> str:
    """A few words for a quotation."""
    words = message.text or message.caption
    if words:
        return words if len(words) <= 80 else words[:79] + "…"
    media = _media(message)
    return media["kind"].title() if media is not None else ""


def _buttons(markup: InlineKeyboardMarkup | None) -> list[list[Json]]:
    return [[to_json(button) for button in row] for row in markup.inline_keyboard] if markup is not None else []
