"""One picture in a blink."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from engine import instant
from engine.errors import InvalidSettings
from engine.settings import RANGES
from tests.support.textures import texture

pytestmark = pytest.mark.usefixtures("untrained")


@pytest.mark.parametrize(
    ("shape", "size", "expected"),
    [
        ((100, 140), 280, (200, 280)),
        ((64, 64), 128, (128, 128)),
        ((3, 300), 130, (7, 130)),
        ((1, 1), 128, (128, 128)),
        ((333, 200), 211, (211, 127)),
        ((70, 90), 1500, (1167, 1500)),
    ],
)
def test_any_picture_is_painted_in_its_proportions(
    shape: tuple[int, int], size: int, expected: tuple[int, int]
) -> None:
    found = instant.paint(texture(*shape, 1), "waves", size)
    assert found.shape == (*expected, 3)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert 0 <= found.min() <= found.max() <= 1


def test_a_picture_is_painted_the_same_again_and_otherwise_in_another_style() -> None:
    first, again = (instant.paint(texture(80, 90, 1), "waves", 160) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - instant.paint(texture(80, 90, 1), "night", 160)).mean() > 0.01


def test_the_borders_of_odd_sizes_are_painted_like_the_rest() -> None:
    """What is mirrored to fill the stride does not show."""
    whole = instant.paint(np.full((161, 163, 3), 0.5, np.float32), "waves", 163)
    last, others = whole[-3:], whole[20:-20]
    assert np.abs(last.mean((0, 1)) - others.mean((0, 1))).max() < 0.5 * others.std((0, 1)).min()
    assert 0.5 < last.std() / others.std() < 2


def test_a_style_that_was_not_learned_is_refused_with_the_names_of_the_others() -> None:
    with pytest.raises(InvalidSettings, match="waves, night"):
        instant.paint(texture(64, 64, 1), "scream", 128)


@pytest.mark.parametrize("size", [0, RANGES["size"].low - 1, RANGES["size"].high + 1])
def test_a_size_out_of_range_is_refused(size: int) -> None:
    with pytest.raises(InvalidSettings, match="size"):
        instant.paint(texture(64, 64, 1), "waves", size)


def test_importing_the_package_loads_neither_tensorflow_nor_the_network() -> None:
    code = "import sys, engine.instant; print('tensorflow' in sys.modules, 'numpy' in sys.modules)"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert finished.stdout.split() == ["False", "False"]
