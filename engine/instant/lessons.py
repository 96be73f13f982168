"""One more style for the network as it is: its vector alone is learned, and the kernels stay.

After Dumoulin et al. 2017, section 3.2: a network that has learned several styles takes another by scales and shifts
alone.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import tensorflow as tf

from engine import objective, pyramid
from engine.errors import BadCheckpoint
from engine.features import vgg16
from engine.graphs import for_all_sizes
from engine.image import images
from engine.image.images import FloatImage
from engine.instant import learning, network, photographs, weights
from engine.instant.learning import SETTINGS, Learned, Style
from engine.objective import Objective, Recipe

PRACTICE = Path(__file__).parent / "practice"  #: photographs to learn from
RATE = 0.002  #: of the first steps


class Pupil(NamedTuple):
    """A style in the middle of its lesson."""

    vector: Learned
    steps: int  #: done


class _State(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil as bytes."""

    network: str  #: SHA-256 of the kernels
    steps: int
    arrays: bytes  #: Learned's four, float32 in the machine's order


def begun() -> Pupil:
    """The mean of the house styles. Raises WeightsUnavailable where the network's file is damaged."""
    return Pupil(learning.new(np.mean(list(weights.house_styles().styles.values()), axis=0)), 0)


def packed(pupil: Pupil) -> bytes:
    """The pupil as about 42 kB of bytes, from which to go on bit for bit, and to paint."""
    arrays = np.stack([part.numpy() for part in pupil.vector]).astype(np.float32)
    return msgspec.msgpack.encode(_State(network=weights.KERNELS, steps=pupil.steps, arrays=arrays.tobytes()))


def unpacked(state: bytes) -> Pupil:
    """The pupil in bytes of `packed`. Raises BadCheckpoint for other bytes, and for those of another network."""
    arrays, steps = _read(state)
    return Pupil(Learned(*(tf.constant(part) for part in arrays)), steps)


def vector_of(state: bytes) -> network.Floats:
    """The vector (STYLE_LENGTH,) to paint by: the average over the steps. Raises BadCheckpoint, as `unpacked` does."""
    arrays, _ = _read(state)
    vector: network.Floats = arrays[Learned._fields.index("average")]
    return vector


def _read(state: bytes) -> tuple[network.Floats, int]:
    try:
        found = msgspec.msgpack.decode(state, type=_State)
        arrays = np.frombuffer(found.arrays, np.float32).reshape(len(Learned._fields), network.STYLE_LENGTH)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadCheckpoint(f"nothing that was learned of a style: {error}") from error
    if found.network != weights.KERNELS:
        raise BadCheckpoint("learned for another network")
    if found.steps < 0 or not np.isfinite(arrays).all():
        raise BadCheckpoint("what was learned of a style is damaged")
    return arrays, found.steps


def target_of(picture: FloatImage, filters: vgg16.Filters, recipe: Recipe) -> Style:
    """The statistics of a style's picture (height, width, 3), as large as its strokes shall be."""
    height, width, _ = picture.shape
    sized = images.resize(picture, *pyramid.full(height, width, learning.STYLE_EDGE))
    return learning.target_of(tf.constant(sized[np.newaxis]), filters, recipe)


def step(pupil: Pupil, crop: FloatImage, style: Style, filters: vgg16.Filters, recipe: Recipe, rate: float) -> Pupil:
    """The pupil after one more step, on a crop (height, width, 3) whose sides are multiples of the network's stride."""
    content = tf.constant(crop[np.newaxis])
    targets = objective.Targets(objective.content_targets(content, filters, recipe), (style,))
    function = Objective(filters, targets, objective.weights_of(SETTINGS))
    count, pace = tf.constant(pupil.steps + 1, tf.float32), tf.constant(learning.VECTOR_RATE * rate, tf.float32)
    kernels = _kernels(next(iter(filters.by_layer.values())).kernel.dtype)
    return Pupil(_step(content, function, recipe, kernels, pupil.vector, count, pace), pupil.steps + 1)


@for_all_sizes
def _step(
    content: tf.Tensor,
    function: Objective,
    recipe: Recipe,
    kernels: dict[str, tf.Tensor],
    vector: Learned,
    count: tf.Tensor,
    rate: tf.Tensor,
) -> Learned:
    with tf.GradientTape() as tape:
        tape.watch(vector.value)
        painted = network.paint(content, kernels, vector.value)
        total, _ = learning.judged(painted, content, function, recipe)
    return learning.moved(vector, tape.gradient(total, vector.value), count, rate)


def rate_at(step_number: int, steps: int) -> float:
    """The rate of a step of so many."""
    return learning.rate_at(RATE, step_number, steps)


@functools.cache
def practice() -> tuple[FloatImage, ...]:
    """The photographs that the package brings."""
    return tuple(photographs.read(PRACTICE).values())


def practice_crop(step_number: int, side: int) -> FloatImage:
    """The crop (side, side, 3) that a step practices on: it follows from the step's number alone."""
    return photographs.crop(practice(), side, np.random.default_rng(step_number))


@functools.cache
def _kernels(dtype: tf.DType) -> dict[str, tf.Tensor]:
    return {name: tf.cast(kernel, dtype) for name, kernel in weights.house_styles().kernels.items()}
