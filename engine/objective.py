"""Features, targets and weights → losses and gradient. Everything here is tensors in, tensors out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import tensorflow as tf

from engine import losses
from engine.features import vgg16
from engine.losses import Moments
from engine.settings import LayerWeights, LossScale, Pooling, StyleStatistics, TransferSettings, Weighting

#: Mean squared neighbour difference of pixels that are independent and spread evenly over 0 to 1: white noise.
NOISE_VARIATION = 2 * 2 / 12
SMALLEST_LOSS = 1e-10  #: keeps adaptive weights finite


class Recipe(NamedTuple):
    """What the objective is made of: plain values, fixed when the graph is traced."""

    content_layers: tuple[tuple[str, float], ...]  #: names and shares, which sum to 1
    style_layers: tuple[tuple[str, float], ...]
    statistics: StyleStatistics
    pooling: Pooling
    weighting: Weighting
    loss_scale: LossScale

    @property
    def layers(self) -> tuple[str, ...]:
        """All that are looked at."""
        return tuple(dict.fromkeys(name for name, _ in (*self.content_layers, *self.style_layers)))


class Weights(NamedTuple):
    """What each term of the objective counts: float32 tensors of shape (batch,) or scalars."""

    content: tf.Tensor
    style: tf.Tensor
    denoise: tf.Tensor


class Terms(NamedTuple):
    """The unweighted losses of each picture of the batch: (batch,)."""

    content: tf.Tensor
    style: tf.Tensor
    denoise: tf.Tensor


class ContentTarget(NamedTuple):
    """The content picture at one layer."""

    maps: tf.Tensor  #: (1, height, width, channels)
    size: tf.Tensor  #: scalar above 0 that the loss is relative to: the maps' variance, or 1
    guide: tf.Tensor | None  #: (1, height, width, 1): how much each position counts; None: all the same


class StyleTarget(NamedTuple):
    """A style at one layer, for the part of the picture that it is to cover."""

    moments: Moments
    root: tf.Tensor | None  #: square root of the covariance, where the distance needs it
    guide: tf.Tensor | None  #: (1, height, width, 1), of mean 1: where the style goes; None: everywhere


class Targets(NamedTuple):
    """What the picture is compared with at one scale."""

    content: Mapping[str, ContentTarget]  #: by layer
    style: tuple[Mapping[str, StyleTarget], ...]  #: one for each region that is seen anywhere


class Objective(NamedTuple):
    """The function of the picture that the optimisation makes small."""

    filters: vgg16.Filters
    targets: Targets
    weights: Weights


class Evaluation(NamedTuple):
    """The objective at one picture (of each of a batch)."""

    total: tf.Tensor  #: (batch,): the weighted sum
    terms: Terms
    weights: Weights  #: as they were used: adaptive ones change with every iteration
    gradient: tf.Tensor  #: of the total, in the picture's shape


def recipe_of(settings: TransferSettings) -> Recipe:
    """What the settings say about the objective."""
    return Recipe(
        content_layers=_shares(settings.content_layers),
        style_layers=_shares(settings.style_layers),
        statistics=settings.style_statistics,
        pooling=settings.pooling,
        weighting=settings.weighting,
        loss_scale=settings.loss_scale,
    )


def _shares(weights: LayerWeights) -> tuple[tuple[str, float], ...]:
    whole = sum(weights.values())
    return tuple((layer, weight / whole) for layer, weight in weights.items())


def weights_of(settings: TransferSettings) -> Weights:
    """The settings' weights as tensors."""
    weights = (settings.content_weight, settings.style_weight, settings.denoise_weight)
    return Weights(*(tf.constant(weight, tf.float32) for weight in weights))


def content_targets(
    content: tf.Tensor, filters: vgg16.Filters, recipe: Recipe, guide: tf.Tensor | None = None
) -> dict[str, ContentTarget]:
    """From the content picture (1, height, width, 3). `guide` (1, height, width, 1) says where it counts how much."""
    found = vgg16.features(content, filters, [layer for layer, _ in recipe.content_layers], recipe.pooling)
    targets = {}
    for layer, maps in found.items():
        size = tf.constant(1.0)
        if recipe.loss_scale is LossScale.TARGET:
            variance = tf.math.reduce_variance(tf.cast(maps, tf.float32))
            size = tf.maximum(variance, 1e-6)  # a picture of one colour has none
        targets[layer] = ContentTarget(maps, size, None if guide is None else _shrunk(guide, maps))
    return targets


def style_targets(
    styles: Sequence[tf.Tensor],
    shares: Sequence[float],
    filters: vgg16.Filters,
    recipe: Recipe,
    guides: Mapping[str, tf.Tensor] | None = None,
) -> dict[str, StyleTarget]:
    """From style pictures, each (1, height, width, 3), whose moments are blended by `shares`, which sum to 1."""
    names = [layer for layer, _ in recipe.style_layers]
    found = [vgg16.features(style, filters, names, recipe.pooling) for style in styles]
    targets = {}
    for layer in names:
        if guides is not None and layer not in guides:
            continue  # the region is too small to be seen there
        blended = _blended([losses.moments(one[layer]) for one in found], shares)
        root = losses.root(blended) if recipe.statistics is StyleStatistics.WASSERSTEIN else None
        targets[layer] = StyleTarget(blended, root, None if guides is None else guides[layer])
    return targets


def _blended(parts: Sequence[Moments], shares: Sequence[float]) -> Moments:
    """FᵀF/N and μ blend linearly; covariances would not."""
    fields = zip(*parts, strict=True)
    return Moments(*(tf.add_n([share * one for share, one in zip(shares, field, strict=True)]) for field in fields))


def evaluate(pictures: tf.Tensor, objective: Objective, recipe: Recipe) -> Evaluation:
    """Losses of `pictures` (batch, height, width, 3), and the gradient of each one's weighted sum on its own."""
    with tf.GradientTape() as tape:
        tape.watch(pictures)
        found = terms(pictures, objective.filters, objective.targets, recipe)
        weights = objective.weights
        if recipe.weighting is Weighting.ADAPTIVE:
            weights = Weights(*map(_adapted, weights, found))
        total = tf.add_n([weight * term for weight, term in zip(weights, found, strict=True)])
        whole = tf.reduce_sum(total)
    return Evaluation(total, found, weights, tape.gradient(whole, pictures))


def _adapted(weight: tf.Tensor, term: tf.Tensor) -> tf.Tensor:
    """The weight over the term's value, itself not differentiated: descent on weight · log(term)."""
    return tf.stop_gradient(weight / (term + SMALLEST_LOSS))


def terms(pictures: tf.Tensor, filters: vgg16.Filters, targets: Targets, recipe: Recipe) -> Terms:
    """The unweighted losses."""
    content: list[tf.Tensor] = []
    style: list[tf.Tensor] = []
    content_shares, style_shares = dict(recipe.content_layers), dict(recipe.style_layers)

    def visit(layer: str, maps: tf.Tensor) -> tf.Tensor:
        if layer in content_shares:
            content.append(content_shares[layer] * _content_term(maps, targets.content[layer]))
        if layer in style_shares:
            for region in targets.style:
                target = region.get(layer)
                if target is None:
                    continue
                maps, moments = losses.observe(maps, target.guide)
                distance = losses.style_distance(recipe.statistics, recipe.loss_scale)
                style.append(style_shares[layer] / len(targets.style) * distance(moments, target.moments, target.root))
        return maps

    vgg16.walk(pictures, filters, recipe.layers, visit, recipe.pooling)
    no_style = tf.zeros_like(content[0])  # where every region is empty
    return Terms(tf.add_n(content), tf.add_n(style or [no_style]), _denoise_term(pictures, recipe.loss_scale))


def _content_term(maps: tf.Tensor, target: ContentTarget) -> tf.Tensor:
    return losses.content_loss(maps, target.maps, target.size, target.guide)


def _denoise_term(pictures: tf.Tensor, scale: LossScale) -> tf.Tensor:
    if scale is LossScale.NONE:
        return losses.absolute_variation(pictures)
    return losses.total_variation(pictures) / NOISE_VARIATION


def _shrunk(guide: tf.Tensor, maps: tf.Tensor) -> tf.Tensor:
    """A guide at the size of feature maps, in their number format."""
    return tf.cast(tf.image.resize(guide, maps.shape[1:3], "area"), maps.dtype)


def residuals(pictures: tf.Tensor, objective: Objective, recipe: Recipe) -> tuple[float, float]:
    """How far a picture (1, height, width, 3) is from content and style, as one compares programs by it.

    ‖F − P‖²/‖P‖² over the content layers, and ‖G − A‖²/‖A‖² over the style layers and regions (means of each; 0 without
    any region).
    """
    found = vgg16.features(pictures, objective.filters, recipe.layers, recipe.pooling)
    targets = objective.targets
    content = [_relative(found[layer], target.maps) for layer, target in targets.content.items()]
    style = [
        float(losses.gram_loss(losses.moments(found[layer], target.guide), target.moments)[0])
        for region in targets.style
        for layer, target in region.items()
    ]
    return sum(content) / len(content), sum(style) / max(1, len(style))


def _relative(maps: tf.Tensor, target: tf.Tensor) -> float:
    maps, target = tf.cast(maps, tf.float32), tf.cast(target, tf.float32)
    squared = tf.reduce_sum(tf.math.squared_difference(maps, target))
    return float(tf.math.divide_no_nan(squared, tf.reduce_sum(tf.square(target))))  # one colour: may be all 0
