"""Which number is white."""

from __future__ import annotations

import numpy as np
import pytest

from engine.image.depth import white_of


def used_up_to(most: float, kind: str = "u2") -> np.ndarray:
    return np.linspace(0, most, 20_000).astype(kind)


@pytest.mark.parametrize(
    ("most", "white"),
    [(1023, 1023), (800, 1023), (4095, 4095), (3000, 4095), (16383, 16383), (9000, 65535), (65535, 65535)],
)
def test_of_sixteen_bits_white_is_that_of_the_bits_that_are_used(most: int, white: int) -> None:
    assert white_of(used_up_to(most), 16) == white


@pytest.mark.parametrize(
    ("most", "white"), [(1.0, 1.0), (0.7, 1.0), (0.2, 0.2), (255.0, 255.0), (200.0, 255.0), (3.0, 3.0)]
)
def test_of_floats_white_is_one_or_the_brightest(most: float, white: float) -> None:
    assert white_of(used_up_to(most, "f4"), 32) == pytest.approx(white, rel=1e-3)


def test_a_hot_pixel_is_not_white_but_a_night_sky_s_stars_are() -> None:
    hot = used_up_to(4095)
    hot[7] = 65535
    assert white_of(hot, 16) == 4095
    stars = np.zeros(20_000, np.uint16)
    stars[:20] = 60_000
    assert white_of(stars, 16) == 65535


@pytest.mark.parametrize("values", [np.array([]), np.zeros(9), np.full(9, -4.0)])
def test_nothing_is_divided_by_nothing(values: np.ndarray) -> None:
    assert white_of(values, 32) == 1.0
