"""Answers to taps on buttons."""

from __future__ import annotations

from bot.sandbox.entities import utf16_length
from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Sandbox
from bot.sandbox.taps import CallbackAnswer
from bot.sandbox.validation import MAX_CALLBACK_ANSWER


async def answer_callback_query(sandbox: Sandbox, parameters: Parameters) -> bool:
    text = parameters.text("text") or ""
    if utf16_length(text) > MAX_CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = CallbackAnswer(text=text, show_alert=parameters.boolean("show_alert"))
    with sandbox.storage.change():
        sandbox.taps.answer(parameters.text("callback_query_id") or "", answer)
    return True
