"""Puts what a card shows into its message."""

from __future__ import annotations

import logging

from bot.delivery.card_view import CardView
from bot.jobs.model import Job, Place
from bot.store import PictureFiles
from bot.transport.errors import OtherKind
from bot.transport.messenger import Messenger
from bot.transport.rate_limit import Urgency

log = logging.getLogger(__name__)


class CardMessages:
    """Sends and edits the messages that are cards."""

    def __init__(self, files: PictureFiles, messenger: Messenger) -> None:
        self._files = files
        self._messenger = messenger

    async def send(
        self, place: Place, view: CardView, jpeg: bytes | None, reply_to: int | None, urgency: Urgency
    ) -> int:
        """A new card, with this picture if there is one; returns the id of the message."""
        words, buttons = view.words, view.buttons
        if jpeg is None:
            return await self._messenger.send_text(
                place, words, reply_to=reply_to, buttons=buttons, urgency=urgency, html=True
            )
        return await self._messenger.send_photo(
            place, jpeg, words, reply_to=reply_to, buttons=buttons, urgency=urgency, html=True
        )

    async def show(self, chat_id: int, message_id: int, view: CardView, jpeg: bytes, urgency: Urgency) -> str | None:
        """Make the message this picture, with its words and buttons; returns its file_id, where Telegram tells it."""
        return await self._messenger.edit_photo(chat_id, message_id, jpeg, view.words, view.buttons, urgency, html=True)

    async def say(
        self, chat_id: int, message_id: int, view: CardView, urgency: Urgency, *, is_picture: bool = False
    ) -> None:
        """Change words and buttons alone. After a restart nobody knows whether the card is a text or a picture, but
        Telegram does: `is_picture` says only which of the two is tried first.
        """
        edits = [self._messenger.edit_text, self._messenger.edit_caption]
        if is_picture:
            edits.reverse()
        try:
            await edits[0](chat_id, message_id, view.words, view.buttons, urgency, html=True)
        except OtherKind:
            await edits[1](chat_id, message_id, view.words, view.buttons, urgency, html=True)

    async def send_as_file(self, job: Job, reply_to: int | None = None) -> None:
        """The last resort for a result that Telegram does not take as a photo."""
        name, ending = (job.result.jpeg, "jpg") if job.result.png is None else (job.result.png, "png")
        assert name is not None
        data = await self._files.read(name)
        await self._messenger.send_document(job.place, data, f"{job.file_stem}.{ending}", reply_to=reply_to)

    async def picture(self, view: CardView) -> bytes | None:
        """The picture that the card should show, as a JPEG; None where it has none, or it is gone."""
        if view.picture is None or view.sheet is not None:
            return view.sheet
        try:
            return await self._files.read(view.picture)
        except FileNotFoundError:
            log.warning("the picture of the card is gone: %s", view.picture)
            return None
