"""The settings of a person in a chat: a command for each, and the panel of buttons. They are kept until changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from bot.conversation import drafts, panel
from bot.conversation.panel import Step, Tap, View
from bot.conversation.starting import Outcome, advance, describe, mistake_text, settings_of
from bot.conversation.turn import Turn
from bot.jobs.limits import merged
from bot.jobs.model import Preferences
from bot.store import Transaction
from bot.texts import recipe
from bot.texts.recipe import Mistake, Value
from bot.transport.pace import Urgency
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


async def panel_tapped(turn: Turn, subject: str) -> None:
    """A button of a panel; only the one whose settings it shows may use it."""
    tap = panel.read(subject)
    change = None if tap is None else _change_of(turn, tap)
    if tap is None or (change is None and tap.value is not None):
        await turn.end_tap("tap-unknown")
    elif tap.owner != turn.place.user_id:
        await turn.end_tap("tap-not-your-settings", alert=True)
    elif change is not None:
        present, _ = await turn.commit(partial(_save, turn, change))
        await turn.answer_tap(turn.texts.say("tap-set"))
        await _show(turn, panel.whole(tap.owner, present, turn.texts))
    else:
        present = await _present(turn)
        view = _view(turn, tap, present)
        await turn.settle()
        await turn.answer_tap()
        await (turn.answer(*view) if tap.step == Step.OPEN else _show(turn, view))


async def _set(turn: Turn, name: str, written: str) -> None:
    """Keep a value that somebody wrote. Two photos that waited for a good value start."""
    allowed = turn.services.ranges[name]
    value = None if written.casefold() == panel.DEFAULT else recipe.read_value(written, allowed)
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
    await turn.answer("\n".join(lines), buttons)


def _saved(turn: Turn, name: str, value: Value | None, present: TransferSettings) -> str:
    if value is not None and name in SAVED_BY_NAME:
        return turn.texts.say(f"setting-saved-{name}", value=value)
    return turn.texts.say("setting-saved", recipe=recipe.write(present))


def _change_of(turn: Turn, tap: Tap) -> Change | None:
    """What a tap changes, if anything."""
    if tap.step == Step.RESET:
        return _all_taken_back
    if tap.value == panel.DEFAULT:
        return _setting(tap.step, None)
    if tap.value is None or tap.step not in panel.NAMES:
        return None
    value = recipe.read_value(tap.value, turn.services.ranges[tap.step])
    return None if value is None else _setting(tap.step, value)


def _view(turn: Turn, tap: Tap, present: TransferSettings) -> View:
    if tap.step in panel.shown(present):
        return panel.single(tap.owner, tap.step, present, turn.services.limits, turn.texts)
    return panel.whole(tap.owner, present, turn.texts)


async def _show(turn: Turn, view: View) -> None:
    query = turn.update.callback_query
    assert query is not None
    if query.message is not None:
        await turn.services.messenger.edit_text(
            turn.place.chat_id, query.message.message_id, *view, urgency=Urgency.ANSWER
        )


async def _present(turn: Turn) -> TransferSettings:
    """The settings of this person's next picture here."""
    kept = await turn.services.store.read(lambda tx: tx.chats.preferences(turn.place.chat_id, turn.place.user_id))
    return settings_of(turn.services, kept, Preferences())


async def _save(turn: Turn, change: Change, tx: Transaction) -> tuple[TransferSettings, Outcome | None]:
    """Keep what was changed; a draft with both photos starts with it."""
    chat_id, user_id = turn.place.chat_id, turn.place.user_id
    kept = change(await tx.chats.preferences(chat_id, user_id))
    await tx.chats.save_preferences(chat_id, user_id, kept)
    draft = drafts.current(await tx.drafts.get(turn.place), turn.place, time.time())
    outcome = await advance(tx, turn.services, draft, time.time()) if drafts.is_complete(draft) else None
    return settings_of(turn.services, kept, Preferences()), outcome


def _setting(name: str, value: Value | None) -> Change:
    return lambda kept: merged(kept, {name: value})


def _all_taken_back(_: Preferences) -> Preferences:
    return Preferences()
