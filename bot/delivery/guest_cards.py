"""What guests see of their jobs: one message in a chat of which the bot is no member, from the queue to the painting.

Its edits take no upload, so the painting gets to Telegram by a chat that the operator names. Without one, or where that
fails, the message says that the painting is in the private chat, and the job gets a card there.
"""

from __future__ import annotations

import logging
import time
from typing import Literal

from telegram import InlineKeyboardMarkup

from bot.delivery.card_view import card_view
from bot.delivery.deliverer import Due
from bot.delivery.edit_spacing import Spacing, cannot_wait
from bot.delivery.forecasts import Forecasts
from bot.jobs.model import FINISHED, Job, JobState, Place
from bot.store import Store, Transaction
from bot.texts.look_up import Texts, Translations
from bot.transport import painting
from bot.transport.errors import (
    CallFailed,
    CallRefused,
    ChatClosed,
    ChatMoved,
    MediaForbidden,
    MessageGone,
    OtherKind,
    TopicGone,
)
from bot.transport.guest_calls import GuestCalls

log = logging.getLogger(__name__)

IN_PRIVATE = "guest-in-private"  #: where the painting is
#: Errors after which a retry cannot succeed.
_FOR_GOOD = (ChatClosed, ChatMoved, MediaForbidden, MessageGone, OtherKind, CallRefused, TopicGone)


class GuestCards:
    """Edits each such message as its job goes on, and hands over to the private chat what it cannot show. Implements
    Cards.
    """

    kind: Literal["guest"] = "guest"

    def __init__(
        self,
        store: Store,
        calls: GuestCalls,
        translations: Translations,
        *,
        forecasts: Forecasts,
        storage_chat: int | None,
        spacing: Spacing | None = None,
    ) -> None:
        """`storage_chat`: the one by which paintings get to Telegram; None: there is none."""
        self._store = store
        self._calls = calls
        self._translations = translations
        self._forecasts = forecasts
        self._storage_chat = storage_chat
        self._spacing = spacing or Spacing()
        self._touched: dict[str, float] = {}  # when each was edited last, on the monotonic clock

    async def due(self) -> list[Due]:
        """See Cards."""
        jobs = await self._store.read(lambda tx: tx.guests.needing_delivery())
        return [Due(card_id=job.id, urgent=job.card.revision if cannot_wait(job) else 0) for job in jobs]

    async def place_of(self, card_id: str) -> Place | None:
        """See Cards."""
        job = await self._store.read(lambda tx: tx.jobs.get(card_id))
        return None if job is None else job.place

    def forget(self, card_id: str) -> None:
        """See Cards."""
        self._touched.pop(card_id, None)

    async def step(self, card_id: str, *, hurries: bool) -> float | None:
        """See Cards."""
        job, inline_id = await self._store.read(lambda tx: _job_and_message(tx, card_id))
        if job is None or inline_id is None:
            self.forget(card_id)
            return None
        if job.card.told_at is not None:  # its owner asked to be forgotten, by which it was canceled
            await self._say_last(job, inline_id, "card-canceled")
            return 0
        pause = self._seconds_until_free(job)
        if pause > 0 and not hurries:
            return pause
        try:
            return await self._advance(job, inline_id)
        except _FOR_GOOD as error:
            log.warning("a guest's message cannot show more, and the private chat will: %s", error)
            await self._store.write(lambda tx: tx.guests.remove(card_id))
            return 0

    async def _advance(self, job: Job, inline_id: str) -> float | None:
        if job.state in (JobState.DONE, JobState.DELIVERED):
            return await self._show(job, inline_id)
        if job.card.revision > job.card.shown_revision:
            waiting = (await self._forecasts.latest()).waiting(job.id) if job.state is JobState.QUEUED else None
            texts = await self._texts_for(job)
            words = card_view(job, waiting, texts, ways=self._calls.ways).words
            await self._calls.edit_text(inline_id, words, self._way(texts))
            self._touched[job.id] = time.monotonic()
            await self._store.write(lambda tx: tx.cards.card_shows(job.id, job.card.revision))
            return 0
        if job.state in FINISHED:
            await self._store.write(lambda tx: _end(tx, job.id))
            return 0
        return None

    async def _show(self, job: Job, inline_id: str) -> float:
        """The painting. It is shown again after a crash in between, which does no harm."""
        texts = await self._texts_for(job)
        jpeg = await self._jpeg_of(job)
        if self._storage_chat is None or jpeg is None:
            await self._say_last(job, inline_id, IN_PRIVATE)
            return 0
        style = await self._store.read(lambda tx: tx.shares.name_for(job))
        try:
            stored = await self._calls.store(self._storage_chat, jpeg)
            words, link = painting.words(job, texts, style), painting.like_this(job, texts, style, self._calls.ways)
            await self._calls.show_photo(inline_id, stored.file_id, words, link)
        except _FOR_GOOD as error:
            log.error("a painting does not reach a guest by STYLEGRAM_GUEST_CHAT_ID: %s", error)
            await self._say_last(job, inline_id, IN_PRIVATE)
            return 0
        await self._store.write(lambda tx: _end(tx, job.id))
        await self._calls.clear(stored)
        return 0

    async def _say_last(self, job: Job, inline_id: str, key: str) -> None:
        """These are the last words of the message: what else there is to say is said in private."""
        texts = await self._texts_for(job)
        try:
            await self._calls.edit_text(inline_id, texts.say(key), self._way(texts))
        except CallFailed as error:
            log.info("a guest did not hear the last words: %s", error)
        await self._store.write(lambda tx: tx.guests.remove(job.id))

    async def _jpeg_of(self, job: Job) -> bytes | None:
        try:
            return None if job.result.jpeg is None else await self._store.files.read(job.result.jpeg)
        except FileNotFoundError:
            return None

    async def _texts_for(self, job: Job) -> Texts:
        language = await self._store.read(lambda tx: tx.chats.language(job.place.chat_id, job.place.user_id))
        return self._translations.of(language)

    def _way(self, texts: Texts) -> InlineKeyboardMarkup:
        return self._calls.way_to_private(texts.say("button-private"))

    def _seconds_until_free(self, job: Job) -> float:
        """Seconds until the message may be edited: as in a group, since many may read there."""
        touched = self._touched.get(job.id)
        if touched is None or cannot_wait(job):
            return 0.0
        return max(0.0, touched + self._spacing.group - time.monotonic())


async def _job_and_message(tx: Transaction, job_id: str) -> tuple[Job | None, str | None]:
    return await tx.jobs.get(job_id), await tx.guests.message_of(job_id)


async def _end(tx: Transaction, job_id: str) -> None:
    """Note that the message shows the end."""
    await tx.cards.mark_delivered(job_id)
    await tx.cards.mark_told(job_id, time.time())
    await tx.guests.remove(job_id)
