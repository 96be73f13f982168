"""The bot's side of the decoder: keeps a warm process, which forks a child for each task.

Pictures are never decoded in the bot's own process, nor does a file from outside reach the engine: see decoder_child.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from bot.intake.checked import Malformed, check_film, check_jpeg, check_mask, check_picture, check_webp, printable
from bot.intake.forks import Child, ForkServer
from bot.intake.messages import (
    REPLIES,
    REQUESTS,
    ChangeRegion,
    Cut,
    Decode,
    Filmed,
    FilmKind,
    FindDrawn,
    FindPart,
    Made,
    MakeFilm,
    MakeSheet,
    MakeSticker,
    MakeTile,
    NothingFound,
    PictureRefused,
    Rebuilt,
    RegionFound,
    Reply,
    Request,
    Tint,
    Warm,
)
from bot.jobs.region_parts import NoRegion, PhotoPart, RegionChange
from engine.errors import BadPicture, PictureProblem
from engine.limits import MAX_BYTES
from engine.worker.framing import ProtocolError

_log = logging.getLogger(__name__)
Answer = TypeVar("Answer", Rebuilt, Made, RegionFound, Filmed, Cut)

PROGRAM: Sequence[str] = ("-m", "bot.intake.decoder_child")
_ROOT: Final = Path(__file__).parents[2]
#: All that it gets to see of the environment: no secret, and threads that fit into its address space.
#: Each child asks for all its memory anew. In large pages (glibc asks for them, other C libraries take no notice), a
#: photo takes a seventh less of a core.
_ENVIRONMENT: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
_FAILURES: Final = (TimeoutError, ProtocolError, OSError, Malformed)
MOST_AT_ONCE: Final = 3  #: children; each may take decoder_child.PICTURE_MEMORY
_LONGEST_WORDS: Final = 500  #: characters of what a task made libraries print


class NormalizedPicture(NamedTuple):
    """What a user sent, rebuilt from its pixels: nothing of the original file is left."""

    png: bytes  #: 8-bit sRGB, no metadata
    width: int  #: pixels
    height: int
    is_transparent: bool = False  #: the file was, somewhere; white has taken its place
    has_people: bool = False  #: a face was found; False too where nobody looked for any


class DecoderUnavailable(Exception):
    """The decoder's process cannot be started. No picture is to blame; trying again may help."""


class PictureDecoder:
    """Rebuilds pictures in children of its own, each of which sees one of them."""

    def __init__(
        self, *, picture_timeout: float = 60.0, start_timeout: float = 60.0, at_once: int | None = None
    ) -> None:
        """Timeouts in seconds of wall time. A picture that takes longer costs its child its life. `at_once`: so many
        children work at a time; None: one more than there are cores, so that all of these are busy while a child
        begins or ends, and at most MOST_AT_ONCE.
        """
        self._picture_timeout = picture_timeout
        self._start_timeout = start_timeout
        self._at_once = at_once or min(MOST_AT_ONCE, 1 + (os.cpu_count() or 1))
        self._slots = asyncio.Semaphore(self._at_once)
        self._beginning = asyncio.Lock()
        self._server: ForkServer | None = None
        self._children: list[Child] = []
        self._closed = False
        self._warned = False
        self.peak = 0  #: bytes that the largest child took

    @property
    def process_id(self) -> int | None:
        """The id of the process that forks; None while there is none."""
        return None if self._server is None else self._server.process_id

    @property
    def child_id(self) -> int | None:
        """The process id of the child at work, the first where there are several; None between two tasks."""
        return self._children[0].process_id if self._children else None

    @property
    def is_busy(self) -> bool:
        """Whether a new picture has to wait."""
        return self._slots.locked()

    async def start(self) -> None:
        """Warm up, so that the first picture need not wait. Raises DecoderUnavailable."""
        async with self._slots:
            await self._end_child(await self._fork())

    async def normalize(self, data: bytes, *, look_for_people: bool = False) -> NormalizedPicture:
        """Rebuild a picture as an upright 8-bit sRGB PNG. Raises BadPicture, or DecoderUnavailable.

        A picture over which the child dies or hangs is unreadable; the next one gets a new child.
        """
        if len(data) > MAX_BYTES:
            raise BadPicture(PictureProblem.TOO_HEAVY, f"{len(data)} bytes, more than {MAX_BYTES}")
        new = await self._exchange(Decode(data, look_for_people), Rebuilt)
        return NormalizedPicture(new.png, new.width, new.height, new.is_transparent, new.has_people)

    async def tile(self, png: bytes) -> bytes:
        """A small square JPEG of a normalized picture, for a contact sheet. Raises BadPicture, DecoderUnavailable."""
        return (await self._exchange(MakeTile(png), Made)).jpeg

    async def sheet(self, tiles: Sequence[bytes], first: int) -> bytes:
        """A contact sheet of such tiles as JPEG, numbered from `first`. Raises BadPicture, DecoderUnavailable."""
        return (await self._exchange(MakeSheet(tuple(tiles), first), Made)).jpeg

    async def drawn_region(self, photo: bytes, drawn: bytes) -> bytes:
        """The mask of what was drawn over a normalized photo: a PNG of its proportions, white where the region is.
        Raises NoRegion, BadPicture, DecoderUnavailable.
        """
        return (await self._exchange(FindDrawn(photo, drawn), RegionFound)).mask

    async def part_region(self, photo: bytes, part: PhotoPart) -> bytes:
        """The mask of a part of a normalized photo, such as its sky. Returns and raises as `drawn_region`."""
        return (await self._exchange(FindPart(photo, part), RegionFound)).mask

    async def changed_region(self, mask: bytes, change: RegionChange) -> bytes:
        """The mask after a change. Returns and raises as `drawn_region`."""
        return (await self._exchange(ChangeRegion(mask, change), RegionFound)).mask

    async def tinted(self, photo: bytes, masks: Sequence[bytes]) -> bytes:
        """A normalized photo as JPEG for the chat, with each region in a color of its own.

        Raises BadPicture, DecoderUnavailable.
        """
        return (await self._exchange(Tint(photo, tuple(masks)), Made)).jpeg

    async def film(self, frames: Sequence[bytes], kind: FilmKind) -> bytes:
        """A film of these JPEGs, the painting last.

        Raises BadPicture, also where there is no encoder, and DecoderUnavailable.
        """
        return (await self._exchange(MakeFilm(tuple(frames), kind), Filmed)).film

    async def sticker(self, photo: bytes, painting: bytes) -> bytes:
        """The people of a normalized photo, cut out of its painting (a PNG of its proportions): a WebP for Telegram.
        Raises NoRegion, BadPicture, DecoderUnavailable.
        """
        return (await self._exchange(MakeSticker(photo, painting), Cut)).webp

    async def _exchange(self, request: Request, expected: type[Answer]) -> Answer:
        async with self._slots:
            failure: Exception | None = None
            child: Child | None = None
            try:
                child = await self._fork()
                async with asyncio.timeout(self._picture_timeout):
                    reply = await _ask(child, request, expected)
            except _FAILURES as error:
                failure = error
            finally:
                ended = "there was none" if child is None else await self._end_child(child)
            if failure is not None:
                reason = f"the decoder failed: {failure!r}, {ended}"
                _log.warning("over %s %s", type(request).__name__, reason)
                raise BadPicture(PictureProblem.UNREADABLE, reason) from failure
        if isinstance(reply, PictureRefused):
            raise BadPicture(reply.problem, printable(reply.reason))
        if isinstance(reply, NothingFound):
            raise NoRegion(reply.code)
        return reply

    async def aclose(self) -> None:
        """End all. Idempotent; pictures that still wait for their turn raise DecoderUnavailable."""
        self._closed = True
        for _ in range(self._at_once):
            await self._slots.acquire()
        try:
            await self._end_server()
        finally:
            for _ in range(self._at_once):
                self._slots.release()

    async def _fork(self) -> Child:
        """A child that waits for its task. Raises DecoderUnavailable."""
        if self._closed:
            raise DecoderUnavailable("the decoder is closed")
        async with self._beginning:
            was_there = self._server is not None
            try:
                return await self._begin_child()
            except DecoderUnavailable:
                if not was_there:  # it may have died while it had nothing to do, by which no picture should be lost
                    raise
            return await self._begin_child()

    async def _begin_child(self) -> Child:
        try:
            async with asyncio.timeout(self._start_timeout):
                child = await self._greeted()
        except _FAILURES as error:
            words = "" if self._server is None else self._server.words()
            await self._end_server()
            raise DecoderUnavailable(f"the decoder does not start: {error!r} {words[-_LONGEST_WORDS:]}") from error
        except BaseException:
            await self._end_server()
            raise
        self._children.append(child)
        return child

    async def _greeted(self) -> Child:
        if self._server is None:
            self._server = await ForkServer.begin(PROGRAM, _ENVIRONMENT, _ROOT)
        child = await self._server.fork()
        try:
            greeting = await _receive(child)
            if not isinstance(greeting, Warm):
                raise ProtocolError("the decoder's first message must be Warm")
        except BaseException:
            child.writer.transport.abort()
            raise
        if greeting.unconfined is not None and not self._warned:
            self._warned = True
            _log.warning("the decoder's calls to the system are not restricted here: %s", greeting.unconfined)
        return child

    async def _end_child(self, child: Child) -> str:
        """Kill the child, and wait until it is gone, even in a canceled caller. Returns how it ended."""
        self._children.remove(child)
        return await asyncio.shield(asyncio.create_task(self._end(child), name="end of the decoder's child"))

    async def _end(self, child: Child) -> str:
        try:
            ended = await child.server.end(child)
        except (TimeoutError, OSError) as error:
            if child.server is self._server:
                await self._end_server()
            return repr(error)
        self.peak = max(self.peak, ended.peak)
        words = child.server.words()
        if words:
            _log.info("the decoder says: %s", words[:_LONGEST_WORDS])
        return ended.how

    async def _end_server(self) -> None:
        """Kill the fork server, which has nothing to save, and wait until it is gone, even in a canceled caller."""
        server, self._server = self._server, None
        if server is not None:
            await asyncio.shield(asyncio.create_task(server.aclose(), name="end of the decoder"))


async def _ask(child: Child, request: Request, expected: type[Answer]) -> Answer | NothingFound | PictureRefused:
    """The child's answer, checked: a hostile picture may have taken the child over. Raises ProtocolError, Malformed."""
    await REQUESTS.send(child.writer, request)
    reply = await _receive(child)
    if isinstance(reply, PictureRefused) or (expected in (RegionFound, Cut) and isinstance(reply, NothingFound)):
        return reply
    if not isinstance(reply, expected):
        raise ProtocolError(f"the decoder answers {type(request).__name__} with {type(reply).__name__}")
    match reply:
        case Rebuilt():
            check_picture(reply.png, reply.width, reply.height)
        case Made():
            check_jpeg(reply.jpeg)
        case RegionFound():
            check_mask(reply.mask)
        case Filmed():
            check_film(reply.film)
        case Cut():
            check_webp(reply.webp)
    return reply


async def _receive(child: Child) -> Reply:
    reply = await REPLIES.receive(child.reader)
    if reply is None:
        raise ProtocolError("the decoder ended")
    return reply
