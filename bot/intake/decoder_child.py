"""The processes that touch what strangers send: each decodes one picture, within limits that it cannot pass, and ends.

They are forks of one that is warm (see fork_server). A picture that crashes a decoder, or exhausts its limits, takes
down its process and nothing else. One that takes the process over finds neither files nor network there (see
confinement), nor anything of earlier pictures.
"""

from __future__ import annotations

import io
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
from PIL import Image

from bot.intake.confinement import CannotConfine, confine
from bot.intake.contact_sheet import sheet_of, tile_of
from bot.intake.film import film_of
from bot.intake.fork_server import serve
from bot.intake.messages import (
    LONGEST_REASON,
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
from bot.intake.regions.arrays import mask_of, png_of
from bot.intake.regions.changes import changed
from bot.intake.regions.drawing import drawn_region
from bot.intake.regions.parts import part_region
from bot.intake.regions.people import painted_people
from bot.intake.regions.tint import tinted
from bot.jobs.region_parts import NoRegion, PhotoPart, RegionChange
from engine.errors import BadPicture, PictureProblem
from engine.faces import shows_face
from engine.faces.networks import load_all
from engine.faces.sticker import sticker
from engine.image.images import as_floats, as_normalized, normalize, read_normalized
from engine.image.video import CannotEncode
from engine.limits import MIN_EDGE

#: Address space for one picture on top of the idle process. 50 megapixels took up to 1.2 GB (WebP).
PICTURE_MEMORY = 2 * 2**30
#: CPU time for one picture, in seconds. 50 megapixels took up to 5.
PICTURE_CPU = 30
NICENESS = 5  #: added to the bot's, which answers people meanwhile


def main() -> None:
    """Serve until the parent closes the socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal: the parent decides what it means
    os.nice(NICENESS)
    if sys.platform == "linux":  # where memory runs out, this dies rather than the bot or a painting
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    _rehearse()
    serve(_serve_one)


def _serve_one(descriptor: int) -> None:
    """Answer one request, confined."""
    with os.fdopen(descriptor, "rb") as requests, os.fdopen(os.dup(descriptor), "wb") as replies:
        _limit_resources()
        REPLIES.write(replies, Warm(_confined()))
        request = REQUESTS.read(requests)
        if request is not None:
            REPLIES.write(replies, _answer(request))


def _answer(request: Request) -> Reply:
    try:
        match request:
            case Decode():
                pixels = read_normalized(request.data)
                has_people = request.look_for_people and shows_face(pixels.picture)
                picture = as_normalized(pixels)
                return Rebuilt(picture.png, picture.width, picture.height, picture.is_transparent, has_people)
            case MakeTile():
                return Made(tile_of(request.png))
            case MakeSheet():
                return Made(sheet_of(request.tiles, request.first))
            case FindDrawn():
                return RegionFound(png_of(drawn_region(request.photo, request.drawn)))
            case FindPart():
                return RegionFound(png_of(part_region(request.photo, request.part)))
            case ChangeRegion():
                return RegionFound(png_of(changed(mask_of(request.mask), request.change)))
            case Tint():
                return Made(tinted(request.photo, request.masks))
            case MakeFilm():
                return Filmed(film_of(request.frames, request.kind))
            case MakeSticker():
                return Cut(painted_people(request.photo, request.painting))
    except NoRegion as error:
        return NothingFound(error.code)
    except BadPicture as error:
        return PictureRefused(error.problem, str(error)[:LONGEST_REASON])
    except MemoryError:
        return PictureRefused(PictureProblem.TOO_LARGE, "it needs more memory than a picture may have")
    except Exception as error:  # whatever a decoder throws at a hostile file: the next picture shall find us warm
        return PictureRefused(PictureProblem.UNREADABLE, f"{type(error).__name__}: {error}"[:LONGEST_REASON])


def _rehearse() -> None:
    """Do everything once, so that all modules and files are loaded: a confined child can load none."""
    picture = Image.new("RGB", (MIN_EDGE, MIN_EDGE))
    for file_format in ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"):
        file = io.BytesIO()
        picture.save(file, file_format)
        png = normalize(file.getvalue()).png
    frames = [sheet_of([tile_of(png)], 1)] * 2
    film_of(frames, FilmKind.GIF)
    with suppress(CannotEncode):  # then films are GIFs
        film_of(frames, FilmKind.MP4)
    mask = png_of(changed(part_region(png, PhotoPart.LEFT), RegionChange.GROW))
    tinted(png, [mask])
    sticker(as_floats(picture), np.ones((MIN_EDGE, MIN_EDGE), np.float32))
    load_all()


def _confined() -> str | None:
    """Confine this process; returns None, or why this machine cannot do it."""
    try:
        confine()
    except CannotConfine as error:
        return str(error)
    return None


def _limit_resources() -> None:
    if sys.platform == "linux":  # elsewhere the kernel does not hold a process to it
        _limit(resource.RLIMIT_AS, _address_space() + PICTURE_MEMORY)
    _limit(resource.RLIMIT_CPU, PICTURE_CPU)
    _limit(resource.RLIMIT_FSIZE, 0)  # writes no files
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 32)


def _limit(kind: int, value: int) -> None:
    """Set the soft and the hard limit: a process cannot raise its hard limit again."""
    resource.setrlimit(kind, (value, value))


def _address_space() -> int:
    """Bytes that this process has mapped."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
