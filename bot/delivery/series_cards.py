"""The cards of series, and in the end their albums.

An album that is sent twice is seen twice, and its number of pictures cannot change later. So it is sent once all
pictures have ended, with an empty canvas for each painting, and then each canvas is edited into its painting: an edit
may be repeated. A crash after the sending, before it is noted, leaves empty canvases, but no painting twice.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from bot.delivery import series_view
from bot.delivery.card_view import CardView
from bot.delivery.deliverer import Due
from bot.delivery.edit_spacing import Spacing
from bot.delivery.forecasts import Forecasts
from bot.delivery.messages import CardMessages
from bot.jobs.model import FINISHED, Job, JobState, Place, StopRequest
from bot.store import Series, Store, Transaction
from bot.texts.look_up import Texts, Translations
from bot.transport.errors import CallFailed, CallRefused, MediaForbidden, MessageGone
from bot.transport.messenger import Messenger
from bot.transport.rate_limit import Urgency
from bot.transport.signs import Sign

log = logging.getLogger(__name__)

SPACINGS = 2  #: between two edits: the card of a series is in the chat for much longer than that of one picture


@dataclass(frozen=True, kw_only=True)
class _State:
    """A series as it stands."""

    series: Series
    jobs: list[Job]
    places: list[int]  #: in the queue, 0 for a picture that does not wait
    texts: Texts

    @property
    def is_over(self) -> bool:
        return all(job.state in FINISHED for job in self.jobs)

    @property
    def stops(self) -> bool:
        return any(job.state not in FINISHED and job.status.stop_request is StopRequest.CANCEL for job in self.jobs)


@dataclass
class _Memory:
    """What is remembered of a card; losing it costs an edit, nothing else."""

    shown: CardView | None = None
    touched_at: float = -math.inf  #: on the monotonic clock


class SeriesCards:
    """Serves every series from its card to its album. Implements Cards."""

    kind: Literal["series"] = "series"

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        translations: Translations,
        *,
        forecasts: Forecasts,
        spacing: Spacing | None = None,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._translations = translations
        self._forecasts = forecasts
        self._spacing = spacing or Spacing()
        self._memories: dict[str, _Memory] = {}
        self._messages = CardMessages(store.files, messenger)

    async def due(self) -> list[Due]:
        """See Cards. Every series is, until its end was told."""
        return [Due(card_id=series_id) for series_id in await self._store.read(lambda tx: tx.series.untold())]

    async def place_of(self, card_id: str) -> Place | None:
        """See Cards."""
        series = await self._store.read(lambda tx: tx.series.get(card_id))
        return None if series is None else series.place

    def forget(self, card_id: str) -> None:
        """See Cards."""
        self._memories.pop(card_id, None)

    async def step(self, card_id: str, *, hurries: bool) -> float | None:
        """See Cards."""
        state = await self._look(card_id)
        if state is None:
            self.forget(card_id)
            return None
        memory = self._memories.setdefault(card_id, _Memory())
        try:
            if state.is_over:
                return await self._conclude(state, memory)
            if state.series.card_message_id is None:
                await self._send_card(state, await self._view(state), memory)
                return 0
            return await self._refresh(state, memory, hurries=hurries)
        except MediaForbidden:
            await self._say_forbidden(state.series.id, memory)
            raise

    async def _look(self, series_id: str) -> _State | None:
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
        return _State(series=series, jobs=jobs, places=places, texts=self._translations.of(language))

    async def _refresh(self, state: _State, memory: _Memory, *, hurries: bool) -> float | None:
        """Edit the card, unless it changed a short while ago."""
        gap = SPACINGS * self._spacing.of(state.series.place.chat_id)
        pause = memory.touched_at + gap - time.monotonic()
        if pause > 0 and not (state.stops or hurries):
            return pause
        view = await self._view(state)
        if view == memory.shown:
            return None
        assert state.series.card_message_id is not None
        await self._edit_card(state, state.series.card_message_id, view, memory, Urgency.PREVIEW)
        return 0

    async def _conclude(self, state: _State, memory: _Memory) -> float | None:
        """All pictures have ended: canvases, paintings, the card's last words, and a word that makes a sound."""
        done = [job for job in state.jobs if job.state is JobState.DONE]
        canvases = [job for job in done if job.card.message_id is None]
        if canvases:
            await self._send_canvases(state, canvases)
            return 0
        if done:
            words = await self._album_words(state)
            for job in done:
                await self._paint(job, words if job.id == series_view.painted(state.jobs)[0].id else "")
            return 0
        await self._show(state, series_view.ended(state.jobs, state.texts), memory)
        await self._tell(state)
        self.forget(state.series.id)
        return None

    async def _say_forbidden(self, series_id: str, memory: _Memory) -> None:
        """Say in words that pictures may not be sent. The paintings come once they may."""
        state = await self._look(series_id)
        if state is None:
            return
        try:
            await self._show(state, CardView(words=state.texts.say("series-no-photos")), memory)
        except CallFailed as error:
            log.warning("that pictures may not be sent could not be said: %s", error)

    async def _show(self, state: _State, view: CardView, memory: _Memory) -> None:
        """Send the card, or edit it, where it does not show this yet."""
        if state.series.card_message_id is None:
            await self._send_card(state, view, memory)
        elif view != memory.shown:
            await self._edit_card(state, state.series.card_message_id, view, memory, Urgency.RESULT)

    async def _send_card(self, state: _State, view: CardView, memory: _Memory) -> None:
        series = state.series
        message_id = await self._messages.send(series.place, view, None, series.reply_to_message_id, Urgency.RESULT)
        memory.shown, memory.touched_at = view, time.monotonic()
        if not await self._store.write(lambda tx: tx.series.card_sent(series.id, message_id)):
            await self._messenger.delete(series.place.chat_id, [message_id])

    async def _edit_card(
        self, state: _State, message_id: int, view: CardView, memory: _Memory, urgency: Urgency
    ) -> None:
        series = state.series
        try:
            await self._messages.say(series.place.chat_id, message_id, view, urgency)
        except MessageGone:
            if await self._look(series.id) is not None:  # otherwise its owner was forgotten
                log.info("the card was deleted and is sent anew")
                await self._send_card(state, view, memory)
            return
        memory.shown, memory.touched_at = view, time.monotonic()

    async def _send_canvases(self, state: _State, jobs: Sequence[Job]) -> None:
        """One message for each painting, in one album; Telegram has none of a single picture."""
        place, reply_to = state.series.place, state.series.reply_to_message_id
        messages = await self._messenger.send_album(place, [_canvas()] * len(jobs), reply_to=reply_to)
        sent = {job.id: message_id for job, message_id in zip(jobs, messages, strict=True)}
        unwanted = await self._store.write(lambda tx: tx.series.pictures_sent(sent))
        await self._messenger.delete(place.chat_id, unwanted)

    async def _paint(self, job: Job, words: str) -> None:
        """Make a canvas the painting; where it was deleted, send the painting by itself."""
        assert job.card.message_id is not None
        assert job.result.jpeg is not None
        jpeg = await self._store.files.read(job.result.jpeg)
        message_id = job.card.message_id
        try:
            await self._messenger.edit_photo(
                job.place.chat_id, message_id, jpeg, words, None, Urgency.RESULT, html=True
            )
        except MessageGone:
            if await self._store.read(lambda tx: tx.jobs.get(job.id)) is None:
                return  # its owner was forgotten, and with them the job
            message_id = await self._messenger.send_photo(job.place, jpeg, words, html=True)
        except CallRefused as error:
            log.error("a painting of a series was refused: %s", error)
            await self._messages.send_as_file(job, reply_to=message_id)

        async def work(tx: Transaction) -> list[int]:
            unwanted = await tx.series.pictures_sent({job.id: message_id})
            await tx.cards.mark_delivered(job.id)
            return unwanted

        await self._messenger.delete(job.place.chat_id, await self._store.write(work))

    async def _tell(self, state: _State) -> None:
        """Tell the owner the end, at most once, hence marked before. Not an owner who canceled all of it."""
        done = series_view.painted(state.jobs)
        first = await self._store.write(lambda tx: tx.series.mark_told(state.series.id, time.time()))
        if not first or not (done or any(job.state is JobState.FAILED for job in state.jobs)):
            return
        if await self._sign_end(state, Sign.PAINTED if done else Sign.FAILED):
            return
        words = state.texts.say("series-told", count=len(done)) if done else state.texts.say("told-failed")
        reply_to = done[0].card.message_id if done else state.series.card_message_id
        buttons = series_view.ended(state.jobs, state.texts).buttons  # the newest message has what comes next
        try:
            await self._messenger.send_text(
                state.series.place, words, reply_to=reply_to, buttons=buttons, urgency=Urgency.RESULT
            )
        except CallFailed as error:
            log.warning("the end of a series was not told: %s", error)

    async def _sign_end(self, state: _State, sign: Sign) -> bool:
        """Whether a reaction to the photos tells it: in a group, where the card has the buttons already."""
        chat_id, photos = state.series.place.chat_id, state.series.reply_to_message_id
        return chat_id < 0 and photos is not None and await self._messenger.react(chat_id, photos, sign)

    async def _view(self, state: _State) -> CardView:
        """The card before the end."""
        forecast = await self._forecasts.latest()
        seconds = max(forecast.ends(state.jobs), default=None)
        return series_view.at_work(state.series.id, state.jobs, state.places, seconds, forecast.on_hold, state.texts)

    async def _album_words(self, state: _State) -> str:
        name = await self._store.read(lambda tx: tx.shares.name_for(state.jobs[0]))
        return series_view.album_words(state.jobs, name, state.texts)


@cache
def _canvas() -> bytes:
    """What the place of a painting shows for the moment before it, as a JPEG."""
    return Path(__file__).with_name("canvas.jpg").read_bytes()
