"""New messages from the bot."""

from __future__ import annotations

import msgspec

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.media import take_document, take_photo
from bot.sandbox.objects import Chat, Message
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Sandbox
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


async def send_message(sandbox: Sandbox, parameters: Parameters) -> Message:
    chat = sandbox.find_chat(parameters.text("chat_id"))
    text = message_text(parameters)
    with sandbox.storage.change():
        message = _draft(sandbox, chat, parameters)
        return _post(sandbox, msgspec.structs.replace(message, text=text.text, entities=text.entities))


async def send_photo(sandbox: Sandbox, parameters: Parameters) -> Message:
    chat = sandbox.find_chat(parameters.text("chat_id"))
    below = caption(parameters.text("caption"), parameters.text("parse_mode"))
    _check_before_upload(sandbox, chat, parameters)
    photo = await take_photo(sandbox, parameters.upload_or_reference("photo"))
    with sandbox.storage.change():
        message = _draft(sandbox, chat, parameters)
        return _post(
            sandbox,
            msgspec.structs.replace(message, photo=photo, caption=below.text or None, caption_entities=below.entities),
        )


async def send_document(sandbox: Sandbox, parameters: Parameters) -> Message:
    chat = sandbox.find_chat(parameters.text("chat_id"))
    below = caption(parameters.text("caption"), parameters.text("parse_mode"))
    _check_before_upload(sandbox, chat, parameters)
    document = await take_document(sandbox, parameters.upload_or_reference("document"))
    with sandbox.storage.change():
        message = _draft(sandbox, chat, parameters)
        return _post(
            sandbox,
            msgspec.structs.replace(
                message, document=document, caption=below.text or None, caption_entities=below.entities
            ),
        )


async def send_chat_action(sandbox: Sandbox, parameters: Parameters) -> bool:
    chat = sandbox.find_chat(parameters.text("chat_id"))
    action = parameters.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    sandbox.live.publish({"event": "action", "chat_id": chat.id, "action": action})
    return True


def _check_before_upload(sandbox: Sandbox, chat: Chat, parameters: Parameters) -> None:
    reply_markup(parameters)
    _replied_message(sandbox, chat, parameters)


def _draft(sandbox: Sandbox, chat: Chat, parameters: Parameters) -> Message:
    """A message without content. Checks before it takes a number: what is refused leaves no gap."""
    markup = reply_markup(parameters)
    replied = _replied_message(sandbox, chat, parameters)
    return Message(
        message_id=sandbox.next_message_id(),
        sender=sandbox.bot,
        chat=chat,
        date=int(sandbox.clock()),
        reply_markup=markup,
        reply_to_message=replied,
    )


def _post(sandbox: Sandbox, message: Message) -> Message:
    sandbox.keep_message(message)
    return message


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
        return msgspec.structs.replace(replied.message, reply_to_message=None)
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
