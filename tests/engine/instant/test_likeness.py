"""What an instant painting keeps of its photo."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from engine.image.images import FloatImage
from engine.instant import likeness
from tests.support.portraits import floats, photograph

HALF = 64  #: pixels of the sides of a patch: a quarter of the picture's


@pytest.fixture(scope="module")
def photo() -> FloatImage:
    return np.ascontiguousarray(floats(photograph("astronaut"))[:256, :256])


def tone(painted: FloatImage, photo: FloatImage) -> float:
    return float(likeness.tone_loss(tf.constant(painted[np.newaxis]), tf.constant(photo[np.newaxis])))


def color(painted: FloatImage, photo: FloatImage) -> float:
    return float(likeness.color_loss(tf.constant(painted[np.newaxis]), tf.constant(photo[np.newaxis])))


def with_patch(photo: FloatImage, shift: tuple[float, float, float]) -> FloatImage:
    painted = photo.copy()
    painted[96 : 96 + HALF, 96 : 96 + HALF] += np.asarray(shift, np.float32)
    return painted


def test_a_photo_is_like_itself_and_so_is_a_duller_one(photo: FloatImage) -> None:
    for painted in (photo, 0.3 + 0.2 * photo):
        assert tone(painted, photo) < 0.01
        assert color(painted, photo) < 0.01


def test_other_colors_are_free_where_each_of_the_photo_s_has_its_own(photo: FloatImage) -> None:
    sepia = photo.mean(axis=2, keepdims=True) * np.asarray([1.0, 0.8, 0.5], np.float32)
    for painted in (photo[..., ::-1], sepia):
        assert tone(painted, photo) < 0.05
        assert color(painted, photo) < 0.05


def test_strokes_within_the_smallest_squares_are_free(photo: FloatImage) -> None:
    strokes = np.where(np.arange(256) % 2, 0.2, -0.2).astype(np.float32)[np.newaxis, :, np.newaxis]
    assert tone(photo + strokes, photo) < 0.01
    assert color(photo + strokes, photo) < 0.01


def test_light_and_dark_changed_places_is_the_worst(photo: FloatImage) -> None:
    assert tone(1 - photo, photo) == pytest.approx(2, abs=0.01)
    assert tone(np.full_like(photo, 0.5), photo) == pytest.approx(1, abs=0.01)


def test_a_patch_costs_by_its_lightness_or_by_its_hue(photo: FloatImage) -> None:
    darker, redder = with_patch(photo, (-0.4, -0.4, -0.4)), with_patch(photo, (0.5, -0.2, -0.28))  # as light as before
    assert tone(darker, photo) > 5 * tone(photo, photo) + 0.02
    assert color(redder, photo) > 5 * color(photo, photo) + 0.02


def test_a_flat_photo_and_a_flat_painting_have_gradients() -> None:
    flat = tf.fill((1, 64, 64, 3), 0.5)
    painted = tf.constant(np.random.default_rng(1).random((1, 64, 64, 3)), tf.float32)
    for one, other in ((flat, painted), (painted, flat), (flat, flat)):
        with tf.GradientTape() as tape:
            tape.watch(one)
            total = likeness.tone_loss(one, other) + likeness.color_loss(one, other)
        assert np.isfinite(total)
        assert np.isfinite(tape.gradient(total, one)).all()
