"""Which pictures the engine's process decodes: those that the bot's decoder has rebuilt, and no others."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from engine.errors import BadPicture
from engine.run.control import Control
from engine.settings import JobSpec, Precision
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
