"""The pictures that are measured with: the gallery's photographs and the project's own styles, or any others."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from engine.image import images
from engine.image.images import FloatImage
from tools.styles import catalogue as styles

PHOTOS = Path(__file__).parents[1] / "docs" / "gallery" / "photos"
PAIRS = (("rocket", "night"), ("coffee", "marbling"), ("chelsea", "engraving"))


class Pair(NamedTuple):
    """A content and a style picture, (height, width, 3), RGB from 0 to 1."""

    name: str
    content: FloatImage
    style: FloatImage


def own() -> tuple[Pair, ...]:
    """Three pairs from this repository."""
    return tuple(
        Pair(f"{photo}, {style}", read(PHOTOS / f"{photo}.jpg"), images.as_floats(styles.draw(style)))
        for photo, style in PAIRS
    )


def given(content: Path, style: Path) -> Pair:
    """A pair from files. Raises BadPicture and OSError."""
    return Pair(f"{content.stem}, {style.stem}", read(content), read(style))


def read(path: Path) -> FloatImage:
    return images.decode(path.read_bytes())


def cropped(picture: FloatImage, ratio: float) -> FloatImage:
    """The middle of a picture, as large as its width can be `ratio` times its height."""
    height, width, _ = picture.shape
    rows, columns = min(height, round(width / ratio)), min(width, round(height * ratio))
    top, left = (height - rows) // 2, (width - columns) // 2
    return picture[top : top + rows, left : left + columns]


def square(picture: FloatImage, edge: int) -> FloatImage:
    """The middle of a picture as edge × edge pixels."""
    return images.resize(cropped(picture, 1.0), edge, edge)
