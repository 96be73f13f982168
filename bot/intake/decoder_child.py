"""The process that touches what strangers send: decodes one picture after the other, within limits it cannot pass.

A picture that crashes a decoder, or exhausts its limits, takes down this process and nothing else. One that takes the
process over finds neither files nor network there: see confinement.
"""

from __future__ import annotations

import io
import os
import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from bot.intake.confinement import CannotConfine, confine
from bot.intake.contact_sheet import sheet_of, tile_of
from bot.intake.messages import (
    LONGEST_REASON,
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
from bot.intake.region_parts import Change, NoRegion, Part
from bot.intake.regions.arrays import mask_of, png_of
from bot.intake.regions.changes import changed
from bot.intake.regions.drawing import drawn_region
from bot.intake.regions.parts import part_region
from bot.intake.regions.tint import tinted
from engine.errors import BadPicture, PictureProblem
from engine.images import MIN_EDGE, normalise

#: Address space for one picture on top of the idle process. 50 megapixels took up to 1.2 GB (WebP).
PICTURE_MEMORY = 2 * 2**30
#: CPU time for one picture, in seconds. 50 megapixels took up to 5.
PICTURE_CPU = 30
NICENESS = 5  #: added to the bot's, which answers people meanwhile


def main() -> None:
    """Serve until the parent closes the pipe."""
    requests, replies = _claim_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal: the parent decides what it means
    os.nice(NICENESS)
    _rehearse()
    _limit_resources()
    try:
        REPLIES.write(replies, Warm(_confined()))
        while (request := REQUESTS.read(requests)) is not None:
            _allow_cpu_for_one_picture()
            REPLIES.write(replies, _answer(request))
    except BrokenPipeError:
        os._exit(0)  # the parent is gone: nothing is left to flush, and no one to tell


def _answer(request: Request) -> Reply:
    try:
        match request:
            case Decode():
                picture = normalise(request.data)
                return Rebuilt(picture.png, picture.width, picture.height)
            case MakeTile():
                return Made(tile_of(request.png))
            case MakeSheet():
                return Made(sheet_of(request.tiles, request.first))
            case FindDrawn():
                return Found(png_of(drawn_region(request.photo, request.drawn)))
            case FindPart():
                return Found(png_of(part_region(request.photo, request.part)))
            case ChangeRegion():
                return Found(png_of(changed(mask_of(request.mask), request.change)))
            case Tint():
                return Made(tinted(request.photo, request.masks))
    except NoRegion as error:
        return NothingFound(error.code)
    except BadPicture as error:
        return Refused(error.problem, str(error)[:LONGEST_REASON])
    except MemoryError:
        return Refused(PictureProblem.TOO_LARGE, "it needs more memory than a picture may have")
    except Exception as error:  # whatever a decoder throws at a hostile file: the next picture shall find us warm
        return Refused(PictureProblem.UNREADABLE, f"{type(error).__name__}: {error}"[:LONGEST_REASON])


def _claim_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for the frames alone: what a C library prints goes to standard error."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def _rehearse() -> None:
    """Do everything once: what is loaded only when it is needed could not be, later."""
    picture = Image.new("RGB", (MIN_EDGE, MIN_EDGE))
    for file_format in ("JPEG", "PNG", "WEBP", "TIFF", "BMP"):
        file = io.BytesIO()
        picture.save(file, file_format)
        png = normalise(file.getvalue()).png
    sheet_of([tile_of(png)], 1)
    mask = png_of(changed(part_region(png, Part.LEFT), Change.GROW))
    tinted(png, [mask])


def _confined() -> str | None:
    """None, or why this machine cannot do it."""
    try:
        confine()
    except CannotConfine as error:
        return str(error)
    return None


def _limit_resources() -> None:
    if sys.platform == "linux":  # elsewhere the kernel does not hold a process to it
        _limit(resource.RLIMIT_AS, _address_space() + PICTURE_MEMORY)
    _limit(resource.RLIMIT_FSIZE, 0)  # writes no files
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 32)


def _limit(kind: int, value: int) -> None:
    resource.setrlimit(kind, (value, value))


def _allow_cpu_for_one_picture() -> None:
    """The soft limit moves on with each picture; passing it ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + PICTURE_CPU, hard))


def _address_space() -> int:
    """Bytes that this process has mapped."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
