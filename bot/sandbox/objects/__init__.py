"""The Bot API's objects, as far as the sandbox knows them. Names and shapes are Telegram's; absent means default."""

from __future__ import annotations

from bot.sandbox.objects.base import Json, to_json
from bot.sandbox.objects.chats import BotCommand, Chat, ChatMember, User
from bot.sandbox.objects.files import (
    Animation,
    Document,
    File,
    LivePhoto,
    PhotoSize,
    Sticker,
    Video,
    VideoNote,
    Voice,
)
from bot.sandbox.objects.messages import (
    CallbackQuery,
    ChatMemberUpdated,
    Contact,
    ForumTopicCreated,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Location,
    Message,
    MessageEntity,
)

__all__ = [
    "Animation",
    "BotCommand",
    "CallbackQuery",
    "Chat",
    "ChatMember",
    "ChatMemberUpdated",
    "Contact",
    "Document",
    "File",
    "ForumTopicCreated",
    "InaccessibleMessage",
    "InlineKeyboardButton",
    "InlineKeyboardMarkup",
    "Json",
    "LivePhoto",
    "Location",
    "Message",
    "MessageEntity",
    "PhotoSize",
    "Sticker",
    "User",
    "Video",
    "VideoNote",
    "Voice",
    "to_json",
]
