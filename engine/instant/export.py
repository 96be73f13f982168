"""`python -m engine.instant.export`: what training has learned, as the file that paints."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from engine import objective
from engine.errors import WeightsUnavailable
from engine.features import places, trained
from engine.image.images import FloatImage
from engine.instant import learning, lessons, network, photographs, state, weights
from engine.instant.weights import Weights
from engine.machine import precision
from engine.networks import Network
from engine.settings import Lesson, Precision, StyleLoss

DESCRIPTION = """\
What training has learned, as the file that paints. Or more styles for the shipped file, each by its vector alone: the
kernels and the other styles stay as they are. Same machine, same picture, same steps and crops: same vector.
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m engine.instant.export", description=DESCRIPTION)
    parser.add_argument("--styles", type=Path, required=True, metavar="FOLDER", help="the styles' pictures, by name")
    learned = parser.add_mutually_exclusive_group(required=True)
    learned.add_argument("--state", type=Path, metavar="FILE", help="as training has saved it")
    text = "a style to learn by its vector alone, and to put in after the others; several times for several"
    learned.add_argument("--vector", action="append", default=[], metavar="NAME", help=text)
    text = "with --state, a style to put in; several times for several"
    parser.add_argument("--style", action="append", default=[], metavar="NAME", help=text)
    lesson = Lesson()
    text = f"with --vector, of each style (default: {lesson.steps})"
    parser.add_argument("--steps", type=int, default=lesson.steps, metavar="N", help=text)
    text = f"with --vector, pixels of a crop's sides (default: {lesson.crop})"
    parser.add_argument("--crop", type=int, choices=range(32, 257, 32), default=lesson.crop, metavar="N", help=text)
    parser.add_argument("-o", "--output", type=Path, default=weights.FILE, help="(default: the shipped file)")
    options = parser.parse_args()
    pictures = photographs.read(options.styles)
    data = weights.packed(_taught(pictures, options) if options.vector else _trained(pictures, options))
    options.output.parent.mkdir(exist_ok=True)
    state.write_whole(options.output, data)
    kernels = weights.kernels_digest(weights.unpacked(data).kernels)
    text = f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}, of the kernels {kernels}"
    Console().print(text, soft_wrap=True, highlight=False)


def _trained(pictures: dict[str, FloatImage], options: argparse.Namespace) -> Weights:
    """The kernels and the chosen styles of a state that training saved."""
    kernels, styles = learning.painter_of(state.load(options.state))
    tiles = {name: weights.tile_of(pictures[name]) for name in options.style}
    return Weights(kernels, {name: styles[name] for name in options.style}, tiles)


def _taught(pictures: dict[str, FloatImage], options: argparse.Namespace) -> Weights:
    """The kernels of the shipped file, and each of the chosen styles after a lesson."""
    shipped = weights.house_styles()
    vectors = _vectors(options.vector, pictures, options)
    kept = {name: vector for name, vector in shipped.styles.items() if name not in vectors}
    tiles = {name: weights.tile_of(pictures[name]) for name in vectors}
    return Weights(shipped.kernels, {**kept, **vectors}, {**shipped.tiles, **tiles})


def _vectors(
    names: Sequence[str], pictures: dict[str, FloatImage], options: argparse.Namespace
) -> dict[str, network.Floats]:
    """The vector of each style after its lesson."""
    found = trained.find(Network.VGG16, precision.chosen(Precision.AUTO))
    if found is None:
        raise WeightsUnavailable(places.missing())
    recipe = objective.recipe_of(learning.SETTINGS, StyleLoss.COVARIANCE, found.source)
    vectors = {}
    for name in names:
        pupil, target = lessons.begun(), lessons.target_of(pictures[name], found.filters, recipe)
        while pupil.steps < options.steps:
            crop, rate = lessons.practice_crop(pupil.steps, options.crop), lessons.rate_at(pupil.steps, options.steps)
            pupil = lessons.step(pupil, crop, target, found.filters, recipe, rate)
        vectors[name] = pupil.vector.average.numpy()
    return vectors


if __name__ == "__main__":
    main()
