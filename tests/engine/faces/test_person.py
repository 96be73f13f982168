"""People and background: masks against outlines drawn by hand before any mask was computed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageOps

from engine.faces import find_faces
from engine.faces.person import EDGE, find_people, people_mask
from engine.image.regions import Mask
from tests.support.portraits import (
    ASTRONAUT,
    CAMERAMAN,
    floats,
    likeness,
    outlined,
    part_of,
    pasted,
    photograph,
)

HEAD_AND_SHOULDERS = 0.15, 0.0, 0.75, 0.6

Pair = tuple[Image.Image, Image.Image]


def people_in(photo: Image.Image) -> Mask:
    mask = find_people(floats(photo))
    assert mask is not None
    return mask


def astronaut() -> Pair:
    photo = photograph("astronaut")
    return photo, outlined(ASTRONAUT, *photo.size)


def cameraman() -> Pair:
    photo = photograph("camera")
    return photo, outlined(CAMERAMAN, *photo.size)


def head_and_shoulders() -> Pair:
    photo, person = astronaut()
    return part_of(photo, *HEAD_AND_SHOULDERS), part_of(person, *HEAD_AND_SHOULDERS)


def small_and_mirrored() -> Pair:
    photo, person = head_and_shoulders()
    return ImageOps.mirror(photo).resize((200, 200)), ImageOps.mirror(person)


def cut_at_the_border() -> Pair:
    photo, person = cameraman()
    return part_of(photo, 0.2, 0.05, 0.8, 0.5), part_of(person, 0.2, 0.05, 0.8, 0.5)


def two_together() -> Pair:
    """Both people beside each other, of two sizes, in one photo."""
    (large, first), (small, second) = head_and_shoulders(), cameraman()
    wide = Image.new("RGB", (large.width + 400, large.height))
    mask = Image.new("L", wide.size)
    for target, left, right in ((wide, large, small), (mask, first, second)):
        target.paste(right.resize((400, large.height)), (large.width, 0))
        target.paste(left, (0, 0))
    return wide, mask


@pytest.mark.parametrize("pair", [head_and_shoulders, small_and_mirrored, cameraman, cut_at_the_border, two_together])
def test_people_are_told_from_the_background(pair: Callable[[], Pair]) -> None:
    photo, person = pair()
    mask = people_in(photo)
    assert likeness(mask > 0.5, person) >= 0.9


def test_what_somebody_holds_may_belong_to_them() -> None:
    photo, person = astronaut()
    mask = people_in(photo)
    there = np.asarray(person.resize(mask.shape[::-1])) > 127
    assert (mask[there] > 0.5).mean() > 0.97  # all of her, and the helmet that she holds
    assert mask[: int(0.4 * mask.shape[0]), int(0.65 * mask.shape[1]) :].max() < 0.5  # not the space shuttle behind her


def test_a_mask_has_the_proportions_of_the_photo_and_values_from_0_to_1() -> None:
    photo = photograph("camera").crop((0, 0, 400, 300)).resize((2000, 1500))
    mask = people_in(photo)
    assert mask.shape == (EDGE * 3 // 4, EDGE)
    assert mask.dtype == np.float32
    assert 0 <= mask.min() <= mask.max() <= 1


@pytest.mark.parametrize("name", ["chelsea", "coffee", "rocket"])
def test_where_no_face_is_found_nobody_is_there(name: str) -> None:
    photo = floats(photograph(name))
    assert find_people(photo) is None
    assert not people_mask(photo, ()).any()


def test_what_looks_like_people_but_has_no_face_is_no_part_of_them() -> None:
    """Selfie Segmentation takes a cat for somebody."""
    cat = photograph("chelsea").resize((150, 100))
    wide = Image.new("RGB", (900, 512), "gray")
    wide.paste(photograph("camera"), (0, 0))
    mask = people_in(pasted(cat, wide, 720, 40))
    assert mask[:, int(0.8 * mask.shape[1]) :].max() < 0.5
    assert mask[:, : int(0.3 * mask.shape[1])].mean() > 0.3


def test_known_faces_are_not_looked_for_again() -> None:
    photo = floats(photograph("camera"))
    np.testing.assert_array_equal(people_mask(photo, find_faces(photo)), find_people(photo))
