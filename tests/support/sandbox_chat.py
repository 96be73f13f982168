"""The sandbox's chats as a test reads them, and what it looks for there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

TOLD = "Here is your painting."  #: what the bot says in English once a job is done, for the moment before it shows it


@dataclass(frozen=True)
class Media:
    """The file of a message. `kind`: the message's field in the Bot API, contact and location among them."""

    kind: str
    url: str | None
    name: str | None = None
    mime_type: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    thumbnail: str | None = None
    moves: bool = False  #: a sticker
    film: str | None = None  #: of a live photo


@dataclass(frozen=True)
class VisibleMessage:
    """A message as the chat shows it now."""

    message_id: int
    from_bot: bool
    sender: str  #: their first name
    text: str  #: or the caption
    edits: int
    media: Media | None
    buttons: tuple[tuple[dict[str, Any], ...], ...]  #: rows; keys text, callback_data, url, style as in the Bot API
    media_group_id: str | None
    reply_to: int | None
    reaction: str | None
    raw: dict[str, Any]  #: all that the page gets

    def __str__(self) -> str:
        """One line, for a test that has waited in vain."""
        media = f"[{self.media.kind}] " if self.media is not None else ""
        return f"{self.message_id} {self.sender}: {media}{self.text!r} {' '.join(self.callback_data)}".rstrip()

    @property
    def callback_data(self) -> list[str]:
        return [button["callback_data"] for row in self.buttons for button in row if "callback_data" in button]


Chat = list[VisibleMessage]


def shows(*parts: str) -> Callable[[Chat], VisibleMessage | None]:
    """The latest message of the bot that contains all of this."""
    return lambda chat: next((m for m in reversed(chat) if m.from_bot and all(part in m.text for part in parts)), None)


def results(chat: Chat) -> Chat:
    """The messages with a painting, whichever buttons they show now."""
    return [message for message in chat if message.from_bot and message.media and _is_result(message)]


def _is_result(message: VisibleMessage) -> bool:
    return any(data.startswith(("v1:menu:", "v1:back:")) for data in message.callback_data)


def told(count: int) -> Callable[[Chat], Chat | None]:
    """The messages with a painting, once there are so many."""
    return lambda chat: found if len(found := results(chat)) == count else None


def preview(chat: Chat) -> VisibleMessage | None:
    """The card that shows the painting so far. A card's first picture only shows photo and style."""
    return next((message for message in chat if message.from_bot and message.media and "▓" in message.text), None)


def recipe_of(message: VisibleMessage) -> str:
    """The recipe that the message's button copies."""
    return next(str(key["copy_text"]["text"]) for row in message.buttons for key in row if key.get("copy_text"))


def button_of(message: VisibleMessage, verb: str) -> str:
    """The data behind the message's first button with this verb."""
    return next(data for data in message.callback_data if data.startswith(f"v1:{verb}:"))


def messages_of(state: dict[str, Any]) -> list[VisibleMessage]:
    return [
        VisibleMessage(
            message_id=message["message_id"],
            from_bot=message["from_bot"],
            sender=message["sender"]["name"],
            text=message["text"],
            edits=message["edits"],
            media=_media(message["media"]),
            buttons=tuple(tuple(row) for row in message["buttons"]),
            media_group_id=message["media_group_id"],
            reply_to=message["reply_to"]["message_id"] if message["reply_to"] else None,
            reaction=message["reaction"],
            raw=message,
        )
        for message in state["messages"]
    ]


def _media(media: dict[str, Any] | None) -> Media | None:
    return Media(**media) if media is not None else None
