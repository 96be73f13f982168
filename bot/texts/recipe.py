"""The recipe of a picture in words: `iterations=300 size=768 preset=standard`, in a caption, a message or a result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

import msgspec

from bot.texts.assignments import Assignment, assignments, narrowed, trimmed
from bot.texts.style_names import ASKED_BY, asking_for
from engine.presets import PRESETS
from engine.settings import Range, TransferSettings

STANDARD = "standard"  #: the preset of those who chose none

#: What a recipe can mention besides the preset, in the order in which it is shown: fields of TransferSettings and of
#: bot.jobs.model.Preferences.
MENTIONED = ("iterations", "size", "strength", "colors", "style_scale", "init", "faces", "seed")
#: Those of them that the instant preset takes.
OF_INSTANT = ("size", "colors", "faces")
#: Those that are said in percent. The engine and the command line have the factor, so they are written with their unit.
PERCENT = frozenset({"style_scale"})
#: In recipes only, and too much like "speed" and "need".
NEVER_BY_HAND = frozenset({"seed"})
#: What people write behind the number of a setting.
UNITS: Mapping[str, tuple[str, ...]] = {
    "size": ("px", "pixels", "pixel"),
    **dict.fromkeys(("strength", *PERCENT), ("%",)),
}
#: What settings were called in recipes, commands and buttons of before, which people have.
FORMER_NAMES: Mapping[str, str] = {"stroke": "style_scale", "begin": "init"}

_FACTOR = re.compile(r"[0-3]?[.,][0-9]{1,2}|[1-4]")  #: as the command line has it; no percentage is so small

_THOUSANDS_MARK = re.compile(r"(?<=\d)[,.'’](?=\d{3}(?!\d))")
_ALIKE = 0.75  #: of 1: how similar a name must be to be taken for a misspelling
_LIKE_ORDINARY_WORDS = 5  #: letters up to which a name is like too many words to be recognized without its value
_ABBREVIATED = 4  #: letters from which on the beginning of a name stands for it
_LONGEST_NAME = 24  #: letters of a word that may be a misspelled name

Value = int | str
#: What a setting may be: a whole number within a range, or one of some words.
Allowed = Range | tuple[str, ...]


@dataclass(frozen=True)
class Mistake:
    """A value that is not allowed, or a name that is misspelled."""

    name: str
    value: str
    allowed: Allowed | None  #: what the setting may be; None for a style
    meant: str | None = None  #: the setting whose name was misspelled


@dataclass(frozen=True)
class RecipeWords:
    """What a text says about settings; anything else in the text is left alone."""

    settings: Mapping[str, Value]
    mistakes: tuple[Mistake, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.settings or self.mistakes)


def write(settings: TransferSettings) -> str:
    """The line that, sent back with two photos by anybody, paints with these settings again.

    It names a preset, because that sets everything which it does not mention.
    """
    return line_of(pairs(settings))


def line_of(settings: Mapping[str, Value]) -> str:
    """These settings as a recipe has them."""
    return " ".join(assigned(name, value) for name, value in settings.items())


def assigned(name: str, value: Value) -> str:
    """One setting as recipes have it."""
    return f"{name}={value}%" if name in PERCENT else f"{name}={value}"


def line(settings: TransferSettings, style: str | None) -> str:
    """The line of `write`, and the style, where it has a name for everybody."""
    return " ".join([write(settings), *([asking_for(style)] if style is not None else [])])


def pairs(settings: TransferSettings) -> dict[str, Value]:
    """The recipe's settings by name: those that differ from the preset's, and always size and iterations, if any."""
    preset = preset_of(settings)
    usual = values(PRESETS[preset or STANDARD])
    own = values(settings)
    named: dict[str, Value] = {name: own.pop(name) for name in ("iterations", "size") if name in own}
    if preset is not None:
        named["preset"] = preset
    return named | {name: value for name, value in own.items() if usual.get(name) != value}


def preset_of(settings: TransferSettings) -> str | None:
    """The preset that sets what no recipe mentions, best the one with the same iterations and size.

    None for settings of earlier versions, when presets were others.
    """
    alike = [name for name, preset in PRESETS.items() if _unmentioned(preset) == _unmentioned(settings)]
    exact = [name for name in alike if _extent(PRESETS[name]) == _extent(settings)]
    usual = [STANDARD] if STANDARD in alike else alike
    return next(iter(exact or usual), None)


def read(text: str | None, allowed: Mapping[str, Allowed]) -> RecipeWords:
    """The settings in a text. Only `name=value` counts, and only with a name that there is, or one much like it: an
    ordinary caption, with whatever formulas and links, is no mistake.
    """
    settings: dict[str, Value] = {}
    mistakes = []
    for pair in assignments((text or "").lower()):
        name = FORMER_NAMES.get(pair.name, pair.name)
        known = allowed.get(name)
        if known is None:
            meant = None if pair.name == ASKED_BY else _meant(pair, allowed)
            if meant is not None:
                mistakes.append(Mistake(pair.name, pair.value, allowed.get(meant), meant))
            continue
        value = read_value(pair.value, known, name)
        if value is None:
            mistakes.append(Mistake(name, pair.value, known))
        else:
            settings[name] = value
    return RecipeWords(settings, tuple(dict.fromkeys(mistakes)))


def _meant(pair: Assignment, allowed: Mapping[str, Allowed]) -> str | None:
    """The setting whose name was misspelled: one of numbers needs a number, a short one a value of its own."""
    by_hand = (name for name in allowed if name not in NEVER_BY_HAND)
    found = nearest(pair.name, (ASKED_BY, *by_hand, *FORMER_NAMES)) or ""
    meant = FORMER_NAMES.get(found, found) or None
    values = allowed.get(meant or "")
    if isinstance(values, Range):
        return meant if any(character.isdigit() for character in pair.value) else None
    if values is not None and len(meant or "") <= _LIKE_ORDINARY_WORDS and read_value(pair.value, values) is None:
        return None
    return meant


def nearest(written: str, names: Iterable[str]) -> str | None:
    """The name of which this is a misspelling or an abbreviation; None where it is like none of them."""
    if len(written) > _LONGEST_NAME:
        return None
    names = tuple(names)
    if len(written) >= _ABBREVIATED:
        begun = next((name for name in names if name.startswith(written)), None)
        if begun is not None:
            return begun
    return next(iter(get_close_matches(written, names, n=1, cutoff=_ALIKE)), None)


def read_value(text: str, allowed: Allowed, name: str | None = None) -> Value | None:
    """The number or word, if it is allowed, otherwise None. With the `name` of the setting its unit may follow."""
    text = trimmed(narrowed(text).strip()).lower()
    if isinstance(allowed, Range):
        if name in PERCENT and _FACTOR.fullmatch(text):
            return _read_number(f"{100 * float(text.replace(',', '.')):.0f}", allowed)
        return _read_number(_without_unit(text, name), allowed)
    return next((word for word in allowed if word == text or _is_former(text, word)), None)


def _is_former(text: str, word: str) -> bool:
    """Whether the text is what this word was called in recipes of earlier versions."""
    with suppress(ValueError):
        return isinstance(word, StrEnum) and type(word)(text) is word
    return False


def _without_unit(text: str, name: str | None) -> str:
    for unit in UNITS.get(name or "", ()):
        if text.endswith(unit):
            return text[: -len(unit)].strip()
    return text


def _read_number(text: str, allowed: Range) -> int | None:
    text = _THOUSANDS_MARK.sub("", text) if text[:1] != "0" else text
    if not (text.isascii() and text.isdigit() and len(text) <= len(f"{allowed.high:.0f}")):
        return None
    number = int(text)
    return number if allowed.low <= number <= allowed.high else None


def values(settings: TransferSettings) -> dict[str, Value]:
    """Everything that a recipe can mention, by name, but for the preset; no strength where none was asked for.

    What is painted in an instant takes a few settings only.
    """
    found = {name: getattr(settings, name) for name in (OF_INSTANT if settings.is_instant else MENTIONED)}
    return {name: _said(name, value) for name, value in found.items() if value is not None}


def _said(name: str, value: float | str) -> Value:
    """A field's value as people say it."""
    if isinstance(value, str):
        return value
    return round(100 * value if name in PERCENT else value)


def field_value(name: str, said: Value) -> float | str:
    """What somebody said of a setting, as its field has it."""
    return said / 100 if isinstance(said, int) and name in PERCENT else said


def _unmentioned(settings: TransferSettings) -> TransferSettings:
    """With the defaults in the place of everything that a recipe mentions, and of what the operator chooses."""
    plain = TransferSettings()
    defaults: dict[str, Any] = {name: getattr(plain, name) for name in MENTIONED}
    features = settings.features if settings.is_instant else plain.features
    return msgspec.structs.replace(settings, **defaults, features=features)


def _extent(settings: TransferSettings) -> tuple[int, int]:
    return settings.iterations, settings.size
