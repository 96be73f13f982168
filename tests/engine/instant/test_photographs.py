"""What the network learns from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadPicture
from engine.image import images
from engine.instant import photographs
from tests.support.textures import texture


@pytest.mark.parametrize("side", [96, 256])
@pytest.mark.parametrize("size", [(300, 500), (40, 35), (900, 400)])
def test_crops_are_square_and_in_range(side: int, size: tuple[int, int]) -> None:
    for seed in range(6):
        found = photographs.crop([texture(*size, 1)], side, np.random.default_rng(seed))
        assert found.shape == (side, side, 3)
        assert found.dtype == np.float32
        assert 0 <= found.min() < found.max() <= 1


def test_a_seed_gives_the_same_crop_and_another_another_one() -> None:
    pictures = [texture(200, 300, 1), texture(280, 260, 2)]
    first, again, other = (photographs.crop(pictures, 128, np.random.default_rng([0, seed])) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).mean() > 0.01


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for name in ("b.png", "a.jpg", "c.txt"):
        (tmp_path / name).write_bytes(images.encode_png(texture(70, 80, 1)))
    assert list(photographs.read(tmp_path)) == ["a", "b"]


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"nothing")
    with pytest.raises(BadPicture):
        photographs.read(tmp_path)
