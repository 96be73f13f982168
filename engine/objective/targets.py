"""The targets of one scale: the content's feature maps, and the statistics of the styles'."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import tensorflow as tf

from engine.features import vgg16
from engine.objective import losses, windows
from engine.objective.losses import Moments
from engine.objective.model import ContentTarget, Recipe, StyleTarget
from engine.settings import LossScale, StyleLoss

ROWS_AT_ONCE = 128  #: of feature maps that are turned into float32


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
        mean, power = _mean_and_power(maps)
        size = tf.constant(1.0)
        if recipe.loss_scale is LossScale.TARGET:
            size = tf.maximum(power - tf.square(mean), 1e-6)  # a picture of one color has none
        shrunk = None if guide is None else tf.cast(tf.image.resize(guide, maps.shape[1:3], "area"), maps.dtype)
        mean_guide = tf.constant(1.0) if guide is None else tf.reduce_mean(guide)
        targets[layer] = ContentTarget(maps, size, tf.maximum(power, 1e-6), shrunk, mean_guide)
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
        root = losses.root(blended) if recipe.style_loss is StyleLoss.WASSERSTEIN else None
        targets[layer] = StyleTarget(blended, root, None if guides is None else guides[layer])
    return targets


def _blended(parts: Sequence[Moments], shares: Sequence[float]) -> Moments:
    """FᵀF/N and μ blend linearly; covariances would not."""
    fields = zip(*parts, strict=True)
    return Moments(*(tf.add_n([share * one for share, one in zip(shares, field, strict=True)]) for field in fields))


def _mean_and_power(maps: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Mean and mean square over all values of maps (1, height, width, channels)."""
    count = tf.cast(tf.size(maps), tf.float32)
    return (
        sum_over_rows(lambda rows: rows[0], maps) / count,
        sum_over_rows(lambda rows: tf.square(rows[0]), maps) / count,
    )


def sum_over_rows(function: Callable[[list[tf.Tensor]], tf.Tensor], *maps: tf.Tensor) -> tf.Tensor:
    """Sum of a function of maps (1, height, width, channels), in blocks of rows: float32 maps would be large."""
    parts = zip(*(tf.split(one, _row_counts(one)) for one in (each[0] for each in maps)), strict=True)
    return tf.add_n([tf.reduce_sum(function([tf.cast(one, tf.float32) for one in rows])) for rows in parts])


def _row_counts(maps: tf.Tensor) -> list[int]:
    whole, rest = divmod(maps.shape[0], ROWS_AT_ONCE)
    return [ROWS_AT_ONCE] * whole + [rest] * (rest > 0)
