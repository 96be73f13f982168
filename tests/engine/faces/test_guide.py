"""How much the content counts where faces are."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.faces import Face
from engine.faces.guide import face_guide, head_mask


def face_at(x: float, y: float, size: float, turned: float = 0.0) -> Face:
    """A face around (x, y), leaning by an angle."""

    def at(across: float, down: float) -> tuple[float, float]:
        right, below = across * size, down * size
        return (
            x + right * math.cos(turned) - below * math.sin(turned),
            y + right * math.sin(turned) + below * math.cos(turned),
        )

    half = size / 2
    eyes = (at(-0.22, -0.2), at(0.22, -0.2))
    return Face(x - half, y - half, x + half, y + half, 0.9, eyes, at(0, 0.05), at(0, 0.25))


def value(guide: np.ndarray, point: tuple[float, float]) -> float:
    return float(guide[int(point[1]), int(point[0])])


@pytest.mark.parametrize("turned", [0, 0.6, math.pi / 2, math.pi])
def test_most_counts_at_eyes_and_mouth_half_on_skin_and_nothing_far_away(turned: float) -> None:
    face = face_at(150, 150, 100, turned)
    guide = face_guide([face], 300, 320)
    assert guide.shape == (300, 320)
    assert guide.dtype == np.float32
    for point in (*face.eyes, face.mouth):
        assert value(guide, point) == pytest.approx(1, abs=1e-6)
    for side in (-38, 38):
        cheek = face.nose[0] + side * math.cos(turned), face.nose[1] + side * math.sin(turned)
        assert value(guide, cheek) == pytest.approx(0.5, abs=0.1)
    assert guide[:, :40].max() == 0
    assert guide[:40].max() == 0
    assert 0 <= guide.min() <= guide.max() <= 1


def test_its_edges_are_soft() -> None:
    guide = face_guide([face_at(150, 150, 100)], 300, 300)
    steps = max(np.abs(np.diff(guide, axis=axis)).max() for axis in (0, 1))
    assert steps < 0.12  # at 100 pixels across; a hard edge would step by 0.5


def test_it_is_the_same_at_every_size() -> None:
    face = face_at(150, 150, 100)
    small, large = face_guide([face], 300, 300), face_guide([face.scaled(2)], 600, 600)
    shrunk = large.reshape(300, 2, 300, 2).mean(axis=(1, 3))
    assert np.abs(small - shrunk).max() < 0.01


def test_several_faces_each_count_and_overlapping_ones_no_more_than_one() -> None:
    first, second, far = face_at(100, 100, 80), face_at(140, 110, 80), face_at(300, 100, 60)
    guide = face_guide([first, second, far], 200, 400)
    each = [face_guide([face], 200, 400) for face in (first, second, far)]
    np.testing.assert_array_equal(guide, np.max(each, axis=0))


def test_a_face_cut_by_the_border_counts_as_far_as_it_is_there() -> None:
    whole = face_guide([face_at(100, 100, 80)], 200, 200)
    np.testing.assert_allclose(face_guide([face_at(0, 100, 80)], 200, 100), whole[:, 100:], atol=1e-5)
    np.testing.assert_allclose(face_guide([face_at(100, -10, 80)], 90, 200), whole[110:], atol=1e-5)
    assert face_guide([face_at(-500, -500, 80)], 50, 60).max() == 0


def test_without_faces_nothing_counts_more() -> None:
    assert not face_guide([], 40, 50).any()


def test_points_at_one_place_are_no_trouble() -> None:
    guide = face_guide([Face(40, 40, 60, 60, 0.9, ((50, 50), (50, 50)), (50, 50), (50, 50))], 100, 100)
    assert np.isfinite(guide).all()
    assert guide[50, 50] == pytest.approx(1, abs=1e-3)


def test_the_mask_of_a_head_covers_its_face_from_forehead_to_chin() -> None:
    mask = head_mask(face_at(150, 150, 100), 300, 300)
    assert mask[100:195, 150].min() > 0.9
    assert mask[150, 110:190].min() > 0.9
    assert mask[150, :60].max() == 0
