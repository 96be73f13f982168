"""A film of a run: its previews, shrunk, then its result."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from engine.events import TERMINAL, Result
from engine.film import EDGE, every, filmed, shrunk
from engine.settings import JobSpec, TransferSettings
from tests.support.fake_engine import Script, StopFlag, paint
from tests.support.pictures import plain_png

JOB = JobSpec(
    job_id="job",
    attempt=1,
    settings=TransferSettings(iterations=20),
    content=plain_png("red"),
    styles=(plain_png("blue"),),
)


def test_a_film_has_the_previews_and_ends_with_the_result() -> None:
    events = list(filmed(paint(JOB, Script(preview_every=6), StopFlag())))
    result = events[-1]
    assert isinstance(result, Result)
    assert result.film is not None
    with Image.open(io.BytesIO(result.film)) as film:
        assert film.format == "GIF"
        assert film.n_frames == 4
        film.seek(3)
        last = film.convert("RGB").getpixel((0, 0))
    with Image.open(io.BytesIO(result.pictures[0].png)) as painted:
        assert all(abs(a - b) < 16 for a, b in zip(last, painted.getpixel((0, 0)), strict=True))


def test_everything_else_passes_as_it_was_and_a_cancelled_run_has_no_film() -> None:
    plain = list(paint(JOB, Script(), StopFlag()))
    assert list(filmed(iter(plain)))[:-1] == plain[:-1]
    stopped = StopFlag()
    stopped.request()
    events = list(filmed(paint(JOB, Script(), stopped)))
    assert isinstance(events[-1], TERMINAL)
    assert not isinstance(events[-1], Result)


def test_frames_are_no_larger_than_a_film_shows_them() -> None:
    large = io.BytesIO()
    Image.new("RGB", (1280, 640), "green").save(large, "JPEG")
    with Image.open(io.BytesIO(shrunk(large.getvalue()))) as frame:
        assert frame.size == (EDGE, EDGE // 2)


@pytest.mark.parametrize(
    ("frames", "iterations", "between"), [(0, 300, None), (48, 300, 7), (48, 10, 1), (48, 95, 2), (48, 2000, 42)]
)
def test_frames_are_shared_out_over_the_iterations(frames: int, iterations: int, between: int | None) -> None:
    assert every(frames, iterations) == between
