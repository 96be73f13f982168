"""Finishes what people ask for by `/forget`. The store knows what remains, so a crash only delays it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from bot.jobs import retention
from bot.store import Erasure, SentMessage, Store, StoreUnavailable
from bot.texts.look_up import Translations
from bot.transport.errors import CallFailed, CallRefused, ChatClosed, MessageGone
from bot.transport.messenger import Messenger
from bot.transport.rate_limit import Urgency

log = logging.getLogger(__name__)

TRY_AGAIN = 30.0  #: seconds after which what did not work is tried again


class Eraser:
    """Deletes jobs as they end, then the bot's own messages, then says that it is done."""

    def __init__(self, store: Store, messenger: Messenger, translations: Translations) -> None:
        self._store = store
        self._messenger = messenger
        self._translations = translations
        self._at_work: set[int] = set()  # users

    async def run(self) -> None:
        """Erase until canceled. People are forgotten in parallel: a chat may have to wait for Telegram's limits."""
        async with asyncio.TaskGroup() as work:
            while True:
                seen = self._store.revision
                await self._store.wait_for_change(seen, TRY_AGAIN if await self._leaves_some(work) else None)

    async def _leaves_some(self, work: asyncio.TaskGroup) -> bool:
        """Do what can be done now. Returns whether something is left, such as a running job that has to end first."""
        try:
            pending = await self._store.read(lambda tx: tx.erasures.pending())
        except StoreUnavailable as error:
            log.warning("what shall be forgotten has to wait: %s", error)
            return True
        for erasure in pending:
            if erasure.place.user_id not in self._at_work:
                self._at_work.add(erasure.place.user_id)
                work.create_task(self._attempt(erasure))
        return bool(pending)

    async def _attempt(self, erasure: Erasure) -> None:
        try:
            await self._erase(erasure)
        except (StoreUnavailable, CallFailed) as error:
            log.warning("what shall be forgotten has to wait: %s", error)
        finally:
            self._at_work.discard(erasure.place.user_id)

    async def _erase(self, erasure: Erasure) -> None:
        """Erase, unless a job still runs. Raises StoreUnavailable and CallFailed. Any step may be repeated."""
        if not await self._store.write(lambda tx: tx.erasures.delete_finished_jobs(erasure)):
            return
        await self._delete_messages(erasure)
        await self._tell(erasure)
        await self._store.write(lambda tx: tx.erasures.end(erasure))
        log.info("somebody was forgotten")

    async def _delete_messages(self, erasure: Erasure) -> None:
        """Delete the messages of each chat together. A message that cannot be deleted counts as deleted."""
        await self._messenger.all_said(erasure.place.user_id)  # an answer that is on its way would stay
        by_chat: dict[int, list[int]] = {}
        sent = await self._store.read(lambda tx: tx.erasures.sent_messages(erasure))
        for message in sent:
            if message != SentMessage(chat_id=erasure.place.chat_id, message_id=erasure.message_id):
                by_chat.setdefault(message.chat_id, []).append(message.message_id)
        for chat_id, message_ids in by_chat.items():
            with suppress(ChatClosed):
                await self._messenger.delete(chat_id, message_ids)
        await self._store.write(lambda tx: tx.erasures.forget_sent(sent))

    async def _tell(self, erasure: Erasure) -> None:
        """Report the end in the message that asked whether to do it."""
        texts = self._translations.of(erasure.language)
        text = texts.say("forget-done", messages=texts.span(retention.MESSAGES_DELETABLE))
        try:
            await self._messenger.edit_text(erasure.place.chat_id, erasure.message_id, text, None, Urgency.ANSWER)
        except (MessageGone, ChatClosed, CallRefused) as error:
            log.info("nobody is there to hear that they were forgotten: %s", error)
