"""One update and everything done about it: what is written, and the mark that it is handled, are one transaction."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType

from bot import logs
from bot.conversation.core.owners import place_of, tapped_in
from bot.conversation.core.services import Services
from bot.jobs.model import Place
from bot.store import RESERVE, OwnerFull, StoreError, StoreFull, Transaction
from bot.texts.look_up import DISK_FULL, STORAGE, Texts
from bot.transport.errors import CallFailed, MediaForbidden, MessageGone
from bot.transport.rate_limit import Urgency

log = logging.getLogger(__name__)
T = TypeVar("T")

REFUSAL = "not-allowed"


@dataclass
class UpdateContext:
    """What a handler works with. It calls `commit` once, then `answer`."""

    services: Services
    update: Update
    place: Place
    texts: Texts = field(init=False)  #: in the language of the person who sent the update
    is_welcome: bool = field(default=False, init=False)  #: neither banned nor missing from the allow-lists
    reader: int | None = field(default=None, init=False)  #: to whom the message was said under which somebody tapped
    handled: bool = field(default=False, init=False)
    _interim: int | None = field(default=None, init=False)  # a message that asks for patience until the answer comes

    _kept: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.texts = self.services.translations.of(self.client_language)

    @property
    def client_language(self) -> str | None:
        """What the person's Telegram client is set to, as a tag such as de or pt-br."""
        user = self.update.effective_user
        return user.language_code if user is not None else None

    @property
    def message(self) -> Message:
        """The message of this update; only for handlers of messages."""
        assert self.update.message is not None
        return self.update.message

    @property
    def argument(self) -> str:
        """What follows a command, be it a message or the caption of a picture."""
        _, *argument = (self.message.text or self.message.caption or "").split(maxsplit=1)
        return argument[0].strip() if argument else ""

    @property
    def in_private(self) -> bool:
        """Whether this is a chat with one person, rather than a group."""
        chat = self.update.effective_chat
        return chat is not None and chat.type == ChatType.PRIVATE

    async def recall(self) -> None:
        """Read from the store: the person's language (a chosen one goes before the client's), and whether they are
        banned; which supergroup the chat has become; and for whom the message is under which they tapped.
        """
        known = await self.services.store.read(self._known)
        user_id = self.place.user_id
        self.place, self.reader = replace(self.place, chat_id=known.chat_id), known.reader
        self.texts = self.services.translations.of(known.language)
        allows = self.services.config.allows  # a group that was let in stays so when it becomes a supergroup
        self.is_welcome = (user_id != 0 and not known.is_banned) and (
            allows(known.chat_id, user_id) or (known.origin is not None and allows(known.origin, user_id))
        )
        heard_elsewhere = self.update.inline_query is not None or self.update.guest_message is not None
        if known.is_closed and self.update.my_chat_member is None and not heard_elsewhere:
            # Somebody speaks there, so it is open: that it was opened may have been said while the bot was down.
            await self.services.store.write(lambda tx: tx.chats.reopen(known.chat_id))
        if self.is_welcome and self.reader is not None and self.reader < 0 and self.reader != user_id:
            await self._act_for(self.reader)

    async def _known(self, tx: Transaction) -> _Known:
        chat_id, user_id = await tx.moves.whereabouts(self.place.chat_id), self.place.user_id
        tapped = tapped_in(self.update.callback_query)
        reader = None if tapped is None else await tx.erasures.reader_of(tapped.chat_id, tapped.message_id)
        standings = [await tx.people.standing(each) for each in {user_id, chat_id, reader or user_id}]
        return _Known(
            chat_id=chat_id,
            origin=await tx.moves.origin(chat_id),
            language=await tx.chats.language(chat_id, user_id, self.client_language),
            is_banned=any(standing.banned for standing in standings),
            is_closed=await tx.chats.is_closed(chat_id),
            reader=reader,
        )

    async def _act_for(self, chat_id: int) -> None:
        """Let an administrator of the chat tap buttons of what somebody began in its name."""
        try:
            administrators = await self.services.messenger.administrators(chat_id)
        except CallFailed as error:
            log.info("who administers a chat cannot be known: %s", error)
            return
        if self.place.user_id in administrators:
            self.place = replace(self.place, user_id=chat_id)

    @property
    def is_for_somebody_else(self) -> bool:
        """Whether this is a tap under a message that was said to somebody else."""
        return self.reader is not None and self.reader != self.place.user_id

    async def commit(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run `work` and mark the update as handled in one transaction. Raises Overtaken, and as Store.write."""

        async def whole(tx: Transaction) -> T:
            if not await self._mark(tx) and not self.handled:
                raise Overtaken
            if self.client_language is not None:
                # For the cards, and for albums: what is said about them answers no single update.
                await tx.chats.note_client_language(self.place.chat_id, self.place.user_id, self.client_language)
            return await work(tx)

        outcome = await self.services.store.write(whole)
        self.handled = True
        return outcome

    async def settle(self) -> None:
        """Mark the update as handled where no handler wrote anything."""
        if not self.handled:
            await self.services.store.write(self._mark)
            self.handled = True

    def owns(self, place: Place) -> bool:
        """Whether what belongs to that place is this person's, in this chat."""
        return (place.chat_id, place.user_id) == (self.place.chat_id, self.place.user_id)

    async def answer(self, text: str, buttons: InlineKeyboardMarkup | None = None, *, as_reply: bool = False) -> int:
        """Write a line into the chat; in a group, or if asked, as a reply to the message that it is about. Returns the
        id of its message.
        """
        if self._interim is not None:
            message_id, self._interim = self._interim, None
            with suppress(MessageGone):
                await self.services.messenger.edit_text(self.place.chat_id, message_id, text, buttons, Urgency.RESULT)
                return message_id
        reply_to = self.message_to_quote if as_reply or not self.in_private else None
        return await self.services.messenger.send_text(self.place, text, reply_to=reply_to, buttons=buttons)

    async def show(self, jpeg: bytes, caption: str, buttons: InlineKeyboardMarkup | None = None) -> int:
        """Send a picture; in a group as a reply to the message that it is about. Returns the id of its message."""
        reply_to = None if self.in_private else self.message_to_quote
        return await self.services.messenger.send_photo(
            self.place, jpeg, caption, reply_to=reply_to, buttons=buttons, urgency=Urgency.ANSWER
        )

    async def send_interim(self) -> None:
        """Send a message that asks for patience; the answer replaces it."""
        reply_to = None if self.in_private else self.message_to_quote
        self._interim = await self.services.messenger.send_text(
            self.place, self.texts.say("one-moment"), reply_to=reply_to
        )

    async def tidy(self) -> None:
        """Take back a request for patience after which no answer came, because a card speaks for itself."""
        if self._interim is not None:
            await self.services.messenger.delete(self.place.chat_id, [self._interim])
            self._interim = None

    @property
    def message_to_quote(self) -> int | None:
        """The message of this update, where it is one and in the chat that is spoken to."""
        message = self.update.message or self.update.edited_message
        return message.message_id if message is not None and message.chat_id == self.place.chat_id else None

    async def answer_tap(self, text: str | None = None, *, alert: bool = False) -> None:
        """Answer the tap on a button; without words, it only ends the waiting."""
        assert self.update.callback_query is not None
        await self.services.messenger.answer_tap(self.update.callback_query.id, text, alert=alert)

    async def end_tap(self, key: str, *, alert: bool = False) -> None:
        """Answer a tap after which nothing is to be written."""
        await self.settle()
        await self.answer_tap(self.texts.say(key), alert=alert)

    async def keep(self, data: bytes) -> str:
        """Keep bytes for this person until the update is handled, and then as long as a row names them; returns their
        sha256. Raises OwnerFull, StoreFull, OSError.
        """
        services = self.services
        name = await services.store.put_for(
            self.place.user_id, data, limit=services.config.storage_per_user, reserve=RESERVE
        )
        self._kept.append(name)
        return name

    def let_go(self) -> None:
        """After the update is handled, release the files that were kept: those that no row names are deleted."""
        self.services.store.let_go(self._kept)
        self._kept.clear()

    async def _mark(self, tx: Transaction) -> bool:
        return await tx.inbox.mark_handled(self.services.bot_id, self.update.update_id, time.time())


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the store says of an update's chat, person and message."""

    chat_id: int  #: what the chat has become
    origin: int | None
    language: str | None
    is_banned: bool
    is_closed: bool
    reader: int | None


class Overtaken(Exception):
    """The update counts as handled already: its author asked meanwhile to be forgotten. Nothing was written."""


Action = Callable[[UpdateContext], Awaitable[None]]
Callback = Callable[[Update, Any], Coroutine[Any, Any, None]]


def handler_of(services: Services, action: Action, *, for_all: bool = False) -> Callback:
    """The callback for the library: bans and allow-lists before the action (unless it is `for_all`), one sentence after
    an unexpected error, and the update handled in the end whatever happens, so that none can come back for ever.
    """

    async def callback(update: Update, _: object) -> None:
        with logs.about("update", update.update_id):
            context = UpdateContext(services, update, place_of(update))
            try:
                await _handle(context, action, for_all)
            finally:
                context.let_go()

    return callback


async def _handle(context: UpdateContext, action: Action, for_all: bool) -> None:
    try:
        await context.recall()
        if not (for_all or context.is_welcome):
            await _refuse(context)
        else:
            await action(context)
            await context.tidy()
    except MediaForbidden as error:
        log.warning("a picture may not be sent here: %s", error)
        await _apologize(context, context.texts.say("no-photos-here"))
    except CallFailed as error:
        log.warning("an answer did not reach the chat: %s", error)
    except Overtaken:
        log.info("the update was forgotten before it could be handled")
    except OwnerFull as error:
        log.info("a picture was refused: %s", error)
        await _apologize(context, context.texts.problem(STORAGE))
    except StoreFull as error:
        log.error("the update could not be handled: %s", error)
        await _apologize(context, context.texts.problem(DISK_FULL))
    except Exception:  # whatever it was, the person hears and the next update is handled
        log.exception("the update could not be handled")
        await _apologize(context)
    try:
        await context.settle()
    except StoreError:
        log.exception("the update stays in the inbox until the next start")


async def _refuse(context: UpdateContext) -> None:
    """Answer somebody who may not use the bot: each tap, but messages in private only, and once in a while, so that
    nobody can make the bot send as many messages as they like.
    """
    text = context.texts.say(REFUSAL)
    if context.update.callback_query is not None:
        await context.answer_tap(text, alert=True)
    elif context.update.message is not None and context.in_private:
        await context.settle()
        if context.services.notice_throttle.is_due(context.place.chat_id, REFUSAL):
            await context.answer(text)


async def _apologize(context: UpdateContext, reason: str | None = None) -> None:
    try:
        if context.update.callback_query is not None:
            await context.answer_tap(reason or context.texts.say("tap-error"), alert=True)
        elif context.update.message is not None:
            await context.answer(reason or context.texts.say("sorry"))
    except Exception as error:  # what kept the update from being handled may keep the apology, too
        log.warning("an apology did not reach the chat: %r", error)
