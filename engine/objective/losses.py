"""Content, style and total-variation losses: pure functions, one value for each picture of the batch.

All are relative to the size of their target, so that weights mean the same look with any features. The plain forms of
the papers are at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import tensorflow as tf

from engine.settings import LossScale, StyleLoss

#: Added to the diagonal of covariances before their square roots: at small scales they have fewer positions than rows.
RIDGE = 1e-4
NEWTON_SCHULZ_STEPS = 12
#: Differences of neighboring pixels, from 0 to 1, that the denoise term takes for an edge rather than for noise.
EDGE = 0.05
#: How many times longer a difference of hue or saturation is there than one of lightness. Paint changes its lightness
#: within a stroke, but hardly its color.
CHROMA = 5**0.5


class Moments(NamedTuple):
    """What the style losses see of one layer's feature maps F: averages over its N positions, in float32."""

    second: tf.Tensor  #: (batch, channels, channels): FᵀF/N, the Gram matrix (Gatys et al. 2016, equation 3)
    mean: tf.Tensor  #: (batch, channels): μ

    @property
    def covariance(self) -> tf.Tensor:
        """FᵀF/N − μμᵀ. After ReLU, means are about as large as deviations, so the subtraction loses little."""
        return self.second - self.mean[:, :, tf.newaxis] * self.mean[:, tf.newaxis]


def observe(maps: tf.Tensor, guide: tf.Tensor | None = None) -> tuple[tf.Tensor, Moments]:
    """The unchanged maps (batch, height, width, channels), and their moments.

    `guide`, if given, is (1, height, width, 1) and says how much each position counts; its mean is 1. The maps pass
    through so that the gradients of style and of all deeper layers meet in one fused operation.
    """
    if guide is None:
        maps, second, mean = _observed(maps)
    else:
        maps, second, mean = _observed_in(maps, tf.cast(guide, maps.dtype))
    return maps, Moments(second, mean)


def moments(maps: tf.Tensor, guide: tf.Tensor | None = None) -> Moments:
    """Only the moments of maps (batch, height, width, channels)."""
    return observe(maps, guide)[1]


def compare(
    maps: tf.Tensor, target: tf.Tensor, size: tf.Tensor, guide: tf.Tensor | None = None
) -> tuple[tf.Tensor, tf.Tensor]:
    """The unchanged maps, and their content loss: mean of (F − P)² over `size`, (batch,).

    Gatys et al. 2016, equation 1, made relative by `size`, a scalar above 0. `maps` is (batch, height, width,
    channels), `target` the same with batch 1; `guide`, if given, is (1, height, width, 1) and says how much each
    position counts. The maps pass through as in `observe`.
    """
    guide = tf.ones_like(target[..., :1]) if guide is None else tf.cast(guide, maps.dtype)
    return _compared(maps, target, size, guide)  # type: ignore[no-any-return]  # TensorFlow ships no types


def content_loss(maps: tf.Tensor, target: tf.Tensor, size: tf.Tensor, guide: tf.Tensor | None = None) -> tf.Tensor:
    """Only the content loss of maps (batch, height, width, channels)."""
    return compare(maps, target, size, guide)[1]


def gram_loss(found: Moments, target: Moments) -> tf.Tensor:
    """‖G − A‖²/‖A‖² of the Gram matrices of one layer: (batch,). Gatys et al. 2016, equation 4, made relative."""
    return _relative_distance(found.second, target.second)


def covariance_loss(found: Moments, target: Moments) -> tf.Tensor:
    """‖Σ − Σ*‖²/‖Σ*‖² + ‖μ − μ*‖²/‖μ*‖² of one layer: (batch,)."""
    covariances = _relative_distance(found.covariance, target.covariance)
    return covariances + _relative_distance(found.mean, target.mean)


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def total_variation(pictures: tf.Tensor) -> tf.Tensor:
    """Penalty of the differences of each pixel from the one below and the one to the right, a mean: (batch,).

    `pictures` is (batch, height, width, 3). The length d of both differences over all channels, divided by √3, with
    what is not gray CHROMA times as long, costs 2ε²(√(1 + (d/ε)²) − 1) with ε = EDGE (Charbonnier et al. 1994): d²
    where it is small, such as a weave in a flat area, and 2ε|d| where it is large, so that edges stay sharp. One length
    for both directions and all channels makes no edge cheaper than another: separate ones prefer stairs (Rudin, Osher &
    Fatemi 1992) and edges that each channel has elsewhere (Blomgren & Chan 1998). The gradient is written out:
    TensorFlow's own gradient of slices takes five times as long.
    """
    weighed = _chroma_weighed(pictures)
    down = tf.pad(weighed[:, 1:] - weighed[:, :-1], [[0, 0], [0, 1], [0, 0], [0, 0]])
    right = tf.pad(weighed[:, :, 1:] - weighed[:, :, :-1], [[0, 0], [0, 0], [0, 1], [0, 0]])
    squared = tf.reduce_mean(tf.square(down) + tf.square(right), 3, keepdims=True)
    lengths = tf.sqrt(1 + squared / EDGE**2)

    def gradient(upstream: tf.Tensor) -> tf.Tensor:
        by_down, by_right = (2 / tf.cast(tf.size(down[0]), tf.float32) * one / lengths for one in (down, right))
        by_pixel = _before(by_down, 1) - by_down + _before(by_right, 2) - by_right
        return upstream[:, tf.newaxis, tf.newaxis, tf.newaxis] * _chroma_weighed(by_pixel)

    return 2 * EDGE**2 * tf.reduce_mean(lengths - 1, (1, 2, 3)), gradient


def _chroma_weighed(pictures: tf.Tensor) -> tf.Tensor:
    """Each pixel's distance from gray, CHROMA times as long. The map is its own transpose."""
    gray = tf.reduce_mean(pictures, 3, keepdims=True)
    return gray + CHROMA * (pictures - gray)


def _before(differences: tf.Tensor, axis: int) -> tf.Tensor:
    """The difference that ends at each pixel; the last along `axis`, which would end outside, is 0."""
    first = tf.zeros_like(differences[:, :1] if axis == 1 else differences[:, :, :1])
    return tf.concat([first, differences[:, :-1] if axis == 1 else differences[:, :, :-1]], axis)


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _compared(maps: tf.Tensor, target: tf.Tensor, size: tf.Tensor, guide: tf.Tensor) -> Any:
    """Maps, and the mean of guide · (F − P)² over `size`. The gradient is upstream + 2 guide · (F − P)/(N · size)."""
    mean = _mean(_positions(tf.square(maps - target)), _positions(guide))
    channels = tf.cast(maps.shape[-1], tf.float32)

    def gradient(upstream: tf.Tensor, of_loss: tf.Tensor) -> tuple[tf.Tensor, None, None, None]:
        with tf.control_dependencies([upstream]):
            wanted = tf.identity(target)
        scale = 2 * of_loss / (_count(_positions(maps)) * channels * size)
        by_maps = (maps - wanted) * guide * tf.cast(scale, maps.dtype)[:, tf.newaxis, tf.newaxis, tf.newaxis]
        return tf.add_n([by_maps, upstream]), None, None, None

    return (tf.identity(maps), tf.reduce_mean(mean, 1) / size), gradient


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _observed(maps: tf.Tensor) -> Any:
    """Maps, FᵀF/N and μ. The gradient, upstream + F(D + Dᵀ)/N + d/N, is one 1×1 convolution with a bias and an addition
    for a single picture, which TensorFlow runs as fused operations.
    """
    flat = _positions(maps)
    second, mean = _moments(flat, tf.ones_like(flat[:, :, :1]))

    def gradient(upstream: tf.Tensor, of_second: tf.Tensor, of_mean: tf.Tensor) -> tf.Tensor:
        return tf.add_n([_pulled_back(maps, upstream, of_second, of_mean), upstream])

    return (tf.identity(maps), second, mean), gradient


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _observed_in(maps: tf.Tensor, guide: tf.Tensor) -> Any:
    """As `_observed`, but each position counts as much as `guide` (1, height, width, 1) says."""
    flat, weights = _positions(maps), _positions(guide)
    second, mean = _moments(flat, tf.broadcast_to(weights, tf.shape(flat[:, :, :1])), flat * weights)

    def gradient(upstream: tf.Tensor, of_second: tf.Tensor, of_mean: tf.Tensor) -> tuple[tf.Tensor, None]:
        return tf.add_n([_pulled_back(maps, upstream, of_second, of_mean) * guide, upstream]), None

    return (tf.identity(maps), second, mean), gradient


def _pulled_back(maps: tf.Tensor, upstream: tf.Tensor, of_second: tf.Tensor, of_mean: tf.Tensor) -> tf.Tensor:
    """F(D + Dᵀ)/N + d/N, computed only after `upstream`: otherwise all layers could compute theirs at once and hold the
    memory.
    """
    count = _count(_positions(maps))
    with tf.control_dependencies([upstream]):
        mixing = tf.cast(_symmetric(of_second) / count, maps.dtype)
    return _mixed(maps, mixing, tf.cast(of_mean / count, maps.dtype))


def _moments(flat: tf.Tensor, weights: tf.Tensor, weighted: tf.Tensor | None = None) -> tuple[tf.Tensor, tf.Tensor]:
    """Weighted FᵀF/N and μ of (batch, N, channels): both as products, which accumulate in float32."""
    second = tf.matmul(flat, flat if weighted is None else weighted, transpose_a=True)
    return tf.cast(second, tf.float32) / _count(flat), _mean(flat, weights)


def _mean(flat: tf.Tensor, weights: tf.Tensor) -> tf.Tensor:
    """Weighted mean of (batch, N, channels), by weights (batch or 1, N, 1): (batch, channels)."""
    mean = tf.matmul(weights, flat, transpose_a=True)[:, 0]
    return tf.cast(mean, tf.float32) / _count(flat)


def _mixed(maps: tf.Tensor, mixing: tf.Tensor, offset: tf.Tensor) -> tf.Tensor:
    """Channels of each picture multiplied by its own matrix (batch, channels, channels), plus its own offset."""
    if maps.shape[0] == 1:
        return tf.nn.bias_add(tf.nn.conv2d(maps, mixing[tf.newaxis], 1, "VALID"), offset[0])
    products = tf.matmul(_positions(maps), mixing) + offset[:, tf.newaxis]
    return tf.reshape(products, tf.shape(maps))


def _symmetric(upstream: tf.Tensor) -> tf.Tensor:
    return upstream + tf.linalg.matrix_transpose(upstream)


def _count(flat: tf.Tensor) -> tf.Tensor:
    return tf.cast(tf.shape(flat)[1], tf.float32)


def _positions(maps: tf.Tensor) -> tf.Tensor:
    """(batch, height, width, channels) → (batch, height · width, channels)."""
    shape = tf.shape(maps)
    return tf.reshape(maps, (shape[0], shape[1] * shape[2], maps.shape[-1]))


def _relative_distance(value: tf.Tensor, target: tf.Tensor) -> tf.Tensor:
    """‖value − target‖²/‖target‖² over all axes but the first; 0 for a target of zeros."""
    axes = list(range(1, len(value.shape)))
    squared = tf.reduce_sum(tf.math.squared_difference(value, target), axes)
    return tf.math.divide_no_nan(squared, tf.reduce_sum(tf.square(target), axes))


# --- the distance of Gaussians --------------------------------------------------------------------------------------


def wasserstein_loss(found: Moments, target: Moments, root: tf.Tensor) -> tf.Tensor:
    """Squared 2-Wasserstein distance of the Gaussians over the size of the target: (batch,).

    ‖μ − μ*‖² + tr(Σ + Σ* − 2(AΣA)^½), A = Σ*^½, over tr Σ* + ‖μ*‖². `root` is A, from `root()`. After crowsonkb's
    style-transfer-pytorch, with a closed gradient.
    """
    means = tf.reduce_sum(tf.math.squared_difference(found.mean, target.mean), 1)
    traces = tf.linalg.trace(_ridged(found)) + tf.linalg.trace(_ridged(target))
    distance = means + traces - 2 * _trace_of_root(_ridged(found), root)
    return distance / (tf.linalg.trace(target.covariance) + tf.reduce_sum(tf.square(target.mean), 1) + RIDGE)


def root(moments: Moments) -> tf.Tensor:
    """Σ^½ of the covariance with a ridge: (batch, channels, channels)."""
    values, vectors = tf.linalg.eigh(_ridged(moments))
    values = tf.sqrt(tf.maximum(values, 0.0))
    return tf.matmul(vectors * values[:, tf.newaxis], vectors, transpose_b=True)


@tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
def _trace_of_root(covariance: tf.Tensor, root: tf.Tensor) -> tf.Tensor:
    """tr (AΣA)^½ for A = `root`: (batch,). Its gradient ½ A (AΣA)^(−½) A by Σ comes for free from Newton–Schulz."""
    square_root, inverse = _newton_schulz(tf.matmul(root, tf.matmul(covariance, root)))

    def gradient(upstream: tf.Tensor) -> tuple[tf.Tensor, None]:
        by_covariance = 0.5 * tf.matmul(root, tf.matmul(inverse, root))
        return upstream[:, tf.newaxis, tf.newaxis] * by_covariance, None

    return tf.linalg.trace(square_root), gradient


def _newton_schulz(matrix: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """M^½ and M^(−½) of symmetric positive definite M (batch, n, n), by the coupled iteration (Higham 2008,
    equation 6.35).
    """
    norm = tf.norm(matrix, axis=(1, 2), keepdims=True)
    identity = tf.eye(tf.shape(matrix)[1], batch_shape=[1])
    y, z = matrix / norm, identity + tf.zeros_like(matrix)
    for _ in range(NEWTON_SCHULZ_STEPS):
        correction = (3 * identity - tf.matmul(z, y)) / 2
        y, z = tf.matmul(y, correction), tf.matmul(correction, z)
    return y * tf.sqrt(norm), z / tf.sqrt(norm)


def _ridged(moments: Moments) -> tf.Tensor:
    covariance = moments.covariance
    return covariance + RIDGE * tf.eye(tf.shape(covariance)[1], batch_shape=[1])


# --- plain losses, relative to nothing --------------------------------------------------------------------------------


def absolute_variation(pictures: tf.Tensor) -> tf.Tensor:
    """Sum of absolute differences of neighbors on a scale of 255: (batch,). `pictures` (batch, height, width, 3)."""
    return 255.0 * tf.image.total_variation(pictures)


def plain_gram_loss(found: Moments, target: Moments) -> tf.Tensor:
    """Mean of (G − A)² over the entries: (batch,).

    Hvass-Labs' tutorial 15 does not divide its Gram matrices by N, so that a style picture of another size than the
    result's has a distance even where it is the same texture. Here they are FᵀF/N as elsewhere.
    """
    return tf.reduce_mean(tf.math.squared_difference(found.second, target.second), (1, 2))


def style_distance(style_loss: StyleLoss, scale: LossScale) -> Callable[[Moments, Moments, tf.Tensor], tf.Tensor]:
    """The loss of one layer for these settings: (found, target, root of the target's covariance) → (batch,)."""
    if style_loss is StyleLoss.WASSERSTEIN:
        return wasserstein_loss
    rootless = {
        (StyleLoss.GRAM, LossScale.TARGET): gram_loss,
        (StyleLoss.COVARIANCE, LossScale.TARGET): covariance_loss,
        (StyleLoss.NEIGHBORS, LossScale.TARGET): covariance_loss,
        (StyleLoss.GRAM, LossScale.NONE): plain_gram_loss,
    }[style_loss, scale]
    return lambda found, target, _root: rootless(found, target)
