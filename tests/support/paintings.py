"""What of a chat shows that pictures were painted, or were not."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser, VisibleMessage

Chat = list[VisibleMessage]
TOLD_DONE = "Here is your painting."
TOLD_FAILED = "I could not paint this one."
PATIENCE = 90.0  #: seconds; a loaded machine takes its time


def results(chat: Chat) -> list[VisibleMessage]:
    """The cards that show a result."""
    return [message for message in chat if message.from_bot and message.media and "px," in message.text]


def told(count: int, words: str = TOLD_DONE) -> Callable[[Chat], bool]:
    """Whether the bot has said these words so often."""
    return lambda chat: sum(message.from_bot and message.text == words for message in chat) == count


def saying(*parts: str) -> Callable[[Chat], VisibleMessage | None]:
    """The latest message of the bot that holds all of this."""
    return lambda chat: next((m for m in reversed(chat) if m.from_bot and all(part in m.text for part in parts)), None)


async def ask(user: SandboxUser, settings: str = "iterations=60") -> None:
    """For a painting."""
    await user.send_album([plain_png("red"), plain_png("blue")], caption=settings)
