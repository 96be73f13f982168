"""Which buttons have a color: those that paint, those that agree, and those that end or delete something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from telegram.constants import KeyboardButtonStyle

from bot.transport.verbs import Verb

_PAINT = (Verb.START, Verb.START_SERIES, Verb.EXAMPLE, Verb.TAKE, Verb.RETRY, Verb.PAINT)
_AGREE = (Verb.KEEP, Verb.RIGHT, Verb.SHARE)
_END = (Verb.CANCEL, Verb.STOP_SERIES, Verb.DROP, Verb.ERASE, Verb.DELETE_STYLE, Verb.UNSHARE)

PAINTING: Final = KeyboardButtonStyle.PRIMARY  #: of what paints, by a link, too

#: The color of a button by its verb; all others look as Telegram's apps have it.
COLORS: Final[Mapping[Verb, KeyboardButtonStyle]] = {
    **dict.fromkeys(_PAINT, PAINTING),
    **dict.fromkeys(_AGREE, KeyboardButtonStyle.SUCCESS),
    **dict.fromkeys(_END, KeyboardButtonStyle.DANGER),
}
