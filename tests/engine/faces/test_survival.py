"""Whether faces survive a painting."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps

from engine.faces import find_faces
from engine.faces.survival import KEPT, score_ratios
from tests.support.portraits import floats, many, photograph


def test_a_photo_keeps_all_of_its_own_faces() -> None:
    photo = floats(many(photograph("astronaut", 256), 1, 2))
    assert score_ratios(photo, photo, find_faces(photo)) == (1.0, 1.0)


def test_each_face_is_judged_for_itself_in_a_painting_of_another_size() -> None:
    photo = many(photograph("astronaut", 300), 1, 2)
    painting = photo.copy()
    painting.paste(photo.crop((300, 0, 600, 300)).filter(ImageFilter.GaussianBlur(16)), (300, 0))
    faces = sorted(find_faces(floats(photo)), key=lambda face: face.left)
    left, right = score_ratios(floats(photo), floats(painting.resize((900, 450))), faces)
    assert left >= KEPT
    assert right < KEPT / 2


def test_other_colors_do_not_lose_a_face_but_its_loss_does() -> None:
    photo = photograph("astronaut")
    faces = find_faces(floats(photo))
    blue = ImageOps.colorize(ImageOps.grayscale(photo), "#001040", "#e0f0ff")
    mosaic = photo.resize((20, 20), Image.Resampling.BOX).resize(photo.size, Image.Resampling.NEAREST)
    assert score_ratios(floats(photo), floats(blue), faces)[0] >= KEPT
    assert score_ratios(floats(photo), floats(mosaic), faces)[0] < KEPT


def test_where_the_photo_shows_no_face_nothing_can_be_lost() -> None:
    photo = floats(photograph("astronaut"))
    nothing = np.zeros_like(photo)
    assert score_ratios(nothing, nothing, find_faces(photo)) == pytest.approx((1.0,))
