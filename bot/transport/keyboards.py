"""Keyboards that the Bot API server takes: one that is older than some kind of button refuses the whole message."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.transport.errors import ButtonsRefused

log = logging.getLogger(__name__)
T = TypeVar("T")
Keyboard = InlineKeyboardMarkup | None


class Keyboards:
    """Remembers what was refused, until the bot starts again."""

    def __init__(self) -> None:
        self.colored = True  #: buttons may have colors
        self.switching = True  #: buttons may lead into another chat with an inline query

    async def show(self, keyboard: Keyboard, call: Callable[[Keyboard], Awaitable[T]]) -> T:
        """Make a call with this keyboard, and once more with a simpler one as often as Telegram refuses its buttons.
        Raises ButtonsRefused where nothing is left to leave out.
        """
        while True:
            fitted = self._fitted(keyboard)
            try:
                return await call(fitted)
            except ButtonsRefused as error:
                if not self._gives_up(fitted, error):
                    raise

    def _fitted(self, keyboard: Keyboard) -> Keyboard:
        if keyboard is None or (self.colored and self.switching):
            return keyboard
        rows = [[self._plain(key) for key in row if self.switching or not _switches(key)] for row in _rows(keyboard)]
        return InlineKeyboardMarkup([row for row in rows if row])

    def _plain(self, key: InlineKeyboardButton) -> InlineKeyboardButton:
        if self.colored or key.style is None:
            return key
        return InlineKeyboardButton.de_json({**key.to_dict(), "style": None})

    def _gives_up(self, refused: Keyboard, error: ButtonsRefused) -> bool:
        """Leave out, from now on, what Telegram refused of this keyboard; False where nothing can be left out."""
        has_colors = any(key.style is not None for key in _keys(refused))
        has_switches = any(map(_switches, _keys(refused)))
        if has_switches and (error.is_about_kinds or not has_colors):
            log.warning("buttons that share a picture are refused, and left out from now on: %s", error)
            self.switching = False
        elif has_colors:
            log.warning("colors of buttons are refused, and left out from now on: %s", error)
            self.colored = False
        return has_colors or has_switches


def _rows(keyboard: InlineKeyboardMarkup) -> Iterator[tuple[InlineKeyboardButton, ...]]:
    yield from keyboard.inline_keyboard


def _keys(keyboard: Keyboard) -> list[InlineKeyboardButton]:
    return [] if keyboard is None else [key for row in _rows(keyboard) for key in row]


def _switches(key: InlineKeyboardButton) -> bool:
    return key.switch_inline_query_chosen_chat is not None
