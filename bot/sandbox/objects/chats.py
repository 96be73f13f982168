"""Who is there: users, chats, and who belongs to which."""

from __future__ import annotations

from bot.sandbox.objects.base import TelegramObject


class User(TelegramObject, frozen=True, kw_only=True):
    id: int
    is_bot: bool
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class Chat(TelegramObject, frozen=True, kw_only=True):
    """`type` is private, group or supergroup."""

    id: int
    type: str
    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    is_forum: bool = False


class ChatMember(TelegramObject, frozen=True, kw_only=True):
    """One shape for all: the fields that a status does not have are absent. `until_date` 0 means for ever."""

    status: str
    user: User
    until_date: int | None = None
    is_anonymous: bool | None = None
    can_be_edited: bool | None = None
    can_manage_chat: bool | None = None
    can_delete_messages: bool | None = None
    can_manage_video_chats: bool | None = None
    can_restrict_members: bool | None = None
    can_promote_members: bool | None = None
    can_change_info: bool | None = None
    can_invite_users: bool | None = None
    can_post_stories: bool | None = None
    can_edit_stories: bool | None = None
    can_delete_stories: bool | None = None
    can_send_welcome_messages: bool | None = None


class BotCommand(TelegramObject, frozen=True, kw_only=True):
    command: str
    description: str
