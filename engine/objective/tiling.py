"""The objective of a picture that is too large for the memory: window by window, with the statistics of the whole.

Only the moments (Gram matrix and mean) couple distant parts of a picture. So an evaluation goes over the windows twice.
The first pass adds up the moments; the losses and their derivatives by the moments follow. The second pass computes
each window's part of the gradient: by the chain rule, the gradient of the products of these derivatives with the
window's own moments. The sum is the gradient of the whole, except for what reaches further than the halo of a window.
The cuts move, so that this error falls elsewhere in each iteration.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from engine import objective
from engine.features import vgg16
from engine.graphs import for_all_sizes
from engine.objective import (
    ContentTarget,
    Evaluation,
    NeighborTarget,
    Objective,
    Observed,
    Recipe,
    StyleTarget,
    Targets,
    neighbors,
)
from engine.objective.windows import Window, core_of, cut, scaled, share_of, stride_of, summed

ZERO = tf.UnconnectedGradients.ZERO  #: an empty region has no part in the sum


def evaluate(pictures: tf.Tensor, function: Objective, recipe: Recipe, windows: Sequence[Window]) -> Evaluation:
    """As `objective.evaluate`, window by window: losses and gradients of `pictures` (batch, height, width, 3)."""
    seen = observed(pictures, function, recipe, windows)
    evaluation, by_seen = _judged(pictures, seen, function.targets, function.weights, recipe)
    gradient = tf.Variable(evaluation.gradient)
    for window in windows:
        targets = _targets_of(window, function.targets)
        share = share_of(window, pictures)
        part = _pulled(cut(pictures, window), function.filters, targets, recipe, scaled(by_seen, share))
        bottom, right = window.top + window.height, window.left + window.width
        place = gradient[:, window.top : bottom, window.left : right]
        place.assign(place + part)
    return evaluation._replace(gradient=gradient.value())


def observed(pictures: tf.Tensor, function: Objective, recipe: Recipe, windows: Sequence[Window]) -> Observed:
    """As `objective.observed`, window by window, for `pictures` (batch, height, width, 3). One window is the whole."""
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


@for_all_sizes
def _seen(pictures: tf.Tensor, filters: vgg16.Filters, targets: Targets, recipe: Recipe) -> Observed:
    return objective.observed(pictures, filters, targets, recipe)


@for_all_sizes
def _judged(
    pictures: tf.Tensor, seen: Observed, targets: Targets, weights: objective.LossWeights, recipe: Recipe
) -> tuple[Evaluation, Any]:
    """The evaluation, with the gradient of the variation alone so far, and the derivatives of the weighted sum by the
    observations.
    """
    with tf.GradientTape() as tape:
        tape.watch((pictures, seen))
        terms = objective.terms_of(seen, pictures, targets, recipe)
        weights = objective.weights_for(terms, weights, recipe)
        total = objective.weighted(terms, weights)
        whole = tf.reduce_sum(total)
    gradient, by_seen = tape.gradient(whole, (pictures, tuple(seen)), unconnected_gradients=ZERO)
    return Evaluation(total, terms, weights, gradient, objective.residuals_of(seen, targets)), by_seen


@for_all_sizes
def _pulled(
    pictures: tf.Tensor,
    filters: vgg16.Filters,
    targets: Targets,
    recipe: Recipe,
    by_seen: Any,
) -> tf.Tensor:
    """The gradient of a window's pixels, from the derivatives by the observations in it."""
    with tf.GradientTape() as tape:
        tape.watch(pictures)
        seen = objective.observed(pictures, filters, targets, recipe)
    return tape.gradient(tuple(seen), pictures, output_gradients=by_seen)


def _targets_of(window: Window, targets: Targets) -> Targets:
    """A window's part of the targets; its guides leave the halo out."""
    content = {layer: _content_of(window, layer, target) for layer, target in targets.content.items()}
    style = tuple({layer: _style_of(window, layer, target) for layer, target in one.items()} for one in targets.style)
    return Targets(content, style, None if targets.neighbors is None else _neighbors_of(window, targets.neighbors))


def _content_of(window: Window, layer: str, target: ContentTarget) -> ContentTarget:
    guide = _guide_of(window, layer, target.guide)
    return target._replace(maps=cut(target.maps, window, stride_of(layer)), guide=tf.cast(guide, target.maps.dtype))


def _style_of(window: Window, layer: str, target: StyleTarget) -> StyleTarget:
    return target._replace(guide=_guide_of(window, layer, target.guide))


def _neighbors_of(window: Window, target: NeighborTarget) -> NeighborTarget:
    core = core_of(window, neighbors.STRIDE)
    guide = core if target.guide is None else core * tf.cast(cut(target.guide, window, neighbors.STRIDE), tf.float32)
    return target._replace(matches=cut(target.matches, window, neighbors.STRIDE), guide=guide)


def _guide_of(window: Window, layer: str, guide: tf.Tensor | None) -> tf.Tensor:
    core = core_of(window, stride_of(layer))
    return core if guide is None else core * tf.cast(cut(guide, window, stride_of(layer)), tf.float32)
