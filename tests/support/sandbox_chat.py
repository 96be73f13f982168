"""The sandbox's chats as a test reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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

    @property
    def callback_data(self) -> list[str]:
        return [button["callback_data"] for row in self.buttons for button in row if "callback_data" in button]


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
