"""The gallery in the chat: `/styles`, its pages, the choice of a style, and the deletion of one's own."""

from __future__ import annotations

import time

from telegram import InlineKeyboardMarkup

from bot.conversation.core.rewriting import rewrite, show_instead
from bot.conversation.core.turn import Turn
from bot.conversation.draft import drafts, offers, waiting
from bot.conversation.draft.card import answer_about, moved
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.conversation.gallery import pages
from bot.conversation.gallery.pages import NOTHING, Page, Visit
from bot.store import HOUSE, Draft, KeptStyle, Transaction
from bot.transport.buttons import mark


async def styles(turn: Turn) -> None:
    """`/styles`: the gallery, from its first page."""
    own, house = await _shelves(turn)
    draft = await turn.commit(lambda tx: waiting.current(tx, turn.place, time.time()))
    if not (own or house):
        await turn.answer(turn.texts.say("gallery-empty"))
        return
    page, visit = pages.page_of([*own, *house], 0), _visit(turn, draft)
    await turn.show(
        await _sheet(turn, page),
        pages.caption(page, visit, turn.texts),
        pages.to_choose(page, visit, turn.texts, has_own=bool(own)),
    )


def _visit(turn: Turn, draft: Draft) -> Visit:
    if draft.content is None and not draft.series:
        return Visit(turn.place)
    photo = mark(draft.content) if draft.content is not None and drafts.may_turn(draft) else None
    return Visit(turn.place, offers.handle(draft), photo)


async def turn_page(turn: Turn, marked: str, number: int, answer: str | None = None) -> None:
    """Make the message under which the tap came show this page of the gallery; a text becomes it, too."""
    own, house = await _shelves(turn)
    draft = await turn.services.store.read(lambda tx: waiting.named(tx, turn.place, marked, time.time()))
    await turn.settle()
    if not (own or house):
        await turn.answer_tap(turn.texts.say("gallery-empty"))
        return
    await turn.answer_tap(answer)
    visit = Visit(turn.place, marked) if draft is None else _visit(turn, draft)
    page = pages.page_of([*own, *house], number)
    await _show(
        turn,
        page,
        pages.caption(page, visit, turn.texts),
        pages.to_choose(page, visit, turn.texts, has_own=bool(own)),
    )


async def choose(turn: Turn, marked: str, number: int) -> None:
    """This style for the photo that waits, or for the next one.

    A gallery that was opened for a photo does nothing more once no picture waits: the tap came twice.
    """
    now = time.time()

    async def work(tx: Transaction) -> tuple[KeptStyle | None, Outcome | None]:
        style = await tx.styles.get(number)
        if style is None or style.owner not in (HOUSE, turn.place.user_id):
            return None, None
        if marked == NOTHING:
            draft = await waiting.current(tx, turn.place, now)
        elif (named := await waiting.named(tx, turn.place, marked, now)) is not None:
            draft = named
        else:
            return style, None
        return style, await advance(tx, turn.services, drafts.with_styles(draft, (style.picture,), now), now)

    style, outcome = await turn.commit(work)
    texts = turn.texts
    if style is None:
        await turn.answer_tap(texts.say("tap-style-gone"), alert=True)
    elif outcome is None:
        await turn.answer_tap(texts.say("tap-draft-over"))
    elif outcome.job is None and (outcome.draft.series is not None or outcome.draft.regions.painted):
        await turn.answer_tap()
        await answer_about(turn, outcome, *describe(outcome, turn.services, texts))
    elif outcome.refusal is not None:
        await turn.answer_tap(describe(outcome, turn.services, texts)[0], alert=True)
    else:
        key = "style-chosen" if outcome.job is None and outcome.turned is None else "style-started"
        sentence = texts.say(key, name=pages.title(style, texts))
        await turn.answer_tap(sentence)
        reply_needed = key == "style-chosen" and not turn.in_private
        words = f"{sentence}\n{texts.say('reply-in-group')}" if reply_needed else sentence
        await moved(turn, outcome)
        await rewrite(turn, words, keep_buttons=key == "style-chosen")  # another may be chosen until it begins


async def show_own(turn: Turn, marked: str, number: int) -> None:
    """The person's own styles, to delete some."""
    own = await turn.services.store.read(lambda tx: tx.styles.of(turn.place.user_id))
    if not own:
        await turn_page(turn, marked, 0)
        return
    await turn.settle()
    await turn.answer_tap()
    await _show_to_delete(turn, own, marked, number)


async def delete(turn: Turn, marked: str, number: int, page_number: int) -> None:
    """Delete a style of one's own; the page shows those that are left."""
    owner = turn.place.user_id

    async def work(tx: Transaction) -> tuple[bool, list[KeptStyle]]:
        return await tx.styles.delete(owner, number), await tx.styles.of(owner)

    deleted, left = await turn.commit(work)
    answer = turn.texts.say("tap-style-deleted" if deleted else "tap-style-gone")
    if not left:
        await turn_page(turn, marked, 0, answer)
        return
    await turn.answer_tap(answer)
    await _show_to_delete(turn, left, marked, page_number)


async def _show_to_delete(turn: Turn, own: list[KeptStyle], marked: str, number: int) -> None:
    page, visit = pages.page_of(own, number), Visit(turn.place, marked)
    buttons = pages.to_delete(page, visit, turn.texts)
    await _show(turn, page, turn.texts.say("gallery-delete"), buttons)


async def _show(turn: Turn, page: Page, caption: str, buttons: InlineKeyboardMarkup) -> None:
    await show_instead(turn, await _sheet(turn, page), caption, buttons)


async def _sheet(turn: Turn, page: Page) -> bytes:
    """The contact sheet of a page, as JPEG."""
    tiles = [await turn.services.store.files.read(style.tile) for style in page.styles]
    return await turn.services.decoder.sheet(tiles, page.first)


async def _shelves(turn: Turn) -> tuple[list[KeptStyle], list[KeptStyle]]:
    """The styles of the person and of the house."""

    async def work(tx: Transaction) -> tuple[list[KeptStyle], list[KeptStyle]]:
        return await tx.styles.of(turn.place.user_id), await tx.styles.of(HOUSE)

    return await turn.services.store.read(work)
