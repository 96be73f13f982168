"""Small faces, worked on larger and blended back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.faces import Face, find_faces
from engine.faces.close_ups import FACE_EDGE, MOST, SURROUNDINGS, CloseUp, blended, close_up_of, cropped, cropped_mask
from engine.faces.guide import face_guide, head_mask
from tests.engine.faces.test_guide import face_at
from tests.support.portraits import floats, photograph
from tests.support.textures import texture


def of(face: Face, height: int, width: int, *others: Face) -> CloseUp:
    close_up = close_up_of(face, [face, *others], height, width)
    assert close_up is not None
    return close_up


def test_a_small_face_spans_160_pixels_in_its_close_up() -> None:
    close_up = of(face_at(200, 150, 64), 300, 400)
    [face] = close_up.others
    assert face.size == pytest.approx(FACE_EDGE, rel=0.01)
    assert face.center == pytest.approx((close_up.width / 2, close_up.height / 2), abs=2)
    assert (close_up.right - close_up.left) == pytest.approx(SURROUNDINGS * 64, abs=1)


def test_a_tiny_face_is_enlarged_only_so_far() -> None:
    close_up = of(face_at(200, 150, 15), 300, 400)
    assert close_up.width / (close_up.right - close_up.left) == pytest.approx(MOST, rel=0.03)


def test_a_large_face_is_seen_as_it_is() -> None:
    close_up = of(face_at(200, 250, FACE_EDGE + 20), 500, 500)
    assert (close_up.width, close_up.height) == (
        close_up.right - close_up.left,
        close_up.bottom - close_up.top,
    )


def test_a_face_that_is_all_but_outside_has_no_close_up() -> None:
    face = face_at(-60, 60, 40)
    assert close_up_of(face, [face], 400, 400) is None


def test_neighbors_in_sight_are_known_in_pixels_of_the_close_up() -> None:
    left, right = face_at(100, 100, 60), face_at(150, 100, 60)
    first = of(left, 200, 400, right, face_at(380, 100, 60))
    assert len(first.others) == 2
    enlargement = first.width / (first.right - first.left)
    assert first.others[1].center[0] - first.others[0].center[0] == pytest.approx(50 * enlargement, rel=0.01)


@given(
    x=st.floats(-80, 480),
    y=st.floats(-80, 380),
    size=st.floats(4, 300),
    height=st.integers(64, 300),
    width=st.integers(64, 400),
)
def test_every_close_up_is_within_the_picture(x: float, y: float, size: float, height: int, width: int) -> None:
    face = face_at(x, y, size)
    one = close_up_of(face, [face], height, width)
    if one is None:
        assert x < size or x > width - size or y < size or y > height - size  # all but outside
        return
    assert 0 <= one.left < one.right <= width
    assert 0 <= one.top < one.bottom <= height
    assert one.height >= one.bottom - one.top
    assert one.width >= one.right - one.left
    picture = np.zeros((height, width, 3), np.float32)
    assert cropped(picture, one).shape == (one.height, one.width, 3)
    assert blended(picture, cropped(picture, one), one).shape == picture.shape


def test_what_is_blended_back_unchanged_changes_nothing() -> None:
    photo = floats(photograph("astronaut", 256))
    [face] = find_faces(photo)
    close_up = of(face, 256, 256)
    again = blended(photo, cropped(photo, close_up), close_up)
    assert np.abs(again - photo).max() < 0.1  # enlarging and shrinking costs a little of the finest detail
    assert np.abs(again - photo).mean() < 1e-3


def test_only_the_face_changes_and_it_changes_wholly() -> None:
    picture = texture(200, 240, seed=3)
    face = face_at(120, 100, 50)
    close_up = of(face, 200, 240)
    before = picture.copy()
    mirrored = cropped(picture, close_up)[:, ::-1]
    result = blended(picture, mirrored, close_up)
    mask = head_mask(face, 200, 240)
    np.testing.assert_array_equal(result[mask == 0], picture[mask == 0])
    changed = np.abs(result - picture).max(2)[mask == 1]
    assert (changed > 0.01).mean() > 0.9
    np.testing.assert_array_equal(picture, before)
    rest = np.concatenate([result[: close_up.top].ravel(), result[close_up.bottom :].ravel()])
    assert rest.max() <= 1
    assert result.min() >= 0


def test_a_face_that_comes_back_brighter_keeps_the_light_of_its_picture() -> None:
    picture = 0.5 * texture(200, 240, seed=3)
    face = face_at(120, 100, 50)
    close_up = of(face, 200, 240)
    brighter = cropped(picture, close_up) + np.float32(0.4)
    result = blended(picture, brighter, close_up)
    face_only = head_mask(face, 200, 240) > 0
    assert np.abs(result - picture)[face_only].mean() < 0.02  # of 0.4


def test_a_mask_is_cropped_as_the_picture_is() -> None:
    face = face_at(90, 80, 60)
    close_up = of(face, 200, 240)
    seen = cropped_mask(face_guide([face], 200, 240), close_up)
    expected = face_guide(close_up.others, close_up.height, close_up.width)
    assert seen.shape == (close_up.height, close_up.width)
    assert np.abs(seen - expected).mean() < 0.02
