"""The settings of a person in a chat: a command for each, and the panel of buttons. They are kept until changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from bot.conversation.core.rewriting import rewrite
from bot.conversation.core.signs import acknowledge
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import drafts, waiting
from bot.conversation.draft.mistakes import mistake_text
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.conversation.settings import panel
from bot.conversation.settings.panel import View
from bot.jobs.model import Preferences
from bot.jobs.setting_limits import merged
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


async def setting_command(context: UpdateContext, name: str) -> None:
    """`/iterations`, `/colors` …: what the setting is and may be, or a new value."""
    settings = await _present(context)
    if name not in panel.shown(settings):
        await context.settle()
        await context.answer(context.texts.say("setting-instant" if settings.is_instant else "setting-balanced"))
    elif not context.argument:
        await context.settle()
        await context.answer(
            *panel.single(context.place.user_id, name, settings, context.services.limits, context.texts)
        )
    else:
        await _set(context, name, context.argument)


async def settings(context: UpdateContext) -> None:
    """`/settings`: the panel; `/settings reset` goes back to the defaults."""
    if context.argument.casefold() == RESET:
        present, _ = await context.commit(partial(_save, context, _all_taken_back))
    else:
        present = await _present(context)
        await context.settle()
    await context.answer(*panel.whole(context.place.user_id, present, context.texts))


async def panel_tapped(context: UpdateContext, tap: SettingsButton) -> None:
    """A button of a panel."""
    change = _change_of(context, tap)
    if change is None and tap.value is not None:
        await context.end_tap("tap-unknown")
    elif change is not None:
        present, _ = await context.commit(partial(_save, context, change))
        await context.answer_tap(context.texts.say("tap-set"))
        await rewrite(context, *panel.whole(tap.owner, present, context.texts))
    else:
        present = await _present(context)
        view = _view(context, tap, present)
        await context.settle()
        await context.answer_tap()
        await (context.answer(*view) if tap.step == PanelStep.OPEN else rewrite(context, *view))


async def _set(context: UpdateContext, name: str, written: str) -> None:
    """Keep a value that somebody wrote. Two photos that waited for a good value start."""
    allowed = context.services.ranges[name]
    value = None if written.casefold() == panel.DEFAULT else recipe.read_value(written, allowed, name)
    if value is None and written.casefold() != panel.DEFAULT:
        await context.settle()
        mistake = Mistake(name, written, allowed)
        await context.answer(mistake_text(mistake, context.texts, command=True))
        return
    present, outcome = await context.commit(partial(_save, context, _setting(name, value)))
    lines = [_saved(context, name, value, present)]
    buttons = None
    if outcome is not None and outcome.refusal is not None:
        text, buttons = describe(outcome, context.services, context.texts)
        lines.append(text)
    if len(lines) == 1:
        await acknowledge(context, Sign.NOTED, lines[0])
    else:
        await context.answer("\n".join(lines), buttons)


def _saved(context: UpdateContext, name: str, value: Value | None, present: TransferSettings) -> str:
    if value is not None and name in SAVED_BY_NAME:
        return context.texts.say(f"setting-saved-{name}", value=value)
    return context.texts.say("setting-saved", recipe=recipe.write(present))


def _change_of(context: UpdateContext, tap: SettingsButton) -> Change | None:
    """What a tap changes, if anything."""
    if tap.step == PanelStep.RESET:
        return _all_taken_back
    if tap.value == panel.DEFAULT:
        return _setting(tap.step, None)
    if tap.value is None:
        return None
    value = recipe.read_value(tap.value, context.services.ranges[tap.step])
    return None if value is None else _setting(tap.step, value)


def _view(context: UpdateContext, tap: SettingsButton, present: TransferSettings) -> View:
    if tap.step in panel.shown(present):
        return panel.single(tap.owner, tap.step, present, context.services.limits, context.texts)
    return panel.whole(tap.owner, present, context.texts)


async def _present(context: UpdateContext) -> TransferSettings:
    """The settings of this person's next picture here."""
    kept = await context.services.store.read(
        lambda tx: tx.chats.preferences(context.place.chat_id, context.place.user_id)
    )
    return context.services.policy.settings_of(kept, Preferences())


async def _save(context: UpdateContext, change: Change, tx: Transaction) -> tuple[TransferSettings, Outcome | None]:
    """Keep what was changed; a draft with both photos starts with it."""
    chat_id, user_id = context.place.chat_id, context.place.user_id
    kept = change(await tx.chats.preferences(chat_id, user_id))
    await tx.chats.save_preferences(chat_id, user_id, kept)
    draft = await waiting.current(tx, context.place, time.time())
    outcome = await advance(tx, context.services, draft, time.time()) if drafts.is_complete(draft) else None
    return context.services.policy.settings_of(kept, Preferences()), outcome


def _setting(name: str, value: Value | None) -> Change:
    return lambda kept: merged(kept, {name: value})


def _all_taken_back(_: Preferences) -> Preferences:
    return Preferences()
