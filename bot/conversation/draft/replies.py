"""`/style` and `/content` in reply to a picture in the chat, from any sender; `/style NAME`; and a recipe in reply to a
photo.
"""

from __future__ import annotations

from telegram import Message

from bot.conversation.core.addressing import answered, is_addressed
from bot.conversation.core.interim import interim_if_slow
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import caption_request, commands
from bot.conversation.draft.commands import with_words
from bot.conversation.draft.photos import Role, into_draft, waits_for_style
from bot.conversation.draft.pictures import Rejected, attachment_of, somebodys_photo, still_of, take
from bot.conversation.gallery.styles import styles


async def style_command(context: UpdateContext) -> None:
    """`/style`: take the replied-to picture as the style, or the style of that name; otherwise show the gallery."""
    if answered(context.message) is not None:
        await _take_replied(context, Role.STYLE, context.argument)
    elif context.argument:
        await with_words(context, caption_request.naming(context.argument, context.services))
    else:
        await styles(context)


async def content_command(context: UpdateContext) -> None:
    """`/content`: take the replied-to picture as the photo to paint."""
    if answered(context.message) is not None:
        await _take_replied(context, Role.CONTENT, context.argument)
    else:
        await context.settle()
        await context.answer(context.texts.say("content-how"))


async def text_message(context: UpdateContext) -> None:
    """A message in words: a recipe in reply to a photo is for that photo."""
    replied = answered(context.message)
    wanted = caption_request.read(context.message.text, context.services)
    is_recipe = wanted.style is not None or "preset" in wanted.settings
    if replied is not None and is_recipe and somebodys_photo(context, replied) is not None and is_addressed(context):
        await _take_replied(context, Role.CONTENT, context.message.text or "")
    else:
        await commands.text(context)


async def _take_replied(context: UpdateContext, role: Role, words: str) -> None:
    message = answered(context.message)
    assert message is not None
    attachment = attachment_of(message) or still_of(message)
    if attachment is None:
        await context.settle()
        await context.answer(context.texts.say("no-picture-there"))
        return
    looks = await waits_for_style(context, role, words)
    async with interim_if_slow(context):
        taken = await take(context, attachment, look_for_people=looks)
    if isinstance(taken, Rejected):
        await context.settle()
        await context.answer(context.texts.problem(taken.code))
    else:
        message_id = (message if isinstance(message, Message) else context.message).message_id  # of this chat
        await into_draft(context, taken, message_id, role, words, context.message.message_id)
