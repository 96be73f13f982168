"""PNG files as this project writes them, read by Pillow."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from engine.image.png_writing import fast_png


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 7), (5, 1), (37, 53), (300, 200)])
def test_every_pixel_comes_back(height: int, width: int) -> None:
    pixels = np.random.default_rng(height).integers(0, 256, (height, width, 3), np.uint8)
    with Image.open(io.BytesIO(fast_png(pixels))) as picture:
        assert (picture.format, picture.mode, picture.size, picture.info) == ("PNG", "RGB", (width, height), {})
        np.testing.assert_array_equal(np.asarray(picture), pixels)


def test_rows_of_a_larger_picture_are_written_as_they_look() -> None:
    """A view that does not lie in one piece in memory."""
    pixels = np.random.default_rng(1).integers(0, 256, (20, 30, 3), np.uint8)[::2, ::-1]
    with Image.open(io.BytesIO(fast_png(pixels))) as picture:
        np.testing.assert_array_equal(np.asarray(picture), pixels)


def test_a_smooth_picture_is_written_smaller_than_it_is() -> None:
    smooth = np.broadcast_to(np.arange(200, dtype=np.uint8)[:, None], (100, 200, 3))
    assert len(fast_png(smooth)) < smooth.size / 4
