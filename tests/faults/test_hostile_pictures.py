"""Bad pictures of every kind through the decoder's real child: rebuilt within limits, or refused with a reason."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable

import numpy as np
import pytest
from PIL import Image

from bot.intake.decoder import PictureDecoder
from bot.intake.decoder_child import PICTURE_MEMORY
from engine.errors import BadPicture
from engine.image.images import NORMALIZED_EDGE
from tests.support.eventually import LONG
from tests.support.hostile import SECRET, Sample, corpus, heavy, overlong

pytestmark = pytest.mark.fault("hostile-pictures")

BASE = 512 * 2**20  #: bytes that the idle child may take
CHUNKS = {b"IHDR", b"IDAT", b"IEND"}  #: of a PNG that holds pixels and nothing else


@pytest.fixture
async def decoder() -> AsyncIterator[PictureDecoder]:
    decoder = PictureDecoder(picture_timeout=LONG)
    await decoder.start()
    yield decoder
    await decoder.aclose()


class Tally:
    """What became of the samples, and what it cost."""

    def __init__(self, decoder: PictureDecoder) -> None:
        self.outcomes = Counter[str]()
        self.wrong: list[str] = []
        self.peak = 0  #: bytes
        self._decoder = decoder
        self._processes = {decoder.process_id}

    async def take(self, samples: Iterable[Sample]) -> None:
        for sample in samples:
            try:
                rebuilt = await self._decoder.normalize(sample.make())
            except BadPicture as refusal:
                self.outcomes["refused"] += 1
                if refusal.problem not in sample.problems:
                    self.wrong.append(f"{sample.name}: {refusal.problem}, {refusal}")
            else:
                self.outcomes["rebuilt"] += 1
                self.wrong += [f"{sample.name}: {trouble}" for trouble in troubles(sample, rebuilt.png)]
            self._look_at_decoder()

    def _look_at_decoder(self) -> None:
        self._processes.add(self._decoder.process_id)
        self.peak = max(self.peak, self._decoder.peak)

    @property
    def replaced(self) -> int:
        return len(self._processes - {None}) - 1

    def figure(self) -> str:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.outcomes.items()))
        return f"{kinds}; decoder's peak {self.peak / 2**20:.0f} MiB, replaced {self.replaced} times; bot crashes 0"


def troubles(sample: Sample, png: bytes) -> list[str]:
    """What is wrong with a rebuilt picture."""
    found = []
    if sample.problems and not sample.may_pass:
        found.append("it was rebuilt")
    if chunks(png) - CHUNKS or SECRET in png:
        found.append(f"more than pixels: {chunks(png)}")
    picture = Image.open(io.BytesIO(png))
    if picture.mode != "RGB" or max(picture.size) > NORMALIZED_EDGE:
        found.append(f"{picture.mode} of {picture.size}")
    if sample.size is not None and picture.size != sample.size:
        found.append(f"{picture.size} pixels")
    if sample.corners is not None and not alike(picture, sample):
        found.append(f"colours {corners(picture)}")
    return found


def chunks(png: bytes) -> set[bytes]:
    kinds, at = set(), 8
    while at < len(png):
        kinds.add(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return kinds


def corners(picture: Image.Image) -> list[tuple[int, ...]]:
    width, height = picture.size
    ends = [(x, y) for y in (height // 8, height - height // 8) for x in (width // 8, width - width // 8)]
    return [tuple(np.asarray(picture)[y, x]) for x, y in ends]


def alike(picture: Image.Image, sample: Sample) -> bool:
    assert sample.corners is not None
    return bool(np.abs(np.subtract(corners(picture), sample.corners, dtype=int)).max() <= sample.tolerance)


async def test_every_bad_picture_is_rebuilt_or_refused_with_its_reason(
    decoder: PictureDecoder, figure: Callable[[str], None]
) -> None:
    tally = Tally(decoder)
    await tally.take(corpus())
    figure(tally.figure())
    assert tally.wrong == []
    assert tally.replaced == 0, "none of them costs the child its life"
    assert tally.peak <= BASE + PICTURE_MEMORY


@pytest.mark.thorough
@pytest.mark.slow
async def test_the_largest_pictures_stay_within_the_memory(
    decoder: PictureDecoder, figure: Callable[[str], None]
) -> None:
    tally = Tally(decoder)
    await tally.take(heavy())
    figure(f"largest pictures: {tally.figure()}")
    assert tally.wrong == []
    assert tally.replaced == 0
    assert tally.peak <= BASE + PICTURE_MEMORY


@pytest.mark.thorough
@pytest.mark.slow
async def test_a_picture_without_end_costs_its_own_child_alone(
    decoder: PictureDecoder, figure: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    tally = Tally(decoder)
    await tally.take([overlong(), *list(corpus())[:3]])
    figure(f"endless picture: {tally.figure()}")
    assert tally.wrong == []
    assert tally.replaced == 0, "the process that forks goes on"
    assert [record.message for record in caplog.records if "over Decode" in record.message], "its child was killed"
