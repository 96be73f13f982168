"""Brings the cards of the series up to date, and in the end their albums.

An album cannot be sent twice without showing twice, and no other number of pictures can be made of it. So it is sent
when all its pictures have ended, with an empty canvas for each painting, and then every canvas is edited into its
painting: to edit twice does no harm. What a crash between the sending and its row leaves behind is an album of empty
canvases, never a painting twice.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.delivery import series_card
from bot.delivery.card import Face
from bot.delivery.pace import Spacing
from bot.jobs.eta import Workload, spans
from bot.jobs.model import FINISHED, Job, JobState, StopRequest
from bot.jobs.operation import Mode
from bot.store import Series, Store, StoreUnavailable, Transaction, workload
from bot.texts.look_up import Texts, Translations
from bot.transport.errors import CallFailed, MessageGone, Refused, SlowDown
from bot.transport.messenger import Messenger
from bot.transport.pace import Urgency
from engine.events import EngineFacts

log = logging.getLogger(__name__)

BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  #: seconds before trying a series again
LOOK_AGAIN = 60.0  #: seconds after which the store is asked even without a change
SPACINGS = 2  #: between two edits of a card, which lasts for as long as many pictures take


@dataclass(frozen=True, kw_only=True)
class _View:
    """One state of a series."""

    series: Series
    jobs: list[Job]
    places: list[int]  #: in the queue, 0 for a picture that does not wait
    texts: Texts

    @property
    def is_over(self) -> bool:
        return all(job.state in FINISHED for job in self.jobs)

    @property
    def stops(self) -> bool:
        return any(job.state not in FINISHED and job.stop_request is StopRequest.CANCEL for job in self.jobs)


@dataclass
class _Memory:
    """What is remembered of a card; losing it costs an edit, nothing else."""

    shown: Face | None = None
    touched_at: float = -math.inf  #: on the monotonic clock


class SeriesDeliverer:
    """Serves every series from its card to its album."""

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
        self._facts = facts
        self._engines = engines
        self._spacing = spacing or Spacing()
        self._served: set[str] = set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                seen = self._store.revision
                for series_id in await self._untold():
                    if series_id not in self._served:
                        self._served.add(series_id)
                        tasks.create_task(self._serve(series_id), name=f"series {series_id}")
                await self._store.wait_for_change(seen, LOOK_AGAIN)

    async def _untold(self) -> list[str]:
        try:
            return await self._store.read(lambda tx: tx.series.untold())
        except StoreUnavailable as error:
            log.warning("series have to wait: %s", error)
            return []

    async def _serve(self, series_id: str) -> None:
        """Work on one series until there is nothing left to do."""
        memory, failures = _Memory(), 0
        try:
            while True:
                seen = self._store.revision
                try:
                    pause = await self._step(series_id, memory)
                    failures = 0
                except SlowDown as error:
                    pause = error.seconds
                except (CallFailed, StoreUnavailable) as error:
                    log.warning("series %s has to wait: %s", series_id, error)
                    pause = BACK_OFF[min(failures, len(BACK_OFF) - 1)]
                    failures += 1
                except Exception:  # one series' trouble is not the others'
                    log.exception("series %s could not be brought up to date", series_id)
                    pause = BACK_OFF[-1]
                if pause is None:
                    return
                if pause == math.inf:
                    await self._store.wait_for_change(seen, LOOK_AGAIN)
                else:
                    await asyncio.sleep(pause)
        finally:
            self._served.discard(series_id)

    async def _step(self, series_id: str, memory: _Memory) -> float | None:
        """Do the next thing; returns seconds to wait, infinity until something changes, None when all is done."""
        view = await self._look(series_id)
        if view is None:
            return None
        if view.is_over:
            return await self._conclude(view, memory)
        if view.series.card_message_id is None:
            await self._send_card(view, await self._face(view), memory)
            return 0
        return await self._refresh(view, memory)

    async def _look(self, series_id: str) -> _View | None:
        """None when the series has come to its end, or nothing can be sent to its chat."""

        async def work(tx: Transaction) -> tuple[Series, list[Job], list[int], str | None] | None:
            series = await tx.series.get(series_id)
            if series is None or series.told_at is not None or await tx.chats.is_closed(series.place.chat_id):
                return None
            jobs = await tx.series.jobs(series_id)
            places = [await tx.jobs.queue_place(job.id) for job in jobs]
            return series, jobs, places, await tx.chats.language(series.place.chat_id, series.place.user_id)

        found = await self._store.read(work)
        if found is None:
            return None
        series, jobs, places, language = found
        return _View(series=series, jobs=jobs, places=places, texts=self._translations.of(language))

    async def _refresh(self, view: _View, memory: _Memory) -> float:
        """Edit the card, unless it changed a short while ago."""
        gap = SPACINGS * self._spacing.of(view.series.place.chat_id)
        pause = memory.touched_at + gap - time.monotonic()
        if pause > 0 and not view.stops:
            return pause
        face = await self._face(view)
        if face == memory.shown:
            return math.inf
        await self._edit_card(view, face, memory, Urgency.PREVIEW)
        return 0

    async def _conclude(self, view: _View, memory: _Memory) -> float | None:
        """All pictures have ended: canvases, paintings, the card's last words, and a word that makes a sound."""
        done = [job for job in view.jobs if job.state is JobState.DONE]
        canvases = [job for job in done if job.card_message_id is None]
        if canvases:
            await self._send_canvases(view, canvases)
            return 0
        if done:
            words = await self._album_words(view)
            for job in done:
                await self._paint(job, words if job.id == series_card.painted(view.jobs)[0].id else "")
            return 0
        face = series_card.ended(view.jobs, view.texts)
        if view.series.card_message_id is None:
            await self._send_card(view, face, memory)
        elif face != memory.shown:
            await self._edit_card(view, face, memory, Urgency.RESULT)
        await self._tell(view)
        return None

    async def _send_card(self, view: _View, face: Face, memory: _Memory) -> None:
        series = view.series
        message_id = await self._messenger.send_text(
            series.place,
            face.words,
            reply_to=series.reply_to_message_id,
            buttons=face.buttons,
            urgency=Urgency.RESULT,
            html=True,
        )
        memory.shown, memory.touched_at = face, time.monotonic()
        await self._store.write(lambda tx: tx.series.card_sent(series.id, message_id))

    async def _edit_card(self, view: _View, face: Face, memory: _Memory, urgency: Urgency) -> None:
        message_id = view.series.card_message_id
        assert message_id is not None
        try:
            await self._messenger.edit_text(
                view.series.place.chat_id, message_id, face.words, face.buttons, urgency, html=True
            )
        except MessageGone:
            if await self._look(view.series.id) is not None:  # otherwise its owner was forgotten
                log.info("the card of a series was deleted and is sent anew")
                await self._send_card(view, face, memory)
            return
        memory.shown, memory.touched_at = face, time.monotonic()

    async def _send_canvases(self, view: _View, jobs: Sequence[Job]) -> None:
        """One message for each painting, in one album; Telegram has none of a single picture."""
        place, reply_to = view.series.place, view.series.reply_to_message_id
        messages = await self._messenger.send_album(place, [_canvas()] * len(jobs), reply_to=reply_to)
        sent = {job.id: message_id for job, message_id in zip(jobs, messages, strict=True)}
        await self._store.write(lambda tx: tx.series.pictures_sent(sent))

    async def _paint(self, job: Job, words: str) -> None:
        """Make a canvas the painting; where it was deleted, send the painting by itself."""
        assert job.card_message_id is not None
        assert job.result_jpeg is not None
        jpeg = await self._store.files.read(job.result_jpeg)
        message_id = job.card_message_id
        try:
            await self._messenger.edit_photo(
                job.place.chat_id, message_id, jpeg, words, None, Urgency.RESULT, html=True
            )
        except MessageGone:
            if await self._store.read(lambda tx: tx.jobs.get(job.id)) is None:
                return  # its owner was forgotten, and with them the job
            message_id = await self._messenger.send_photo(job.place, jpeg, words, html=True)
        except Refused as error:
            log.error("a painting of a series was refused: %s", error)
            assert job.result_png is not None
            png = await self._store.files.read(job.result_png)
            await self._messenger.send_document(job.place, png, f"{job.file_stem}.png", reply_to=message_id)

        async def work(tx: Transaction) -> None:
            await tx.series.pictures_sent({job.id: message_id})
            await tx.cards.mark_delivered(job.id)

        await self._store.write(work)

    async def _tell(self, view: _View) -> None:
        """At most once, hence marked before. Who cancelled all of it needs no word."""
        done = series_card.painted(view.jobs)
        first = await self._store.write(lambda tx: tx.series.mark_told(view.series.id, time.time()))
        if not first or not (done or any(job.state is JobState.FAILED for job in view.jobs)):
            return
        words = view.texts.say("series-told", count=len(done)) if done else view.texts.say("told-failed")
        reply_to = done[0].card_message_id if done else view.series.card_message_id
        try:
            await self._messenger.send_text(view.series.place, words, reply_to=reply_to, urgency=Urgency.RESULT)
        except CallFailed as error:
            log.warning("the end of a series was not told: %s", error)

    async def _face(self, view: _View) -> Face:
        """The card before the end."""
        work, mode = await self._store.read(self._workload)
        facts = self._facts()
        times = {} if facts is None else spans(work, facts, self._engines, time.time())
        seconds = max((times[job.id].end for job in view.jobs if job.id in times), default=None)
        return series_card.at_work(view.series.id, view.jobs, view.places, seconds, mode is not Mode.OPEN, view.texts)

    async def _workload(self, tx: Transaction) -> tuple[Workload, Mode]:
        return await workload(tx, self._store.files), await tx.operation.mode()

    async def _album_words(self, view: _View) -> str:
        name = await self._store.read(lambda tx: tx.shares.name_for(view.jobs[0]))
        return series_card.album_words(view.jobs, name, view.texts)


@cache
def _canvas() -> bytes:
    """What the place of a painting shows for the moment before it, as a JPEG."""
    return Path(__file__).with_name("canvas.jpg").read_bytes()
