"""`/start`: what this bot does, shown rather than told, and two ways to begin without a picture at hand."""

from __future__ import annotations

import time
from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot import examples
from bot.conversation.core.refusals import describe_refusal
from bot.conversation.core.rewriting import message_tapped
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import caption_request, drafts, waiting
from bot.conversation.draft.caption_request import CaptionRequest
from bot.conversation.draft.card import answer_about
from bot.conversation.draft.starting import Outcome, describe, kept
from bot.conversation.gallery.styles import styles
from bot.conversation.results.follow_ups import what_became_of
from bot.conversation.results.history import asked_again
from bot.conversation.settings.panel import opener
from bot.store import HOUSE, Draft, OnePhoto, Transaction
from bot.submission.admission import Refusal
from bot.submission.jobs import submit
from bot.texts import recipe, start_links
from bot.texts.look_up import Texts
from bot.texts.style_names import as_name
from bot.transport import painting
from bot.transport.button_kinds import PersonButton
from bot.transport.buttons import button
from bot.transport.rate_limit import Urgency
from bot.transport.verbs import BeginVerb, Verb

WAYS: tuple[BeginVerb, ...] = (Verb.EXAMPLE, Verb.GALLERY)


async def start(context: UpdateContext) -> None:
    """A photo before and after, and what to do; or what a deep link asks for."""
    asked = start_links.read(context.argument)
    if asked is not None and asked.words:
        await begin_like(context, asked.words)
    elif asked is None or asked.painting is None or not await asked_again(context, asked.painting):
        await _welcome(context)


async def begin_like(context: UpdateContext, words: str) -> None:
    """A draft with the style and the settings of a link. It never begins a painting by itself: people who
    open a link do not know what it asks for, and a photo may be waiting.
    """
    now, wanted = time.time(), caption_request.read(words, context.services)

    async def work(tx: Transaction) -> Outcome:
        draft = replace(await waiting.current(tx, context.place, now), steers=None)
        if drafts.is_complete(draft):
            draft = drafts.begun_anew(draft, now)
        draft, mistakes = await caption_request.applied(tx, draft, wanted, now, context.message.message_id, public=True)
        return await kept(tx, draft, mistakes)

    outcome = await context.commit(work)
    text, buttons = describe(outcome, context.services, context.texts)
    lines = [text] if outcome.mistakes else _begun(context, outcome, wanted, text)
    await answer_about(context, outcome, "\n".join(filter(None, lines)), buttons)


def _begun(context: UpdateContext, outcome: Outcome, wanted: CaptionRequest, text: str) -> list[str]:
    """What a link has begun. That a photo is wanted need not be said twice; how it reaches the bot in a group must."""
    noted = recipe.line_of(wanted.settings)
    lines = [context.texts.say("settings-noted", recipe=noted)] if noted else []
    if wanted.style is None or outcome.draft.content is not None or outcome.draft.series is not None:
        return [*lines, text]
    named = painting.style_title(as_name(wanted.style) or wanted.style, context.texts)
    return [context.texts.say("start-like", name=named), *lines, *([] if context.in_private else [text])]


async def _welcome(context: UpdateContext) -> None:
    await context.settle()
    await context.services.messenger.send_photo(
        context.place,
        examples.before_and_after(),
        context.texts.say("start"),
        reply_to=None if context.in_private else context.message_to_quote,
        buttons=_buttons(context.place.user_id, context.texts),
        urgency=Urgency.ANSWER,
    )


async def open_gallery(context: UpdateContext) -> None:
    """The button that opens the gallery."""
    await context.answer_tap()
    await styles(context)


async def paint_example(context: UpdateContext) -> None:
    """Paint the example: a job with the tapper's settings and limits; once, for as long as its painting is kept. A
    photo that waits for its style goes on waiting.
    """
    welcome, now = message_tapped(context), time.time()
    draft = Draft(
        place=context.place,
        photos=OnePhoto(picture=await _kept(context, examples.photo())),
        styles=(await _style(context),),
        content_message_id=welcome.message_id if welcome is not None else None,
        updated_at=now,
    )

    async def work(tx: Transaction) -> Refusal | str:
        present = await tx.job_history.made_of(draft)
        if present is not None:
            return what_became_of(present)
        begun = await submit(tx, context.services.policy, draft, now)
        return begun if isinstance(begun, Refusal) else "tap-started"

    outcome = await context.commit(work)
    if isinstance(outcome, Refusal):
        await context.answer_tap(describe_refusal(outcome, context.texts), alert=True)
    else:
        await context.answer_tap(context.texts.say(outcome))


async def _style(context: UpdateContext) -> str:
    """The example's style from the gallery, which has a name for everybody; our own copy where it is not there yet."""
    drawn = await context.services.store.read(lambda tx: tx.styles.named(examples.STYLE_NAME, HOUSE))
    return await _kept(context, examples.style()) if drawn is None else drawn.picture


async def _kept(context: UpdateContext, jpeg: bytes) -> str:
    """One of our own pictures in the files, rebuilt as those of people are."""
    return await context.keep((await context.services.decoder.normalize(jpeg)).png)


def _buttons(owner: int, texts: Texts) -> InlineKeyboardMarkup:
    ways = [button(texts.say(f"button-{verb}"), PersonButton(owner, verb)) for verb in WAYS]
    return InlineKeyboardMarkup([[way] for way in ways] + [list(row) for row in opener(owner, texts).inline_keyboard])
