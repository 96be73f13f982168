"""Answers to inline queries."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.inline import InlineResult, Offer, StartButton
from bot.sandbox.methods.media import take_photo
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Sandbox
from bot.sandbox.validation import caption, keyboard

_MOST_RESULTS = 50
_MOST_BYTES = 64  #: of a result's id, and of the offset
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def answer_inline_query(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Offers photos that were sent before; the sandbox has no other results."""
    if not sandbox.abilities.now.inline:
        raise bad_request("USER_BOT_INVALID")
    query_id = parameters.text("inline_query_id") or ""
    given = parameters.json("results", "inline query results")
    if not isinstance(given, list):
        raise bad_request("can't parse inline query results JSON object: expected an Array")
    if len(given) > _MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len((parameters.text("next_offset") or "").encode()) > _MOST_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    sandbox.inline.check(query_id)
    results = [await _result(sandbox, result) for result in given]
    if len({result.id for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    offer = Offer(results=tuple(results), button=_button(parameters.json("button", "inline query results button")))
    with sandbox.storage.change():
        sandbox.inline.answer(query_id, offer)
    return True


async def _result(sandbox: Sandbox, given: Any) -> InlineResult:
    if not isinstance(given, dict):
        raise bad_request("can't parse inline query result: expected an Object")
    number, file_id = given.get("id"), given.get("photo_file_id")
    if not isinstance(number, str) or not 1 <= len(number.encode()) <= _MOST_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if given.get("type") != "photo" or not isinstance(file_id, str):
        raise bad_request("can't parse inline query result: the sandbox knows no results but cached photos")
    below = caption(given.get("caption"), given.get("parse_mode"))
    photo = (await take_photo(sandbox, file_id))["photo"]
    return InlineResult(
        id=number,
        photo=photo,
        title=str(given.get("title") or ""),
        description=str(given.get("description") or ""),
        caption=below.text,
        caption_entities=below.entities,
        reply_markup=keyboard(given.get("reply_markup"), sandbox.abilities.now),
    )


def _button(given: Any) -> StartButton | None:
    if given is None:
        return None
    if not isinstance(given, dict) or not str(given.get("text") or "").strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    start = given.get("start_parameter")
    if not isinstance(start, str) or _START_PARAMETER.fullmatch(start) is None:
        raise bad_request("START_PARAM_INVALID")
    return StartButton(text=given["text"], start_parameter=start)
