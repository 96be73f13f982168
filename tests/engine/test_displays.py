"""Comparison pictures and films."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from engine.image import displays, images
from tests.support.textures import texture

RED, GREEN, BLUE = (np.broadcast_to(np.eye(3, dtype=np.float32)[index], (40, 30, 3)) for index in range(3))


def test_a_comparison_shows_content_result_and_styles_side_by_side_as_high_as_the_result() -> None:
    content, result = np.repeat(RED, 2, axis=1), np.repeat(np.repeat(GREEN, 2, axis=0), 4, axis=1)  # 40×60, 80×120
    found = displays.comparison(content, result, [BLUE, RED])
    assert found.shape == (80, 120 + 120 + 60 + 60 + 3 * displays.GAP, 3)
    white = (found == 1).all((0, 2))
    assert white.sum() == 3 * displays.GAP
    bounds = np.flatnonzero(np.diff(white.astype(int)))
    parts = np.split(found, bounds + 1, axis=1)[::2]
    assert [part.shape[1] for part in parts] == [120, 120, 60, 60]
    for part, color in zip(parts, (RED, GREEN, BLUE, RED), strict=True):
        np.testing.assert_allclose(part, np.broadcast_to(color[0, 0], part.shape), atol=1e-5)


def test_nothing_in_a_comparison_is_squashed_away() -> None:
    found = displays.comparison(texture(400, 20, 1), texture(20, 400, 2), [texture(600, 20, 3)])
    assert found.shape == (20, 1 + 400 + 1 + 2 * displays.GAP, 3)
    assert 0 <= found.min() <= found.max() <= 1


FRAMES = [images.encode_jpeg(np.full((32, 48, 3), gray, np.float32)) for gray in (0.0, 0.5, 1.0)]


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_a_film_has_every_frame_in_its_order_and_holds_the_last(kind: str) -> None:
    with Image.open(io.BytesIO(displays.timelapse(FRAMES, kind))) as film:
        assert film.format == kind.upper()
        assert film.size == (48, 32)
        assert film.n_frames == 3  # type: ignore[attr-defined]  # of pictures that move only
        assert film.info["loop"] == 0
        durations, grays = [], []
        for index in range(3):
            film.seek(index)
            film.load()
            durations.append(film.info["duration"])
            grays.append(float(np.asarray(film.convert("L")).mean()))
    assert durations == [displays.FRAME_MILLISECONDS] * 2 + [displays.LAST_FRAME_MILLISECONDS]
    np.testing.assert_allclose(grays, [0, 128, 255], atol=4)


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_a_film_of_one_frame_is_a_picture(kind: str) -> None:
    with Image.open(io.BytesIO(displays.timelapse(FRAMES[:1], kind))) as film:
        assert film.size == (48, 32)


def test_each_frame_has_the_colors_that_suit_it() -> None:
    ramp = np.linspace(0, 1, 256, dtype=np.float32)
    warm = np.stack(np.broadcast_arrays(ramp[np.newaxis], ramp[:, np.newaxis], np.float32(0.1)), axis=2)
    frames = [warm, warm[:, :, ::-1]]
    with Image.open(io.BytesIO(displays.timelapse([images.encode_jpeg(frame) for frame in frames], "gif"))) as film:
        for index, frame in enumerate(frames):
            film.seek(index)
            error = np.abs(np.asarray(film.convert("RGB"), np.float32) / 255 - frame)
            assert error.mean() < 0.02
