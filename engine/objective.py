"""Features, targets and weights → losses and gradient. Everything here is tensors in, tensors out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import tensorflow as tf

from engine import losses, windows
from engine.features import vgg16
from engine.losses import Moments
from engine.settings import LayerWeights, LossScale, Pooling, StyleStatistics, TransferSettings, Weighting

#: Mean squared neighbour difference of pixels that are independent and spread evenly over 0 to 1: white noise.
NOISE_VARIATION = 2 * 2 / 12
SMALLEST_LOSS = 1e-10  #: keeps adaptive weights finite
ROWS_AT_ONCE = 128  #: of feature maps that are turned into float32


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


class Observed(NamedTuple):
    """What the losses see of pictures."""

    content: tf.Tensor  #: (batch,): the content term
    moments: tuple[dict[str, Moments], ...]  #: by region and layer


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
    content: tf.Tensor,
    filters: vgg16.Filters,
    recipe: Recipe,
    guide: tf.Tensor | None = None,
    edge: int | None = None,
) -> dict[str, ContentTarget]:
    """From the content picture (1, height, width, 3). `guide` (1, height, width, 1) says where it counts how much.

    Windows of at most `edge` pixels are enough for a large one.
    """
    found = windows.features(content, filters, [layer for layer, _ in recipe.content_layers], recipe.pooling, edge)
    targets = {}
    for layer, maps in found.items():
        size = tf.constant(1.0)
        if recipe.loss_scale is LossScale.TARGET:
            size = tf.maximum(_variance(maps), 1e-6)  # a picture of one colour has none
        targets[layer] = ContentTarget(maps, size, None if guide is None else _shrunk(guide, maps))
    return targets


def style_targets(
    styles: Sequence[tf.Tensor],
    shares: Sequence[float],
    filters: vgg16.Filters,
    recipe: Recipe,
    guides: Mapping[str, tf.Tensor] | None = None,
    edge: int | None = None,
) -> dict[str, StyleTarget]:
    """From style pictures, each (1, height, width, 3), whose moments are blended by `shares`, which sum to 1.

    Windows of at most `edge` pixels are enough for large ones.
    """
    names = [layer for layer, _ in recipe.style_layers]
    found = [windows.moments(style, filters, names, recipe.pooling, edge) for style in styles]
    targets = {}
    for layer in names:
        if guides is not None and layer not in guides:
            continue  # the region is too small to be seen there
        blended = _blended([one[layer] for one in found], shares)
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
        found = terms(pictures, objective, recipe)
        weights = weights_for(found, objective.weights, recipe)
        total = weighted(found, weights)
        whole = tf.reduce_sum(total)
    return Evaluation(total, found, weights, tape.gradient(whole, pictures))


def weights_for(terms: Terms, weights: Weights, recipe: Recipe) -> Weights:
    """As they are, or adapted: each over its term's value, itself not differentiated: descent on weight · log(term)."""
    if recipe.weighting is Weighting.ADAPTIVE:
        parts = zip(weights, terms, strict=True)
        return Weights(*(tf.stop_gradient(weight / (term + SMALLEST_LOSS)) for weight, term in parts))
    return weights


def weighted(terms: Terms, weights: Weights) -> tf.Tensor:
    """The sum: (batch,)."""
    return tf.add_n([weight * term for weight, term in zip(weights, terms, strict=True)])


def terms(pictures: tf.Tensor, objective: Objective, recipe: Recipe) -> Terms:
    """The unweighted losses of pictures (batch, height, width, 3)."""
    seen = observed(pictures, objective.filters, objective.targets, recipe)
    return terms_of(seen, pictures, objective.targets, recipe)


def terms_of(seen: Observed, pictures: tf.Tensor, targets: Targets, recipe: Recipe) -> Terms:
    """The unweighted losses from what was seen of the pictures."""
    return Terms(seen.content, style_term(seen, targets, recipe), denoise_term(pictures, recipe.loss_scale))


def observed(pictures: tf.Tensor, filters: vgg16.Filters, targets: Targets, recipe: Recipe) -> Observed:
    """What the losses see of pictures (batch, height, width, 3)."""
    content: list[tf.Tensor] = []
    moments: tuple[dict[str, Moments], ...] = tuple({} for _ in targets.style)
    shares = dict(recipe.content_layers)

    def visit(layer: str, maps: tf.Tensor) -> tf.Tensor:
        if layer in shares:
            target = targets.content[layer]
            maps, loss = losses.compare(maps, target.maps, target.size, target.guide)
            content.append(shares[layer] * loss)
        for region, found in zip(targets.style, moments, strict=True):
            if layer in region:
                maps, found[layer] = losses.observe(maps, region[layer].guide)
        return maps

    vgg16.walk(pictures, filters, recipe.layers, visit, recipe.pooling)
    return Observed(tf.add_n(content), moments)


def style_term(seen: Observed, targets: Targets, recipe: Recipe) -> tf.Tensor:
    """The mean over the regions of the weighted sum over the layers: (batch,)."""
    distance = losses.style_distance(recipe.statistics, recipe.loss_scale)
    shares = dict(recipe.style_layers)
    parts = [
        shares[layer] / len(targets.style) * distance(found[layer], target.moments, target.root)
        for found, region in zip(seen.moments, targets.style, strict=True)
        for layer, target in region.items()
    ]
    return tf.add_n(parts or [tf.zeros_like(seen.content)])  # none where every region is empty


def denoise_term(pictures: tf.Tensor, scale: LossScale) -> tf.Tensor:
    """The variation of neighbouring pixels: (batch,)."""
    if scale is LossScale.NONE:
        return losses.absolute_variation(pictures)
    return losses.total_variation(pictures) / NOISE_VARIATION


def _shrunk(guide: tf.Tensor, maps: tf.Tensor) -> tf.Tensor:
    """A guide at the size of feature maps, in their number format."""
    return tf.cast(tf.image.resize(guide, maps.shape[1:3], "area"), maps.dtype)


def residuals(
    picture: tf.Tensor, objective: Objective, recipe: Recipe, seen: Observed, edge: int | None = None
) -> tuple[float, float]:
    """How far a picture (1, height, width, 3) is from content and style, as one compares programs by it.

    ‖F − P‖²/‖P‖² over the content layers, and ‖G − A‖²/‖A‖² over the style layers and regions (means of each; 0 without
    any region). `seen` is what is observed of the picture; windows of at most `edge` pixels are enough for a large one.
    """
    targets = objective.targets
    maps = windows.features(picture, objective.filters, list(targets.content), recipe.pooling, edge)
    content = [_relative(maps[layer], target.maps) for layer, target in targets.content.items()]
    style = [
        float(losses.gram_loss(found[layer], target.moments)[0])
        for found, region in zip(seen.moments, targets.style, strict=True)
        for layer, target in region.items()
    ]
    return sum(content) / len(content), sum(style) / max(1, len(style))


def _relative(maps: tf.Tensor, target: tf.Tensor) -> float:
    difference = _sum_over_rows(lambda rows: tf.math.squared_difference(*rows), maps, target)
    size = _sum_over_rows(lambda rows: tf.square(rows[0]), target)
    return float(tf.math.divide_no_nan(difference, size))  # of one colour, all may be 0


def _variance(maps: tf.Tensor) -> tf.Tensor:
    count = tf.cast(tf.size(maps), tf.float32)
    mean = _sum_over_rows(lambda rows: rows[0], maps) / count
    return _sum_over_rows(lambda rows: tf.square(rows[0] - mean), maps) / count


def _sum_over_rows(function: Callable[[list[tf.Tensor]], tf.Tensor], *maps: tf.Tensor) -> tf.Tensor:
    """Sum of a function of maps (1, height, width, channels), some rows after another: float32 maps would be large."""
    parts = zip(*(tf.split(one, _row_counts(one)) for one in (each[0] for each in maps)), strict=True)
    return tf.add_n([tf.reduce_sum(function([tf.cast(one, tf.float32) for one in rows])) for rows in parts])


def _row_counts(maps: tf.Tensor) -> list[int]:
    whole, rest = divmod(maps.shape[0], ROWS_AT_ONCE)
    return [ROWS_AT_ONCE] * whole + [rest] * (rest > 0)
