"""Brings the cards in the chats up to what the store says. Jobs never wait for it; it skips what is outdated."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable

from bot import logs
from bot.delivery.card import Face, face
from bot.delivery.pace import CardMemory, Spacing, seconds_until_free, shown_now
from bot.delivery.pauses import Pauses
from bot.delivery.queue import Queue
from bot.jobs.model import FINISHED, Job, JobState
from bot.store import Store, StoreUnavailable, Transaction
from bot.texts.look_up import Texts, Translations
from bot.transport.errors import CallFailed, MessageGone, OtherKind, Refused, SlowDown
from bot.transport.messenger import Messenger
from bot.transport.pace import Urgency
from engine.events import EngineFacts

log = logging.getLogger(__name__)

BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  #: seconds before trying a card again
LOOK_AT_JOB = 0.25  #: seconds between two looks at a job whose card waits for something worth showing
LOOK_AGAIN = 60.0  #: seconds after which the store is asked even without a change


class Deliverer:
    """Sends each job's card, edits it as the job goes on, and tells its end once."""

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        translations: Translations,
        *,
        facts: Callable[[], EngineFacts | None] = lambda: None,
        engines: int = 1,
        spacing: Spacing | None = None,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._translations = translations
        self._spacing = spacing or Spacing()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._pauses: dict[str, Pauses] = {}
        self._memories: dict[str, CardMemory] = {}
        self._queue = Queue(store, facts, engines)
        self._hurries = False
        self._runs = False

    async def run(self) -> None:
        """Deliver until cancelled."""
        self._runs = True
        try:
            while True:
                seen = self._store.revision
                for job in await self._needing_delivery():
                    if job.id not in self._tasks:
                        self._pauses[job.id] = Pauses()
                        self._tasks[job.id] = asyncio.create_task(self._serve(job.id), name=f"card of {job.id}")
                    self._pauses[job.id].call(job)
                await self._store.wait_for_change(seen, LOOK_AGAIN)
        finally:
            self._runs = False
            tasks = list(self._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def flush(self, timeout: float) -> None:
        """Before the end: bring every card up to date at once, as far as that is possible in so many seconds."""
        self._hurries = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while self._runs and await self._needing_delivery():
                    for pauses in self._pauses.values():
                        pauses.hurry()
                    await self._store.wait_for_change(self._store.revision, 0.1)

    async def _needing_delivery(self) -> list[Job]:
        try:
            return await self._store.read(lambda tx: tx.cards.needing_delivery())
        except StoreUnavailable as error:
            log.warning("cards have to wait: %s", error)
            return []

    async def _serve(self, job_id: str) -> None:
        """Work on one card until there is nothing left to do."""
        failures = 0
        with logs.about("job", job_id):
            while True:
                seen = self._store.revision
                try:
                    pause = await self._step(job_id)
                    failures = 0
                except SlowDown as error:
                    pause = error.seconds
                except (CallFailed, StoreUnavailable) as error:
                    log.warning("the card has to wait: %s", error)
                    pause = BACK_OFF[min(failures, len(BACK_OFF) - 1)]
                    failures += 1
                except Exception:  # one card's trouble is not the others'
                    log.exception("the card could not be brought up to date")
                    pause = BACK_OFF[-1]
                if pause is None and self._store.revision == seen:
                    # No await since the revision was read, so no change is missed.
                    del self._tasks[job_id], self._pauses[job_id]
                    return
                await self._pauses[job_id].rest(pause or 0)

    async def _step(self, job_id: str) -> float | None:
        """Do the next thing for this card; returns seconds to wait, or None when it is up to date."""
        job = await self._store.read(lambda tx: _deliverable(tx, job_id))
        if job is None or job.told_at is not None:
            self._memories.pop(job_id, None)
            return None
        memory = self._memories.setdefault(job_id, CardMemory())
        if job.state is not JobState.RUNNING:
            memory.running_since = None
        elif memory.running_since is None:
            memory.running_since = time.monotonic()
        if job.card_message_id is None and job.state is not JobState.DELIVERED:  # that one stayed behind in another
            return await self._begin(job, memory)
        if job.revision > job.card_revision:
            return await self._refresh(job, memory)
        return await self._tell(job) if job.state in FINISHED else None

    async def _begin(self, job: Job, memory: CardMemory) -> float:
        """The first message of a job, or what takes its place when there is nothing to show any more."""
        if job.state is JobState.CANCELLED:
            await self._store.write(lambda tx: tx.cards.mark_told(job.id, time.time()))
        else:
            await self._send(job, await self._face(job), memory)
        return 0

    async def _refresh(self, job: Job, memory: CardMemory) -> float:
        """Edit the card, unless it changed a moment ago."""
        spacing = self._spacing.of(job.place.chat_id)
        now = time.monotonic()
        pause = seconds_until_free(job, memory, self._spacing, now)
        if pause > 0 and not self._hurries:
            return pause
        wanted = await self._face(job)
        shown = shown_now(job, wanted, memory, spacing, now)
        if shown is None:
            return min(spacing, LOOK_AT_JOB)
        try:
            await self._edit(job, shown, memory)
        except MessageGone:
            if await self._store.read(lambda tx: tx.jobs.get(job.id)) is None:
                return 0  # its owner was forgotten, and with them the job
            log.info("the card was deleted and is sent anew")
            await self._send(job, wanted, memory)
            return 0
        await self._store.write(lambda tx: _card_shows(tx, job))
        return 0

    async def _send(self, job: Job, wanted: Face, memory: CardMemory) -> None:
        jpeg = await self._picture(wanted)
        urgency = _urgency(job)
        if jpeg is not None:
            message_id = await self._messenger.send_photo(
                job.place,
                jpeg,
                wanted.words,
                reply_to=job.reply_to_message_id,
                buttons=wanted.buttons,
                urgency=urgency,
                html=True,
            )
        else:
            message_id = await self._messenger.send_text(
                job.place,
                wanted.words,
                reply_to=job.reply_to_message_id,
                buttons=wanted.buttons,
                urgency=urgency,
                html=True,
            )
        memory.note(wanted.picture if jpeg is not None else None, time.monotonic(), edited=False)

        async def work(tx: Transaction) -> None:
            await tx.cards.card_sent(job.id, message_id, job.revision)
            if job.state is JobState.DONE:  # it may be by now, but that is not what was sent
                await tx.cards.mark_delivered(job.id)

        await self._store.write(work)

    async def _edit(self, job: Job, shown: Face, memory: CardMemory) -> None:
        assert job.card_message_id is not None
        chat_id, message_id, urgency = job.place.chat_id, job.card_message_id, _urgency(job)
        jpeg = await self._picture(shown) if shown.picture != memory.picture else None
        if jpeg is not None:
            try:
                await self._messenger.edit_photo(
                    chat_id, message_id, jpeg, shown.words, shown.buttons, urgency, html=True
                )
            except Refused as error:
                log.error("a picture of the card was refused: %s", error)
                if job.state is JobState.DONE:
                    await self._send_as_document(job)
            else:
                memory.note(shown.picture, time.monotonic(), edited=True)
                return
        await self._edit_words(chat_id, message_id, shown, memory, urgency)
        memory.note(memory.picture, time.monotonic(), edited=True)

    async def _edit_words(
        self, chat_id: int, message_id: int, shown: Face, memory: CardMemory, urgency: Urgency
    ) -> None:
        """After a restart nobody knows whether the card is a text or a picture: Telegram does."""
        edits = [self._messenger.edit_text, self._messenger.edit_caption]
        if memory.picture is not None:
            edits.reverse()
        try:
            await edits[0](chat_id, message_id, shown.words, shown.buttons, urgency, html=True)
        except OtherKind:
            await edits[1](chat_id, message_id, shown.words, shown.buttons, urgency, html=True)

    async def _send_as_document(self, job: Job) -> None:
        """The last resort for a result that Telegram does not take as a photo."""
        name, ending = (job.result_jpeg, "jpg") if job.result_png is None else (job.result_png, "png")
        assert name is not None
        await self._messenger.send_document(job.place, await self._store.files.read(name), f"{job.file_stem}.{ending}")

    async def _tell(self, job: Job) -> float:
        """The card shows the end; an edit makes no sound, so a reply does. At most once, hence marked before."""
        texts = await self._texts_for(job)  # before the mark: what fails here is tried again
        first = await self._store.write(lambda tx: tx.cards.mark_told(job.id, time.time()))
        if first and job.state is not JobState.CANCELLED:
            try:
                await self._reply(job, texts)
            except (CallFailed, FileNotFoundError) as error:
                log.warning("the end was not told: %s", error)
        return 0

    async def _reply(self, job: Job, texts: Texts) -> None:
        """The film, where one was wanted; otherwise a short sentence."""
        if job.result_film is not None:
            film = await self._store.files.read(job.result_film)
            await self._messenger.send_film(job.place, film, f"{job.file_stem}.gif", reply_to=job.card_message_id)
            return
        done = "told-sketched" if job.sketches else "told-done"
        words = texts.say("told-failed" if job.state is JobState.FAILED else done)
        await self._messenger.send_text(job.place, words, reply_to=job.card_message_id, urgency=Urgency.RESULT)

    async def _face(self, job: Job) -> Face:
        waiting = await self._queue.find(job.id) if job.state is JobState.QUEUED else None
        return face(job, waiting, await self._texts_for(job), await self._style_of(job))

    async def _style_of(self, job: Job) -> str | None:
        """The name of a job's style, for the recipe under its result."""
        if job.state not in (JobState.DONE, JobState.DELIVERED):
            return None
        return await self._store.read(lambda tx: tx.shares.name_for(job))

    async def _texts_for(self, job: Job) -> Texts:
        """In its owner's language as it is now: a card follows a change."""
        tag = await self._store.read(lambda tx: tx.chats.language(job.place.chat_id, job.place.user_id))
        return self._translations.of(tag)

    async def _picture(self, wanted: Face) -> bytes | None:
        if wanted.picture is None:
            return None
        try:
            return await self._store.files.read(wanted.picture)
        except FileNotFoundError:
            log.warning("the picture of the card is gone: %s", wanted.picture)
            return None


async def _deliverable(tx: Transaction, job_id: str) -> Job | None:
    """The job, unless nothing can be sent to its chat."""
    job = await tx.jobs.get(job_id)
    return None if job is None or await tx.chats.is_closed(job.place.chat_id) else job


async def _card_shows(tx: Transaction, job: Job) -> None:
    await tx.cards.card_shows(job.id, job.revision)
    if job.state is JobState.DONE:
        await tx.cards.mark_delivered(job.id)


def _urgency(job: Job) -> Urgency:
    if job.state in FINISHED or job.card_message_id is None:
        return Urgency.RESULT
    return Urgency.PREVIEW if job.state is JobState.RUNNING else Urgency.PLACE
