"""A photo arrives: fetched, decoded, rebuilt, kept; then it takes its role in the draft or its place in an album."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from telegram import Document, Message, PhotoSize

from bot.conversation import drafts
from bot.conversation.albums import Albums
from bot.conversation.services import Services
from bot.conversation.starting import Outcome, advance, describe
from bot.conversation.turn import Turn
from bot.intake.photos import problem_before_download
from bot.store import AlbumItem, Transaction
from bot.texts import recipe
from bot.transport.errors import CallFailed, FileTooBig
from engine.errors import BadPicture, PictureProblem

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """A picture in the files."""

    picture: str


@dataclass(frozen=True)
class Rejected:
    """The code of the reason why there is no picture."""

    code: str


async def photo(turn: Turn, albums: Albums) -> None:
    """A photo, or a file that may hold one."""
    taken = await take(turn.services, turn.message)
    if turn.message.media_group_id is not None:
        await store_album_item(turn, albums, taken)
    elif isinstance(taken, Kept):
        await _into_draft(turn, taken)
    else:
        await turn.settle()
        await turn.answer(turn.texts.problem(taken.code))


async def take(services: Services, message: Message) -> Kept | Rejected:
    """The picture of a message, safe to use: only pixels of it are kept. What a file claims to be is not believed."""
    attachment = _attachment(message)
    problem = problem_before_download(
        file_size=attachment.file_size,
        width=getattr(attachment, "width", None),
        height=getattr(attachment, "height", None),
    )
    if problem is not None:
        return Rejected(problem.value)
    try:
        data = await services.messenger.download(attachment.file_id)
        normalised = await services.decoder.normalise(data)
    except FileTooBig:
        return Rejected(PictureProblem.TOO_HEAVY.value)
    except CallFailed as error:
        log.warning("a picture could not be fetched: %s", error)
        return Rejected("download_failed")
    except BadPicture as error:
        log.info("a picture was refused: %s", error)
        return Rejected(error.code)
    return Kept(await services.store.files.put(normalised.png))


async def store_album_item(turn: Turn, albums: Albums, taken: Kept | Rejected) -> None:
    """Keep one item of an album until all have come."""
    assert turn.message.media_group_id is not None
    item = AlbumItem(
        place=turn.place,
        media_group_id=turn.message.media_group_id,
        message_id=turn.message.message_id,
        picture=taken.picture if isinstance(taken, Kept) else None,
        error_code=taken.code if isinstance(taken, Rejected) else None,
        caption=turn.message.caption,
        received_at=time.time(),
    )
    await turn.commit(lambda tx: tx.drafts.add_album_item(item))
    albums.wake()


async def _into_draft(turn: Turn, taken: Kept) -> None:
    words = recipe.read(turn.message.caption, turn.services.ranges)
    now = time.time()

    async def work(tx: Transaction) -> Outcome:
        draft = drafts.current(await tx.drafts.get(turn.place), turn.place, now)
        draft = drafts.with_photo(draft, taken.picture, turn.message.message_id, now)
        draft = drafts.with_settings(draft, words.settings, now)
        return await advance(tx, turn.services, draft, now, words.mistakes)

    text, buttons = describe(await turn.commit(work), turn.services, turn.texts)
    if text:
        await turn.answer(text, buttons)


def _attachment(message: Message) -> PhotoSize | Document:
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height)
    assert message.document is not None
    return message.document
