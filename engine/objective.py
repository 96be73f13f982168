"""Features, targets and weights → losses and gradient. Everything here is tensors in, tensors out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import tensorflow as tf

from engine import losses
from engine.features import vgg16
from engine.settings import StyleStatistics, TransferSettings

CONTENT_LAYER = "relu4_2"
STYLE_LAYERS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
LAYERS = (*STYLE_LAYERS, CONTENT_LAYER)

#: Mean squared neighbour difference of pixels that are independent and spread evenly over 0 to 1: white noise.
NOISE_VARIATION = 2 * 2 / 12


class Weights(NamedTuple):
    """What each term of the objective counts: float32 tensors of shape (batch,) or scalars."""

    content: tf.Tensor
    style: tf.Tensor
    denoise: tf.Tensor


class Targets(NamedTuple):
    """What the picture is compared with at one scale."""

    content: tf.Tensor  #: feature maps of the content picture at CONTENT_LAYER
    content_variance: tf.Tensor  #: scalar: their variance, the size that the content loss is relative to
    style: Mapping[str, losses.Moments]  #: of the style picture, by layer


class Terms(NamedTuple):
    """The unweighted losses of each picture of the batch: (batch,)."""

    content: tf.Tensor
    style: tf.Tensor
    denoise: tf.Tensor


class Objective(NamedTuple):
    """The function of the picture that the optimisation makes small."""

    filters: vgg16.Filters
    targets: Targets
    weights: Weights


STATISTICS = {StyleStatistics.GRAM: losses.gram, StyleStatistics.COVARIANCE: losses.mean_and_covariance}


def weights_of(settings: TransferSettings) -> Weights:
    """The settings' weights as tensors."""
    weights = (settings.content_weight, settings.style_weight, settings.denoise_weight)
    return Weights(*(tf.constant(weight, tf.float32) for weight in weights))


def targets_for(
    filters: vgg16.Filters, content: tf.Tensor, styles: Sequence[tf.Tensor], statistics: StyleStatistics
) -> Targets:
    """Targets from a content picture and style pictures, each (1, height, width, 3), RGB from 0 to 1.

    The statistics of several styles are averaged.
    """
    maps = vgg16.features(content, filters, [CONTENT_LAYER])[CONTENT_LAYER]
    variance = tf.math.reduce_variance(tf.cast(maps, tf.float32))
    measured = [style_moments(vgg16.features(style, filters, STYLE_LAYERS), statistics) for style in styles]
    averaged = {layer: _averaged([one[layer] for one in measured]) for layer in STYLE_LAYERS}
    return Targets(maps, tf.maximum(variance, 1e-6), averaged)  # a picture of one colour has no variance


def _averaged(moments: Sequence[losses.Moments]) -> losses.Moments:
    return losses.Moments(*(tf.add_n(parts) / len(parts) for parts in zip(*moments, strict=True)))


def style_moments(found: Mapping[str, tf.Tensor], statistics: StyleStatistics) -> dict[str, losses.Moments]:
    """The statistics of every style layer."""
    return {layer: STATISTICS[statistics](found[layer]) for layer in STYLE_LAYERS}


def terms(pictures: tf.Tensor, filters: vgg16.Filters, targets: Targets, statistics: StyleStatistics) -> Terms:
    """Losses of `pictures` (batch, height, width, 3): each relative to its target, the total variation to noise."""
    found = vgg16.features(pictures, filters, LAYERS)
    moments = style_moments(found, statistics)
    by_layer = [losses.style_loss(moments[layer], targets.style[layer]) for layer in STYLE_LAYERS]
    return Terms(
        losses.content_loss(found[CONTENT_LAYER], targets.content, targets.content_variance),
        tf.add_n(by_layer) / len(by_layer),
        losses.total_variation(pictures) / NOISE_VARIATION,
    )


def losses_and_gradient(
    pictures: tf.Tensor, objective: Objective, statistics: StyleStatistics
) -> tuple[Terms, tf.Tensor]:
    """The unweighted losses, and the gradient of their weighted sum for each picture on its own."""
    with tf.GradientTape() as tape:
        tape.watch(pictures)
        found = terms(pictures, objective.filters, objective.targets, statistics)
        total = tf.add_n([tf.reduce_sum(weight * term) for weight, term in zip(objective.weights, found, strict=True)])
    return found, tape.gradient(total, pictures)


def residuals(pictures: tf.Tensor, objective: Objective) -> tuple[float, float]:
    """How far a picture (1, height, width, 3) is from content and style, as one compares programs by it.

    ‖F − P‖²/‖P‖² at CONTENT_LAYER, and the mean over STYLE_LAYERS of ‖G − A‖²/‖A‖², G and A being Gram matrices;
    a target of zeros, which pictures of one colour may have, counts as reached.
    """
    found = vgg16.features(pictures, objective.filters, LAYERS)
    wanted = tf.cast(objective.targets.content, tf.float32)
    difference = tf.cast(found[CONTENT_LAYER], tf.float32) - wanted
    content = tf.math.divide_no_nan(tf.reduce_sum(tf.square(difference)), tf.reduce_sum(tf.square(wanted)))
    style = [_gram_residual(losses.gram(found[layer]), objective.targets.style[layer]) for layer in STYLE_LAYERS]
    return float(content), float(tf.add_n(style) / len(style))


def _gram_residual(gram: losses.Moments, target: losses.Moments) -> tf.Tensor:
    # With covariance statistics the Gram matrix of the target is Σ + μμᵀ; with Gram statistics the mean is 0.
    wanted = target.matrix + target.mean[:, :, tf.newaxis] * target.mean[:, tf.newaxis]
    distance = tf.reduce_sum(tf.math.squared_difference(gram.matrix, wanted))
    return tf.math.divide_no_nan(distance, tf.reduce_sum(tf.square(wanted)))
