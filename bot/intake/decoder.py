"""The bot's side of the decoder: keeps a warm child, gives it one task at a time, replaces it when it fails.

Pictures are never decoded in the bot's own process, nor does a file from outside reach the engine: see decoder_child.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from bot.intake.messages import (
    REPLIES,
    REQUESTS,
    ChangeRegion,
    Decode,
    FindDrawn,
    FindPart,
    Found,
    Made,
    MakeSheet,
    MakeTile,
    NothingFound,
    Rebuilt,
    Refused,
    Reply,
    Request,
    Tint,
    Warm,
)
from bot.intake.photos import MAX_BYTES
from bot.intake.region_parts import Change, NoRegion, Part
from engine.errors import BadPicture, PictureProblem
from engine.worker.frames import ProtocolError

_log = logging.getLogger(__name__)
Answer = TypeVar("Answer", Rebuilt, Made, Found)

_ROOT: Final = Path(__file__).parents[2]
#: All that the child gets to see of the environment: no secret, and threads that fit into its address space.
_ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_PIPE_ERRORS: Final = (ProtocolError, OSError)


class NormalisedPicture(NamedTuple):
    """What a user sent, rebuilt from its pixels: nothing of the original file is left."""

    png: bytes  #: 8-bit sRGB, no metadata
    width: int  #: pixels
    height: int


class DecoderUnavailable(Exception):
    """The decoder's process cannot be started. No picture is to blame; trying again may help."""


class PictureDecoder:
    """Rebuilds pictures in a child process."""

    def __init__(self, *, picture_timeout: float = 60.0, start_timeout: float = 60.0) -> None:
        """Timeouts in seconds of wall time. A picture that takes longer costs the child its life."""
        self._picture_timeout = picture_timeout
        self._start_timeout = start_timeout
        self._turn = asyncio.Lock()
        self._child: Process | None = None
        self._closed = False

    @property
    def process_id(self) -> int | None:
        """Of the child; None while there is none."""
        return None if self._child is None else self._child.pid

    async def start(self) -> None:
        """Warm up, so that the first picture need not wait. Raises DecoderUnavailable."""
        async with self._turn:
            await self._warm_child()

    async def normalise(self, data: bytes) -> NormalisedPicture:
        """Rebuild a picture as an upright 8-bit sRGB PNG. Raises BadPicture, or DecoderUnavailable.

        A picture over which the child dies or hangs is unreadable; the next one gets a new child.
        """
        if len(data) > MAX_BYTES:
            raise BadPicture(PictureProblem.TOO_HEAVY, f"{len(data)} bytes, more than {MAX_BYTES}")
        rebuilt = await self._exchange(Decode(data), Rebuilt)
        return NormalisedPicture(rebuilt.png, rebuilt.width, rebuilt.height)

    async def tile(self, png: bytes) -> bytes:
        """A small square JPEG of a normalised picture, for a contact sheet. Raises as `normalise`."""
        return (await self._exchange(MakeTile(png), Made)).jpeg

    async def sheet(self, tiles: Sequence[bytes], first: int) -> bytes:
        """A contact sheet of such tiles as JPEG, numbered from `first`. Raises as `normalise`."""
        return (await self._exchange(MakeSheet(tuple(tiles), first), Made)).jpeg

    async def drawn_region(self, photo: bytes, drawn: bytes) -> bytes:
        """The mask of what was drawn over a normalised photo: a PNG of its proportions, white where the region is.
        Raises NoRegion, and as `normalise`.
        """
        return (await self._exchange(FindDrawn(photo, drawn), Found)).mask

    async def part_region(self, photo: bytes, part: Part) -> bytes:
        """The same of a part of a normalised photo."""
        return (await self._exchange(FindPart(photo, part), Found)).mask

    async def changed_region(self, mask: bytes, change: Change) -> bytes:
        """The same of a mask, after a change."""
        return (await self._exchange(ChangeRegion(mask, change), Found)).mask

    async def tinted(self, photo: bytes, masks: Sequence[bytes]) -> bytes:
        """A normalised photo as JPEG for the chat, with each region in a colour of its own. Raises as `normalise`."""
        return (await self._exchange(Tint(photo, tuple(masks)), Made)).jpeg

    async def _exchange(self, request: Request, expected: type[Answer]) -> Answer:
        async with self._turn:
            child = await self._warm_child()
            try:
                async with asyncio.timeout(self._picture_timeout):
                    reply = await _ask(child, request)
            except (TimeoutError, *_PIPE_ERRORS) as error:
                await self._end_child()
                _log.warning("the decoder failed over %s and is replaced: %r", type(request).__name__, error)
                raise BadPicture(PictureProblem.UNREADABLE, f"the decoder failed: {error!r}") from error
            except BaseException:
                await self._end_child()  # its answer, which nobody waits for now, must not meet the next picture
                raise
        if isinstance(reply, Refused):
            raise BadPicture(reply.problem, reply.reason)
        if isinstance(reply, NothingFound):
            raise NoRegion(reply.code)
        assert isinstance(reply, expected)
        return reply

    async def aclose(self) -> None:
        """End the child. Idempotent; pictures that still wait for their turn raise DecoderUnavailable."""
        self._closed = True
        async with self._turn:
            await self._end_child()

    async def _warm_child(self) -> Process:
        if self._closed:
            raise DecoderUnavailable("the decoder is closed")
        if self._child is not None and self._child.returncode is None:
            return self._child
        await self._end_child()
        try:
            self._child = await _spawn()
            async with asyncio.timeout(self._start_timeout):
                greeting = await _receive(self._child)
            if not isinstance(greeting, Warm):
                raise ProtocolError("the decoder's first message must be Warm")
            if greeting.unconfined is not None:
                _log.warning("the decoder's calls to the system are not restricted here: %s", greeting.unconfined)
        except (TimeoutError, *_PIPE_ERRORS) as error:
            await self._end_child()
            raise DecoderUnavailable(f"the decoder does not start: {error!r}") from error
        except BaseException:
            await self._end_child()
            raise
        return self._child

    async def _end_child(self) -> None:
        """It has nothing to save: kill it, and wait until it is gone, even when the caller is cancelled meanwhile."""
        child, self._child = self._child, None
        if child is not None:
            await asyncio.shield(asyncio.create_task(_kill(child), name="end of the decoder"))


async def _spawn() -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.intake.decoder_child",
        stdin=PIPE,
        stdout=PIPE,
        env=_ENVIRONMENT,
        cwd=_ROOT,
        start_new_session=True,  # Ctrl-C in a terminal ends the bot first, and the bot ends its children
    )


async def _ask(child: Process, request: Request) -> Rebuilt | Made | Found | NothingFound | Refused:
    assert child.stdin is not None
    await REQUESTS.send(child.stdin, request)
    reply = await _receive(child)
    if isinstance(reply, Warm):
        raise ProtocolError("the decoder greets twice")
    return reply


async def _receive(child: Process) -> Reply:
    assert child.stdout is not None
    reply = await REPLIES.receive(child.stdout)
    if reply is None:
        raise ProtocolError("the decoder ended")
    return reply


async def _kill(child: Process) -> None:
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.close()
    with contextlib.suppress(OSError):  # what it did not read any more
        await child.stdin.wait_closed()
    await child.stdout.read()  # what we do not want any more: only then asyncio sees the end of the pipe
    await child.wait()
