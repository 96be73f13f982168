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
    CopyTextButton,
    ForumTopicCreated,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    Location,
    Message,
    MessageEntity,
    SwitchInlineQueryChosenChat,
)

__all__ = [
    "Animation",
    "BotCommand",
    "CallbackQuery",
    "Chat",
    "ChatMember",
    "ChatMemberUpdated",
    "Contact",
    "CopyTextButton",
    "Document",
    "File",
    "ForumTopicCreated",
    "InaccessibleMessage",
    "InlineKeyboardButton",
    "InlineKeyboardMarkup",
    "InlineQuery",
    "Json",
    "LivePhoto",
    "Location",
    "Message",
    "MessageEntity",
    "PhotoSize",
    "Sticker",
    "SwitchInlineQueryChosenChat",
    "User",
    "Video",
    "VideoNote",
    "Voice",
    "to_json",
]
