"""Who handles which update: a table of commands, one of kinds of messages, and the order in which they are asked.

The table of buttons is in bot.conversation.taps.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from telegram import BotCommand, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.conversation.captions import Kinds, captioned, for_all
from bot.conversation.chats import admin, privacy, welcome
from bot.conversation.chats.language import language
from bot.conversation.chats.membership import membership, migration
from bot.conversation.chats.overload import overload_handler
from bot.conversation.core.addressing import UnaskedPost, is_addressed
from bot.conversation.core.command import Audience, Caption, Command
from bot.conversation.core.permission import is_for_all
from bot.conversation.core.services import Services
from bot.conversation.core.update_context import Action, Callback, UpdateContext, handler_of
from bot.conversation.draft import commands, guests, photos, regions, replies, stills
from bot.conversation.draft.albums import Albums
from bot.conversation.draft.editing import edited
from bot.conversation.draft.pictures import Rejected
from bot.conversation.draft.series import series
from bot.conversation.gallery.saving import savestyle
from bot.conversation.gallery.sharing import share, shared, takedown, unshare
from bot.conversation.gallery.styles import styles
from bot.conversation.results import inline
from bot.conversation.results.follow_ups import again
from bot.conversation.results.history import history
from bot.conversation.results.variants import variants
from bot.conversation.settings import commands as settings
from bot.conversation.taps import tap
from bot.jobs.operation import Mode
from bot.jobs.setting_limits import SETTINGS
from bot.texts.look_up import Texts
from bot.texts.recipe import FORMER_NAMES

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
GUESTS_UPDATE = "guest_message"  #: wanted besides, where guests may ask

Handler = BaseHandler[Any, Any, None]

_ROWS = (
    Command("styles", styles),
    Command("variants", variants),
    Command("series", series, caption=Caption.SERIES),
    Command("settings", settings.settings),
    Command("again", again),
    Command("history", history),
    Command("status", commands.status),
    Command("cancel", commands.cancel),
    Command("help", commands.help_),
    Command(regions.REGION, partial(regions.region_command, name=regions.REGION), caption=Caption.REGION),
    Command(regions.PROTECT, partial(regions.region_command, name=regions.PROTECT), caption=Caption.REGION),
    Command("style", replies.style_command, caption=Caption.STYLE),
    Command("content", replies.content_command, caption=Caption.CONTENT),
    Command("savestyle", savestyle, caption=Caption.KEEP),
    Command("share", share),
    Command("shared", shared),
    Command("unshare", unshare),
    *(Command(name, partial(settings.setting_command, name=name)) for name in SETTINGS),
    Command("language", language),
    Command("privacy", privacy.privacy, Audience.EVERYBODY),
    Command("forget", privacy.forget, Audience.EVERYBODY),
    Command("start", welcome.start),
    Command("stats", admin.stats, Audience.ADMINS),
    Command("queue", admin.queue, Audience.ADMINS),
    Command("kill", admin.kill, Audience.ADMINS),
    Command("ban", admin.ban, Audience.ADMINS),
    Command("unban", admin.unban, Audience.ADMINS),
    Command("quota", admin.quota, Audience.ADMINS),
    Command("pause", partial(admin.set_mode, mode=Mode.PAUSED), Audience.ADMINS),
    Command("drain", partial(admin.set_mode, mode=Mode.DRAINING), Audience.ADMINS),
    Command("resume", partial(admin.set_mode, mode=Mode.OPEN), Audience.ADMINS),
    Command("backup", admin.backup, Audience.ADMINS),
    Command("takedown", takedown, Audience.ADMINS),
)
#: Every command by its name, in the order of Telegram's menu: what is wanted most comes first. Each has a description
#: in bot/texts, `command-NAME`.
COMMANDS: Mapping[str, Command] = {command.name: command for command in _ROWS}


def handlers(services: Services, albums: Albums) -> list[Handler]:
    """All handlers, in order: the first that fits takes the update, so the order matters."""

    def to(action: Action) -> Callback:
        return handler_of(services, action)

    def other(code: str) -> Action:
        return partial(_other, albums=albums, say=partial(commands.hint, code=code), code=code)

    def moving(code: str) -> Action:
        return partial(_other, albums=albums, say=partial(stills.moving, code=code), code=code)

    picture = filters.PHOTO | (filters.Document.ALL & ~filters.ANIMATION) | filters.Sticker.STATIC
    kinds: Kinds = [
        (picture, partial(_picture, albums=albums)),
        (filters.TEXT, replies.text_message),
        (filters.Sticker.ALL, other("sticker")),
        (filters.ANIMATION, moving("animation")),
        (filters.VIDEO | filters.VIDEO_NOTE, moving("video")),
        (filters.VOICE | filters.AUDIO, other("sound")),
        (~filters.StatusUpdate.ALL, other("other")),
    ]
    actions = _actions(Audience.MEMBERS)
    return [
        MessageHandler(filters.UpdateType.GUEST_MESSAGE, handler_of(services, guests.guest_asked, for_all=True)),
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, to(partial(edited, albums=albums))),
        # What Telegram sends unasked, such as channels' posts: some of the filters below would take it for a message.
        MessageHandler(~filters.UpdateType.MESSAGE, to(UpdateContext.settle)),
        MessageHandler(UnaskedPost(services.bot_name), to(UpdateContext.settle)),
        MessageHandler(
            filters.ViaBot(services.bot_id), to(UpdateContext.settle)
        ),  # what somebody shared: it was painted already
        InlineQueryHandler(to(inline.inline_asked)),
        *admin_handlers(services, kinds),
        *privacy_handlers(services, kinds),
        CallbackQueryHandler(to(tap)),
        *(CommandHandler(name, to(action)) for name, action in actions.items()),
        *(CommandHandler(former, to(actions[name])) for former, name in FORMER_NAMES.items()),
        MessageHandler(filters.COMMAND, to(partial(commands.hint, code=commands.COMMAND))),
        *captioned(kinds, actions, to),
        MessageHandler(filters.StatusUpdate.MIGRATE, handler_of(services, migration, for_all=True)),
        ChatMemberHandler(handler_of(services, membership, for_all=True), ChatMemberHandler.MY_CHAT_MEMBER),
        TypeHandler(Update, to(UpdateContext.settle)),
        overload_handler(services),
    ]


def admin_handlers(services: Services, kinds: Kinds) -> list[Handler]:
    """Only for admins, and only where nobody else reads; everybody else's go on to the handlers below."""
    admins = filters.User(services.config.admins) & filters.ChatType.PRIVATE
    actions = _actions(Audience.ADMINS)
    return [
        *(CommandHandler(name, handler_of(services, action, for_all=True), admins) for name, action in actions.items()),
        for_all(services, actions, kinds, admins),
    ]


def privacy_handlers(services: Services, kinds: Kinds) -> list[Handler]:
    """For everybody, those who may not use the bot included: what is kept of them is theirs."""
    actions = _actions(Audience.EVERYBODY)
    return [
        *(CommandHandler(name, handler_of(services, action, for_all=True)) for name, action in actions.items()),
        for_all(services, actions, kinds),
        CallbackQueryHandler(handler_of(services, tap, for_all=True), pattern=is_for_all),
    ]


def menu(texts: Texts, *, for_admin: bool = False) -> list[BotCommand]:
    """The commands with their descriptions, for Telegram's menu."""
    shown = (command for command in COMMANDS.values() if for_admin or command.audience is not Audience.ADMINS)
    return [BotCommand(command.name, texts.say(f"command-{command.name}")) for command in shown]


def _actions(audience: Audience) -> dict[str, Action]:
    return {command.name: command.action for command in COMMANDS.values() if command.audience is audience}


async def _picture(context: UpdateContext, albums: Albums) -> None:
    if is_addressed(context) or await albums.expects(context.place, context.message.media_group_id):
        await photos.photo_message(context, albums)
    else:
        await context.settle()


async def _other(context: UpdateContext, albums: Albums, say: Action, code: str) -> None:
    """Not a picture. Within an album its neighbors must not wait for it in vain."""
    if context.message.media_group_id is not None and is_addressed(context):
        await photos.store_album_item(context, albums, Rejected(code))
    else:
        await say(context)
