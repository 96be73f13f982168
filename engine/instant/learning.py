"""How the network learns: Adam on its kernels and on one style's vector, by the losses that paintings have.

Everything that the next step depends on is in `Learner`, and the crop of a step follows from its number alone. So a
learner that was saved goes on exactly as it would have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from engine import objective
from engine.features import vgg16
from engine.graphs import for_all_sizes
from engine.instant import likeness, network
from engine.objective import Objective, Recipe, StyleTarget
from engine.settings import StyleLoss, TransferSettings, equal_weights

#: What is learned by. A network that has seen few pictures comes less near to a style than a painting does, so the
#: style weighs more than there; the deepest layers, which take much of the time, add little to so small a network.
SETTINGS = TransferSettings(
    content_weight=0.5,
    style_weight=8.0,
    denoise_weight=2.0,
    content_layers={"relu2_2": 0.5, "relu3_1": 1.0},
    style_layers=equal_weights("relu1_1", "relu2_1", "relu3_1", "relu4_1"),
    style_loss=StyleLoss.COVARIANCE,
)
TONE_WEIGHT = 3.0  #: of `likeness.tone_loss`: faces keep their light and shade
COLOR_WEIGHT = 1.0  #: of `likeness.color_loss`: one color on a cheek, not patches of several
STYLE_EDGE = 512  #: pixels of a style picture's longer side: strokes are as large as in a painting of this size

FIRST_DECAY, SECOND_DECAY, TINY = 0.9, 0.99, 1e-8  #: β₁, β₂ and ε of Adam
AVERAGE_DECAY = 0.995  #: of the average over the steps, which is what paints in the end
LAST_RATE = 0.1  #: share of the first step's rate that is left in the last
VECTOR_RATE = 3.0  #: times the kernels: how far a style's vector moves in a step

Style = Mapping[str, StyleTarget]


class Learned(NamedTuple):
    """One array and what Adam and the average remember of it."""

    value: tf.Tensor
    first: tf.Tensor  #: m in Kingma & Ba 2015
    second: tf.Tensor  #: v in Kingma & Ba 2015
    average: tf.Tensor


class Learner(NamedTuple):
    """A network in the middle of its lessons."""

    kernels: dict[str, Learned]
    styles: dict[str, Learned]  #: by name: the vectors
    steps: int  #: done, of all styles
    lessons: dict[str, int]  #: steps done of each style


class Losses(NamedTuple):
    """The losses of one step, unweighted: numbers, or scalar tensors."""

    content: float
    style: float
    denoise: float
    tone: float
    color: float


def begun(seed: int) -> Learner:
    """A network with random kernels and no styles."""
    kernels = network.initial_kernels(np.random.default_rng(seed))
    return Learner({name: new(kernel) for name, kernel in kernels.items()}, {}, 0, {})


def with_styles(learner: Learner, names: Sequence[str]) -> Learner:
    """The learner with a vector for each of the names; a new one begins as the mean of those that are there."""
    known = [one.average for one in learner.styles.values()]
    start = np.mean(known, axis=0) if known else network.initial_style()
    styles = {name: learner.styles.get(name) or new(start) for name in (*learner.styles, *names)}
    return learner._replace(styles=styles, lessons={name: learner.lessons.get(name, 0) for name in styles})


def new(value: network.Floats) -> Learned:
    """An array of which nothing is remembered yet."""
    tensor = tf.constant(value, tf.float32)
    return Learned(tensor, tf.zeros_like(tensor), tf.zeros_like(tensor), tensor)


def target_of(picture: tf.Tensor, filters: vgg16.Filters, recipe: Recipe) -> Style:
    """A style picture's (1, height, width, 3) statistics, which its vector is to learn."""
    return objective.style_targets([picture], [1.0], filters, recipe)


def lesson(
    learner: Learner, name: str, crop: network.Floats, style: Style, filters: vgg16.Filters, recipe: Recipe, rate: float
) -> tuple[Learner, Losses]:
    """One step of one style on a crop (height, width, 3)."""
    content = tf.constant(crop[np.newaxis])
    targets = objective.Targets(objective.content_targets(content, filters, recipe), (style,))
    function = Objective(filters, targets, objective.weights_of(SETTINGS))
    counts = tf.constant([learner.steps + 1, learner.lessons[name] + 1], tf.float32)
    kernels, vector, losses = _step(
        content, function, recipe, learner.kernels, learner.styles[name], counts, tf.constant(rate, tf.float32)
    )
    taught = learner._replace(
        kernels=kernels,
        styles={**learner.styles, name: vector},
        steps=learner.steps + 1,
        lessons={**learner.lessons, name: learner.lessons[name] + 1},
    )
    return taught, Losses(*(float(loss) for loss in losses))


@for_all_sizes
def _step(
    content: tf.Tensor,
    function: Objective,
    recipe: Recipe,
    kernels: dict[str, Learned],
    vector: Learned,
    counts: tf.Tensor,
    rate: tf.Tensor,
) -> tuple[dict[str, Learned], Learned, Losses]:
    values = ({name: one.value for name, one in kernels.items()}, vector.value)
    dtype = next(iter(function.filters.by_layer.values())).kernel.dtype
    with tf.GradientTape() as tape:
        tape.watch(values)
        painted = network.paint(
            content, {name: tf.cast(kernel, dtype) for name, kernel in values[0].items()}, values[1]
        )
        total, losses = judged(painted, content, function, recipe)
    by_kernel, by_vector = tape.gradient(total, values)
    all_moved = {name: moved(one, by_kernel[name], counts[0], rate) for name, one in kernels.items()}
    return all_moved, moved(vector, by_vector, counts[1], VECTOR_RATE * rate), losses


def judged(painted: tf.Tensor, content: tf.Tensor, function: Objective, recipe: Recipe) -> tuple[tf.Tensor, Losses]:
    """The weighted sum that learning makes small, and its parts, of a painting (1, height, width, 3) of `content`."""
    terms = objective.terms(painted, function, recipe)
    tone, color = likeness.tone_loss(painted, content), likeness.color_loss(painted, content)
    total = objective.weighted(terms, function.weights)[0] + TONE_WEIGHT * tone + COLOR_WEIGHT * color
    content_loss, style_loss, denoise_loss = (term[0] for term in terms)
    return total, Losses(content_loss, style_loss, denoise_loss, tone, color)


def moved(one: Learned, gradient: tf.Tensor, count: tf.Tensor, rate: tf.Tensor) -> Learned:
    """One step of Adam (Kingma & Ba 2015, algorithm 1), and the average of the steps."""
    first = FIRST_DECAY * one.first + (1 - FIRST_DECAY) * gradient
    second = SECOND_DECAY * one.second + (1 - SECOND_DECAY) * tf.square(gradient)
    size = tf.sqrt(second / (1 - SECOND_DECAY**count)) + TINY
    value = one.value - rate * first / (1 - FIRST_DECAY**count) / size
    decay = tf.minimum(AVERAGE_DECAY, count / (count + 9))  # the first steps are soon forgotten
    return Learned(value, first, second, decay * one.average + (1 - decay) * value)


def rate_at(first: float, step: int, steps: int) -> float:
    """The rate of a step of so many: it falls linearly from `first` to the share LAST_RATE of it."""
    return first * max(LAST_RATE, 1 - step / steps)


def painter_of(learner: Learner) -> tuple[dict[str, network.Floats], dict[str, network.Floats]]:
    """What paints: the averages of the kernels, and of the styles' vectors, by name."""
    kernels = {name: one.average.numpy() for name, one in learner.kernels.items()}
    return kernels, {name: one.average.numpy() for name, one in learner.styles.items()}
