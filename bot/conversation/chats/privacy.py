"""What is kept about people, for how long, and how they have it deleted: `/privacy` and `/forget`."""

from __future__ import annotations

import time

from telegram import InlineKeyboardMarkup

from bot.conversation.core.rewriting import message_tapped, rewrite
from bot.conversation.core.update_context import UpdateContext
from bot.jobs import retention
from bot.store import Transaction
from bot.texts.look_up import Texts
from bot.transport.button_kinds import PersonButton
from bot.transport.buttons import button
from bot.transport.rate_limit import Urgency
from bot.transport.verbs import ForgetVerb, Verb

HOUR = 3600.0  #: seconds


async def privacy(context: UpdateContext) -> None:
    """`/privacy`: what is kept, for how long, and how to delete it."""
    await context.settle()
    kept = context.texts.say(
        "privacy-kept",
        pictures=context.texts.span(context.services.config.retention_hours * HOUR),
        jobs=context.texts.span(retention.JOBS_KEPT),
        messages=context.texts.span(retention.MESSAGES_KNOWN),
    )
    of_guests = [] if context.services.guests is None else [context.texts.say("guest-privacy")]
    await context.answer("\n".join([kept, *of_guests]))


async def forget(context: UpdateContext) -> None:
    """`/forget` asks before it deletes, because that cannot be undone."""
    await context.settle()
    messages = context.texts.span(retention.MESSAGES_DELETABLE)
    await context.answer(
        context.texts.say("forget-question", messages=messages), _buttons(context.place.user_id, context.texts)
    )


async def spare(context: UpdateContext) -> None:
    """The button that keeps everything."""
    await context.end_tap("forget-kept")
    await rewrite(context, context.texts.say("forget-kept"))


async def erase(context: UpdateContext) -> None:
    """Begin to delete, and say so in the message that asked; the same message later says that it is done. A new message
    is used where that one was not meant for this person.
    """
    message, begun = message_tapped(context), context.texts.say("forget-begun")
    messenger = context.services.messenger
    message_id = await messenger.send_text(context.place, begun) if message is None else message.message_id
    await context.commit(lambda tx: _begin(context, message_id, tx))
    await context.answer_tap(begun)
    if message is not None:
        await messenger.edit_text(context.place.chat_id, message_id, begun, None, Urgency.ANSWER)


async def _begin(context: UpdateContext, message_id: int, tx: Transaction) -> None:
    await tx.erasures.begin(
        context.place,
        message_id,
        context.texts.language.value,
        before_update=context.update.update_id,
        now=time.time(),
    )


def _buttons(user_id: int, texts: Texts) -> InlineKeyboardMarkup:
    """Only this person may press them."""
    verbs: tuple[ForgetVerb, ...] = (Verb.ERASE, Verb.SPARE)
    return InlineKeyboardMarkup([[button(texts.say(f"button-{verb}"), PersonButton(user_id, verb)) for verb in verbs]])
