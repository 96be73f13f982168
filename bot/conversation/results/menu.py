"""The buttons under a painting: a few at first, all of them behind *More…*, and what these do by themselves."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.conversation.core.rewriting import message_tapped
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.results.results import kept_result
from bot.jobs.model import Job
from bot.transport import painting
from bot.transport.button_kinds import JobButton
from bot.transport.buttons import button
from bot.transport.painting import ButtonPage
from bot.transport.verbs import MenuVerb, Verb

PAGES: dict[MenuVerb, ButtonPage] = {
    Verb.MENU: ButtonPage.ALL,
    Verb.BACK: ButtonPage.FEW,
    Verb.ASK_SHARE: ButtonPage.SHARING,
}


async def menu_tapped(context: UpdateContext, verb: MenuVerb, job_id: str) -> None:
    """Show other buttons under the same painting. Before a style is shared, its owner hears what that means."""
    job = await kept_result(context, job_id)
    if job is None:
        return
    await context.settle()
    asks = verb is Verb.ASK_SHARE
    if asks and not is_under_painting(context):
        await _ask_about_series(context, job)
        return
    await context.answer_tap(context.texts.say("tap-share-question") if asks else None, alert=asks)
    style = await context.services.store.read(lambda tx: tx.shares.name_for(job))
    await show_menu(context, painting.buttons(job, context.texts, style, context.services.messenger.ways, PAGES[verb]))


async def _ask_about_series(context: UpdateContext, job: Job) -> None:
    """In a message of its own: the buttons of a series' card are about all its paintings."""
    await context.answer_tap()
    yes = button(context.texts.say(f"button-{Verb.SHARE}"), JobButton(job.id, Verb.SHARE))
    await context.answer(context.texts.say("tap-share-question"), InlineKeyboardMarkup([[yes]]))


def is_under_painting(context: UpdateContext) -> bool:
    """Whether the tap was under a painting; a series' card, and the question about its style, have none."""
    message = message_tapped(context)
    return message is not None and bool(message.photo)


async def show_menu(context: UpdateContext, buttons: InlineKeyboardMarkup | None) -> None:
    """These buttons under the message of the tap."""
    message = message_tapped(context)
    if message is not None:
        await context.services.messenger.edit_buttons(context.place.chat_id, message.message_id, buttons)
