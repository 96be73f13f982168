"""Telegram's limits on what a bot may send. Every function raises ApiError, worded as Telegram does."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.sandbox.abilities import Abilities
from bot.sandbox.entities import FormattedText, parse, utf16_length
from bot.sandbox.errors import bad_request
from bot.sandbox.objects import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
)
from bot.sandbox.parameters import Parameters

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_DATA_BYTES = 64
MAX_COPIED = 256  # characters
MAX_CALLBACK_ANSWER = 200
MAX_INLINE_QUERY = 256  # characters
_MAX_BUTTONS = 100
_BUTTON_STYLES = frozenset({"danger", "success", "primary"})
_KEYBOARD = "reply keyboard markup"


def message_text(parameters: Parameters) -> FormattedText:
    """The text of a message: 1 to 4096 UTF-16 units after parsing (the stricter reading of "characters")."""
    _refuse_explicit_entities(parameters, "entities")
    formatted = parse(parameters.text("text") or "", parameters.text("parse_mode"))
    if not formatted.text:
        raise bad_request("message text is empty")
    if utf16_length(formatted.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return formatted


def caption(text: str | None, parse_mode: str | None) -> FormattedText:
    """A caption: up to 1024 UTF-16 units after parsing."""
    formatted = parse(text or "", parse_mode)
    if utf16_length(formatted.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return formatted


def _refuse_explicit_entities(parameters: Parameters, name: str) -> None:
    if parameters.json(name, "entities"):
        raise bad_request(f"the sandbox does not know the parameter {name}: use parse_mode")


def reply_markup(parameters: Parameters, abilities: Abilities) -> InlineKeyboardMarkup | None:
    """The inline keyboard of a request, or None."""
    return keyboard(parameters.json("reply_markup", _KEYBOARD), abilities)


def keyboard(markup: Any, abilities: Abilities) -> InlineKeyboardMarkup | None:
    """A keyboard as JSON. The sandbox has no others than inline keyboards."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        raise bad_request("the sandbox knows no keyboards but inline keyboards")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if sum(len(row) for row in rows) > _MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    made = tuple(tuple(_button(button, abilities) for button in row) for row in rows if row)
    return InlineKeyboardMarkup(inline_keyboard=made) if made else None


def _button(button: Any, abilities: Abilities) -> InlineKeyboardButton:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    style = button.get("style")
    if style is not None and (style not in _BUTTON_STYLES or not abilities.colors):
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    return InlineKeyboardButton(text=text, style=style, **_what_it_does(button, abilities))


def _what_it_does(button: dict[str, Any], abilities: Abilities) -> dict[str, Any]:
    """The one field that says what the button does, as a dictionary. Raises ApiError."""
    data, url = button.get("callback_data"), button.get("url")
    if isinstance(data, str):
        if not 1 <= len(data.encode()) <= MAX_CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"callback_data": data}
    copied = button.get("copy_text")
    if isinstance(copied, dict):
        line = copied.get("text")
        if not isinstance(line, str) or not 1 <= len(line) <= MAX_COPIED:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return {"copy_text": CopyTextButton(text=line)}
    switch = button.get("switch_inline_query_chosen_chat")
    if isinstance(switch, dict):
        return {"switch_inline_query_chosen_chat": _switch(switch, abilities)}
    if isinstance(url, str):
        if not url.startswith(("http://", "https://", "tg://")):
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return {"url": url}
    raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def _switch(given: dict[str, Any], abilities: Abilities) -> SwitchInlineQueryChosenChat:
    """A button that leads into another chat; refused, as by Telegram, for a bot without inline mode."""
    try:
        switch = msgspec.convert(given, SwitchInlineQueryChosenChat)
    except msgspec.ValidationError:
        raise bad_request("can't parse inline keyboard button: wrong SwitchInlineQueryChosenChat") from None
    if not any((switch.allow_user_chats, switch.allow_bot_chats, switch.allow_group_chats, switch.allow_channel_chats)):
        raise bad_request("can't parse inline keyboard button: At least one chat type must be allowed")
    if len(switch.query or "") > MAX_INLINE_QUERY:
        raise bad_request("BUTTON_DATA_INVALID")
    if not abilities.inline:
        raise bad_request("BUTTON_TYPE_INVALID")
    return switch
