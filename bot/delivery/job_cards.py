"""The cards of single pictures: what is sent, edited and announced of a job, and in which order."""

from __future__ import annotations

import contextlib
import logging
import time
from typing import Literal

from bot.delivery import questions
from bot.delivery.card_view import CardView, card_view
from bot.delivery.deliverer import Due
from bot.delivery.edit_spacing import CardMemory, Spacing, cannot_wait, seconds_until_free, shown_now
from bot.delivery.first_look import seconds_until_sent
from bot.delivery.forecasts import Forecasts
from bot.delivery.messages import CardMessages
from bot.delivery.pairs import Pairs
from bot.jobs.model import FINISHED, Job, JobState, Place
from bot.store import Store, Transaction
from bot.texts.look_up import Texts, Translations
from bot.transport.errors import CallFailed, CallRefused, MediaForbidden, MessageGone, OtherKind
from bot.transport.messenger import Messenger
from bot.transport.rate_limit import Urgency
from bot.transport.signs import Sign

log = logging.getLogger(__name__)

LOOK_AT_JOB = 0.25  #: seconds between two looks at a job whose card waits for something worth showing


class JobCards:
    """Sends each job's card, edits it as the job goes on, and tells its end once. Implements Cards."""

    kind: Literal["job"] = "job"

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        translations: Translations,
        *,
        forecasts: Forecasts,
        spacing: Spacing | None = None,
        pairs: Pairs | None = None,
    ) -> None:
        """`pairs` makes the cards begin with the photo and the style of the job; without it, they begin with words."""
        self._store = store
        self._messenger = messenger
        self._translations = translations
        self._spacing = spacing or Spacing()
        self._memories: dict[str, CardMemory] = {}
        self._pairs = pairs
        self._forecasts = forecasts
        self._messages = CardMessages(store.files, messenger)

    async def due(self) -> list[Due]:
        """See Cards."""
        jobs = await self._store.read(lambda tx: tx.cards.needing_delivery())
        return [Due(card_id=job.id, urgent=job.card.revision if _calls(job) else 0) for job in jobs]

    async def place_of(self, card_id: str) -> Place | None:
        """See Cards."""
        job = await self._store.read(lambda tx: tx.jobs.get(card_id))
        return None if job is None else job.place

    def forget(self, card_id: str) -> None:
        """See Cards."""
        self._memories.pop(card_id, None)

    async def step(self, card_id: str, *, hurries: bool) -> float | None:
        """See Cards."""
        job = await self._store.read(lambda tx: _deliverable(tx, card_id))
        if job is None or job.card.told_at is not None:
            self.forget(card_id)
            return None
        memory = self._memories.setdefault(card_id, CardMemory())
        if job.state is not JobState.RUNNING:
            memory.running_since = None
        elif memory.running_since is None:
            memory.running_since = time.monotonic()
        if _needs_news(job) and not job.card.is_announced:
            return await self._announce(job, memory)
        if job.card.message_id is None and job.state is not JobState.DELIVERED:  # that one stayed behind in another
            pause = 0.0 if hurries else await self._until_first_look(job, memory)
            return pause or await self._begin(job, memory)
        if job.card.revision > job.card.shown_revision:
            return await self._refresh(job, memory, hurries=hurries)
        if job.card.former_message_id is not None:
            return await self._shrink(job, job.card.former_message_id, memory)
        return await self._tell(job) if job.state in FINISHED else None

    async def _announce(self, job: Job, memory: CardMemory) -> float:
        """A short new message, which makes a sound, is noted, and only then becomes the painting: a crash may double
        the words, never the painting. So the painting is the newest message of its chat.
        """
        if job.state is JobState.FAILED:
            key = "told-failed"
        else:
            key = "told-sketched" if job.request.sketches else "told-done"
        words = (await self._texts_for(job)).say(key)
        message_id = await self._messenger.send_text(
            job.place, words, reply_to=job.origin.reply_to_message_id, urgency=Urgency.RESULT
        )
        had_picture = None if memory.touched_at is None else memory.picture is not None
        self._memories[job.id] = CardMemory(former_had_picture=had_picture)
        if not await self._store.write(lambda tx: tx.cards.announced(job.id, message_id)):
            await self._messenger.delete(job.place.chat_id, [message_id])
        return 0

    async def _shrink(self, job: Job, message_id: int, memory: CardMemory) -> float:
        """The former card says in one line that the end is below. A picture cannot become a line, so it goes."""
        words = (await self._texts_for(job)).say("card-failed-below" if job.state is JobState.FAILED else "card-below")
        with contextlib.suppress(MessageGone):
            try:
                if memory.former_had_picture:
                    raise OtherKind("the card is a picture")
                await self._messenger.edit_text(job.place.chat_id, message_id, words, None, Urgency.RESULT)
            except OtherKind:
                await self._remove(job.place.chat_id, message_id, words)
        await self._store.write(lambda tx: tx.cards.former_card_shrunk(job.id))
        return 0

    async def _remove(self, chat_id: int, message_id: int, words: str) -> None:
        """After two days Telegram lets a bot delete nothing: then the picture stays, with these words alone."""
        try:
            await self._messenger.remove(chat_id, message_id)
        except (MessageGone, CallRefused):
            await self._messenger.edit_caption(chat_id, message_id, words, None, Urgency.RESULT)

    async def _until_first_look(self, job: Job, memory: CardMemory) -> float:
        """Seconds that a new card waits for a picture that is about to come."""
        now = time.monotonic()
        if memory.held_since is None:
            memory.held_since = now
        instant_styles = await self._store.read(lambda tx: _painted_in_an_instant(tx, job))
        waiting = (await self._forecasts.latest()).waiting(job.id)
        return seconds_until_sent(job, waiting, instant_styles, now - memory.held_since)

    async def _begin(self, job: Job, memory: CardMemory) -> float:
        """The first message of a job, or what takes its place when there is nothing to show any more."""
        if job.state is JobState.CANCELED:
            await self._store.write(lambda tx: tx.cards.mark_told(job.id, time.time()))
        else:
            wanted = await self._view(job, memory)
            try:
                await self._send(job, wanted, memory)
            except (MediaForbidden, CallRefused) as error:
                if wanted.sheet is None:
                    raise
                log.warning("a card has to do without pictures: %s", error)
                memory.may_show_pictures = False
                await self._send(job, await self._view(job, memory), memory)
        return 0

    async def _refresh(self, job: Job, memory: CardMemory, *, hurries: bool) -> float:
        """Edit the card, unless it changed a moment ago."""
        spacing = self._spacing.of(job.place.chat_id)
        now = time.monotonic()
        pause = seconds_until_free(job, memory, self._spacing, now)
        if pause > 0 and not hurries:
            return pause
        wanted = await self._view(job, memory)
        shown = shown_now(job, wanted, memory, spacing, now)
        if shown is None:
            return min(spacing, LOOK_AT_JOB)
        assert job.card.message_id is not None
        try:
            await self._edit(job, job.card.message_id, shown, memory)
        except MessageGone:
            if await self._store.read(lambda tx: tx.jobs.get(job.id)) is None:
                return 0  # its owner was forgotten, and with them the job
            log.info("the card was deleted and is sent anew")
            if job.card.is_announced and job.state is not JobState.DELIVERED:
                await self._store.write(lambda tx: tx.cards.not_announced(job.id))
            else:
                await self._send(job, wanted, memory)
            return 0
        except MediaForbidden as error:
            await self._show_words(job, shown, memory, error)
            return 0
        await self._store.write(lambda tx: _card_shows(tx, job))
        return 0

    async def _show_words(self, job: Job, shown: CardView, memory: CardMemory, forbidden: MediaForbidden) -> None:
        """Say in words what may not be shown. Raises `forbidden` for a painting, which is to come once it may."""
        assert job.card.message_id is not None
        is_done = job.state in (JobState.DONE, JobState.DELIVERED)
        words = (await self._texts_for(job)).say("card-no-photos") if is_done else shown.words
        view = CardView(words=words, buttons=None if is_done else shown.buttons)
        await self._say(job, job.card.message_id, view, memory)
        memory.may_show_pictures = is_done
        if is_done:
            raise forbidden
        log.warning("a card has to do without pictures: %s", forbidden)
        await self._store.write(lambda tx: _card_shows(tx, job))

    async def _send(self, job: Job, wanted: CardView, memory: CardMemory) -> None:
        jpeg = await self._messages.picture(wanted) if memory.may_show_pictures else None
        message_id = await self._messages.send(job.place, wanted, jpeg, job.origin.reply_to_message_id, _urgency(job))
        memory.note(wanted.picture if jpeg is not None else None, time.monotonic(), edited=False)

        async def work(tx: Transaction) -> bool:
            is_wanted = await tx.cards.card_sent(job.id, message_id, job.card.revision)
            if is_wanted and job.state is JobState.DONE:  # it may be by now, but that is not what was sent
                await tx.cards.mark_delivered(job.id)
            return is_wanted

        if not await self._store.write(work):
            await self._messenger.delete(job.place.chat_id, [message_id])

    async def _edit(self, job: Job, message_id: int, shown: CardView, memory: CardMemory) -> None:
        is_news = shown.picture != memory.picture and memory.may_show_pictures
        jpeg = await self._messages.picture(shown) if is_news else None
        if jpeg is not None:
            try:
                photo = await self._messages.show(job.place.chat_id, message_id, shown, jpeg, _urgency(job))
            except CallRefused as error:
                log.error("a picture of the card was refused: %s", error)
                if job.state is JobState.DONE:
                    await self._messages.send_as_file(job)
            else:
                memory.note(shown.picture, time.monotonic(), edited=True)
                if photo is not None and job.state is JobState.DONE:
                    await self._store.write(lambda tx: tx.job_history.note_photo(job.id, photo))
                return
        await self._say(job, message_id, shown, memory)

    async def _say(self, job: Job, message_id: int, view: CardView, memory: CardMemory) -> None:
        is_picture = memory.picture is not None
        await self._messages.say(job.place.chat_id, message_id, view, _urgency(job), is_picture=is_picture)
        memory.note(memory.picture, time.monotonic(), edited=True)

    async def _tell(self, job: Job) -> float:
        """Note that the chat shows the end: nothing is left to do."""
        await questions.withdraw(self._store, self._messenger, await self._texts_for(job), job)
        told = await self._store.write(lambda tx: tx.cards.mark_told(job.id, time.time()))
        if told and job.state is JobState.FAILED and not job.card.is_announced:
            await self._sign_failure(job)
        return 0

    async def _sign_failure(self, job: Job) -> None:
        """Tell the owner that the job failed, by a reaction or a message, at most once; the card says why."""
        chat_id, photo = job.place.chat_id, job.origin.reply_to_message_id
        if photo is not None and await self._messenger.react(chat_id, photo, Sign.FAILED):
            return
        words = (await self._texts_for(job)).say("told-failed")
        with contextlib.suppress(CallFailed):
            await self._messenger.send_text(job.place, words, reply_to=photo, urgency=Urgency.RESULT)

    async def _view(self, job: Job, memory: CardMemory) -> CardView:
        waiting = (await self._forecasts.latest()).waiting(job.id) if job.state is JobState.QUEUED else None
        texts = await self._texts_for(job)
        plain = card_view(job, waiting, texts, await self._style_of(job), ways=self._messenger.ways)
        return plain if self._pairs is None else await self._pairs.added(plain, job, memory, texts)

    async def _style_of(self, job: Job) -> str | None:
        """The name of a job's style, for the recipe under its result."""
        if job.state not in (JobState.DONE, JobState.DELIVERED):
            return None
        return await self._store.read(lambda tx: tx.shares.name_for(job))

    async def _texts_for(self, job: Job) -> Texts:
        """In its owner's language as it is now: a card follows a change."""
        tag = await self._store.read(lambda tx: tx.chats.language(job.place.chat_id, job.place.user_id))
        return self._translations.of(tag)


async def _deliverable(tx: Transaction, job_id: str) -> Job | None:
    """The job, unless nothing can be sent to its chat."""
    job = await tx.jobs.get(job_id)
    return None if job is None or await tx.chats.is_closed(job.place.chat_id) else job


async def _painted_in_an_instant(tx: Transaction, job: Job) -> set[str]:
    """The styles that the engine paints in an instant, by their pictures: the house's, and learned ones of this job."""
    return {*await tx.styles.instant(), *await tx.lessons.learned(job.request.styles)}


async def _card_shows(tx: Transaction, job: Job) -> None:
    await tx.cards.card_shows(job.id, job.card.revision)
    if job.state is JobState.DONE:
        await tx.cards.mark_delivered(job.id)


def _calls(job: Job) -> bool:
    """Whether a change ends the pause of its card."""
    has_first_look = job.card.message_id is None and job.status.preview is not None
    return has_first_look or cannot_wait(job)


def _needs_news(job: Job) -> bool:
    """Whether its end comes in a message of its own. In a group the card of one that failed says so by itself."""
    return job.state is JobState.DONE or (job.state is JobState.FAILED and job.place.chat_id > 0)


def _urgency(job: Job) -> Urgency:
    if job.state in FINISHED or job.card.message_id is None:
        return Urgency.RESULT
    return Urgency.PREVIEW if job.state is JobState.RUNNING else Urgency.PLACE
