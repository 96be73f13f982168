"""Sound pictures in odd files: painted as they look elsewhere, or refused for what they are."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import BadPicture
from engine.image import images
from engine.image.tags import orientation_of
from tests.support.hostile_files import jpeg_with_exif, png_with
from tests.support.odd_base import Odd, colors, encoded, turned
from tests.support.odd_pictures import exif_with, odd_pictures


@pytest.mark.parametrize("odd", list(odd_pictures()), ids=lambda odd: odd.name)
def test_it_is_painted_as_it_looks_or_refused_for_what_it_is(odd: Odd) -> None:
    if odd.wanted is None:
        with pytest.raises(BadPicture) as refusal:
            images.normalize(odd.make())
        assert refusal.value.problem is odd.problem
        return
    found = images.decoded(odd.make())
    wanted = odd.wanted() / np.float32(255)
    assert found.pixels.shape == wanted.shape
    assert np.abs(found.pixels - wanted).mean() * 255 <= odd.within
    assert found.is_transparent is odd.is_transparent


#: Tags that viewers, cameras and editors write, and a pointer each to further ones.
TAGS = (256, 271, 272, 282, 283, 296, 305, 306, 315, 531, 33432, 34665, 34853)
KINDS = range(13)  #: of values: 1 to 12 are defined


@pytest.mark.parametrize("tag", TAGS)
def test_one_odd_tag_beside_the_orientation_costs_neither_picture_nor_orientation(tag: int) -> None:
    jpeg, png, webp = encoded(colors(), "JPEG", quality=95), encoded(colors(), "PNG"), encoded(colors(), "WEBP")
    for kind in KINDS:
        exif = exif_with(tag, kind)
        for data in (jpeg_with_exif(jpeg, exif), png_with(png, b"eXIf", exif[6:])):
            assert np.abs(images.decode(data) * 255 - turned()).mean() < 6
    assert images.decode(webp).shape == colors().shape


def test_whatever_stands_where_an_orientation_should_is_none() -> None:
    whole = exif_with(306, 2)
    assert orientation_of(whole) == 6
    for length in range(len(whole) - 4):
        assert orientation_of(whole[:length]) in (1, 6)
    random = np.random.default_rng(2)
    for _ in range(2000):
        damaged = bytearray(whole)
        for place in random.integers(0, len(whole), 4):
            damaged[place] = random.integers(0, 256)
        assert orientation_of(bytes(damaged)) in range(1, 9)
