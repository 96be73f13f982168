"""What is kept about people, for how long, and how they have it deleted: `/privacy` and `/forget`."""

from __future__ import annotations

import time

from telegram import InlineKeyboardMarkup

from bot.conversation.turn import Turn
from bot.jobs import retention
from bot.store import Transaction
from bot.texts.look_up import Texts
from bot.transport.pace import Urgency
from bot.transport.taps import Verb, button, read

HOUR = 3600.0  #: seconds


async def privacy(turn: Turn) -> None:
    """What is kept, how long, how to delete it."""
    await turn.settle()
    await turn.answer(
        turn.texts.say(
            "privacy-kept",
            pictures=turn.texts.span(turn.services.config.retention_hours * HOUR),
            jobs=turn.texts.span(retention.JOBS_KEPT),
            messages=turn.texts.span(retention.MESSAGES_DELETABLE),
        )
    )


async def forget(turn: Turn) -> None:
    """Ask first: it cannot be undone."""
    await turn.settle()
    messages = turn.texts.span(retention.MESSAGES_DELETABLE)
    await turn.answer(turn.texts.say("forget-question", messages=messages), _buttons(turn.place.user_id, turn.texts))


async def forget_tapped(turn: Turn) -> None:
    """One of the buttons below the question."""
    query = turn.update.callback_query
    asked = read(query.data if query is not None else None)
    if query is None or query.message is None or asked is None:
        await turn.end_tap("tap-unknown")
        return
    verb, owner = asked
    message_id = query.message.message_id
    if owner != str(turn.place.user_id):
        await turn.end_tap("forget-not-yours", alert=True)
        return
    if verb is Verb.ERASE:
        await turn.commit(lambda tx: _begin(turn, message_id, tx))
        key = "forget-begun"
    else:
        await turn.settle()
        key = "forget-kept"
    await turn.answer_tap(turn.texts.say(key))
    await turn.services.messenger.edit_text(turn.place.chat_id, message_id, turn.texts.say(key), None, Urgency.ANSWER)


async def _begin(turn: Turn, message_id: int, tx: Transaction) -> None:
    await tx.erasures.begin(
        turn.place,
        message_id,
        turn.texts.language.value,
        before_update=turn.update.update_id,
        now=time.time(),
    )


def _buttons(user_id: int, texts: Texts) -> InlineKeyboardMarkup:
    """Only this person may press them."""
    verbs = (Verb.ERASE, Verb.SPARE)
    return InlineKeyboardMarkup([[button(texts.say(f"button-{verb}"), verb, str(user_id)) for verb in verbs]])
