"""`python -m engine.instant.train`: teach the network house styles, on photographs, with VGG16 as the judge."""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import tensorflow as tf
from rich.console import Console

from engine import objective, pyramid
from engine.errors import WeightsUnavailable
from engine.features import places, trained
from engine.image import images
from engine.image.images import FloatImage
from engine.instant import learning, network, photographs, state
from engine.instant.learning import SETTINGS, STYLE_EDGE, Learner
from engine.machine import precision
from engine.networks import Network
from engine.settings import Precision, StyleLoss

REPORT_EVERY = 120  #: steps
#: Pixels of a crop's sides, and up to which share of the steps. A step with 256 takes three times one with 128, and in
#: small crops the first things are learned as well.
CROPS = ((0.15, 128), (0.5, 192), (1.0, 256))
DESCRIPTION = """\
Teach the network that paints in an instant some styles, or go on where an earlier run has stopped.

The styles named are learned in turn, one picture a step; those that the state knows and that are not named keep their
vectors, but the kernels, which all share, move on: name them all in the end. Ctrl-C saves and ends.
"""


def main() -> None:
    """Learn until the number of steps is reached, or until Ctrl-C."""
    options = _parser().parse_args()
    console = Console(width=150)
    photos = tuple(photographs.read(options.photos).values())
    known = state.load(options.state) if options.state.exists() else learning.begun(options.seed)
    learner = learning.with_styles(known, options.style)
    console.print(f"{len(photos)} photographs; {learner.steps} steps done, of {', '.join(learner.styles)}")
    clock = _Clock(learner.steps, options.steps, time.monotonic())
    saved = time.monotonic()
    recent: list[learning.Losses] = []
    try:
        for taught, losses in _lessons(learner, photos, options):
            learner = taught
            recent.append(losses)
            if time.monotonic() - saved >= options.save_every:
                state.save(learner, options.state)
                saved = time.monotonic()
            if learner.steps % REPORT_EVERY == 0:
                done = f"step {learner.steps}/{options.steps}, {clock.minutes_left(learner.steps):.0f} min left"
                console.print(f"{done}; {_figures(recent)}", highlight=False)
                recent.clear()
    except KeyboardInterrupt:
        console.print("stopped")
    state.save(learner, options.state)
    _look(learner, options)


class _Clock(NamedTuple):
    """When a run will be done, if it goes on as it did."""

    first: int
    last: int
    began: float  #: by time.monotonic()

    def minutes_left(self, step: int) -> float:
        return (time.monotonic() - self.began) / (step - self.first) * (self.last - step) / 60


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engine.instant.train",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--photos", type=Path, required=True, metavar="FOLDER", help="photographs to learn from")
    parser.add_argument("--styles", type=Path, required=True, metavar="FOLDER", help="the styles' pictures, by name")
    text = "a style to learn; several times for several"
    parser.add_argument("--style", action="append", required=True, metavar="NAME", help=text)
    text = "where the run is kept, and goes on from if it is there"
    parser.add_argument("--state", type=Path, required=True, metavar="FILE", help=text)
    parser.add_argument("--steps", type=int, default=30_000, metavar="N", help="steps in all (default: 30000)")
    text = "pixels of a crop's sides (default: they grow, from 128 to 256)"
    parser.add_argument("--crop", type=int, choices=range(96, 257, 32), metavar="N", help=text)
    text = f"length of the first steps; of --steps, the last are {learning.LAST_RATE:g} times as long (default: 0.003)"
    parser.add_argument("--rate", type=float, default=0.003, metavar="X", help=text)
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="same seed, same machine: same network")
    parser.add_argument("--save-every", type=float, default=60, metavar="SECONDS", help="(default: 60)")
    text = "paint these at the end, beside the state"
    parser.add_argument("--look", type=Path, nargs="*", default=[], metavar="FILE", help=text)
    return parser


def _lessons(
    learner: Learner, photos: tuple[FloatImage, ...], options: argparse.Namespace
) -> Iterator[tuple[Learner, learning.Losses]]:
    """One step after the other, up to the number that is asked for."""
    found = trained.find(Network.VGG16, precision.chosen(Precision.AUTO))
    if found is None:
        raise WeightsUnavailable(places.missing())
    recipe = objective.recipe_of(SETTINGS, StyleLoss.COVARIANCE, found.source)
    pictures = photographs.read(options.styles)
    targets = {name: learning.target_of(_as_style(pictures[name]), found.filters, recipe) for name in options.style}
    while learner.steps < options.steps:
        name = options.style[learner.steps % len(options.style)]
        side = options.crop or crop_side(learner.steps, options.steps)
        crop = photographs.crop(photos, side, np.random.default_rng([options.seed, learner.steps]))
        rate = learning.rate_at(options.rate, learner.steps, options.steps)
        learner, losses = learning.lesson(learner, name, crop, targets[name], found.filters, recipe, rate)
        yield learner, losses


def crop_side(step: int, steps: int) -> int:
    """Pixels of the sides of a step's crop, of so many steps in all."""
    return next(side for share, side in CROPS if step < share * steps)


def _as_style(picture: FloatImage) -> tf.Tensor:
    """A style's picture as (1, height, width, 3), as large as its strokes shall be."""
    height, width, _ = picture.shape
    return tf.constant(images.resize(picture, *pyramid.full(height, width, STYLE_EDGE))[np.newaxis])


def _figures(recent: list[learning.Losses]) -> str:
    """Means of the latest losses, of all styles."""
    means = zip(learning.Losses._fields, np.mean(recent, axis=0), strict=True)
    return ", ".join(f"{name} {mean:.3f}" for name, mean in means)


def _look(learner: Learner, options: argparse.Namespace) -> None:
    """Paint the pictures to be judged by eye, in each of the styles."""
    kernels, styles = learning.painter_of(learner)
    for path, name in itertools.product(options.look, options.style):
        picture = images.decode(path.read_bytes())
        height, width = (round(side * STYLE_EDGE / max(picture.shape) / 8) * 8 for side in picture.shape[:2])
        painted = network.paint(tf.constant(images.resize(picture, height, width)[np.newaxis]), kernels, styles[name])
        state.write_whole(options.state.with_name(f"{path.stem}-{name}.png"), images.encode_png(painted[0].numpy()))


if __name__ == "__main__":
    main()
