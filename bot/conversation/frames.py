"""GIFs, videos and video notes: they move, but Telegram keeps a still of each, and some are large enough to use."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.conversation.addressing import is_addressed
from bot.conversation.commands import hint
from bot.conversation.photos import into_draft
from bot.conversation.pictures import Kept, still_of, take
from bot.conversation.rewriting import message_tapped, rewrite
from bot.conversation.turn import Turn
from bot.store import Transaction
from bot.transport.taps import Verb, button


async def moving(turn: Turn, code: str) -> None:
    """Offer the still, where there is one; the question quotes the message, so that the tap will find it."""
    if still_of(turn.message) is None or not is_addressed(turn):
        await hint(turn, code)
        return
    await turn.settle()
    label = turn.texts.say("button-frame")
    buttons = InlineKeyboardMarkup([[button(label, Verb.FRAME, str(turn.place.user_id))]])
    await turn.answer(turn.texts.say("frame-offer"), buttons, as_reply=True)


async def use_frame(turn: Turn, owner: str) -> None:
    """The still becomes a picture of the draft."""
    if owner != str(turn.place.user_id):
        await turn.end_tap("tap-not-yours", alert=True)
        return
    question = message_tapped(turn)
    quoted = question.reply_to_message if question is not None else None
    still = still_of(quoted) if quoted is not None else None
    taken = await take(turn, still) if still is not None else None
    if question is None or quoted is None or not isinstance(taken, Kept):
        await turn.end_tap("tap-frame-gone", alert=True)
    elif await turn.services.store.read(lambda tx: _is_in_use(tx, turn, taken.picture, question.date.timestamp())):
        await turn.end_tap("tap-frame-used", alert=True)
    else:
        await into_draft(turn, taken.picture, quoted.message_id, None, quoted.caption)
        await turn.answer_tap(turn.texts.say("tap-frame-used"))
        await rewrite(turn, turn.texts.say("tap-frame-used"))


async def _is_in_use(tx: Transaction, turn: Turn, picture: str, offered_at: float) -> bool:
    """Whether a tap before this one took the picture: it is in the draft, or in a job that began after the offer."""
    draft, last = await tx.drafts.get(turn.place), await tx.job_pictures.last(turn.place)
    if draft is not None and picture in (draft.content, *draft.styles):
        return True
    return last is not None and last.created_at >= offered_at and picture in (last.content, *last.styles)
