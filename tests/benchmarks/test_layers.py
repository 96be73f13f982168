"""The convolutions that make the floor."""

from __future__ import annotations

import pytest

from benchmarks.steps import layers


def test_the_floor_is_made_of_the_eleven_convolutions_up_to_relu5_1() -> None:
    found = layers(512)
    assert len(found) == 11
    assert found[0] == ("relu1_1", 512, 3, 64)
    assert found[-1] == ("relu5_1", 32, 512, 512)


def test_forward_they_take_287_thousand_multiplications_a_pixel() -> None:
    assert sum(layer.operations for layer in layers(512)) / 2 / 512**2 == pytest.approx(287e3, rel=0.01)
