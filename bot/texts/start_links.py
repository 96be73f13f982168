"""What a deep link says: `https://t.me/BOT?start=PAYLOAD` begins with a style that everybody may use, and settings.

A payload does nothing that the same words in a message would not do, so anybody may make one up: it names a style by
its public name, which is all that leads to it, never one that somebody keeps for themselves; it begins no painting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from bot.texts import recipe
from bot.texts.style_names import as_name, asking_for
from engine.settings import TransferSettings

LONGEST: Final = 64  #: characters, by Telegram's rule
_PLAIN: Final = re.compile(r"[A-Za-z0-9-]+")
_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_STYLE: Final = "y"
_STYLE_OF_OTHER_SCRIPT: Final = "u"  #: in Punycode
_PAINTING: Final = "a"
_JOB: Final = re.compile(r"[0-9a-f]{16}")
#: The letter of each setting of a recipe. No seed: it belongs to the photo that it was tried with.
_LETTERS: Final = {
    "preset": "p",
    "strength": "t",
    "colors": "c",
    "size": "z",
    "iterations": "i",
    "style_scale": "k",
    "init": "b",
    "faces": "f",
}
_NAMES: Final = {letter: name for name, letter in _LETTERS.items()}


@dataclass(frozen=True)
class Start:
    """What a payload asks for."""

    words: str = ""  #: a recipe, as in a message
    painting: str | None = None  #: the id of a job whose painting its owner wants to see again


def of_style(style: str, settings: TransferSettings | None) -> str | None:
    """The payload that begins with this style and these settings, if any. What does not fit is left out; None where
    not even the style's name does.
    """
    first = _of_name(style)
    if len(first) > LONGEST:
        return None
    written = {} if settings is None else recipe.pairs(settings)
    payload = first
    for name, letter in _LETTERS.items():
        longer = f"{payload}_{letter}{written[name]}" if name in written else payload
        payload = longer if len(longer) <= LONGEST else payload
    return payload


def of_painting(job_id: str) -> str:
    """The payload by which somebody gets a painting of theirs once more."""
    return f"{_PAINTING}{job_id}"


def read(payload: str) -> Start | None:
    """What a payload asks for; None for one that this bot did not make."""
    if _PAYLOAD.fullmatch(payload) is None:
        return None
    if payload[0] == _PAINTING and _JOB.fullmatch(payload[1:]):
        return Start(painting=payload[1:])
    words = [_words(field[0], field[1:]) for field in payload.split("_") if field]
    known = [word for word in words if word is not None]
    return Start(words=" ".join(known)) if known else None


def link(bot_name: str, payload: str | None = None) -> str:
    """The address that opens the chat with the bot."""
    return f"https://t.me/{bot_name}" + (f"?start={payload}" if payload is not None else "")


def sharing(address: str, words: str) -> str:
    """The address by which Telegram's apps ask for a chat, and write this there."""
    return f"https://t.me/share/url?{urlencode({'url': address, 'text': words})}"


def _of_name(style: str) -> str:
    if _PLAIN.fullmatch(style):
        return f"{_STYLE}{style}"
    return f"{_STYLE_OF_OTHER_SCRIPT}{style.encode('punycode').decode()}"


def _words(letter: str, value: str) -> str | None:
    """The recipe words of one field; None for an empty or unknown one, such as one of a later version."""
    if letter in (_STYLE, _STYLE_OF_OTHER_SCRIPT):
        name = as_name(value if letter == _STYLE else _of_other_script(value))
        return None if name is None else asking_for(name)
    setting = _NAMES.get(letter)
    return recipe.assigned(setting, value) if setting is not None and value else None


def _of_other_script(value: str) -> str:
    """The style's name in Punycode, decoded; empty where it is no Punycode."""
    try:
        return value.encode().decode("punycode")
    except (ValueError, OverflowError):
        return ""
