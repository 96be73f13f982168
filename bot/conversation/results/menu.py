"""The buttons under a painting: a few at first, all of them behind *More…*, and what these do by themselves."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.conversation.core.rewriting import message_tapped
from bot.conversation.core.turn import Turn
from bot.conversation.results.results import kept_result
from bot.jobs.model import Job
from bot.transport import painting
from bot.transport.button_kinds import JobButton
from bot.transport.buttons import button
from bot.transport.painting import Page
from bot.transport.verbs import MenuVerb, Verb

PAGES: dict[MenuVerb, Page] = {Verb.MENU: Page.ALL, Verb.BACK: Page.FEW, Verb.ASK_SHARE: Page.SHARING}


async def menu_tapped(turn: Turn, verb: MenuVerb, job_id: str) -> None:
    """Show other buttons under the same painting. Before a style is shared, its owner hears what that means."""
    job = await kept_result(turn, job_id)
    if job is None:
        return
    await turn.settle()
    asks = verb is Verb.ASK_SHARE
    if asks and not is_under_painting(turn):
        await _ask_about_series(turn, job)
        return
    await turn.answer_tap(turn.texts.say("tap-share-question") if asks else None, alert=asks)
    style = await turn.services.store.read(lambda tx: tx.shares.name_for(job))
    await show(turn, painting.buttons(job, turn.texts, style, turn.services.messenger.ways, PAGES[verb]))


async def _ask_about_series(turn: Turn, job: Job) -> None:
    """In a message of its own: the buttons of a series' card are about all its paintings."""
    await turn.answer_tap()
    yes = button(turn.texts.say(f"button-{Verb.SHARE}"), JobButton(job.id, Verb.SHARE))
    await turn.answer(turn.texts.say("tap-share-question"), InlineKeyboardMarkup([[yes]]))


def is_under_painting(turn: Turn) -> bool:
    """Whether the tap was under a painting; a series' card, and the question about its style, have none."""
    message = message_tapped(turn)
    return message is not None and bool(message.photo)


async def show(turn: Turn, buttons: InlineKeyboardMarkup | None) -> None:
    """These buttons under the message of the tap."""
    message = message_tapped(turn)
    if message is not None:
        await turn.services.messenger.edit_buttons(turn.place.chat_id, message.message_id, buttons)
