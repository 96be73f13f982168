"""Make the gallery again: `.venv/bin/python docs/gallery/make.py [RESULT …]`, from the repository's root.

Draws the style pictures, then runs the very commands that docs/gallery.md documents (all of them, or those of the
results named, such as `coffee-marbling`), one after the other, and puts together the README's picture, the example
that the bot shows to people who are new, and a sheet of what is painted in an instant (`instants`).
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.styles.names import picture_of  # noqa: E402  (only now can it be found)
from engine import TransferRequest, stylize  # noqa: E402
from engine.events import Result  # noqa: E402
from engine.image import images  # noqa: E402
from engine.presets import INSTANT_NAME, PRESETS  # noqa: E402
from tools.styles.catalogue import draw, names  # noqa: E402

GALLERY = ROOT / "docs/gallery"
EXAMPLE = ROOT / "bot/examples"
COMMAND = re.compile(r"^python -m engine (?P<photo>\S+) (?P<style>\S+) -o (?P<result>\S+)(?: .+)?$", re.MULTILINE)
STYLE_EDGE = 512
README_PAIR = "coffee-marbling"
README_HEIGHT = 330
GAP = 8
EXAMPLE_PAIR = "chelsea-mosaic"
EXAMPLE_HEIGHT = 420
INSET = 170  #: edge of the style picture between photo and painting
INSTANTS = "instants"
INSTANT_PHOTO = GALLERY / "photos/astronaut.jpg"
COLUMNS = 4


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
            readme = side_by_side(paths, README_HEIGHT)
            readme.save(ROOT / "docs/images/readme.jpg", quality=85, optimize=True, progressive=True)
        if name == EXAMPLE_PAIR:
            shutil.copyfile(paths[0], EXAMPLE / "photo.jpg")
            shutil.copyfile(paths[1], EXAMPLE / "style.jpg")
            before_and_after(*paths).save(EXAMPLE / "before-and-after.jpg", quality=85, optimize=True)
    if not wanted or INSTANTS in wanted:
        instants(INSTANT_PHOTO).save(GALLERY / f"results/{INSTANTS}.jpg", quality=80, optimize=True, progressive=True)


def instants(photo: Path) -> Image.Image:
    """The photo in all house styles by the small network, in rows."""
    picture = images.decode(photo.read_bytes())
    paintings = [in_an_instant(picture, images.decode(picture_of(name).read_bytes())) for name in names()]
    width, height = paintings[0].size
    rows = -(-len(paintings) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (width + GAP) - GAP, rows * (height + GAP) - GAP), "white")
    for number, painting in enumerate(paintings):
        row, column = divmod(number, COLUMNS)
        sheet.paste(painting, (column * (width + GAP), row * (height + GAP)))
    return sheet


def in_an_instant(photo: images.FloatImage, style: images.FloatImage) -> Image.Image:
    """The photo painted by the instant preset, at half its size."""
    for event in stylize(TransferRequest(photo, (style,), PRESETS[INSTANT_NAME])):
        if isinstance(event, Result):
            with Image.open(io.BytesIO(event.pictures[0].png)) as painting:
                return painting.reduce(2)
    raise AssertionError("an instant painting always has a result")


def lighten(path: Path) -> None:
    """Save a JPEG again with the quality of a web page: the repository keeps every version of it."""
    with Image.open(path) as picture:
        picture.load()
    picture.save(path, quality=80, optimize=True, progressive=True)


def side_by_side(paths: list[Path], height: int) -> Image.Image:
    """The pictures in one row, all of them so high."""
    row = [of_height(path, height) for path in paths]
    sheet = Image.new("RGB", (sum(picture.width + GAP for picture in row) - GAP, height), "white")
    left = 0
    for picture in row:
        sheet.paste(picture, (left, 0))
        left += picture.width + GAP
    return sheet


def before_and_after(photo: Path, style: Path, result: Path) -> Image.Image:
    """Photo and painting side by side, with the style as a framed inset at the bottom between them."""
    sheet = side_by_side([photo, result], EXAMPLE_HEIGHT)
    frame = Image.new("RGB", (INSET + 2 * GAP, INSET + 2 * GAP), "white")
    frame.paste(of_height(style, INSET), (GAP, GAP))
    sheet.paste(frame, ((sheet.width - frame.width) // 2, sheet.height - frame.height))
    return sheet


def of_height(path: Path, height: int) -> Image.Image:
    """A picture made so high."""
    with Image.open(path) as picture:
        width = round(picture.width * height / picture.height)
        return picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main(sys.argv[1:])
