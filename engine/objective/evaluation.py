"""Pictures against their targets: losses, residuals and gradient."""

from __future__ import annotations

import tensorflow as tf

from engine.features import vgg16
from engine.objective import losses, neighbors, windows
from engine.objective.losses import Moments
from engine.objective.model import (
    Evaluation,
    LossWeights,
    Objective,
    Observed,
    Recipe,
    Residuals,
    Targets,
    Terms,
)
from engine.objective.targets import sum_over_rows
from engine.settings import LossScale, Weighting

#: The total variation of gray pixels that are independent and spread evenly over 0 to 1: white noise.
NOISE_VARIATION = 0.0472
SMALLEST_LOSS = 1e-10  #: keeps adaptive weights finite


def evaluate(pictures: tf.Tensor, objective: Objective, recipe: Recipe) -> Evaluation:
    """Losses of `pictures` (batch, height, width, 3), and the gradient of each one's weighted sum on its own."""
    with tf.GradientTape() as tape:
        tape.watch(pictures)
        seen = observed(pictures, objective.filters, objective.targets, recipe)
        found = terms_of(seen, pictures, objective.targets, recipe)
        weights = weights_for(found, objective.weights, recipe)
        total = weighted(found, weights)
        whole = tf.reduce_sum(total)
    gradient = tape.gradient(whole, pictures)
    return Evaluation(total, found, weights, gradient, residuals_of(seen, objective.targets))


def weights_for(terms: Terms, weights: LossWeights, recipe: Recipe) -> LossWeights:
    """The weights, or adapted ones: each divided by its term's value, which is not differentiated. That is descent on
    weight · log(term).
    """
    if recipe.weighting is Weighting.ADAPTIVE:
        parts = zip(weights, terms, strict=True)
        return LossWeights(*(tf.stop_gradient(weight / (term + SMALLEST_LOSS)) for weight, term in parts))
    return weights


def weighted(terms: Terms, weights: LossWeights) -> tf.Tensor:
    """The weighted sum of the terms: (batch,)."""
    return tf.add_n([weight * term for weight, term in zip(weights, terms, strict=True)])


def terms(pictures: tf.Tensor, objective: Objective, recipe: Recipe) -> Terms:
    """The unweighted losses of pictures (batch, height, width, 3)."""
    seen = observed(pictures, objective.filters, objective.targets, recipe)
    return terms_of(seen, pictures, objective.targets, recipe)


def terms_of(seen: Observed, pictures: tf.Tensor, targets: Targets, recipe: Recipe) -> Terms:
    """The unweighted losses, from what was observed of the pictures."""
    return Terms(seen.content, style_term(seen, targets, recipe), denoise_term(pictures, recipe.loss_scale))


def observed(pictures: tf.Tensor, filters: vgg16.Filters, targets: Targets, recipe: Recipe) -> Observed:
    """What the losses see of pictures (batch, height, width, 3)."""
    content: list[tf.Tensor] = []
    deepest: list[tf.Tensor] = []
    alike: list[neighbors.Likeness] = []
    moments: tuple[dict[str, Moments], ...] = tuple({} for _ in targets.style)
    shares = dict(recipe.content_layers)

    def visit(layer: str, maps: tf.Tensor) -> tf.Tensor:
        if layer in shares:
            target = targets.content[layer]
            maps, loss = losses.compare(maps, target.maps, target.size, target.guide)
            content.append(shares[layer] * loss)
            deepest[:] = [loss * (target.size / (target.power * target.mean_guide))]
        if targets.neighbors is not None and layer in recipe.neighbor_layers:
            maps, likeness = neighbors.attend(layer, maps, targets.neighbors)
            alike.append(likeness)
        for region, found in zip(targets.style, moments, strict=True):
            if layer in region:
                maps, found[layer] = losses.observe(maps, region[layer].guide)
        return maps

    vgg16.walk(pictures, filters, recipe.layers, visit, recipe.pooling)
    loss = tf.add_n(content)
    matched = tf.zeros_like(loss)
    if targets.neighbors is not None:
        matched = neighbors.distance(alike, targets.neighbors.guide)
    return Observed(loss, deepest[0], matched, moments)


def style_term(seen: Observed, targets: Targets, recipe: Recipe) -> tf.Tensor:
    """The mean over the regions of the weighted sum over the layers, and the distance to the neighbors: (batch,)."""
    distance = losses.style_distance(recipe.style_loss, recipe.loss_scale)
    shares = dict(recipe.style_layers)
    parts = [
        shares[layer] / len(targets.style) * distance(found[layer], target.moments, target.root)
        for found, region in zip(seen.moments, targets.style, strict=True)
        for layer, target in region.items()
    ]
    if targets.neighbors is not None:
        parts.append(neighbors.SHARE * seen.neighbors)
    whole = tf.add_n(parts or [tf.zeros_like(seen.content)])  # none where every region is empty
    return whole if recipe.tuning.style == 1 else recipe.tuning.style * whole


def denoise_term(pictures: tf.Tensor, scale: LossScale) -> tf.Tensor:
    """The variation of neighboring pixels: (batch,)."""
    if scale is LossScale.NONE:
        return losses.absolute_variation(pictures)
    return losses.total_variation(pictures) / NOISE_VARIATION


def residuals_of(seen: Observed, targets: Targets) -> Residuals:
    """How far pictures are from content and style, from what was observed of them."""
    style = [
        losses.gram_loss(found[layer], target.moments)
        for found, region in zip(seen.moments, targets.style, strict=True)
        for layer, target in region.items()
    ]
    return Residuals(seen.deepest, tf.add_n(style or [tf.zeros_like(seen.content)]) / max(1, len(style)))


def style_to_content(residuals: Residuals, recipe: Recipe) -> float:
    """The ratio that a strength steers, of the first picture: see `engine.strength`."""
    return recipe.tuning.ratio * float(tf.math.divide_no_nan(residuals.style, residuals.content)[0])


def residuals(
    picture: tf.Tensor, objective: Objective, recipe: Recipe, seen: Observed, edge: int | None = None
) -> tuple[float, float]:
    """How far a picture (1, height, width, 3) is from content and style, for comparing programs.

    ‖F − P‖²/‖P‖² over the content layers, and ‖G − A‖²/‖A‖² over the style layers and regions (means of each; 0 without
    any region). `seen` is what was observed of the picture; windows of at most `edge` pixels are enough for a large
    one.
    """
    targets = objective.targets
    maps = windows.features(picture, objective.filters, list(targets.content), recipe.pooling, edge)
    content = [_relative(maps[layer], target.maps) for layer, target in targets.content.items()]
    return sum(content) / len(content), float(residuals_of(seen, targets).style[0])


def _relative(maps: tf.Tensor, target: tf.Tensor) -> float:
    difference = sum_over_rows(lambda rows: tf.math.squared_difference(*rows), maps, target)
    size = sum_over_rows(lambda rows: tf.square(rows[0]), target)
    return float(tf.math.divide_no_nan(difference, size))  # of one color, all may be 0
