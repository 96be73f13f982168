"""A card that is not painted yet shows the photo and the style side by side.

The two may still be swapped then, and the card shows which is which. The first preview replaces them.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.delivery.card_view import CardView
from bot.delivery.edit_spacing import CardMemory
from bot.intake.decoder import DecoderUnavailable, PictureDecoder
from bot.jobs.model import Job
from bot.store.files import PictureFiles
from bot.texts.look_up import Texts
from engine.errors import BadPicture

log = logging.getLogger(__name__)


class Pairs:
    """Makes the pictures of photo and style."""

    def __init__(self, files: PictureFiles, decoder: PictureDecoder) -> None:
        self._files = files
        self._decoder = decoder

    async def added(self, view: CardView, job: Job, memory: CardMemory, texts: Texts) -> CardView:
        """Add both pictures to a view that shows none.

        The decoder works for people who sent pictures first: while it is busy, the card has words alone.
        """
        if view.picture is not None or not job.may_swap or not memory.may_show_pictures:
            return view
        name = f"{job.request.content}+{job.request.styles[0]}"
        if memory.pair is None or memory.pair[0] != name:
            sheet = None if self._decoder.is_busy else await self._sheet(job)
            if sheet is None:
                return view
            memory.pair = (name, sheet)
        words = "\n".join([view.words, texts.say("card-pair")])
        return replace(view, words=words, picture=name, sheet=memory.pair[1])

    async def _sheet(self, job: Job) -> bytes | None:
        try:
            pictures = (job.request.content, *job.request.styles)
            tiles = [await self._decoder.tile(await self._files.read(name)) for name in pictures]
            return await self._decoder.sheet(tiles, 1)
        except (OSError, BadPicture, DecoderUnavailable) as error:
            log.warning("the pictures of a job cannot be shown: %s", error)
            return None
