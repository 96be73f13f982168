"""The messages of a chat that show whether pictures were painted."""

from __future__ import annotations

from collections.abc import Callable

from bot.languages import Language
from bot.texts.look_up import texts_in
from tests.support import sandbox_chat
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser, VisibleMessage

Chat = list[VisibleMessage]
TOLD_DONE = "Here is your painting."
TOLD_FAILED = "I could not paint this one."
ENGLISH = texts_in(Language.ENGLISH)
FAILURES = (
    *("internal", "engine_lost", "not_finite", "weights_unavailable", "invalid_settings", "out_of_memory"),
    *("beyond_memory", "picture"),
)


def results(chat: Chat) -> list[VisibleMessage]:
    """The messages that show a painting."""
    return sandbox_chat.results(chat)


def told(count: int, words: str = TOLD_DONE) -> Callable[[Chat], bool]:
    """Whether so many jobs with this notice of their end show it by now, as a painting or a failure."""
    shown = results if words == TOLD_DONE else failures
    return lambda chat: len(shown(chat)) == count


def failures(chat: Chat) -> list[VisibleMessage]:
    """The messages that say why something was not painted."""
    sentences = {ENGLISH.failure(code) for code in FAILURES}
    return [message for message in chat if message.from_bot and message.text in sentences]


def saying(*parts: str) -> Callable[[Chat], VisibleMessage | None]:
    """The latest message of the bot that holds all of this."""
    return lambda chat: next((m for m in reversed(chat) if m.from_bot and all(part in m.text for part in parts)), None)


async def ask(user: SandboxUser, settings: str = "iterations=60") -> None:
    """Ask for a painting."""
    await user.send_album([plain_png("red"), plain_png("blue")], caption=settings)
