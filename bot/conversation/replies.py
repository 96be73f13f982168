"""`/style` and `/content` in reply to a picture in the chat, whoever sent it; `/style NAME`; and a recipe in reply to a
photo.
"""

from __future__ import annotations

from bot.conversation import commands, wishes
from bot.conversation.addressing import is_addressed, replied_to
from bot.conversation.commands import with_words
from bot.conversation.patience import patiently
from bot.conversation.photos import Role, into_draft
from bot.conversation.pictures import Rejected, attachment_of, somebodys_photo, still_of, take
from bot.conversation.styles import styles
from bot.conversation.turn import Turn
from bot.texts.style_names import asking_for


async def style(turn: Turn) -> None:
    """The picture that this replies to, or the style of that name, or else the gallery."""
    if replied_to(turn.message) is not None:
        await _take_replied(turn, Role.STYLE, turn.argument)
    elif turn.argument:
        written = turn.argument
        await with_words(turn, written if "=" in written else asking_for("-".join(written.split())))
    else:
        await styles(turn)


async def content(turn: Turn) -> None:
    """The picture that this replies to is the one to paint."""
    if replied_to(turn.message) is not None:
        await _take_replied(turn, Role.CONTENT, turn.argument)
    else:
        await turn.settle()
        await turn.answer(turn.texts.say("content-how"))


async def text(turn: Turn) -> None:
    """A message in words: a recipe in reply to a photo is for that photo."""
    replied = replied_to(turn.message)
    wanted = wishes.read(turn.message.text, turn.services)
    is_recipe = wanted.style is not None or "preset" in wanted.settings
    if replied is not None and is_recipe and somebodys_photo(turn, replied) is not None and is_addressed(turn):
        await _take_replied(turn, Role.CONTENT, turn.message.text or "")
    else:
        await commands.text(turn)


async def _take_replied(turn: Turn, role: Role, words: str) -> None:
    message = replied_to(turn.message)
    assert message is not None
    attachment = attachment_of(message) or still_of(message)
    if attachment is None:
        await turn.settle()
        await turn.answer(turn.texts.say("no-picture-there"))
        return
    async with patiently(turn):
        taken = await take(turn, attachment)
    if isinstance(taken, Rejected):
        await turn.settle()
        await turn.answer(turn.texts.problem(taken.code))
    else:
        await into_draft(turn, taken.picture, message.message_id, role, words)
