"""Who handles which update: the wiring of the conversation, readable from top to bottom."""

from __future__ import annotations

from functools import partial
from typing import Any

from telegram import BotCommand, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.conversation import admin, commands, frames, panel, photos, privacy, regions, replies, settings, welcome
from bot.conversation.addressing import is_addressed
from bot.conversation.albums import Albums
from bot.conversation.children import again
from bot.conversation.history import history
from bot.conversation.language import language
from bot.conversation.membership import membership, migration
from bot.conversation.pictures import Rejected
from bot.conversation.saving import savestyle
from bot.conversation.series import series
from bot.conversation.services import Services
from bot.conversation.sharing import share, shared, takedown, unshare
from bot.conversation.styles import styles
from bot.conversation.surplus import surplus_handler
from bot.conversation.taps import tap
from bot.conversation.turn import Action, Callback, Turn, handler_of
from bot.conversation.variants import variants
from bot.jobs.operation import Mode
from bot.texts.look_up import Texts
from bot.transport.taps import VERSION, Verb

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")

Handler = BaseHandler[Any, Any, None]


def handlers(services: Services, albums: Albums) -> list[Handler]:
    """All handlers, in order: the first that fits takes the update, so the order matters."""

    def to(action: Action) -> Callback:
        return handler_of(services, action)

    def other(code: str) -> Callback:
        return to(partial(_other, albums=albums, say=partial(commands.hint, code=code), code=code))

    def moving(code: str) -> Callback:
        return to(partial(_other, albums=albums, say=partial(frames.moving, code=code), code=code))

    picture = filters.PHOTO | (filters.Document.ALL & ~filters.ANIMATION) | filters.Sticker.STATIC
    sound = filters.VOICE | filters.AUDIO
    return [
        # What Telegram sends unasked, such as edited messages: some of the filters below would take it for a new one.
        MessageHandler(~filters.UpdateType.MESSAGE, to(Turn.settle)),
        *admin_handlers(services),
        *privacy_handlers(services),
        CallbackQueryHandler(to(tap)),
        CommandHandler("start", to(welcome.start)),
        CommandHandler("help", to(commands.help_)),
        CommandHandler("styles", to(styles)),
        CommandHandler("style", to(replies.style)),
        CommandHandler("content", to(replies.content)),
        CommandHandler("savestyle", to(savestyle)),
        CommandHandler("series", to(series)),
        *(CommandHandler(name, to(partial(regions.command, name=name))) for name in regions.COMMANDS),
        CommandHandler("share", to(share)),
        CommandHandler("unshare", to(unshare)),
        CommandHandler("shared", to(shared)),
        *(CommandHandler(name, to(partial(settings.command, name=name))) for name in panel.NAMES),
        CommandHandler("settings", to(settings.settings)),
        CommandHandler("status", to(commands.status)),
        CommandHandler("cancel", to(commands.cancel)),
        CommandHandler("language", to(language)),
        CommandHandler("history", to(history)),
        CommandHandler("again", to(again)),
        CommandHandler("variants", to(variants)),
        MessageHandler(filters.COMMAND, to(partial(commands.hint, code="command"))),
        MessageHandler(picture, to(partial(_picture, albums=albums))),
        MessageHandler(filters.TEXT, to(replies.text)),
        MessageHandler(filters.Sticker.ALL, other("sticker")),
        MessageHandler(filters.ANIMATION, moving("animation")),
        MessageHandler(filters.VIDEO | filters.VIDEO_NOTE, moving("video")),
        MessageHandler(sound, other("sound")),
        MessageHandler(~filters.StatusUpdate.ALL, other("other")),
        MessageHandler(filters.StatusUpdate.MIGRATE, handler_of(services, migration, for_all=True)),
        ChatMemberHandler(handler_of(services, membership, for_all=True), ChatMemberHandler.MY_CHAT_MEMBER),
        TypeHandler(Update, to(Turn.settle)),
        surplus_handler(services),
    ]


def admin_handlers(services: Services) -> list[Handler]:
    """Only for admins, and only where nobody else reads; everybody else's go on to the handlers below."""
    actions: dict[str, Action] = {
        "stats": admin.stats,
        "queue": admin.queue,
        "kill": admin.kill,
        "ban": admin.ban,
        "unban": admin.unban,
        "quota": admin.quota,
        "pause": partial(admin.set_mode, mode=Mode.PAUSED),
        "drain": partial(admin.set_mode, mode=Mode.DRAINING),
        "resume": partial(admin.set_mode, mode=Mode.OPEN),
        "backup": admin.backup,
        "takedown": takedown,
    }
    admins = filters.User(services.config.admins) & filters.ChatType.PRIVATE
    return [CommandHandler(name, handler_of(services, actions[name], for_all=True), admins) for name in admin.NAMES]


def privacy_handlers(services: Services) -> list[Handler]:
    """For everybody, those who may not use the bot included: what is kept of them is theirs."""
    taps = f"^{VERSION}:({Verb.ERASE}|{Verb.SPARE}):"
    return [
        CommandHandler("privacy", handler_of(services, privacy.privacy, for_all=True)),
        CommandHandler("forget", handler_of(services, privacy.forget, for_all=True)),
        CallbackQueryHandler(handler_of(services, privacy.forget_tapped, for_all=True), pattern=taps),
    ]


def menu(texts: Texts, *, for_admin: bool = False) -> list[BotCommand]:
    """The commands with their descriptions, for Telegram's menu."""
    names = (*commands.NAMES, *admin.NAMES) if for_admin else commands.NAMES
    return [BotCommand(name, texts.say(f"command-{name}")) for name in names]


async def _picture(turn: Turn, albums: Albums) -> None:
    if is_addressed(turn) or await albums.expects(turn.place, turn.message.media_group_id):
        await photos.photo(turn, albums)
    else:
        await turn.settle()


async def _other(turn: Turn, albums: Albums, say: Action, code: str) -> None:
    """Not a picture. Within an album its neighbours must not wait for it in vain."""
    if turn.message.media_group_id is not None and is_addressed(turn):
        await photos.store_album_item(turn, albums, Rejected(code))
    else:
        await say(turn)
