"""The gallery in the chat: `/styles`, its pages, the choice of a style, and the deletion of one's own."""

from __future__ import annotations

import time

from telegram import InlineKeyboardMarkup

from bot.conversation.core.rewriting import rewrite, show_instead
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import drafts, offers, waiting
from bot.conversation.draft.card import answer_about, moved
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.conversation.gallery import pages
from bot.conversation.gallery.pages import NOTHING, Page, Visit
from bot.store import HOUSE, Draft, KeptStyle, Transaction
from bot.transport.buttons import mark


async def styles(context: UpdateContext) -> None:
    """`/styles`: the gallery, from its first page."""
    own, house, lessons = await _shelves(context)
    draft = await context.commit(lambda tx: waiting.current(tx, context.place, time.time()))
    if not (own or house):
        await context.answer(context.texts.say("gallery-empty"))
        return
    page, visit = pages.page_of([*own, *house], 0), _visit(context, draft)
    await context.show(
        await _sheet(context, page),
        pages.page_caption(page, visit, context.texts, lessons),
        pages.to_choose(page, visit, context.texts, has_own=bool(own)),
    )


def _visit(context: UpdateContext, draft: Draft) -> Visit:
    if draft.content is None and not (draft.series and draft.series.pictures):
        return Visit(context.place)
    photo = mark(draft.content) if draft.content is not None and drafts.may_swap_roles(draft) else None
    return Visit(context.place, offers.handle(draft), photo)


async def show_page(context: UpdateContext, marked: str, number: int, answer: str | None = None) -> None:
    """Make the message under which the tap came show this page of the gallery; a text becomes it, too."""
    own, house, lessons = await _shelves(context)
    draft = await context.services.store.read(lambda tx: waiting.named(tx, context.place, marked, time.time()))
    await context.settle()
    if not (own or house):
        await context.answer_tap(context.texts.say("gallery-empty"))
        return
    await context.answer_tap(answer)
    visit = Visit(context.place, marked) if draft is None else _visit(context, draft)
    page = pages.page_of([*own, *house], number)
    await _show(
        context,
        page,
        pages.page_caption(page, visit, context.texts, lessons),
        pages.to_choose(page, visit, context.texts, has_own=bool(own)),
    )


async def choose_style(context: UpdateContext, marked: str, number: int) -> None:
    """This style for the photo that waits, or for the next one.

    A gallery that was opened for a photo does nothing more once no picture waits: the tap came twice.
    """
    now = time.time()

    async def work(tx: Transaction) -> tuple[KeptStyle | None, Outcome | None]:
        style = await tx.styles.get(number)
        if style is None or style.owner not in (HOUSE, context.place.user_id):
            return None, None
        if marked == NOTHING:
            draft = await waiting.current(tx, context.place, now)
        elif (named := await waiting.named(tx, context.place, marked, now)) is not None:
            draft = named
        else:
            return style, None
        return style, await advance(tx, context.services, drafts.with_styles(draft, (style.picture,), now), now)

    style, outcome = await context.commit(work)
    texts = context.texts
    if style is None:
        await context.answer_tap(texts.say("tap-style-gone"), alert=True)
    elif outcome is None:
        await context.answer_tap(texts.say("tap-draft-over"))
    elif outcome.job is None and (outcome.draft.series is not None or outcome.draft.regions.painted):
        await context.answer_tap()
        await answer_about(context, outcome, *describe(outcome, context.services, texts))
    elif outcome.refusal is not None:
        await context.answer_tap(describe(outcome, context.services, texts)[0], alert=True)
    else:
        key = "style-chosen" if outcome.job is None and outcome.steered is None else "style-started"
        sentence = texts.say(key, name=pages.title(style, texts))
        await context.answer_tap(sentence)
        reply_needed = key == "style-chosen" and not context.in_private
        words = f"{sentence}\n{texts.say('reply-in-group')}" if reply_needed else sentence
        await moved(context, outcome)
        await rewrite(context, words, keep_buttons=key == "style-chosen")  # another may be chosen until it begins


async def show_own(context: UpdateContext, marked: str, number: int) -> None:
    """The person's own styles, to delete some."""
    own = await context.services.store.read(lambda tx: tx.styles.of(context.place.user_id))
    if not own:
        await show_page(context, marked, 0)
        return
    await context.settle()
    await context.answer_tap()
    await _show_to_delete(context, own, marked, number)


async def delete(context: UpdateContext, marked: str, number: int, page_number: int) -> None:
    """Delete a style of one's own; the page shows those that are left."""
    owner = context.place.user_id

    async def work(tx: Transaction) -> tuple[bool, list[KeptStyle]]:
        return await tx.styles.delete(owner, number), await tx.styles.of(owner)

    deleted, left = await context.commit(work)
    answer = context.texts.say("tap-style-deleted" if deleted else "tap-style-gone")
    if not left:
        await show_page(context, marked, 0, answer)
        return
    await context.answer_tap(answer)
    await _show_to_delete(context, left, marked, page_number)


async def _show_to_delete(context: UpdateContext, own: list[KeptStyle], marked: str, number: int) -> None:
    page, visit = pages.page_of(own, number), Visit(context.place, marked)
    buttons = pages.to_delete(page, visit, context.texts)
    await _show(context, page, context.texts.say("gallery-delete"), buttons)


async def _show(context: UpdateContext, page: Page, caption: str, buttons: InlineKeyboardMarkup) -> None:
    await show_instead(context, await _sheet(context, page), caption, buttons)


async def _sheet(context: UpdateContext, page: Page) -> bytes:
    """The contact sheet of a page, as JPEG."""
    tiles = [await context.services.store.files.read(style.tile) for style in page.styles]
    return await context.services.decoder.sheet(tiles, page.first)


async def _shelves(context: UpdateContext) -> tuple[list[KeptStyle], list[KeptStyle], pages.Lessons]:
    """The styles of the person and of the house, and how far the engine is with those that it learns."""

    async def work(tx: Transaction) -> tuple[list[KeptStyle], list[KeptStyle], pages.Lessons]:
        own, house = await tx.styles.of(context.place.user_id), await tx.styles.of(HOUSE)
        lessons = [await tx.lessons.of(style.picture) for style in own]
        return own, house, {lesson.picture: lesson for lesson in lessons if lesson is not None}

    return await context.services.store.read(work)
