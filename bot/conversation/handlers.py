"""Who handles which update: the wiring of the conversation, readable from top to bottom."""

from __future__ import annotations

from functools import partial
from typing import Any

from telegram import BotCommand, Update
from telegram.constants import ChatMemberStatus
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.conversation import commands, frames, panel, photos, replies, settings
from bot.conversation.addressing import is_addressed
from bot.conversation.albums import Albums
from bot.conversation.language import language
from bot.conversation.pictures import Rejected
from bot.conversation.saving import savestyle
from bot.conversation.services import Services
from bot.conversation.styles import styles
from bot.conversation.taps import tap
from bot.conversation.turn import Action, Callback, Turn, handler_of
from bot.jobs.model import StopRequest
from bot.store import Transaction
from bot.texts.look_up import Texts

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")

Handler = BaseHandler[Update, Any, None]


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
        CallbackQueryHandler(to(tap)),
        CommandHandler("start", to(commands.start)),
        CommandHandler("help", to(commands.help_)),
        CommandHandler("styles", to(styles)),
        CommandHandler("style", to(replies.style)),
        CommandHandler("content", to(replies.content)),
        CommandHandler("savestyle", to(savestyle)),
        *(CommandHandler(name, to(partial(settings.command, name=name))) for name in panel.NAMES),
        CommandHandler("settings", to(settings.settings)),
        CommandHandler("status", to(commands.status)),
        CommandHandler("cancel", to(commands.cancel)),
        CommandHandler("language", to(language)),
        MessageHandler(filters.COMMAND, to(partial(commands.hint, code="command"))),
        MessageHandler(picture, to(partial(_picture, albums=albums))),
        MessageHandler(filters.TEXT, to(commands.text)),
        MessageHandler(filters.Sticker.ALL, other("sticker")),
        MessageHandler(filters.ANIMATION, moving("animation")),
        MessageHandler(filters.VIDEO | filters.VIDEO_NOTE, moving("video")),
        MessageHandler(sound, other("sound")),
        MessageHandler(~filters.StatusUpdate.ALL, other("other")),
        ChatMemberHandler(to(_membership), ChatMemberHandler.MY_CHAT_MEMBER),
        TypeHandler(Update, to(Turn.settle)),
    ]


def menu(texts: Texts) -> list[BotCommand]:
    """The commands with their descriptions, for Telegram's menu."""
    return [BotCommand(name, texts.say(f"command-{name}")) for name in commands.NAMES]


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


async def _membership(turn: Turn) -> None:
    """Somebody blocked the bot: what they had in work is for nobody."""
    change = turn.update.my_chat_member
    assert change is not None
    if not turn.in_private or change.new_chat_member.status != ChatMemberStatus.BANNED:
        await turn.settle()
        return

    async def work(tx: Transaction) -> None:
        for job in await tx.jobs.unfinished_of(turn.place.chat_id, turn.place.user_id):
            await tx.jobs.request_stop(job.id, StopRequest.CANCEL, 0)

    await turn.commit(work)
