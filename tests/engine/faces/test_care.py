"""How much more the content counts at faces, and its colors there."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from engine.faces import care
from engine.faces.face import Face
from tests.support.textures import texture

FACE = Face(40, 40, 80, 80, 0.9, eyes=((50, 52), (70, 52)), nose=(60, 62), mouth=(60, 72))
FAR = Face(200, 40, 240, 80, 0.9, eyes=((210, 52), (230, 52)), nose=(220, 62), mouth=(220, 72))


def test_the_content_counts_most_at_eyes_and_mouth_and_no_more_elsewhere() -> None:
    guide = care.content_guide([FACE], 2.0, 160, 300)
    assert guide[52, 50] == guide[72, 60] == guide.max()
    assert 0 < guide[62, 46] < guide.max()
    assert guide[150, 150] == 0
    assert not care.content_guide([], 2.0, 160, 300).any()


def test_a_small_face_gets_more_care_than_a_large_one_in_bounds() -> None:
    small, usual, large = (
        care.content_guide([FACE], 2.0, 160, 300, enlargement).max() for enlargement in (0.1, 110 / 40, 100)
    )
    assert usual == pytest.approx(2.0)
    assert small == pytest.approx(2.0 * care.MOST)
    assert large == pytest.approx(2.0 * care.LEAST)


def test_every_face_is_cared_for() -> None:
    both = care.content_guide([FACE, FAR], 2.0, 160, 300)
    alone = (care.content_guide([face], 2.0, 160, 300) for face in (FACE, FAR))
    np.testing.assert_allclose(both, np.maximum(*alone))


def test_faces_have_the_style_s_colors_and_all_else_the_photo_s() -> None:
    photo, recolored = np.zeros((160, 300, 3), np.float32), np.ones((160, 300, 3), np.float32)
    content = care.in_colors_of_style(photo, recolored, [FACE])
    assert content[60, 60].min() == 1
    assert not content[:, 150:].any()
    assert care.in_colors_of_style(photo, recolored, []) is photo


def test_a_face_s_photo_shines_through_what_was_painted_in_the_colors_that_it_was_painted_in() -> None:
    photo, painted = texture(160, 300, 1), 0.3 + 0.2 * texture(160, 300, 2)
    shown = care.with_faces(painted, photo, [FACE], 2.0)
    there = care.content_guide([FACE], 2.0, 160, 300) > 0
    np.testing.assert_array_equal(shown[~there], painted[~there])
    eye = np.s_[48:56, 46:54]
    likeness = [np.corrcoef(picture[eye].ravel(), photo[eye].ravel())[0, 1] for picture in (painted, shown)]
    assert likeness[0] < 0.5 < 0.8 < likeness[1]
    np.testing.assert_allclose(shown[20:100, 20:100].mean((0, 1)), painted[20:100, 20:100].mean((0, 1)), atol=0.02)
    assert shown.max() < 0.7  # of the photo's own colors, nothing


def test_each_face_shines_through_by_itself_and_with_no_care_none_does() -> None:
    photo, painted = texture(160, 300, 1), texture(160, 300, 2)
    one, other, both = (care.with_faces(painted, photo, faces, 2.0) for faces in ([FACE], [FAR], [FACE, FAR]))
    np.testing.assert_array_equal(both[:, :150], one[:, :150])
    np.testing.assert_array_equal(both[:, 150:], other[:, 150:])
    np.testing.assert_array_equal(care.with_faces(painted, photo, [FACE], 0.0), painted)
    cut = Face(-20, -10, 20, 30, 0.9, eyes=((-10, 2), (10, 2)), nose=(0, 12), mouth=(0, 22))
    assert np.isfinite(care.with_faces(painted, photo, [cut], 2.0)).all()


def test_a_crowd_takes_no_more_memory_than_a_few() -> None:
    crowd, (height, width) = [FACE] * 32, (1000, 1000)
    photo = np.zeros((height, width, 3), np.float32)
    works: tuple[Callable[[], object], ...] = (
        lambda: care.content_guide(crowd, 2.0, height, width),
        lambda: care.in_colors_of_style(photo, photo, crowd),
        lambda: care.with_faces(photo, photo, crowd, 2.0),
    )
    for work in works:
        tracemalloc.start()
        work()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 12 * 4 * height * width  # bytes of a dozen such maps
