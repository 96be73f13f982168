"""The panel of settings, as words and buttons: pure. A tap leads from one view to the next in the same message."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.jobs.setting_limits import SETTINGS, UserLimits, takes_strength
from bot.texts import recipe
from bot.texts.look_up import Texts
from bot.texts.recipe import Allowed, Value
from bot.transport.button_kinds import PanelStep, SettingsButton
from bot.transport.buttons import button
from engine.presets import CLASSIC_NAME
from engine.settings import Range, TransferSettings

#: Values for examples in words, where the operator allows them.
EXAMPLES: dict[str, Value] = {
    "preset": "fine",
    "iterations": 300,
    "size": 512,
    "strength": 60,
    "colors": "keep",
    "style_scale": 150,
    "init": "content",
    "faces": "painted",
    "seed": 1,
}
#: Values on buttons, as far as they are allowed.
NUMBERS: dict[str, tuple[int, ...]] = {
    "iterations": (100, 200, 300, 500, 1000, 2000),
    "size": (256, 384, 512, 768, 1024, 2048),
    "strength": (0, 20, 40, 60, 80, 100),
    "style_scale": (50, 75, 100, 150, 200, 300),
}
DEFAULT = "default"  #: takes a choice back
SETTINGS_IN_A_ROW, NUMBERS_IN_A_ROW, WORDS_IN_A_ROW = 2, 3, 2

View = tuple[str, InlineKeyboardMarkup]


def opener(owner: int, texts: Texts) -> InlineKeyboardMarkup:
    """A button that opens the panel, for a message that says something else."""
    return InlineKeyboardMarkup([[button(texts.say("panel-open"), SettingsButton(owner, PanelStep.OPEN))]])


def whole(owner: int, settings: TransferSettings, texts: Texts) -> View:
    """All settings, each with a button that leads to its values."""
    values = shown(settings)
    keys = [
        button(texts.say(f"panel-{name}", value=label(name, value, texts)), SettingsButton(owner, name))
        for name, value in values.items()
    ]
    rows = _rows(keys, SETTINGS_IN_A_ROW)
    rows.append([button(texts.say("panel-reset"), SettingsButton(owner, PanelStep.RESET))])
    return texts.say("settings", recipe=recipe.write(settings)), InlineKeyboardMarkup(rows)


def single(owner: int, name: str, settings: TransferSettings, limits: UserLimits, texts: Texts) -> View:
    """One setting: what it means, and its values to choose from."""
    allowed, present = limits.allowed[name], shown(settings)[name]
    keys = [
        button(("✓ " if value == present else "") + label(name, value, texts), SettingsButton(owner, name, str(value)))
        for value in choices(name, allowed)
    ]
    rows = _rows(keys, NUMBERS_IN_A_ROW if isinstance(allowed, Range) else WORDS_IN_A_ROW)
    rows.append([button(texts.say("panel-all"), SettingsButton(owner, PanelStep.ALL))])
    return explanation(name, present, allowed, texts), InlineKeyboardMarkup(rows)


def explanation(name: str, present: Value, allowed: Allowed, texts: Texts) -> str:
    """What a setting is at the moment, as the panel says it, then what it may be, and an example."""
    spans = {"low": f"{allowed.low:g}", "high": f"{allowed.high:g}"} if isinstance(allowed, Range) else {}
    lacks_classic = name == "preset" and not isinstance(allowed, Range) and CLASSIC_NAME not in allowed
    key = "setting-preset-without-classic" if lacks_classic else f"setting-{name}"
    is_now = texts.say(f"panel-{name}", value=label(name, present, texts))
    return "\n".join([is_now, texts.say(key, example=str(example(name, allowed)), **spans)])


def choices(name: str, allowed: Allowed) -> tuple[Value, ...]:
    """The values to offer on buttons."""
    if not isinstance(allowed, Range):
        return allowed
    numbers = tuple(number for number in NUMBERS[name] if allowed.low <= number <= allowed.high)
    return (DEFAULT, *numbers) if name == "strength" else numbers


def example(name: str, allowed: Allowed) -> Value:
    """A usual value that the operator's limits allow."""
    usual = EXAMPLES[name]
    return int(min(usual, allowed.high)) if isinstance(usual, int) and isinstance(allowed, Range) else usual


def shown(settings: TransferSettings) -> dict[str, Value]:
    """The value of each setting that can be chosen at present, by name."""
    values = {"preset": recipe.preset_of(settings) or recipe.STANDARD, "strength": DEFAULT, **recipe.values(settings)}
    return {
        name: values[name] for name in SETTINGS if name in values and (name != "strength" or takes_strength(settings))
    }


def label(name: str, value: Value, texts: Texts) -> str:
    """A value as a button shows it."""
    if isinstance(value, int):
        return f"{value} %" if name in recipe.PERCENT else str(value)
    return texts.say(f"choice-{name}-{value}")


def _rows(keys: list[InlineKeyboardButton], width: int) -> list[list[InlineKeyboardButton]]:
    return [keys[start : start + width] for start in range(0, len(keys), width)]
