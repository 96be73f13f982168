"""The file that comes with the repository."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine import instant
from engine.image import images
from engine.instant import weights
from engine.presets import INSTANT_KERNELS, INSTANT_STYLES
from engine.settings import RECIPE_VERSION
from tests.support.textures import texture

STYLES = Path(__file__).parents[3] / "bot" / "styles"
#: The shipped file's digests, and the recipe since which each paints.
SINCE = {"0e10357fad1e34016cbe9ca6de6d3a6b4be3cf26f904711c1fc1d32876e66211": 9}


def test_the_shipped_file_is_whole_and_small() -> None:
    assert weights.FILE.stat().st_size <= weights.LARGEST
    assert instant.names() == INSTANT_STYLES  # as the bot knows them


def test_another_network_is_another_recipe_so_that_no_painting_of_before_is_sent_in_its_place() -> None:
    assert weights.DIGEST in SINCE, "another network: raise RECIPE_VERSION, and name it here"
    assert SINCE[weights.DIGEST] == max(SINCE.values()) <= RECIPE_VERSION


def test_lessons_that_are_kept_name_the_kernels_of_the_shipped_file() -> None:
    assert weights.kernels_digest(weights.house_styles().kernels) == INSTANT_KERNELS


def test_each_house_style_is_recognized_by_its_picture_and_no_other_is() -> None:
    known = instant.names()
    for path in STYLES.glob("*.jpg"):
        found = weights.recognized(images.decode(path.read_bytes()))
        assert found == (path.stem if path.stem in known else None)


def test_a_painting_is_nearer_to_its_style_s_colors_than_the_photo_is() -> None:
    photo = images.resize(texture(90, 120, 3), 256, 340)
    for name in instant.names():
        style = images.decode((STYLES / f"{name}.jpg").read_bytes()).mean(axis=(0, 1))
        painted = instant.paint(photo, name, 340)
        before, after = (np.abs(picture.mean(axis=(0, 1)) - style).sum() for picture in (photo, painted))
        assert after < before
