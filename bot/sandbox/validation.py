"""Telegram's limits on what a bot may send. Every function raises ApiError, worded as Telegram does."""

from __future__ import annotations

from typing import Any

from bot.sandbox.entities import FormattedText, parse, utf16_length
from bot.sandbox.errors import bad_request
from bot.sandbox.objects import InlineKeyboardButton, InlineKeyboardMarkup
from bot.sandbox.parameters import Parameters

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_DATA_BYTES = 64
MAX_CALLBACK_ANSWER = 200
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


def reply_markup(parameters: Parameters) -> InlineKeyboardMarkup | None:
    """The inline keyboard of a request, or None. The sandbox has no other keyboards."""
    markup = parameters.json("reply_markup", _KEYBOARD)
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
    keyboard = tuple(tuple(_button(button) for button in row) for row in rows if row)
    return InlineKeyboardMarkup(inline_keyboard=keyboard) if keyboard else None


def _button(button: Any) -> InlineKeyboardButton:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    style = button.get("style")
    if style is not None and style not in _BUTTON_STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    data, url = button.get("callback_data"), button.get("url")
    if isinstance(data, str):
        if not 1 <= len(data.encode()) <= MAX_CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return InlineKeyboardButton(text=text, callback_data=data, style=style)
    if isinstance(url, str):
        if not url.startswith(("http://", "https://", "tg://")):
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return InlineKeyboardButton(text=text, url=url, style=style)
    raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
