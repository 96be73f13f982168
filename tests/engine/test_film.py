"""A film of a run: its previews, shrunk, then its result."""

from __future__ import annotations

import io

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image
from PIL.GifImagePlugin import GifImageFile

from engine.events import TERMINAL, Result
from engine.image.film import EDGE, every, filmed, fitted, shrunk
from engine.settings import JobSpec, TransferSettings
from tests.support.fake_engine import FakeControl, Script, paint
from tests.support.pictures import plain_png

JOB = JobSpec(
    job_id="job",
    attempt=1,
    settings=TransferSettings(iterations=20),
    content=plain_png("red"),
    styles=(plain_png("blue"),),
)


def test_a_film_has_the_previews_and_ends_with_the_result() -> None:
    events = list(filmed(paint(JOB, Script(preview_every=6), FakeControl())))
    result = events[-1]
    assert isinstance(result, Result)
    assert result.film is not None
    with Image.open(io.BytesIO(result.film)) as film:
        assert isinstance(film, GifImageFile)
        assert film.n_frames == 4
        film.seek(3)
        last = np.asarray(film.convert("RGB"), int)[0, 0]
    with Image.open(io.BytesIO(result.pictures[0].png)) as painted:
        assert np.abs(last - np.asarray(painted)[0, 0]).max() < 16


def test_everything_else_passes_as_it_was_and_a_canceled_run_has_no_film() -> None:
    plain = list(paint(JOB, Script(), FakeControl()))
    assert list(filmed(iter(plain)))[:-1] == plain[:-1]
    stopped = FakeControl()
    stopped.request()
    events = list(filmed(paint(JOB, Script(), stopped)))
    assert isinstance(events[-1], TERMINAL)
    assert not isinstance(events[-1], Result)


def jpeg(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.parametrize(("size", "frame"), [((1280, 640), (EDGE, EDGE // 2)), ((300, 200), (300, 200))])
def test_frames_are_no_larger_than_a_film_shows_them(size: tuple[int, int], frame: tuple[int, int]) -> None:
    assert fitted(jpeg(*size)) == frame
    with Image.open(io.BytesIO(shrunk(jpeg(*size), frame))) as small:
        assert small.size == frame


def test_a_result_that_was_rounded_otherwise_than_its_previews_fits_the_film() -> None:
    events = list(paint(JOB, Script(preview_every=6), FakeControl()))
    result = events[-1]
    assert isinstance(result, Result)
    picture = replace(result.pictures[0], jpeg=jpeg(97, 80))
    film = list(filmed(iter([*events[:-1], replace(result, pictures=(picture,))])))[-1]
    assert isinstance(film, Result)
    assert film.film is not None
    with Image.open(io.BytesIO(film.film)) as moving:
        assert moving.size == (96, 80)
        assert isinstance(moving, GifImageFile)
        moving.seek(moving.n_frames - 1)
        assert moving.size == (96, 80)


@pytest.mark.parametrize(
    ("frames", "iterations", "between"), [(0, 300, None), (48, 300, 7), (48, 10, 1), (48, 95, 2), (48, 2000, 42)]
)
def test_frames_are_shared_out_over_the_iterations(frames: int, iterations: int, between: int | None) -> None:
    assert every(frames, iterations) == between
