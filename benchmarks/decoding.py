"""How many photos the bot's decoder rebuilds: alone, in processes of its own, and as many at once as it takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from benchmarks.bench import Bench
from benchmarks.pictures import PHOTOS, cropped, read
from benchmarks.report import Row
from bot.intake.decoder import PictureDecoder
from engine.image import images
from tests.support.processes import processor_seconds

TILE = (480, 640)  #: pixels, height and width, of each of four
RATE = 50.0  #: photos a second that are asked for


class Load(NamedTuple):
    """How the decoder did."""

    rate: float  #: photos a second
    cost: float  #: seconds of processor time for each


def rows(bench: Bench) -> Iterator[Row]:
    photo, count = _photo(), bench.scope.decoded
    bench.say(f"the decoder, {count} photos")
    for look in (False, True):
        load = asyncio.run(_rebuilt(photo, count, look))
        name = "photos of 1280 px rebuilt in a second" + (", people looked for" if look else "")
        measured = f"{load.rate:.0f} a second; {1000 * load.cost:.0f} ms of a core each"
        yield Row(name, measured, target=f"≥ {RATE:g} a second", met=load.rate >= RATE)


def _photo() -> bytes:
    """Four of the gallery's photographs, side by side, as a phone sends them; one shows a person."""
    names = ("astronaut", "coffee", "chelsea", "rocket")
    tiles = [images.resize(cropped(read(PHOTOS / f"{name}.jpg"), TILE[1] / TILE[0]), *TILE) for name in names]
    return images.encode_jpeg(np.vstack([np.hstack(tiles[:2]), np.hstack(tiles[2:])]), 87)


async def _rebuilt(photo: bytes, count: int, look: bool) -> Load:
    decoder = PictureDecoder()
    try:
        await decoder.start()
        server = decoder.process_id
        assert server is not None
        began, used = time.perf_counter(), time.process_time() + processor_seconds(server)
        await asyncio.gather(*(decoder.normalize(photo, look_for_people=look) for _ in range(count)))
        used = time.process_time() + processor_seconds(server) - used
        return Load(count / (time.perf_counter() - began), used / count)
    finally:
        await decoder.aclose()
