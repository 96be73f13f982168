"""`/style` and `/content` in reply to a picture in the chat, whoever sent it; `/style NAME`; and a recipe in reply to a
photo.
"""

from __future__ import annotations

from telegram import Message

from bot.conversation.core.addressing import answered, is_addressed
from bot.conversation.core.patience import patiently
from bot.conversation.core.turn import Turn
from bot.conversation.draft import commands, wishes
from bot.conversation.draft.commands import with_words
from bot.conversation.draft.photos import Role, into_draft, waits_for_style
from bot.conversation.draft.pictures import Rejected, attachment_of, somebodys_photo, still_of, take
from bot.conversation.gallery.styles import styles


async def style(turn: Turn) -> None:
    """The picture that this replies to, or the style of that name, or else the gallery."""
    if answered(turn.message) is not None:
        await _take_replied(turn, Role.STYLE, turn.argument)
    elif turn.argument:
        await with_words(turn, wishes.naming(turn.argument, turn.services))
    else:
        await styles(turn)


async def content(turn: Turn) -> None:
    """The picture that this replies to is the one to paint."""
    if answered(turn.message) is not None:
        await _take_replied(turn, Role.CONTENT, turn.argument)
    else:
        await turn.settle()
        await turn.answer(turn.texts.say("content-how"))


async def text(turn: Turn) -> None:
    """A message in words: a recipe in reply to a photo is for that photo."""
    replied = answered(turn.message)
    wanted = wishes.read(turn.message.text, turn.services)
    is_recipe = wanted.style is not None or "preset" in wanted.settings
    if replied is not None and is_recipe and somebodys_photo(turn, replied) is not None and is_addressed(turn):
        await _take_replied(turn, Role.CONTENT, turn.message.text or "")
    else:
        await commands.text(turn)


async def _take_replied(turn: Turn, role: Role, words: str) -> None:
    message = answered(turn.message)
    assert message is not None
    attachment = attachment_of(message) or still_of(message)
    if attachment is None:
        await turn.settle()
        await turn.answer(turn.texts.say("no-picture-there"))
        return
    looks = await waits_for_style(turn, role, words)
    async with patiently(turn):
        taken = await take(turn, attachment, look_for_people=looks)
    if isinstance(taken, Rejected):
        await turn.settle()
        await turn.answer(turn.texts.problem(taken.code))
    else:
        message_id = (message if isinstance(message, Message) else turn.message).message_id  # of this chat
        await into_draft(turn, taken, message_id, role, words, turn.message.message_id)
