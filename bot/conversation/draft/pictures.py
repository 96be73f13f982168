"""The picture of a message: fetched, decoded, rebuilt, kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from telegram import Document, ExternalReplyInfo, Message, PhotoSize, Sticker

from bot.conversation.core.update_context import UpdateContext
from bot.intake.photos import problem_before_download
from bot.store import OwnerFull, StoreFull
from bot.submission.admission import has_room
from bot.texts.look_up import DISK_FULL, STORAGE
from bot.transport.errors import CallFailed, FileTooBig
from engine.errors import BadPicture, PictureProblem

log = logging.getLogger(__name__)

Attachment = PhotoSize | Document | Sticker

#: Pixels of the shorter edge from which on the thumbnail of a GIF or video is worth painting.
STILL_EDGE = 256


@dataclass(frozen=True)
class Kept:
    """A picture in the files."""

    picture: str
    is_transparent: bool = False  #: it was, somewhere, which its sender may not expect to become white
    has_people: bool = False  #: a face was found; False too where nobody looked for any


@dataclass(frozen=True)
class Rejected:
    """The code of the reason why there is no picture."""

    code: str


async def take(context: UpdateContext, attachment: Attachment, *, look_for_people: bool = False) -> Kept | Rejected:
    """The picture of an attachment, safe to use: only its pixels are kept. What a file claims to be is not believed."""
    services = context.services
    problem = problem_before_download(
        file_size=attachment.file_size,
        width=getattr(attachment, "width", None),
        height=getattr(attachment, "height", None),
    )
    if problem is not None:
        return Rejected(problem.value)
    if not await services.store.read(lambda tx: has_room(tx, services.policy, context.place.user_id)):
        return Rejected(STORAGE)
    try:
        data = await services.messenger.download(attachment.file_id)
        normalized = await services.decoder.normalize(data, look_for_people=look_for_people)
    except FileTooBig:
        return Rejected(PictureProblem.TOO_HEAVY.value)
    except CallFailed as error:
        log.warning("a picture could not be fetched: %s", error)
        return Rejected("download_failed")
    except BadPicture as error:
        log.info("a picture was refused: %s", error)
        return Rejected(error.code)
    try:
        picture = await context.keep(normalized.png)
        is_surprising = normalized.is_transparent and not isinstance(attachment, Sticker)  # of those all know
        return Kept(picture, is_surprising, normalized.has_people)
    except OwnerFull:
        return Rejected(STORAGE)
    except StoreFull as error:
        log.error("a picture was refused: %s", error)
        return Rejected(DISK_FULL)


def attachment_of(message: Message | ExternalReplyInfo) -> Attachment | None:
    """What may hold a still picture: a photo (a live one, too), a file, or a sticker that does not move."""
    if message.photo:
        return max(message.photo, key=lambda size: size.width * size.height)
    if message.document is not None and message.animation is None:
        return message.document
    sticker = message.sticker
    return sticker if sticker is not None and not (sticker.is_animated or sticker.is_video) else None


def somebodys_photo(context: UpdateContext, message: Message | ExternalReplyInfo) -> Attachment | None:
    """As `attachment_of`, but None for messages of the bot itself, such as the gallery: they are nobody's photo."""
    author = message.from_user if isinstance(message, Message) else getattr(message.origin, "sender_user", None)
    by_bot = author is not None and author.id == context.services.bot_id
    return None if by_bot else attachment_of(message)


def still_of(message: Message | ExternalReplyInfo) -> PhotoSize | None:
    """The thumbnail of a GIF, video or video note, where it is large enough to be painted."""
    moving = message.animation or message.video or message.video_note
    still = moving.thumbnail if moving is not None else None
    return still if still is not None and min(still.width, still.height) >= STILL_EDGE else None
