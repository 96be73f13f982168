"""Which language a person is spoken to: `/language` and its buttons."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.conversation.core.rewriting import rewrite
from bot.conversation.core.turn import Turn
from bot.languages import Language, matching
from bot.texts.look_up import Texts, texts_in
from bot.texts.quoting import quoted
from bot.transport.button_kinds import LanguageButton
from bot.transport.buttons import button

BUTTONS_IN_A_ROW = 3


async def language(turn: Turn) -> None:
    """`/language` offers all of them; `/language de`, or the language's own name, chooses one."""
    if not turn.argument:
        await turn.settle()
        await turn.answer(question(turn.texts), buttons())
        return
    chosen = named(turn.argument)
    if chosen is None:
        await turn.settle()
        await turn.answer(unknown(turn.argument, turn.texts), buttons())
        return
    await _keep(turn, chosen)
    await turn.answer(turn.texts.say("language-saved"))


async def language_tapped(turn: Turn, chosen: Language) -> None:
    """In a group anybody may tap: it is their own language that they choose."""
    await _keep(turn, chosen)
    await turn.answer_tap(turn.texts.say("language-saved"))
    if turn.in_private:  # in a group others are reading it, too
        await rewrite(turn, question(turn.texts), buttons())


def question(texts: Texts) -> str:
    """What stands above the buttons."""
    return texts.say("choose-language", example=example(texts.language))


def unknown(written: str, texts: Texts) -> str:
    """The languages that there are, and how to write one."""
    known = ", ".join(f"{own_name(each)} ({each})" for each in Language)
    return texts.say("bad-language", value=quoted(written), languages=known, example=example(texts.language))


def named(written: str) -> Language | None:
    """The language of a tag, or of a name in the language itself."""
    by_name = {own_name(each).casefold(): each for each in Language}
    return matching(written) or by_name.get(written.casefold())


def example(present: Language) -> Language:
    """A language to which one could change."""
    return next(each for each in Language if each is not present)


def own_name(language: Language) -> str:
    """As those call it who speak it."""
    return texts_in(language).say("language-name")


def buttons() -> InlineKeyboardMarkup:
    """One for each language."""
    keys = [button(own_name(each), LanguageButton(each)) for each in Language]
    rows = [keys[start : start + BUTTONS_IN_A_ROW] for start in range(0, len(keys), BUTTONS_IN_A_ROW)]
    return InlineKeyboardMarkup(rows)


async def _keep(turn: Turn, chosen: Language) -> None:
    await turn.commit(lambda tx: tx.chats.choose_language(turn.place.chat_id, turn.place.user_id, chosen))
    turn.texts = texts_in(chosen)
