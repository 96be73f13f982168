"""Albums: several updates with one group id and no end mark, so an album is complete when no more items come."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.conversation.core.addressing import command_of
from bot.conversation.core.command import Caption
from bot.conversation.core.services import Services
from bot.conversation.draft import caption_request, drafts, waiting
from bot.conversation.draft.caption_request import CaptionRequest
from bot.conversation.draft.card import note, retire
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.intake.decoder import DecoderUnavailable
from bot.jobs.model import Place
from bot.jobs.series import LEAST
from bot.store import AlbumItem, AlbumKey, Draft, StoreUnavailable, Transaction
from bot.texts.look_up import Texts
from bot.texts.recipe import Mistake
from bot.transport.errors import CallFailed, MediaForbidden
from bot.transport.rate_limit import Urgency
from bot.transport.signs import Sign
from engine.errors import BadPicture

log = logging.getLogger(__name__)

PAIR = 2  #: pictures that are a photo and its style
QUIET = 1.2  #: seconds without a new item after which an album is complete
LOOK = 0.2  #: seconds between two looks while some album is arriving
LONGEST_CAPTION = 1024  #: characters, by Telegram's rule
RETRY = 1.0  #: seconds after which a busy database is asked again


@dataclass(frozen=True)
class Settled:
    """An album that was turned into a draft or a job."""

    outcome: Outcome
    items: tuple[AlbumItem, ...]


class Albums:
    """Watches the albums that are arriving; all that it must remember is in the store."""

    def __init__(self, services: Services, quiet: float = QUIET) -> None:
        self._services = services
        self._quiet = quiet
        self._arrived = asyncio.Event()
        self._arrived.set()  # there may be some from before a restart
        self._seen: dict[AlbumKey, tuple[int, float]] = {}  # how many items, and since when so many

    def wake(self) -> None:
        """An item was stored."""
        self._arrived.set()

    async def expects(self, place: Place, media_group_id: str | None) -> bool:
        """Whether more of this album may come: in a group, only one item has the caption that names the bot."""
        if media_group_id is None:
            return False
        album = AlbumKey(place=place, media_group_id=media_group_id)
        return bool(await self._services.store.read(lambda tx: tx.drafts.album(album)))

    async def run(self) -> None:
        """Settle albums until canceled. Their answers go out side by side: one chat may have to be silent for long."""
        async with asyncio.TaskGroup() as answers:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                try:
                    await self._watch(answers)
                except StoreUnavailable as error:
                    log.warning("albums have to wait: %s", error)
                    await asyncio.sleep(RETRY)
                    self._arrived.set()

    async def _watch(self, answers: asyncio.TaskGroup) -> None:
        """Look again and again until no album is left."""
        arriving = True
        while arriving:
            await asyncio.sleep(LOOK)
            arriving = await self._look(answers)

    async def _look(self, answers: asyncio.TaskGroup) -> bool:
        """Settle what is complete; False when no album is left."""
        albums = await self._services.store.read(lambda tx: tx.drafts.arriving_albums())
        now = time.monotonic()
        self._seen = {
            album: self._seen[album] if album in self._seen and self._seen[album][0] == count else (count, now)
            for album, count in albums.items()
        }
        for album, (_, since) in list(self._seen.items()):
            if now - since >= self._quiet:
                await self._settle(album, answers)
        return bool(albums)

    async def _settle(self, album: AlbumKey, answers: asyncio.TaskGroup) -> None:
        async def work(tx: Transaction) -> tuple[Settled | None, str | None]:
            settled = await settle(tx, self._services, album, time.time())
            return settled, await tx.chats.language(album.place.chat_id, album.place.user_id)

        settled, language = await self._services.store.write(work)
        if settled is not None:
            answers.create_task(self._tell(settled, self._services.translations.of(language)))

    async def _tell(self, settled: Settled, texts: Texts) -> None:
        try:
            await self._answer(settled, texts)
        except CallFailed as error:
            log.warning("an answer did not reach the chat: %s", error)

    async def _answer(self, settled: Settled, texts: Texts) -> None:
        place, messenger = settled.outcome.draft.place, self._services.messenger
        if place.chat_id < 0 and settled.outcome.job is not None:
            await messenger.react(place.chat_id, settled.items[0].message_id, Sign.TAKEN)
        await retire(self._services, settled.outcome)
        text, buttons = describe(settled.outcome, self._services, texts)
        answer = "\n".join(line for line in (*remarks(settled, texts), text) if line)
        quotes = place.chat_id < 0 or settled.outcome.refusal is not None  # there may be several that have to wait
        reply_to = settled.items[0].message_id if quotes else None
        sheet = await self._choices(settled.outcome.draft) if len(answer) <= LONGEST_CAPTION else None
        if sheet is not None:
            with suppress(MediaForbidden):  # then words must do
                message_id = await messenger.send_photo(
                    place, sheet, answer, reply_to=reply_to, buttons=buttons, urgency=Urgency.ANSWER
                )
                await note(self._services, settled.outcome, message_id)
                return
        if answer:
            message_id = await messenger.send_text(place, answer, reply_to=reply_to, buttons=buttons)
            await note(self._services, settled.outcome, message_id)

    async def _choices(self, draft: Draft) -> bytes | None:
        """A contact sheet of the styles to choose from, numbered as their buttons are; None where it cannot be made."""
        if not draft.one.choices:
            return None
        files, decoder = self._services.store.files, self._services.decoder
        try:
            tiles = [await decoder.tile(await files.read(picture)) for picture in draft.one.choices]
            return await decoder.sheet(tiles, 1)
        except (OSError, BadPicture, DecoderUnavailable) as error:
            log.warning("the choices cannot be shown: %s", error)
            return None


async def settle(tx: Transaction, services: Services, album: AlbumKey, now: float) -> Settled | None:
    """Two good pictures make a job, one is kept for the draft. None while an item waits to be handled."""
    if await tx.inbox.holds_item_of(services.bot_id, album.media_group_id):  # which may take long to fetch
        return None
    items = await tx.drafts.album(album)
    if not items:
        return None
    words = caption_request.read(
        " ".join(caption_request.of_caption(item.caption, services) for item in items), services
    )
    draft = await waiting.current(tx, album.place, now)
    if any(item.picture is not None for item in items):
        if _is_for_a_series(items, words, services):
            draft = draft if draft.series is not None else drafts.with_series(draft, (), None, now)
        if draft.series is None:
            items = sorted(items, key=lambda item: _rank(item, services))
        draft = with_album(draft, items, now)
        mistakes: tuple[Mistake, ...] = ()
        for item in items:
            wanted = caption_request.read(caption_request.of_caption(item.caption, services), services)
            draft, more = await caption_request.applied(tx, draft, wanted, now, item.message_id)
            mistakes += more
        outcome = await advance(tx, services, draft, now, mistakes)
    else:
        outcome = Outcome(draft=draft)
    await tx.drafts.delete_album(album)
    return Settled(outcome, tuple(items))


def with_album(draft: Draft, items: Sequence[AlbumItem], now: float) -> Draft:
    """The draft with the good pictures of an album, of which there is at least one.

    The first is the photo, in the order of their messages, the second its style; of more, the others are styles to
    choose from. Where only one of a pair is good, it keeps the role that its place in the album gave it. Of a series,
    all are photos to paint.
    """
    good = [(item.picture, item.message_id) for item in items if item.picture is not None]
    first, message_id = good[0]
    if draft.series is not None:
        photos = [picture for picture, _ in good]
        return drafts.with_series(draft, photos, message_id, now) if len(photos) >= LEAST else draft
    if len(good) > 1:
        new = drafts.begun_anew(draft, now)
        new = drafts.with_sketches(new, now) if draft.one.wants_sketches else new
        draft = drafts.with_content(new, first, message_id, now)
        styles = [picture for picture, _ in good[1:]]
        return (drafts.with_styles if len(styles) == 1 else drafts.with_choices)(draft, styles, now)
    if len(items) > 1 and message_id != items[0].message_id:
        return drafts.with_styles(drafts.without_content(draft, now), (first,), now)
    if len(items) > 1:
        draft = replace(drafts.begun_anew(draft, now), overrides=draft.overrides, said=draft.said)
    return drafts.with_photo(draft, first, message_id, now)


def _is_for_a_series(items: Sequence[AlbumItem], words: CaptionRequest, services: Services) -> bool:
    """Whether a caption asks for a series, or names a style for more than two pictures."""
    said = (command_of(item.caption, services) for item in items)
    if any(command is not None and command.meaning is Caption.SERIES for command in said):
        return True
    return words.style is not None and sum(item.picture is not None for item in items) > PAIR


def _rank(item: AlbumItem, services: Services) -> int:
    """A sort key: first the photo to paint, where a caption says which it is, and last what a caption calls a style."""
    command = command_of(item.caption, services)
    if (
        command is None
        or caption_request.read(caption_request.of_caption(item.caption, services), services).style is not None
    ):
        return 0
    return {Caption.CONTENT: -1, Caption.STYLE: 1}.get(command.meaning, 0)


def remarks(settled: Settled, texts: Texts) -> list[str]:
    """What is to be said about the album itself."""
    codes = [item.error_code for item in settled.items if item.error_code is not None]
    return [texts.problem(code) for code in dict.fromkeys(codes)]
