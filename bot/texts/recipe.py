"""The recipe of a picture in words: `iterations=300 size=768 preset=standard`, in a caption, a message or a result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from bot.texts.style_names import asking_for
from engine.presets import PRESETS
from engine.settings import Range, TransferSettings

STANDARD = "standard"  #: the preset of those who chose none

_PAIR = re.compile(r"\b(\w+)\s*=\s*([^\s,;]+)")

Value = int | str
#: What a setting may be: a whole number within a range, or one of some words.
Allowed = Range | tuple[str, ...]


@dataclass(frozen=True)
class Mistake:
    """A value that is not allowed. `allowed` is None when there is no such setting."""

    name: str
    value: str
    allowed: Allowed | None


@dataclass(frozen=True)
class Recipe:
    """What a text says about settings; anything else in the text is left alone."""

    settings: Mapping[str, Value]
    mistakes: tuple[Mistake, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.settings or self.mistakes)


def write(settings: TransferSettings) -> str:
    """The line that, sent back with two photos by anybody, paints with these settings again.

    It names a preset, because that sets everything which it does not mention.
    """
    return " ".join(f"{name}={value}" for name, value in pairs(settings).items())


def line(settings: TransferSettings, style: str | None) -> str:
    """The same, with the style, where it has a name for everybody."""
    return " ".join([write(settings), *([asking_for(style)] if style is not None else [])])


def pairs(settings: TransferSettings) -> dict[str, Value]:
    """The recipe's settings by name: those that differ from the preset's, and always iterations and size."""
    preset = preset_of(settings)
    usual = values(PRESETS[preset or STANDARD])
    own = values(settings)
    named: dict[str, Value] = {"iterations": own.pop("iterations"), "size": own.pop("size")}
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


def read(text: str | None, allowed: Mapping[str, Allowed]) -> Recipe:
    """The settings in a text. Only `name=value` counts, so that an ordinary caption is no mistake."""
    settings: dict[str, Value] = {}
    mistakes = []
    for name, written in _PAIR.findall((text or "").lower()):
        known = allowed.get(name)
        words = written.rstrip(".")
        value = None if known is None else read_value(words, known)
        if value is None:
            mistakes.append(Mistake(name, words, known))
        else:
            settings[name] = value
    return Recipe(settings, tuple(mistakes))


def read_value(text: str, allowed: Allowed) -> Value | None:
    """The number or word, if it is allowed, otherwise None."""
    text = text.strip().lower()
    if isinstance(allowed, Range):
        return _read_number(text, allowed)
    return next((word for word in allowed if word == text), None)


def _read_number(text: str, allowed: Range) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= len(f"{allowed.high:.0f}")):
        return None
    number = int(text)
    return number if allowed.low <= number <= allowed.high else None


def values(settings: TransferSettings) -> dict[str, Value]:
    """Everything that a recipe can mention, by name, but for the preset; no strength where none was asked for."""
    measured: dict[str, Value] = {} if settings.strength is None else {"strength": round(settings.strength)}
    return {
        "iterations": settings.iterations,
        "size": settings.size,
        **measured,
        "colors": settings.colours,
        "stroke": round(100 * settings.style_scale),
        "begin": settings.initial_image,
        "seed": settings.seed,
    }


def _unmentioned(settings: TransferSettings) -> TransferSettings:
    """With the defaults in the place of everything that a recipe mentions, and of what the operator chooses."""
    plain = TransferSettings()
    return msgspec.structs.replace(
        settings,
        iterations=plain.iterations,
        size=plain.size,
        strength=plain.strength,
        colours=plain.colours,
        style_scale=plain.style_scale,
        initial_image=plain.initial_image,
        seed=plain.seed,
        features=plain.features,
    )


def _extent(settings: TransferSettings) -> tuple[int, int]:
    return settings.iterations, settings.size
