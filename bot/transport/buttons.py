"""What a button carries becomes `v1:<verb>:<subject>` (at most 64 bytes), and comes back, here alone.

The subject is the fields of the kind, in their order, joined by dots.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, get_args, get_type_hints

from telegram import InlineKeyboardButton

from bot.jobs.region_parts import PhotoPart
from bot.jobs.setting_limits import SETTINGS
from bot.languages import Language
from bot.texts.recipe import FORMER_NAMES
from bot.transport.button_kinds import ALL, HANDLE, Button, PanelStep, RoleButton, SettingsButton
from bot.transport.colors import COLORS
from bot.transport.verbs import Verb

VERSION = "v1"
MAX_BYTES = 64
LONGEST_NUMBER = 18  #: digits: the store can hold them

_WORD = re.compile(r"[0-9A-Za-z_-]+")
_NUMBER = re.compile(r"0|[1-9][0-9]*")


def button(label: str, carried: Button) -> InlineKeyboardButton:
    """A button of Telegram's that carries this, in the color of its verb."""
    return InlineKeyboardButton(label, callback_data=encode(carried), style=COLORS.get(carried.verb))


def mark(picture: str) -> str:
    """Stands for a picture in a button: enough of its sha256 to tell it apart from the few others of one person."""
    return picture[:8]


def encode(carried: Button) -> str:
    """The data of a button. Raises ValueError where it is longer than Telegram allows."""
    match carried:
        case SettingsButton(owner, step, value) if value is not None:
            parts: list[object] = [owner, f"{step}={value}"]
        case _:
            values = (getattr(carried, field.name) for field in fields(carried) if field.name != "verb")
            parts = [value for value in values if value is not None]
    data = f"{VERSION}:{carried.verb}:{'.'.join(map(str, parts))}"
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"a button cannot carry {data!r}")
    return data


def verb_of(data: str | None) -> Verb | None:
    """What data asks for, even if its subject makes no sense; None for another version, and for what is made up."""
    version, _, rest = (data or "").partition(":")
    verb, _, _ = rest.partition(":")
    return Verb(verb) if version == VERSION and verb in set(Verb) else None


def decode(data: str | None) -> Button | None:
    """What a button carries; None for one of another version, or made up by a strange client."""
    verb = verb_of(data)
    if data is None or verb is None:
        return None
    parts = data.removeprefix(f"{VERSION}:{verb}:").split(".")
    try:
        return _decoded(verb, parts)
    except ValueError:
        return None


def _decoded(verb: Verb, parts: list[str]) -> Button:
    """Raises ValueError where the parts are not those of the kind, in number or in form."""
    kind: type[Any] = KINDS[verb]
    if kind is SettingsButton:
        owner, written = parts
        step, has_value, value = written.partition("=")
        step = FORMER_NAMES.get(step, step)
        if step not in (SETTINGS if has_value else (*SETTINGS, *PanelStep)):
            raise ValueError(step)
        return SettingsButton(_signed(owner), step, _word(value) if has_value else None)
    names = _parts_of(kind)
    values: dict[str, Any] = {}
    if kind is RoleButton and len(parts) == len(names) - 1:  # of an earlier version
        names.remove("draft")
        values["draft"] = None
    values |= {name: _READ[name](part) for name, part in zip(names, parts, strict=True)}
    if kind is RoleButton and not (values["draft"] or HANDLE).startswith(HANDLE):
        raise ValueError(values["draft"])
    made: Button = kind(**values) if "verb" in vars(kind) else kind(**values, verb=verb)
    return made


def _parts_of(kind: type[Button]) -> list[str]:
    return [field.name for field in fields(kind) if field.name != "verb"]


def _verbs_of(kind: type[Button]) -> list[Verb]:
    """The verb of a kind, or those between which its verb tells."""
    return [vars(kind)["verb"]] if "verb" in vars(kind) else _flat(get_type_hints(kind)["verb"])


def _flat(verbs: Any) -> list[Verb]:
    return [verbs] if isinstance(verbs, Verb) else [verb for part in get_args(verbs) for verb in _flat(part)]


def _word(part: str) -> str:
    if _WORD.fullmatch(part) is None:
        raise ValueError(part)
    return part


def _number(part: str) -> int:
    if _NUMBER.fullmatch(part) is None or len(part) > LONGEST_NUMBER:
        raise ValueError(part)
    return int(part)


def _signed(part: str) -> int:
    digits = part.removeprefix("-")
    return _number(part) if digits == part or digits == "0" else -_number(digits)


def _choice(part: str) -> int | str:
    return part if part == ALL else _number(part)


#: How the fields of the kinds are read.
_READ: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(("job", "series", "draft", "photo", "picture", "mask"), _word),
    **dict.fromkeys(("number", "style", "page"), _number),
    "owner": _signed,
    "choice": _choice,
    "part": PhotoPart,
    "language": Language,
}
#: The kind of each verb.
KINDS: Mapping[Verb, type[Button]] = {verb: kind for kind in get_args(Button) for verb in _verbs_of(kind)}
