"""Which pictures the engine's process decodes: those that the bot's decoder has rebuilt, and no others."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import msgspec
import pytest

from bot.styles.names import picture_of
from engine.errors import BadPicture
from engine.events import AnyEvent, QuickLook, Result, Started
from engine.image import images
from engine.presets import PRESETS
from engine.run.control import Control
from engine.settings import JobSpec, Precision, TransferSettings
from engine.worker.child import Work, stylizing
from tests.support.hostile import encoded, photo
from tests.support.pictures import plain_png
from tests.support.runs import ONE_SCALE

JOB = JobSpec(job_id="job", attempt=1, settings=ONE_SCALE, content=plain_png("red"), styles=(plain_png("blue"),))


@pytest.fixture(scope="module")
def work() -> Work[Control]:
    return stylizing(Precision.FLOAT32)


@pytest.mark.parametrize("file_format", ["JPEG", "GIF", "TIFF", "WEBP"])
@pytest.mark.parametrize(
    "changed",
    [
        lambda data: {"content": data},
        lambda data: {"styles": (data,)},
        lambda data: {"masks": (data,)},
        lambda data: {"protect": data},
        lambda data: {"initial": data},
    ],
    ids=["content", "style", "mask", "protect", "initial"],
)
def test_a_job_with_a_picture_that_is_no_png_is_refused(
    work: Work[Control], file_format: str, changed: Callable[[bytes], dict[str, object]]
) -> None:
    job = msgspec.structs.replace(JOB, **changed(encoded(photo(), file_format)))
    with pytest.raises(BadPicture):
        next(iter(work.run(job, Control())))


@pytest.mark.parametrize(
    ("settings", "kinds"), [(PRESETS["instant"], [Started, Result]), (ONE_SCALE, [QuickLook, Started])]
)
def test_a_house_style_is_painted_in_an_instant_alone_or_as_the_first_look(
    work: Work[Control], settings: TransferSettings, kinds: list[type[AnyEvent]]
) -> None:
    waves = images.encode_png(images.decode(picture_of("waves").read_bytes()))
    job = msgspec.structs.replace(
        JOB, settings=settings, content=encoded(photo(), "PNG"), styles=(waves,), quick_look=True
    )
    events = list(itertools.islice(work.run(job, Control()), 2))
    assert [type(event) for event in events] == kinds
