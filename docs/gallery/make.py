"""Make the gallery again: `.venv/bin/python docs/gallery/make.py [RESULT …]`, from the repository's root.

Draws the style pictures, then runs the very commands that docs/gallery.md documents (all of them, or those of the
results named, such as `coffee-marbling`), one after the other, and puts the README's picture together.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.styles.catalogue import draw, names  # noqa: E402  (only now can it be found)

GALLERY = ROOT / "docs/gallery"
COMMAND = re.compile(r"^python -m engine (?P<photo>\S+) (?P<style>\S+) -o (?P<result>\S+)$", re.MULTILINE)
STYLE_EDGE = 512
README_PAIR = "coffee-marbling"
README_HEIGHT = 330
GAP = 8


def main(wanted: list[str]) -> None:
    """Make the results named in `wanted`, or all."""
    for name in names():
        draw(name, STYLE_EDGE, STYLE_EDGE).save(GALLERY / f"styles/{name}.jpg", quality=85, optimize=True)
    for command in COMMAND.finditer((ROOT / "docs/gallery.md").read_text(encoding="utf-8")):
        paths = [ROOT / path for path in command.group("photo", "style", "result")]
        name = paths[-1].stem
        if not wanted or name in wanted:
            arguments = command.group().removeprefix("python ").split()
            subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True)
            lighten(paths[-1])
        if name == README_PAIR:
            side_by_side(paths).save(ROOT / "docs/images/readme.jpg", quality=85, optimize=True, progressive=True)


def lighten(path: Path) -> None:
    """Save a JPEG again with the quality of a web page: the repository keeps every version of it."""
    with Image.open(path) as picture:
        picture.load()
    picture.save(path, quality=80, optimize=True, progressive=True)


def side_by_side(paths: list[Path]) -> Image.Image:
    """The pictures in one row, all of them README_HEIGHT high."""
    row = []
    for path in paths:
        with Image.open(path) as picture:
            width = round(picture.width * README_HEIGHT / picture.height)
            row.append(picture.convert("RGB").resize((width, README_HEIGHT), Image.Resampling.LANCZOS))
    sheet = Image.new("RGB", (sum(picture.width + GAP for picture in row) - GAP, README_HEIGHT), "white")
    left = 0
    for picture in row:
        sheet.paste(picture, (left, 0))
        left += picture.width + GAP
    return sheet


if __name__ == "__main__":
    main(sys.argv[1:])
