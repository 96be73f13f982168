"""The message that speaks of a draft: the latest one has the buttons, and a draft that began needs none."""

from __future__ import annotations

from contextlib import suppress

from telegram import InlineKeyboardMarkup

from bot.conversation.core.rewriting import message_tapped
from bot.conversation.core.services import Services
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft.starting import Outcome
from bot.transport.errors import CallFailed, CallRefused, MessageGone


async def answer_about(
    context: UpdateContext, outcome: Outcome, words: str, buttons: InlineKeyboardMarkup | None
) -> None:
    """Say what became of a draft, and let the message before lose its buttons: its question is answered. What has to
    wait quotes its photo, for there may be several such.
    """
    if words or outcome.job is not None or outcome.steered is not None:
        await retire(context.services, outcome)
    if words:
        await note(
            context.services, outcome, await context.answer(words, buttons, as_reply=outcome.refusal is not None)
        )


async def retire(services: Services, outcome: Outcome) -> None:
    """The draft's message so far has been answered: it loses its buttons, and in a group, where it is of no use to the
    others, it goes.
    """
    chat_id, message_id = outcome.draft.place.chat_id, outcome.draft.card_message_id
    if message_id is None:
        return
    with suppress(CallFailed):  # harmless: a tap on the old buttons is answered, too
        try:
            if chat_id < 0:
                await services.messenger.remove(chat_id, message_id)
                return
        except (MessageGone, CallRefused):
            pass
        await services.messenger.edit_buttons(chat_id, message_id, None)


async def moved(context: UpdateContext, outcome: Outcome) -> None:
    """A tap under another message than the draft's: that one speaks of it from now on, and the former loses its
    buttons.
    """
    message = message_tapped(context)
    if message is not None and message.message_id != outcome.draft.card_message_id:
        await retire(context.services, outcome)
        await note(context.services, outcome, message.message_id)


async def note(services: Services, outcome: Outcome, message_id: int) -> None:
    """This message is the draft's from now on, if it still waits."""
    number = outcome.draft.number
    if number is not None and outcome.job is None:
        await services.store.write(lambda tx: tx.drafts.shown(number, message_id))
