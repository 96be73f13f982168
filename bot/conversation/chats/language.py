"""Which language a person is spoken to: `/language` and its buttons."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.conversation.core.rewriting import rewrite
from bot.conversation.core.update_context import UpdateContext
from bot.languages import Language, matching
from bot.texts.look_up import Texts, texts_in
from bot.texts.quoting import quoted
from bot.transport.button_kinds import LanguageButton
from bot.transport.buttons import button

BUTTONS_IN_A_ROW = 3


async def language(context: UpdateContext) -> None:
    """`/language` offers all of them; `/language de`, or the language's own name, chooses one."""
    if not context.argument:
        await context.settle()
        await context.answer(question(context.texts), buttons())
        return
    chosen = language_named(context.argument)
    if chosen is None:
        await context.settle()
        await context.answer(unknown(context.argument, context.texts), buttons())
        return
    await _keep(context, chosen)
    await context.answer(context.texts.say("language-saved"))


async def language_tapped(context: UpdateContext, chosen: Language) -> None:
    """In a group anybody may tap: it is their own language that they choose."""
    await _keep(context, chosen)
    await context.answer_tap(context.texts.say("language-saved"))
    if context.in_private:  # in a group others are reading it, too
        await rewrite(context, question(context.texts), buttons())


def question(texts: Texts) -> str:
    """What stands above the buttons."""
    return texts.say("choose-language", example=language_example(texts.language))


def unknown(written: str, texts: Texts) -> str:
    """The languages that there are, and how to write one."""
    known = ", ".join(f"{own_name(each)} ({each})" for each in Language)
    return texts.say("bad-language", value=quoted(written), languages=known, example=language_example(texts.language))


def language_named(written: str) -> Language | None:
    """The language of a tag, or of a name in the language itself."""
    by_name = {own_name(each).casefold(): each for each in Language}
    return matching(written) or by_name.get(written.casefold())


def language_example(present: Language) -> Language:
    """A language to which one could change."""
    return next(each for each in Language if each is not present)


def own_name(language: Language) -> str:
    """The name of the language in the language itself."""
    return texts_in(language).say("language-name")


def buttons() -> InlineKeyboardMarkup:
    """One for each language."""
    keys = [button(own_name(each), LanguageButton(each)) for each in Language]
    rows = [keys[start : start + BUTTONS_IN_A_ROW] for start in range(0, len(keys), BUTTONS_IN_A_ROW)]
    return InlineKeyboardMarkup(rows)


async def _keep(context: UpdateContext, chosen: Language) -> None:
    await context.commit(lambda tx: tx.chats.choose_language(context.place.chat_id, context.place.user_id, chosen))
    context.texts = texts_in(chosen)
