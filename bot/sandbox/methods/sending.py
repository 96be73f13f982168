"""New messages from the bot."""

from __future__ import annotations

import secrets
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.media import (
    Take,
    take_animation,
    take_document,
    take_input_media,
    take_live_photo,
    take_photo,
    take_sticker,
)
from bot.sandbox.objects import Chat, Message
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Sandbox
from bot.sandbox.threads import place_in_threads
from bot.sandbox.validation import caption, message_text, reply_markup

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_ALBUM_KINDS: dict[str, Take] = {"photo": take_photo, "document": take_document}
_ALBUM_SIZES = range(2, 11)


async def send_message(sandbox: Sandbox, parameters: Parameters) -> Message:
    chat = sandbox.find_chat(parameters.text("chat_id"))
    text = message_text(parameters)
    return _post(sandbox, chat, parameters, [{"text": text.text, "entities": text.entities}])[0]


async def send_photo(sandbox: Sandbox, parameters: Parameters) -> Message:
    return await _send_file(sandbox, parameters, "photo", take_photo)


async def send_document(sandbox: Sandbox, parameters: Parameters) -> Message:
    return await _send_file(sandbox, parameters, "document", take_document)


async def send_animation(sandbox: Sandbox, parameters: Parameters) -> Message:
    return await _send_file(sandbox, parameters, "animation", take_animation)


async def send_live_photo(sandbox: Sandbox, parameters: Parameters) -> Message:
    return await _send_file(
        sandbox,
        parameters,
        "live_photo",
        lambda _, video: take_live_photo(sandbox, video, parameters.upload_or_reference("photo")),
    )


async def send_sticker(sandbox: Sandbox, parameters: Parameters) -> Message:
    """It has no words below it."""
    chat = sandbox.find_chat(parameters.text("chat_id"))
    reply_markup(parameters, sandbox.abilities.now)
    _check_place(sandbox, chat, parameters)
    content = await take_sticker(sandbox, parameters.upload_or_reference("sticker"))
    return _post(sandbox, chat, parameters, [content])[0]


async def send_media_group(sandbox: Sandbox, parameters: Parameters) -> list[Message]:
    """An album: 2 to 10 photos, or as many documents."""
    chat = sandbox.find_chat(parameters.text("chat_id"))
    media = parameters.json("media", "InputMedia")
    if not isinstance(media, list) or not media:
        raise bad_request("there are no messages to send")
    if len(media) not in _ALBUM_SIZES:
        raise bad_request("an album must have from 2 to 10 items")
    if len({item.get("type") for item in media if isinstance(item, dict)}) > 1:
        raise bad_request("Document can't be mixed with other media types")
    if parameters.text("reply_markup"):
        raise bad_request("an album cannot have a keyboard")
    _check_place(sandbox, chat, parameters)
    group = {"media_group_id": str(secrets.randbits(62))}
    contents = [await take_input_media(sandbox, parameters, item, _ALBUM_KINDS) | group for item in media]
    return _post(sandbox, chat, parameters, contents)


async def send_chat_action(sandbox: Sandbox, parameters: Parameters) -> bool:
    chat = sandbox.find_chat(parameters.text("chat_id"))
    action = parameters.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    sandbox.live.publish({"event": "action", "chat_id": chat.id, "action": action})
    return True


async def _send_file(sandbox: Sandbox, parameters: Parameters, kind: str, take: Take) -> Message:
    chat = sandbox.find_chat(parameters.text("chat_id"))
    below = caption(parameters.text("caption"), parameters.text("parse_mode"))
    reply_markup(parameters, sandbox.abilities.now)
    _check_place(sandbox, chat, parameters)
    content = await take(sandbox, parameters.upload_or_reference(kind))
    content |= {"caption": below.text or None, "caption_entities": below.entities}
    return _post(sandbox, chat, parameters, [content])[0]


def _check_place(sandbox: Sandbox, chat: Chat, parameters: Parameters) -> None:
    _thread(sandbox, chat, parameters)
    _replied_message(sandbox, chat, parameters)


def _post(sandbox: Sandbox, chat: Chat, parameters: Parameters, contents: list[dict[str, Any]]) -> list[Message]:
    """Post the messages. All checks come before a message takes a number, so that a refusal leaves no gap; the chat is
    checked again, since somebody may have blocked the bot meanwhile.
    """
    sandbox.find_chat(str(chat.id))
    markup = reply_markup(parameters, sandbox.abilities.now)
    thread_id = _thread(sandbox, chat, parameters)
    place = place_in_threads(sandbox, chat, thread_id, _replied_message(sandbox, chat, parameters))
    messages = []
    with sandbox.storage.change():
        for content in contents:
            message = Message(
                message_id=sandbox.next_message_id(chat),
                sender=sandbox.bot,
                chat=chat,
                date=int(sandbox.clock()),
                reply_markup=markup,
                **place,
                **content,
            )
            sandbox.keep_message(message)
            messages.append(message)
    return messages


def _thread(sandbox: Sandbox, chat: Chat, parameters: Parameters) -> int | None:
    thread_id = parameters.integer("message_thread_id")
    if thread_id is None:
        return None
    opening = sandbox.find_message(chat.id, thread_id)
    in_forum = opening is not None and opening.message.forum_topic_created is not None
    right_chat = in_forum if chat.type == "private" else chat.type == "supergroup" and in_forum == chat.is_forum
    if opening is None or not right_chat:
        raise bad_request("message thread not found")
    return thread_id


def _replied_message(sandbox: Sandbox, chat: Chat, parameters: Parameters) -> Message | None:
    reply = parameters.json("reply_parameters", "reply parameters")
    if reply is None:
        return None
    if not isinstance(reply, dict) or not isinstance(reply.get("message_id"), int):
        raise bad_request("can't parse reply parameters: Can't find field \"message_id\"")
    if reply.get("chat_id", chat.id) != chat.id:
        raise bad_request("chat not found")
    replied = sandbox.find_message(chat.id, reply["message_id"])
    if replied is not None:
        return replied.message
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
