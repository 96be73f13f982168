"""Messages, their parts, and what else arrives in updates."""

from __future__ import annotations

import msgspec

from bot.sandbox.objects.base import TelegramObject
from bot.sandbox.objects.chats import Chat, ChatMember, User
from bot.sandbox.objects.files import Animation, Document, LivePhoto, PhotoSize, Sticker, Video, VideoNote, Voice


class MessageEntity(TelegramObject, frozen=True, kw_only=True):
    """`offset` and `length` count UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


class CopyTextButton(TelegramObject, frozen=True, kw_only=True):
    text: str


class SwitchInlineQueryChosenChat(TelegramObject, frozen=True, kw_only=True):
    """Into which kinds of chats a button leads, and with which query."""

    query: str | None = None
    allow_user_chats: bool = False
    allow_bot_chats: bool = False
    allow_group_chats: bool = False
    allow_channel_chats: bool = False


class InlineKeyboardButton(TelegramObject, frozen=True, kw_only=True):
    text: str
    callback_data: str | None = None
    url: str | None = None
    copy_text: CopyTextButton | None = None
    switch_inline_query_chosen_chat: SwitchInlineQueryChosenChat | None = None
    style: str | None = None


class InlineKeyboardMarkup(TelegramObject, frozen=True, kw_only=True):
    inline_keyboard: tuple[tuple[InlineKeyboardButton, ...], ...]


class Contact(TelegramObject, frozen=True, kw_only=True):
    phone_number: str
    first_name: str
    user_id: int | None = None


class Location(TelegramObject, frozen=True, kw_only=True):
    """In degrees."""

    latitude: float
    longitude: float


class ForumTopicCreated(TelegramObject, frozen=True, kw_only=True):
    name: str
    icon_color: int  #: RGB


class Message(TelegramObject, frozen=True, kw_only=True):
    message_id: int
    message_thread_id: int | None = None
    sender: User = msgspec.field(name="from")
    chat: Chat
    date: int
    edit_date: int | None = None
    is_topic_message: bool = False
    media_group_id: str | None = None
    reply_to_message: Message | None = None
    via_bot: User | None = None
    guest_query_id: str | None = None
    guest_bot_caller_user: User | None = None
    text: str | None = None
    entities: tuple[MessageEntity, ...] = ()
    caption: str | None = None
    caption_entities: tuple[MessageEntity, ...] = ()
    photo: tuple[PhotoSize, ...] = ()
    live_photo: LivePhoto | None = None
    document: Document | None = None
    animation: Animation | None = None
    sticker: Sticker | None = None
    video: Video | None = None
    video_note: VideoNote | None = None
    voice: Voice | None = None
    contact: Contact | None = None
    location: Location | None = None
    new_chat_members: tuple[User, ...] = ()
    left_chat_member: User | None = None
    group_chat_created: bool = False
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None
    forum_topic_created: ForumTopicCreated | None = None
    reply_markup: InlineKeyboardMarkup | None = None

    @property
    def is_service(self) -> bool:
        """Whether it tells of the chat itself, and nobody wrote it."""
        told = (self.new_chat_members, self.left_chat_member, self.group_chat_created, self.forum_topic_created)
        return any(told) or self.migrate_to_chat_id is not None or self.migrate_from_chat_id is not None


class InaccessibleMessage(TelegramObject, frozen=True, kw_only=True):
    """In the place of a message that was deleted."""

    chat: Chat
    message_id: int
    date: int  #: always 0


class CallbackQuery(TelegramObject, frozen=True, kw_only=True):
    id: str
    sender: User = msgspec.field(name="from")
    message: Message | InaccessibleMessage
    chat_instance: str
    data: str


class InlineQuery(TelegramObject, frozen=True, kw_only=True):
    id: str
    sender: User = msgspec.field(name="from")
    query: str
    offset: str
    chat_type: str


class ChatMemberUpdated(TelegramObject, frozen=True, kw_only=True):
    chat: Chat
    sender: User = msgspec.field(name="from")
    date: int
    old_chat_member: ChatMember
    new_chat_member: ChatMember
