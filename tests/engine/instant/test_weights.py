"""The file that paints, and how a style is recognized."""

from __future__ import annotations

import io

import numpy as np
import pytest

from engine import instant
from engine.errors import WeightsUnavailable
from engine.image import images
from engine.instant import weights
from engine.instant.weights import Weights
from tests.support.textures import texture


def test_what_was_packed_is_unpacked(untrained: Weights) -> None:
    found = weights.house_styles()
    for mine, others in zip(found, untrained, strict=True):
        assert mine.keys() == others.keys()
        for name, array in mine.items():
            np.testing.assert_allclose(array, others[name], atol=0.002)
    assert instant.names() == ("waves", "night")


def test_the_same_weights_give_the_same_file_without_pickles(untrained: Weights) -> None:
    data = weights.packed(untrained)
    assert data == weights.packed(untrained)
    assert len(data) <= weights.LARGEST
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        assert {arrays[key].dtype.str for key in arrays.files} == {"<f2", "|u1"}


def test_a_damaged_file_is_not_read(untrained: Weights) -> None:
    data = bytearray(weights.FILE.read_bytes())
    data[len(data) // 2] ^= 1
    weights.FILE.write_bytes(data)
    with pytest.raises(WeightsUnavailable, match="damaged"):
        instant.names()


@pytest.mark.usefixtures("untrained")
def test_a_style_is_recognized_in_another_size_and_file_format() -> None:
    own = texture(90, 90, 1)
    assert weights.recognized(own) == "night"
    assert weights.recognized(images.resize(own, 300, 300)) == "night"
    assert weights.recognized(images.reopened(images.encode_jpeg(own, quality=80))) == "night"


@pytest.mark.usefixtures("untrained")
def test_another_picture_is_no_style() -> None:
    own = texture(90, 90, 1)
    for other in (texture(90, 90, 7), own[:, ::-1], own[10:, 20:], 1 - own, np.clip(own * 1.2, 0, 1)):
        assert weights.recognized(np.ascontiguousarray(other)) is None
