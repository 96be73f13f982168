"""GIFs, videos and video notes: they move, but Telegram keeps a still of each, and some are large enough to use."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.conversation.core.addressing import is_addressed
from bot.conversation.core.rewriting import message_tapped, rewrite
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft.commands import hint
from bot.conversation.draft.photos import into_draft, waits_for_style
from bot.conversation.draft.pictures import Kept, still_of, take
from bot.store import Transaction
from bot.transport.button_kinds import PersonButton
from bot.transport.buttons import button
from bot.transport.verbs import Verb


async def moving(context: UpdateContext, code: str) -> None:
    """Offer the still, where there is one; the question quotes the message, so that the tap will find it."""
    if still_of(context.message) is None or not is_addressed(context):
        await hint(context, code)
        return
    await context.settle()
    label = context.texts.say("button-frame")
    buttons = InlineKeyboardMarkup([[button(label, PersonButton(context.place.user_id, Verb.STILL))]])
    await context.answer(context.texts.say("frame-offer"), buttons, as_reply=True)


async def use_still(context: UpdateContext) -> None:
    """The button that takes the still as a picture of the draft."""
    question = message_tapped(context)
    quoted = question.reply_to_message if question is not None else None
    still = still_of(quoted) if quoted is not None else None
    looks = quoted is not None and await waits_for_style(context, None, quoted.caption)
    taken = await take(context, still, look_for_people=looks) if still is not None else None
    if question is None or quoted is None or not isinstance(taken, Kept):
        await context.end_tap("tap-frame-gone", alert=True)
    elif await context.services.store.read(
        lambda tx: _is_in_use(tx, context, taken.picture, question.date.timestamp())
    ):
        await context.end_tap("tap-frame-used", alert=True)
    else:
        await into_draft(context, taken, quoted.message_id, None, quoted.caption)
        await context.answer_tap(context.texts.say("tap-frame-used"))
        await rewrite(context, context.texts.say("tap-frame-used"))


async def _is_in_use(tx: Transaction, context: UpdateContext, picture: str, offered_at: float) -> bool:
    """Whether a tap before this one took the picture: it is in the draft, or in a job that began after the offer."""
    last = await tx.job_history.last(context.place)
    if any(picture in (draft.content, *draft.styles) for draft in await tx.drafts.all_of(context.place)):
        return True
    if last is None or last.status.created_at < offered_at:
        return False
    return picture in (last.request.content, *last.request.styles)
