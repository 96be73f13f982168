"""The objective of a picture that is too large for the memory: window by window, with the statistics of the whole.

What couples distant parts of a picture are its moments alone (Gram matrix and mean). So an evaluation goes over the
windows twice. The first time it adds up the moments, from which come the losses and their derivatives by the moments.
The second time each window gets its part of the gradient, which by the chain rule is that of the products of these
derivatives with the window's own moments. The sum is the gradient of the whole, but for what reaches further than the
halo of a window; and the cuts move, so that this little falls elsewhere in each iteration.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from engine import objective
from engine.features import vgg16
from engine.losses import Moments
from engine.objective import ContentTarget, Evaluation, Objective, Observed, Recipe, StyleTarget, Targets
from engine.windows import Window, core_of, cut, scaled, share_of, stride_of, summed

ZERO = tf.UnconnectedGradients.ZERO  #: an empty region has no part in the sum


def evaluate(pictures: tf.Tensor, function: Objective, recipe: Recipe, windows: Sequence[Window]) -> Evaluation:
    """The same as `objective.evaluate`: losses of `pictures` (batch, height, width, 3), and each one's gradient."""
    seen = observed(pictures, function, recipe, windows)
    evaluation, by_content, by_moments = _judged(pictures, seen, function.targets, function.weights, recipe)
    gradient = tf.Variable(evaluation.gradient)
    for window in windows:
        targets = _targets_of(window, function.targets)
        share = share_of(window, pictures)
        part = _pulled(
            cut(pictures, window), function.filters, targets, recipe, share * by_content, scaled(by_moments, share)
        )
        bottom, right = window.top + window.height, window.left + window.width
        place = gradient[:, window.top : bottom, window.left : right]
        place.assign(place + part)
    return Evaluation(evaluation.total, evaluation.terms, evaluation.weights, gradient.value())


def observed(pictures: tf.Tensor, function: Objective, recipe: Recipe, windows: Sequence[Window]) -> Observed:
    """The same as `objective.observed`; a single window is the whole."""
    if len(windows) == 1:
        return objective.observed(pictures, function.filters, function.targets, recipe)
    parts = (
        scaled(
            _seen(cut(pictures, window), function.filters, _targets_of(window, function.targets), recipe),
            share_of(window, pictures),
        )
        for window in windows
    )
    return Observed(*summed(parts))


@tf.function(reduce_retracing=True)  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _seen(pictures: tf.Tensor, filters: vgg16.Filters, targets: Targets, recipe: Recipe) -> Observed:
    return objective.observed(pictures, filters, targets, recipe)


@tf.function(reduce_retracing=True)  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _judged(
    pictures: tf.Tensor, seen: Observed, targets: Targets, weights: objective.Weights, recipe: Recipe
) -> tuple[Evaluation, tf.Tensor, tuple[dict[str, Moments], ...]]:
    """The evaluation, so far with the gradient of the variation alone, and the derivatives of the weighted sum by what
    was seen.
    """
    with tf.GradientTape() as tape:
        tape.watch((pictures, seen))
        terms = objective.terms_of(seen, pictures, targets, recipe)
        weights = objective.weights_for(terms, weights, recipe)
        total = objective.weighted(terms, weights)
        whole = tf.reduce_sum(total)
    gradient, (by_content, by_moments) = tape.gradient(whole, (pictures, tuple(seen)), unconnected_gradients=ZERO)
    return Evaluation(total, terms, weights, gradient), by_content, by_moments


@tf.function(reduce_retracing=True)  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _pulled(
    pictures: tf.Tensor,
    filters: vgg16.Filters,
    targets: Targets,
    recipe: Recipe,
    by_content: tf.Tensor,
    by_moments: Any,
) -> tf.Tensor:
    """The gradient of a window's pixels, from the derivatives by what is seen in it."""
    with tf.GradientTape() as tape:
        tape.watch(pictures)
        seen = objective.observed(pictures, filters, targets, recipe)
    return tape.gradient(tuple(seen), pictures, output_gradients=(by_content, by_moments))


def _targets_of(window: Window, targets: Targets) -> Targets:
    """A window's part of the targets, with guides that leave its halo out."""
    content = {layer: _content_of(window, layer, target) for layer, target in targets.content.items()}
    style = tuple({layer: _style_of(window, layer, target) for layer, target in one.items()} for one in targets.style)
    return Targets(content, style)


def _content_of(window: Window, layer: str, target: ContentTarget) -> ContentTarget:
    guide = _guide_of(window, layer, target.guide)
    return target._replace(maps=cut(target.maps, window, stride_of(layer)), guide=tf.cast(guide, target.maps.dtype))


def _style_of(window: Window, layer: str, target: StyleTarget) -> StyleTarget:
    return target._replace(guide=_guide_of(window, layer, target.guide))


def _guide_of(window: Window, layer: str, guide: tf.Tensor | None) -> tf.Tensor:
    core = core_of(window, stride_of(layer))
    return core if guide is None else core * tf.cast(cut(guide, window, stride_of(layer)), tf.float32)
