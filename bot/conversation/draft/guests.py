"""Guest mode: somebody names the bot and a style in reply to a photo, in a chat of which the bot is no member, and gets
the photo painted there.

What is asked there counts as asked in private: limits, history and /forget are the same.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message

from bot.conversation.core.refusals import describe_refusal
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import caption_request, drafts
from bot.conversation.draft.caption_request import CaptionRequest, known_names
from bot.conversation.draft.mistakes import mistakes_text
from bot.conversation.draft.pictures import Attachment, Rejected, somebodys_photo, take
from bot.conversation.draft.starting import MOST_NAMES
from bot.jobs.model import Job
from bot.store import Draft, Transaction
from bot.submission.admission import Refusal
from bot.submission.jobs import submit
from bot.texts.assignments import assignments
from bot.texts.recipe import Mistake
from bot.texts.style_names import asking_for
from bot.transport.errors import CallFailed
from bot.transport.guest_calls import GuestCalls

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Question:
    """What somebody asks for, once it can be answered."""

    photo: Attachment
    wanted: CaptionRequest


async def guest_asked(context: UpdateContext) -> None:
    """Answer at once, then paint. People who may not use the bot get no answer, as in groups."""
    message, guests = context.update.guest_message, context.services.guests
    if guests is None or message is None or message.guest_query_id is None or context.place.user_id <= 0:
        return
    if not context.is_welcome:
        return
    question = await _question(context, message)
    if isinstance(question, str):
        await context.settle()
        await guests.answer(
            message.guest_query_id, question, guests.way_to_private(context.texts.say("button-private"))
        )
        return
    inline_id = await _first_word(context, guests, message.guest_query_id)
    refused = await _begin(context, question, inline_id)
    if refused is not None and inline_id is not None:
        way = guests.way_to_private(context.texts.say("button-private"))
        await guests.edit_text(inline_id, refused, way)


async def _question(context: UpdateContext, message: Message) -> Question | str:
    """What is asked for, or what to say instead."""
    services, texts = context.services, context.texts
    replied = message.reply_to_message
    photo = somebodys_photo(context, message) or (somebodys_photo(context, replied) if replied is not None else None)
    wanted = caption_request.read(_naming(_without_name(context, message)), services)
    names = await services.store.read(lambda tx: known_names(tx, context.place.user_id))
    if photo is None or wanted.style is None:
        return texts.say("guest-how", bot=services.bot_name, styles=", ".join(names[:MOST_NAMES]))
    mistakes = await services.store.read(lambda tx: _mistakes(tx, context, wanted))
    return _what_is_wrong(context, mistakes, names) if mistakes else Question(photo, wanted)


def _without_name(context: UpdateContext, message: Message) -> str:
    """The words beside the bot's name."""
    words = message.text or message.caption or ""
    return " ".join(re.sub(rf"@{re.escape(context.services.bot_name)}\b", " ", words, flags=re.IGNORECASE).split())


def _naming(words: str) -> str:
    """Words such as `ink wash strength=60` as a recipe: what is no setting is the name of the style."""
    name = words
    for pair in reversed(list(assignments(words))):
        name = f"{name[: pair.start]} {name[pair.end :]}"
    return f"{words} {asking_for('-'.join(name.split()))}" if name.strip() else words


async def _mistakes(tx: Transaction, context: UpdateContext, wanted: CaptionRequest) -> tuple[Mistake, ...]:
    draft = Draft(place=context.place, updated_at=time.time())
    return (await caption_request.applied(tx, draft, wanted, time.time()))[1]


def _what_is_wrong(context: UpdateContext, mistakes: Sequence[Mistake], names: Sequence[str]) -> str:
    styles = context.texts.say("known-styles", styles=", ".join(names[:MOST_NAMES]))
    return "\n".join([*mistakes_text(mistakes, names, context.texts), styles])


async def _first_word(context: UpdateContext, guests: GuestCalls, query_id: str) -> str | None:
    """The message in which the painting will be seen; None where there is none, so that it comes in private."""
    try:
        return await guests.answer(query_id, context.texts.say("guest-begun"))
    except CallFailed as error:
        log.warning("a guest cannot be answered, and is painted for in private: %s", error)
        return None


async def _begin(context: UpdateContext, question: Question, inline_id: str | None) -> str | None:
    """Start the job; or say why not."""
    taken = await take(context, question.photo)
    if isinstance(taken, Rejected):
        await context.settle()
        return context.texts.problem(taken.code)
    now = time.time()

    async def work(tx: Transaction) -> Job | Refusal | tuple[Mistake, ...]:
        draft = drafts.with_content(Draft(place=context.place, updated_at=now), taken.picture, None, now)
        draft, mistakes = await caption_request.applied(tx, draft, question.wanted, now)
        if mistakes:  # the style has just gone
            return mistakes
        begun = await submit(tx, context.services.policy, draft, now)
        if isinstance(begun, Job) and inline_id is not None:
            await tx.guests.add(begun.id, inline_id)
        return begun

    outcome = await context.commit(work)
    match outcome:
        case Job():
            return None
        case Refusal():
            return describe_refusal(outcome, context.texts)
    return _what_is_wrong(context, outcome, ())
