"""The Bot API's objects, as far as the sandbox knows them. Names and shapes are Telegram's; absent means default."""

from __future__ import annotations

from typing import Any

import msgspec

Json = dict[str, Any]


class TelegramObject(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all: immutable, and what holds its default is left out of the JSON, as Telegram does."""


class User(TelegramObject, frozen=True, kw_only=True):
    id: int
    is_bot: bool
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class Chat(TelegramObject, frozen=True, kw_only=True):
    id: int
    type: str
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None


class PhotoSize(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    width: int
    height: int
    file_size: int | None = None


class Document(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    thumbnail: PhotoSize | None = None
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None


class Animation(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    width: int
    height: int
    duration: int
    thumbnail: PhotoSize | None = None
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None


class Sticker(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    type: str
    width: int
    height: int
    is_animated: bool
    is_video: bool
    thumbnail: PhotoSize | None = None
    emoji: str | None = None
    file_size: int | None = None


class Video(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    width: int
    height: int
    duration: int
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None


class Voice(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    duration: int
    mime_type: str | None = None
    file_size: int | None = None


class File(TelegramObject, frozen=True, kw_only=True):
    file_id: str
    file_unique_id: str
    file_size: int | None = None
    file_path: str | None = None


class MessageEntity(TelegramObject, frozen=True, kw_only=True):
    """`offset` and `length` count UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


class InlineKeyboardButton(TelegramObject, frozen=True, kw_only=True):
    text: str
    callback_data: str | None = None
    url: str | None = None
    style: str | None = None


class InlineKeyboardMarkup(TelegramObject, frozen=True, kw_only=True):
    inline_keyboard: tuple[tuple[InlineKeyboardButton, ...], ...]


class Message(TelegramObject, frozen=True, kw_only=True):
    message_id: int
    sender: User = msgspec.field(name="from")
    chat: Chat
    date: int
    edit_date: int | None = None
    media_group_id: str | None = None
    reply_to_message: Message | None = None
    text: str | None = None
    entities: tuple[MessageEntity, ...] = ()
    caption: str | None = None
    caption_entities: tuple[MessageEntity, ...] = ()
    photo: tuple[PhotoSize, ...] = ()
    document: Document | None = None
    animation: Animation | None = None
    sticker: Sticker | None = None
    video: Video | None = None
    voice: Voice | None = None
    reply_markup: InlineKeyboardMarkup | None = None


class CallbackQuery(TelegramObject, frozen=True, kw_only=True):
    id: str
    sender: User = msgspec.field(name="from")
    message: Message
    chat_instance: str
    data: str


class Update(TelegramObject, frozen=True, kw_only=True):
    update_id: int
    message: Message | None = None
    callback_query: CallbackQuery | None = None


class BotCommand(TelegramObject, frozen=True, kw_only=True):
    command: str
    description: str


def to_json(thing: object) -> Any:
    """The plain JSON value of an object, or of a list or dictionary of objects."""
    return msgspec.to_builtins(thing)
