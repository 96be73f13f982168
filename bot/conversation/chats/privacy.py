"""What is kept about people, for how long, and how they have it deleted: `/privacy` and `/forget`."""

from __future__ import annotations

import time

from telegram import InlineKeyboardMarkup

from bot.conversation.core.rewriting import message_tapped, rewrite
from bot.conversation.core.turn import Turn
from bot.jobs import retention
from bot.store import Transaction
from bot.texts.look_up import Texts
from bot.transport.button_kinds import PersonButton
from bot.transport.buttons import button
from bot.transport.rate_limit import Urgency
from bot.transport.verbs import ForgetVerb, Verb

HOUR = 3600.0  #: seconds


async def privacy(turn: Turn) -> None:
    """What is kept, how long, how to delete it."""
    await turn.settle()
    kept = turn.texts.say(
        "privacy-kept",
        pictures=turn.texts.span(turn.services.config.retention_hours * HOUR),
        jobs=turn.texts.span(retention.JOBS_KEPT),
        messages=turn.texts.span(retention.MESSAGES_KNOWN),
    )
    of_guests = [] if turn.services.guests is None else [turn.texts.say("guest-privacy")]
    await turn.answer("\n".join([kept, *of_guests]))


async def forget(turn: Turn) -> None:
    """Ask first: it cannot be undone."""
    await turn.settle()
    messages = turn.texts.span(retention.MESSAGES_DELETABLE)
    await turn.answer(turn.texts.say("forget-question", messages=messages), _buttons(turn.place.user_id, turn.texts))


async def spare(turn: Turn) -> None:
    """The button that keeps everything."""
    await turn.end_tap("forget-kept")
    await rewrite(turn, turn.texts.say("forget-kept"))


async def erase(turn: Turn) -> None:
    """Begin, and say so in the message that asked, which tells also when it is done; in a new one where that was not
    said to this person.
    """
    message, begun = message_tapped(turn), turn.texts.say("forget-begun")
    messenger = turn.services.messenger
    message_id = await messenger.send_text(turn.place, begun) if message is None else message.message_id
    await turn.commit(lambda tx: _begin(turn, message_id, tx))
    await turn.answer_tap(begun)
    if message is not None:
        await messenger.edit_text(turn.place.chat_id, message_id, begun, None, Urgency.ANSWER)


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
    verbs: tuple[ForgetVerb, ...] = (Verb.ERASE, Verb.SPARE)
    return InlineKeyboardMarkup([[button(texts.say(f"button-{verb}"), PersonButton(user_id, verb)) for verb in verbs]])
