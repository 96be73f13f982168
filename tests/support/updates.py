"""Updates as Telegram sends them."""

from __future__ import annotations

import itertools
from typing import Any

from telegram import Bot, Update

from tests.support.fake_telegram import BOT_ID

USER: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "Ada"}
STRANGER: dict[str, Any] = {"id": 8, "is_bot": False, "first_name": "Eve"}
PRIVATE: dict[str, Any] = {"id": 7, "type": "private", "first_name": "Ada"}
GROUP: dict[str, Any] = {"id": -5, "type": "supergroup", "title": "Painters"}
CARD = 500  #: the message under a button, if `tap` is not told another one

_numbers = itertools.count(1)


def message(
    bot: Bot | None = None, *, chat: dict[str, Any] = PRIVATE, user: dict[str, Any] = USER, **content: Any
) -> Update:
    """A message with what `content` says, in the Bot API's words."""
    number = next(_numbers)
    body = {"message_id": number, "date": 1_700_000_000, "chat": chat, "from": user, **content}
    return _update({"update_id": number, "message": body}, bot)


def text(words: str, bot: Bot | None = None, **more: Any) -> Update:
    """A text; what begins with a slash is a command."""
    command = words.split()[0]
    entities = [{"type": "bot_command", "offset": 0, "length": len(command)}] if words.startswith("/") else []
    return message(bot, text=words, entities=entities, **more)


def photo(file_id: str, bot: Bot | None = None, *, width: int = 96, height: int = 80, **more: Any) -> Update:
    """A photo in two sizes, the larger one under this file_id."""
    sizes = [
        {"file_id": f"small {file_id}", "file_unique_id": "s", "width": width // 2, "height": height // 2},
        {"file_id": file_id, "file_unique_id": "l", "width": width, "height": height, "file_size": 1000},
    ]
    return message(bot, photo=sizes, **more)


def sticker(file_id: str, bot: Bot | None = None, *, moves: bool = False, **more: Any) -> Update:
    """A sticker of 512 pixels."""
    file = {"file_id": file_id, "file_unique_id": "s", "type": "regular", "width": 512, "height": 512}
    return message(bot, sticker=file | {"is_animated": moves, "is_video": False}, **more)


def animation(file_id: str, *, edge: int) -> dict[str, Any]:
    """The content of a message with a GIF, whose thumbnail has this many pixels at its shorter edge."""
    still = {"file_id": f"still-of-{file_id}", "file_unique_id": "t", "width": edge, "height": edge + 40}
    file = {"file_id": file_id, "file_unique_id": "a", "width": 640, "height": 480, "duration": 1, "thumbnail": still}
    return {"animation": file, "document": {"file_id": file_id, "file_unique_id": "a", "mime_type": "video/mp4"}}


def document(file_id: str, bot: Bot | None = None, *, mime: str = "image/png", size: int = 1000, **more: Any) -> Update:
    """A file."""
    file = {"file_id": file_id, "file_unique_id": "d", "file_name": "a.png", "mime_type": mime, "file_size": size}
    return message(bot, document=file, **more)


def tap(
    data: str, bot: Bot | None = None, *, chat: dict[str, Any] = PRIVATE, user: dict[str, Any] = USER, **content: Any
) -> Update:
    """A tap on a button of one of the bot's messages, a text if `content` does not say otherwise."""
    number = next(_numbers)
    author = {"id": BOT_ID, "is_bot": True, "first_name": "Stylegram"}
    card = {"message_id": CARD, "date": 1_700_000_000, "chat": chat, "from": author, **(content or {"text": "card"})}
    query = {"id": str(number), "from": user, "chat_instance": "1", "data": data, "message": card}
    return _update({"update_id": number, "callback_query": query}, bot)


def inline_query(words: str, bot: Bot | None = None, *, user: dict[str, Any] = USER) -> Update:
    """The bot's name and these words, written in some chat and not sent."""
    number = next(_numbers)
    query = {"id": str(number), "from": user, "query": words, "offset": "", "chat_type": "private"}
    return _update({"update_id": number, "inline_query": query}, bot)


def membership(status: str, bot: Bot | None = None, *, chat: dict[str, Any] = PRIVATE) -> Update:
    """What becomes of the bot in a chat: kicked (in private: blocked), left, member."""
    number = next(_numbers)
    author = {"id": BOT_ID, "is_bot": True, "first_name": "Stylegram"}
    change = {
        "chat": chat,
        "from": USER,
        "date": 1_700_000_000,
        "old_chat_member": {"user": author, "status": "member"},
        "new_chat_member": {"user": author, "status": status} | ({"until_date": 0} if status == "kicked" else {}),
    }
    return _update({"update_id": number, "my_chat_member": change}, bot)


def _update(data: dict[str, Any], bot: Bot | None) -> Update:
    update = Update.de_json(data, bot)
    assert update is not None
    return update
