"""Colors beyond the range and the gamut of a screen, as properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.image import color
from engine.image.bare import PQ, Bare, Coding
from tests.support.odd_values import TO_BT2020, linear, pq

PEAKS = st.floats(1.01, 49)


def gray(*levels: float) -> np.ndarray:
    return np.repeat(np.array([levels], np.float32)[:, :, np.newaxis], 3, axis=2)


@given(PEAKS)
def test_what_is_brighter_than_white_keeps_its_order_within_the_range(peak: float) -> None:
    shown = color.toned(gray(*np.linspace(0, peak, 400)), peak)[0, :, 0]
    assert (np.diff(shown) > 0).all()
    assert shown[-1] == pytest.approx(1, abs=1e-3)
    assert shown.max() <= 1 + 1e-6


@given(PEAKS, st.floats(0, 0.79))
def test_what_is_darker_than_white_stays_as_it_is(peak: float, level: float) -> None:
    assert color.toned(gray(level), peak)[0, 0, 0] == pytest.approx(level, abs=1e-6)


@given(PEAKS)
def test_hues_stay(peak: float) -> None:
    bright = np.array([[[peak, peak / 2, peak / 4]]], np.float32)
    shown = color.toned(bright, peak)[0, 0]
    np.testing.assert_allclose(shown / shown[0], [1, 0.5, 0.25], rtol=1e-4)


def test_lamps_in_hdr_are_told_apart_and_white_paper_stays_bright() -> None:
    """A ramp up to five times white, half of it below white."""
    light = gray(*np.linspace(0, 1, 64), *np.linspace(1, 5, 64))
    numbers = (pq(light @ TO_BT2020.T) * 65535 + 0.5).astype(np.uint16)
    shown = color.converted(np.repeat(numbers, 64, axis=0), Bare(b"", "PNG", coding=Coding(9, PQ)))[0, :, 1].astype(int)
    assert (np.diff(shown) >= 0).all()
    assert 235 <= shown[63] <= 248  # clipped, it would be 255 as everything above
    assert shown[-1] == 255
    assert len(set(shown[64:])) >= 8
    middle = color.encoded(np.array([light[0, 40, 0]], np.float32))[0]
    assert abs(shown[40] - int(middle)) <= 1


def test_sound_values_of_srgb_pass_through_unchanged() -> None:
    values = np.arange(256, dtype=np.uint8)
    np.testing.assert_array_equal(color.encoded(linear(values / 255).astype(np.float32)), values)


@pytest.mark.parametrize(
    "chromaticities",
    [(0.0,) * 8, (0.3127, 0.3290) * 4, (0.3127, 0.0, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06), (21474.8,) * 8],
)
def test_primaries_that_make_no_sense_are_passed_over(chromaticities: tuple[float, ...]) -> None:
    assert not color.needs_more_than_a_profile(Bare(b"", "PNG", chromaticities=chromaticities))
