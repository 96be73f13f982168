"""The painted people alone."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from engine.faces.sticker import MOST_BYTES, cut_out, sticker
from tests.support.portraits import ASTRONAUT, floats, outlined, photograph
from tests.support.textures import texture


def opened(file: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(file))
    picture.load()
    return picture


def disk(height: int, width: int, x: float, y: float, radius: float) -> np.ndarray:
    rows, columns = np.mgrid[:height, :width]
    return (np.hypot(columns - x, rows - y) < radius).astype(np.float32)


@pytest.mark.parametrize(("height", "width"), [(300, 200), (200, 300), (2000, 1500), (64, 64)])
def test_a_sticker_is_what_telegram_wants(height: int, width: int) -> None:
    mask = np.zeros((90, 90), np.float32)
    mask[20:80, 30:60] = 1  # of other proportions and another size than the painting: it is stretched to it
    file = sticker(texture(height, width, 1), mask)
    picture = opened(file)
    assert picture.format == "WEBP"
    assert picture.mode == "RGBA"
    assert max(picture.size) == 512
    assert len(file) <= MOST_BYTES


def test_it_is_transparent_around_the_people_and_whole_within() -> None:
    painting = np.full((400, 600, 3), (1.0, 0.5, 0.0), np.float32)
    alpha = np.asarray(opened(sticker(painting, disk(400, 600, 300, 200, 120))))[..., 3]
    assert alpha.shape == (512, 512)
    assert alpha[[0, 0, -1, -1], [0, -1, 0, -1]].max() == 0
    assert alpha[:, [0, -1]].max() == 0
    assert alpha[256, 30:480].min() == 255


def test_the_edge_has_the_color_of_the_people_and_not_of_what_was_behind() -> None:
    mask = disk(400, 400, 200, 200, 120)
    people, behind = np.array((0.9, 0.1, 0.1), np.float32), np.array((0.1, 0.2, 1.0), np.float32)
    painting = np.where(mask[..., np.newaxis] > 0, people, behind)
    pixels = np.asarray(opened(sticker(painting, mask))).astype(int)
    seen = pixels[pixels[..., 3] > 20]
    assert np.abs(seen[:, :3] - (230, 26, 26)).max() < 12


def test_a_cut_out_is_as_large_as_the_people_are_in_the_painting() -> None:
    picture = cut_out(texture(400, 600, 2), disk(400, 600, 300, 200, 50))
    assert picture.shape[2] == 4
    assert picture.shape[0] == pytest.approx(100, abs=3)
    assert picture.shape[1] == pytest.approx(100, abs=3)


def test_doubtful_pixels_are_not_left_as_fog() -> None:
    mask = np.full((100, 100), 0.2, np.float32)
    mask[30:70, 30:70] = 0.8
    alpha = cut_out(texture(100, 100, 3), mask)[..., 3]
    assert alpha.shape[0] < 50
    assert (alpha[5:-5, 5:-5] == 255).all()


def test_a_mask_without_anybody_makes_no_sticker() -> None:
    with pytest.raises(ValueError, match="nobody"):
        sticker(texture(100, 100, 4), np.zeros((50, 50), np.float32))


def test_the_noisiest_painting_is_light_enough() -> None:
    noise = np.random.default_rng(0).random((600, 600, 3)).astype(np.float32)
    assert len(sticker(noise, np.ones((600, 600), np.float32))) <= MOST_BYTES


def test_the_astronaut_alone() -> None:
    photo = photograph("astronaut")
    person = np.asarray(outlined(ASTRONAUT, *photo.size), np.float32) / np.float32(255)
    picture = opened(sticker(floats(photo), person))
    assert picture.height == 512
    assert picture.width == pytest.approx(512 * 0.67 / 0.969, abs=12)
