"""The answer to a guest query: one message in a chat of which the bot is no member."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.objects import Json, Message
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Sandbox
from bot.sandbox.threads import place_in_threads
from bot.sandbox.validation import keyboard, message_text

_MOST_BYTES = 64  #: of a result's id


async def answer_guest_query(sandbox: Sandbox, parameters: Parameters) -> Json:
    """Send a text, which comes as an article: the sandbox takes no other results here."""
    query_id = parameters.text("guest_query_id") or ""
    given = parameters.json("result", "inline query result")
    if not isinstance(given, dict):
        raise bad_request("can't parse inline query result: expected an Object")
    content = _article(sandbox, given)
    asked = sandbox.guests.check(query_id)
    chat = asked.chat
    thread = asked.message_thread_id if asked.is_topic_message else None
    with sandbox.storage.change():
        message = Message(
            message_id=sandbox.next_message_id(chat),
            sender=sandbox.bot,
            chat=chat,
            date=int(sandbox.clock()),
            guest_bot_caller_user=asked.sender,
            **place_in_threads(sandbox, chat, thread, asked),
            **content,
        )
        sandbox.keep_message(message)
        return {"inline_message_id": sandbox.guests.answered(query_id, message)}


def _article(sandbox: Sandbox, given: dict[str, Any]) -> dict[str, Any]:
    number, content = given.get("id"), given.get("input_message_content")
    if not isinstance(number, str) or not 1 <= len(number.encode()) <= _MOST_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if given.get("type") != "article" or not isinstance(content, dict):
        raise bad_request("can't parse inline query result: the sandbox knows no results here but articles with a text")
    if not str(given.get("title") or "").strip():
        raise bad_request("can't parse inline query result: Can't find field \"title\"")
    words = {"text": str(content.get("message_text") or ""), "parse_mode": content.get("parse_mode")}
    text = message_text(Parameters(words))
    markup = keyboard(given.get("reply_markup"), sandbox.abilities.now)
    return {"text": text.text, "entities": text.entities, "reply_markup": markup}
