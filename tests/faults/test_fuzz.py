"""Damaged files, frames, taps and recipes by the thousand: refused, and nothing else.

The conversation's handlers are fuzzed in tests/bot/conversation/test_strange_words.py, where they can be called.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from bot.intake import messages
from bot.intake.decoder import PictureDecoder
from bot.jobs.setting_limits import UserLimits
from bot.texts import recipe, style_names
from bot.transport.button_kinds import PanelStep
from bot.transport.buttons import decode, encode
from bot.transport.verbs import Verb
from engine.errors import BadPicture
from engine.events import Checkpoint, Failed, Losses, LossTerm, Progress
from engine.image.images import NORMALIZED_EDGE
from engine.settings import JobSpec, TransferSettings
from engine.worker.framing import Messages, ProtocolError
from engine.worker.protocol import COMMANDS, REPLIES, Cancel, Hello, Ready, Rested, RunJob
from tests.support.fake_engine import FACTS
from tests.support.hostile import FORMATS, SECRET, encoded, photo
from tests.support.mutations import chance_of, damaged, words

pytestmark = pytest.mark.fault("fuzz")

SEED = 20261123
SHORT = {"decode": 300, "frames": 2000, "words": 2000}
LONG = {"decode": 40_000, "frames": 50_000, "words": 30_000}
amounts = pytest.mark.parametrize(
    "amounts", [SHORT, pytest.param(LONG, marks=[pytest.mark.thorough, pytest.mark.slow])], ids=["short", "long"]
)
LIMITS = UserLimits(max_iterations=2000, max_size=2048)


def pictures() -> list[bytes]:
    """Small pictures of every format, with something in their metadata."""
    small = photo(72, 64)
    exif = {"exif": _exif()}
    more: dict[str, dict[str, Any]] = {"JPEG": exif, "PNG": exif, "WEBP": exif, "TIFF": exif}
    others = [
        encoded(small, "JPEG", progressive=True),
        encoded(small.convert("CMYK"), "JPEG"),
        encoded(small.quantize(8), "PNG"),
        encoded(small.convert("RGBA"), "WEBP", lossless=True),
        encoded(small, "TIFF", compression="tiff_lzw"),
        encoded(small, "TIFF", compression="tiff_adobe_deflate"),
        encoded(small, "GIF"),
    ]
    return [encoded(small, file_format, **more.get(file_format, {})) for file_format in FORMATS] + others


def _exif() -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET.decode()
    return exif.tobytes()


@amounts
async def test_damaged_pictures_are_rebuilt_or_refused(amounts: dict[str, int], figure: Callable[[str], None]) -> None:
    chance, originals, outcomes = chance_of(SEED), pictures(), Counter[str]()
    decoder = PictureDecoder(picture_timeout=120)
    await decoder.start()
    children = {decoder.process_id}
    for _ in range(amounts["decode"]):
        try:
            rebuilt = await decoder.normalize(damaged(chance.choice(originals), chance, originals))
        except BadPicture as refusal:
            outcomes[refusal.code] += 1
        else:
            outcomes["rebuilt"] += 1
            assert rebuilt.png.startswith(b"\x89PNG")
            assert max(rebuilt.width, rebuilt.height) <= NORMALIZED_EDGE
            assert SECRET not in rebuilt.png
        children.add(decoder.process_id)
    await decoder.aclose()
    assert outcomes["rebuilt"] < 0.9 * amounts["decode"], "the damage does damage"
    lost = len(children - {None}) - 1
    figure(
        f"decode {amounts['decode']:,}: {outcomes['rebuilt']:,} rebuilt, bot crashes 0, decoder replaced {lost} times"
    )


def frames() -> list[tuple[Messages[Any], bytes]]:
    """Whole messages of each direction of both pipes."""
    term = LossTerm(value=1.0, weight=2.0)
    terms = Losses(content=term, style=term, denoise=term)
    job = JobSpec(job_id="0123", attempt=1, settings=TransferSettings(), content=b"png", styles=(b"png",))
    which: dict[str, Any] = {"job_id": "0123", "attempt": 1}
    progress = Progress(
        **which, iteration=1, iterations=9, height=64, width=72, losses=terms, seconds_left=1.0, preview=b"jpeg"
    )
    several: list[tuple[Messages[Any], Any]] = [
        *((COMMANDS, command) for command in (Hello(), RunJob(job=job), Cancel(**which, keep=True))),
        *(
            (REPLIES, Ready(facts=FACTS)),
            (REPLIES, Rested(held=1)),
            (REPLIES, progress),
            (REPLIES, Checkpoint(**which, iteration=1, state=b"s")),
        ),
        (REPLIES, Failed(**which, kind="not_finite", message="no", retryable=False)),
        *((messages.REQUESTS, request) for request in (messages.Decode(b"x"), messages.MakeSheet((b"x",), 1))),
        *((messages.REPLIES, reply) for reply in (messages.Warm(), messages.Rebuilt(b"x", 1, 1), messages.Made(b"x"))),
    ]
    return [(direction, b"".join(bytes(part) for part in direction.encode(message))) for direction, message in several]


@amounts
def test_damaged_frames_are_refused(amounts: dict[str, int], figure: Callable[[str], None]) -> None:
    chance, originals, outcomes = chance_of(SEED), frames(), Counter[str]()
    pieces = [data for _, data in originals]
    for _ in range(amounts["frames"]):
        direction, data = chance.choice(originals)
        stream = io.BytesIO(damaged(data, chance, pieces))
        try:
            while direction.read(stream) is not None:
                outcomes["read"] += 1
        except ProtocolError:
            outcomes["refused"] += 1
    assert outcomes["refused"] > amounts["frames"] / 2
    figure(f"frames {amounts['frames']:,}: {outcomes['refused']:,} refused, crashes 0")


@amounts
def test_strange_words_are_no_more_than_words(amounts: dict[str, int], figure: Callable[[str], None]) -> None:
    chance = chance_of(SEED)
    known = [*Verb, *LIMITS.allowed, *PanelStep, "v1", ":", ".", "7", "=", "300", "style", "iterations=300", "waves"]
    for _ in range(amounts["words"]):
        text = words(chance, known)
        data = f"v1:{text}" if chance.random() < 0.5 else text
        carried = decode(data)
        assert carried is None or encode(carried) == data
        found = recipe.read(text, LIMITS.allowed)
        assert all(
            recipe.read_value(str(value), LIMITS.allowed[name]) == value for name, value in found.settings.items()
        )
        style, _ = style_names.taken_out(text)
        name = style_names.as_name(style or text)
        assert name is None or (len(name) <= style_names.LONGEST and style_names.as_name(name) == name)
    figure(f"callback data and recipes {amounts['words']:,}: crashes 0")
