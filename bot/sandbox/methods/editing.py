"""Changes of messages that the bot sent earlier."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.media import (
    NO_FILE,
    Take,
    take_animation,
    take_document,
    take_input_media,
    take_photo,
)
from bot.sandbox.objects import Message
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Sandbox
from bot.sandbox.validation import caption, message_text, reply_markup

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_KINDS: dict[str, Take] = {"photo": take_photo, "document": take_document, "animation": take_animation}


async def edit_message_text(sandbox: Sandbox, parameters: Parameters) -> Message | Literal[True]:
    text = message_text(parameters)
    message = _own_message(sandbox, parameters)
    if message.text is None:
        raise bad_request("there is no text in the message to edit")
    return _apply(sandbox, parameters, text=text.text, entities=text.entities)


async def edit_message_caption(sandbox: Sandbox, parameters: Parameters) -> Message | Literal[True]:
    below = caption(parameters.text("caption"), parameters.text("parse_mode"))
    message = _own_message(sandbox, parameters)
    if message.text is not None:
        raise bad_request("there is no caption in the message to edit")
    return _apply(sandbox, parameters, caption=below.text or None, caption_entities=below.entities)


async def edit_message_reply_markup(sandbox: Sandbox, parameters: Parameters) -> Message | Literal[True]:
    return _apply(sandbox, parameters)


async def edit_message_media(sandbox: Sandbox, parameters: Parameters) -> Message | Literal[True]:
    """Any message may become a photo, a live photo, a document or an animation, one with text too."""
    message = _own_message(sandbox, parameters)
    reply_markup(parameters, sandbox.abilities.now)
    media = parameters.json("media", "InputMedia")
    if media is None:
        raise bad_request("input media not specified")
    if parameters.text("inline_message_id") and parameters.uploads:
        raise bad_request("file can't be uploaded to an inline message; use a file_id or a URL")
    content = await take_input_media(sandbox, parameters, media, _KINDS, may_live=True)
    if message.media_group_id is not None and bool(message.photo) != ("photo" in content):
        raise bad_request("can't change media type in the album")
    return _apply(sandbox, parameters, **({"text": None, "entities": ()} | NO_FILE | content))


def _own_message(sandbox: Sandbox, parameters: Parameters) -> Message:
    inline_id = parameters.text("inline_message_id")
    if inline_id:  # wherever that chat is, and whether or not the bot is in it
        where = sandbox.guests.where(inline_id)
        inline = sandbox.find_message(where.chat_id, where.message_id)
        if inline is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return inline.message
    chat = sandbox.find_chat(parameters.text("chat_id"))
    message_id = parameters.integer("message_id")
    if message_id is None:
        raise bad_request("message identifier is not specified")
    stored = sandbox.find_message(chat.id, message_id)
    if stored is None:
        raise bad_request("message to edit not found")
    if stored.message.sender.id != sandbox.bot.id:
        raise bad_request("message can't be edited")
    return stored.message


def _apply(sandbox: Sandbox, parameters: Parameters, **content: Any) -> Message | Literal[True]:
    """Put the content in place. A keyboard that is not sent along is removed, as Telegram does.

    The message is looked up here, after any upload: it may have changed or gone meanwhile.
    """
    before = _own_message(sandbox, parameters)
    after = msgspec.structs.replace(before, reply_markup=reply_markup(parameters, sandbox.abilities.now), **content)
    if after == before:
        raise bad_request(_NOT_MODIFIED)
    after = msgspec.structs.replace(after, edit_date=int(sandbox.clock()))
    stored = sandbox.find_message(before.chat.id, before.message_id)
    assert stored is not None  # found above
    with sandbox.storage.change():
        sandbox.keep_message(after, edits=stored.edits + 1)
    return True if parameters.text("inline_message_id") else after
