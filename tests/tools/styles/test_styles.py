"""The style pictures: each is itself, with many tones and strokes at several scales; the bot brings those of here."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from bot.styles.names import NAMES, picture_of
from tools.styles.catalogue import UnknownStyle, draw, names

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


@pytest.fixture(scope="module")
def pictures() -> dict[str, Image.Image]:
    return {name: draw(name, 192, 192) for name in names()}


@pytest.fixture(scope="module")
def others() -> dict[str, Image.Image]:
    """The pictures of all styles, by another seed."""
    return {name: draw(name, 192, 192, seed=1) for name in names()}


def shipped(name: str) -> Image.Image:
    with Image.open(picture_of(name)) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        return picture.copy()


def luminance(picture: Image.Image) -> NDArray[np.float64]:
    return np.asarray(picture, np.float64) @ LUMINANCE / 255


def band_deviations(picture: Image.Image) -> list[float]:
    """Deviation of the luminance's details of about 2, 4, 8, 16 and 32 pixels (a Laplacian stack)."""
    levels = [luminance(picture)]
    while len(levels) < 6:
        side = levels[-1].shape[0] // 2
        levels.append(levels[-1].reshape(side, 2, side, 2).mean(axis=(1, 3)))
    return [float((fine - np.kron(coarse, np.ones((2, 2)))).std()) for fine, coarse in pairwise(levels)]


def test_every_name_has_its_picture_in_the_same_order() -> None:
    assert names() == NAMES
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_bot_brings_what_is_drawn(
    name: str, pictures: dict[str, Image.Image], others: dict[str, Image.Image]
) -> None:
    """Drawn small, it is a little lighter or darker, but much nearer than a picture of another seed."""
    brought, drawn, another = (
        np.asarray(picture.resize((32, 32), Image.Resampling.BOX), float)
        for picture in (shipped(name), pictures[name], others[name])
    )
    assert np.abs(brought - drawn).mean() < 0.5 * np.abs(brought - another).mean()


@pytest.mark.parametrize("name", ["waves", "marbling", "engraving", "pop-art"])  # those that are drawn in half a second
def test_what_the_bot_brings_is_drawn_so_large_and_differs_by_the_compression_alone(name: str) -> None:
    brought, drawn = shipped(name), draw(name)
    assert brought.size == drawn.size
    assert np.abs(np.asarray(brought, float) - np.asarray(drawn, float)).mean() < 14


def test_what_is_brought_is_small() -> None:
    assert sum(picture_of(name).stat().st_size for name in NAMES) < 2_200_000


def test_the_names_are_known_without_what_is_needed_to_draw() -> None:
    code = "import sys, bot.styles.names; print({'numpy', 'PIL'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [(150, 100), (48, 120)], ids=["landscape", "portrait"])
def test_every_style_draws_at_the_size_that_was_asked_for(
    name: str, size: tuple[int, int], pictures: dict[str, Image.Image]
) -> None:
    picture = draw(name, *size)
    assert picture.size == size
    assert picture.mode == "RGB"
    assert luminance(picture).std() > 0.05
    assert abs(luminance(picture).mean() - luminance(pictures[name]).mean()) < 0.08, "something else"


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_gives_the_same_picture_every_time_and_another_seed_another(
    name: str, pictures: dict[str, Image.Image], others: dict[str, Image.Image]
) -> None:
    first, again, another = pictures[name], draw(name, 192, 192, seed=0), others[name]
    assert np.array_equal(np.asarray(first), np.asarray(again))
    assert np.abs(np.asarray(first, float) - np.asarray(another, float)).mean() > 3


@pytest.mark.parametrize("name", NAMES)
def test_every_style_uses_a_broad_range_of_tones(name: str, pictures: dict[str, Image.Image]) -> None:
    tones = luminance(pictures[name])
    assert tones.std() > 0.13
    assert np.quantile(tones, 0.98) - np.quantile(tones, 0.02) > 0.5


@pytest.mark.parametrize("name", NAMES)
def test_every_style_has_structure_at_several_scales(name: str, pictures: dict[str, Image.Image]) -> None:
    assert min(band_deviations(pictures[name])) > 0.015


@pytest.mark.parametrize("name", NAMES)
def test_no_border_stands_out_from_the_picture(name: str, pictures: dict[str, Image.Image]) -> None:
    tones = luminance(pictures[name])
    roughness = np.abs(np.diff(tones, axis=0)).mean()
    for turned in (tones, tones[::-1], tones.T, tones.T[::-1]):
        assert np.abs(turned[0] - turned[1]).mean() < 4 * roughness


def test_no_two_styles_look_alike(pictures: dict[str, Image.Image]) -> None:
    thumbnails = {name: np.asarray(picture.resize((64, 64)), float) for name, picture in pictures.items()}
    for name, picture in thumbnails.items():
        for other, another in thumbnails.items():
            assert name == other or np.abs(picture - another).mean() > 20, (name, other)


def test_a_name_that_no_style_has_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownStyle, match=r"'cubism'.*mosaic"):
        draw("cubism")


@pytest.mark.parametrize(("width", "height"), [(31, 768), (768, 0), (-5, 100)])
def test_a_picture_too_small_for_strokes_is_refused(width: int, height: int) -> None:
    with pytest.raises(ValueError, match="at least 32"):
        draw("mosaic", width, height)
