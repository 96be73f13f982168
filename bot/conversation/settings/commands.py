"""The settings of a person in a chat: a command for each, and the panel of buttons. They are kept until changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from bot.conversation.core.rewriting import rewrite
from bot.conversation.core.signs import acknowledge
from bot.conversation.core.turn import Turn
from bot.conversation.draft import drafts, waiting
from bot.conversation.draft.mistakes import mistake_text
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.conversation.settings import panel
from bot.conversation.settings.panel import View
from bot.jobs.limits import merged
from bot.jobs.model import Preferences
from bot.store import Transaction
from bot.texts import recipe
from bot.texts.recipe import Mistake, Value
from bot.transport.button_kinds import PanelStep, SettingsButton
from bot.transport.signs import Sign
from engine.settings import TransferSettings

RESET = "reset"  #: `/settings reset`
#: Settings whose new value has a sentence of its own.
SAVED_BY_NAME = ("iterations", "size")

Change = Callable[[Preferences], Preferences]


async def command(turn: Turn, name: str) -> None:
    """`/iterations`, `/colors` …: what the setting is and may be, or a new value."""
    settings = await _present(turn)
    if name not in panel.shown(settings):
        await turn.settle()
        await turn.answer(turn.texts.say("setting-balanced"))
    elif not turn.argument:
        await turn.settle()
        await turn.answer(*panel.single(turn.place.user_id, name, settings, turn.services.limits, turn.texts))
    else:
        await _set(turn, name, turn.argument)


async def settings(turn: Turn) -> None:
    """`/settings`: the panel; `/settings reset` goes back to the defaults."""
    if turn.argument.casefold() == RESET:
        present, _ = await turn.commit(partial(_save, turn, _all_taken_back))
    else:
        present = await _present(turn)
        await turn.settle()
    await turn.answer(*panel.whole(turn.place.user_id, present, turn.texts))


async def panel_tapped(turn: Turn, tap: SettingsButton) -> None:
    """A button of a panel."""
    change = _change_of(turn, tap)
    if change is None and tap.value is not None:
        await turn.end_tap("tap-unknown")
    elif change is not None:
        present, _ = await turn.commit(partial(_save, turn, change))
        await turn.answer_tap(turn.texts.say("tap-set"))
        await rewrite(turn, *panel.whole(tap.owner, present, turn.texts))
    else:
        present = await _present(turn)
        view = _view(turn, tap, present)
        await turn.settle()
        await turn.answer_tap()
        await (turn.answer(*view) if tap.step == PanelStep.OPEN else rewrite(turn, *view))


async def _set(turn: Turn, name: str, written: str) -> None:
    """Keep a value that somebody wrote. Two photos that waited for a good value start."""
    allowed = turn.services.ranges[name]
    value = None if written.casefold() == panel.DEFAULT else recipe.read_value(written, allowed, name)
    if value is None and written.casefold() != panel.DEFAULT:
        await turn.settle()
        mistake = Mistake(name, written, allowed)
        await turn.answer(mistake_text(mistake, turn.texts, command=True))
        return
    present, outcome = await turn.commit(partial(_save, turn, _setting(name, value)))
    lines = [_saved(turn, name, value, present)]
    buttons = None
    if outcome is not None and outcome.refusal is not None:
        text, buttons = describe(outcome, turn.services, turn.texts)
        lines.append(text)
    if len(lines) == 1:
        await acknowledge(turn, Sign.NOTED, lines[0])
    else:
        await turn.answer("\n".join(lines), buttons)


def _saved(turn: Turn, name: str, value: Value | None, present: TransferSettings) -> str:
    if value is not None and name in SAVED_BY_NAME:
        return turn.texts.say(f"setting-saved-{name}", value=value)
    return turn.texts.say("setting-saved", recipe=recipe.write(present))


def _change_of(turn: Turn, tap: SettingsButton) -> Change | None:
    """What a tap changes, if anything."""
    if tap.step == PanelStep.RESET:
        return _all_taken_back
    if tap.value == panel.DEFAULT:
        return _setting(tap.step, None)
    if tap.value is None:
        return None
    value = recipe.read_value(tap.value, turn.services.ranges[tap.step])
    return None if value is None else _setting(tap.step, value)


def _view(turn: Turn, tap: SettingsButton, present: TransferSettings) -> View:
    if tap.step in panel.shown(present):
        return panel.single(tap.owner, tap.step, present, turn.services.limits, turn.texts)
    return panel.whole(tap.owner, present, turn.texts)


async def _present(turn: Turn) -> TransferSettings:
    """The settings of this person's next picture here."""
    kept = await turn.services.store.read(lambda tx: tx.chats.preferences(turn.place.chat_id, turn.place.user_id))
    return turn.services.policy.settings_of(kept, Preferences())


async def _save(turn: Turn, change: Change, tx: Transaction) -> tuple[TransferSettings, Outcome | None]:
    """Keep what was changed; a draft with both photos starts with it."""
    chat_id, user_id = turn.place.chat_id, turn.place.user_id
    kept = change(await tx.chats.preferences(chat_id, user_id))
    await tx.chats.save_preferences(chat_id, user_id, kept)
    draft = await waiting.current(tx, turn.place, time.time())
    outcome = await advance(tx, turn.services, draft, time.time()) if drafts.is_complete(draft) else None
    return turn.services.policy.settings_of(kept, Preferences()), outcome


def _setting(name: str, value: Value | None) -> Change:
    return lambda kept: merged(kept, {name: value})


def _all_taken_back(_: Preferences) -> Preferences:
    return Preferences()
