"""Filters for VGG16's layers, learned in seconds from the pictures of the job itself: no download, no license.

Layer by layer, upwards: whiten the channels of the layer's input, cluster its 3×3 patches by spherical k-means, and
take the centroids as filters (Coates & Ng 2012, "Learning feature representations with k-means"). Textures from
features that were never trained on labels: Ustyuzhaninov et al. 2016.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engine.features import vgg16
from engine.networks import Network, block_of, up_to, width_of
from engine.settings import Pooling, Precision

Floats = NDArray[np.float32]

#: Longer edge of the pictures that the filters are learned from; such filters serve every scale.
LEARNING_EDGE = 256

CHANNEL_FLOOR = 1e-3  #: eigenvalues of the channels' covariance, relative to the largest
PATCH_FLOOR = 1e-2  #: eigenvalues of the covariance of the first layer's patches, relative to the largest
LLOYD_STEPS = 6
REMEMBERED = 2  #: sets of pictures whose filters are kept
BIAS = -0.25  #: added after the normalization: below 0 the responses are sparser and outlines cleaner


class Patches(NamedTuple):
    """How many 3×3 patches are sampled from the content and, in all, from the styles."""

    content: int = 1500
    style: int = 6000


def learn(
    content: Floats,
    styles: Sequence[Floats],
    precision: Precision,
    *,
    seed: int = 0,
    layers: Sequence[str] = up_to(Network.VGG16, ["relu5_1"]),
    pooling: Pooling = Pooling.AVERAGE,
    bias: float = BIAS,
    patches: Patches = Patches(),  # noqa: B008  (immutable)
    before_layer: Callable[[], None] = lambda: None,
) -> vgg16.Filters:
    """Filters of `layers`, each with responses of mean `bias` and deviation 1 before ReLU.

    `layers` are names from the picture upwards without a gap. `content` and each of `styles` are (height, width, 3),
    RGB from 0 to 1. The same seed gives the same filters, and what was learned of late is not learned again.
    `before_layer` may raise to end the learning.
    """
    key = _key(content, *styles, np.asarray([seed, bias, *patches], np.float32), precision, pooling)
    learner = _RECENT.pop(key, None)
    if learner is None or not learner.is_on_the_way_to(layers):
        while len(_RECENT) >= REMEMBERED:
            del _RECENT[next(iter(_RECENT))]
        learner = _Learner(content, styles, precision, seed, pooling, bias, patches)
    _RECENT[key] = learner
    return learner.filters(layers, before_layer)


def forget() -> None:
    """Drop the filters that were kept, so that they are learned anew."""
    _RECENT.clear()


def _key(*parts: Floats | str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(part if isinstance(part, str) else part.shape).encode())
        digest.update(b"" if isinstance(part, str) else np.ascontiguousarray(part).data)
    return digest.hexdigest()


class _Learner:
    """Learns from one set of pictures, layer by layer, as far as it is asked for: see `learn`."""

    def __init__(
        self,
        content: Floats,
        styles: Sequence[Floats],
        precision: Precision,
        seed: int,
        pooling: Pooling,
        bias: float,
        patches: Patches,
    ) -> None:
        self._random = np.random.default_rng(seed)
        self._maps = [vgg16.enter(tf.constant(picture[np.newaxis])) for picture in (content, *styles)]
        self._counts = [patches.content] + [patches.style // len(styles)] * len(styles)
        self._dtype = vgg16.DTYPES[precision]
        self._pooling = pooling
        self._bias = bias
        self._by_layer: dict[str, vgg16.Filter] = {}

    def filters(self, layers: Sequence[str], before_layer: Callable[[], None] = lambda: None) -> vgg16.Filters:
        """Filters of `layers`; of those that it has learned already, nothing is done."""
        for layer in layers[len(self._by_layer) :]:
            before_layer()
            self._learn(layer)
        return vgg16.Filters({layer: self._by_layer[layer] for layer in layers})

    def is_on_the_way_to(self, layers: Sequence[str]) -> bool:
        """Whether what it has learned belongs to the network of these layers."""
        return all(one == other for one, other in zip(self._by_layer, layers, strict=False))

    def _learn(self, layer: str) -> None:
        depth = len(self._by_layer)
        if depth and block_of(layer) != block_of(next(reversed(self._by_layer))):
            self._maps = [vgg16.pool(one, self._pooling) for one in self._maps]
        kernel = _kernel(self._maps, self._counts, width_of(layer), self._random)
        bare = vgg16.Filter.of(tf.cast(kernel, self._dtype), tf.zeros(kernel.shape[-1], self._dtype))
        mirrored = depth < vgg16.MIRRORED
        responses = [vgg16.convolve(tf.cast(one, self._dtype), bare, mirrored=mirrored) for one in self._maps]
        mean, deviation = _mean_and_deviation(responses)
        shift = self._bias - mean / deviation
        self._by_layer[layer] = vgg16.Filter.of(tf.cast(kernel / deviation, self._dtype), tf.cast(shift, self._dtype))
        self._maps = [tf.nn.relu(tf.cast(one, tf.float32) / deviation + shift) for one in responses]


#: The latest, by what they learn from: a pair that is painted once more, or a sketch that is taken on, need not learn
#: its filters again. Each holds some 60 MB, so they are few.
_RECENT: dict[str, _Learner] = {}


def _kernel(maps: Sequence[tf.Tensor], counts: Sequence[int], width: int, random: np.random.Generator) -> tf.Tensor:
    """Centroids of whitened patches, composed with the whitening: (3, 3, channels, width)."""
    channels = maps[0].shape[-1]
    mean, covariance = _channel_moments(maps)
    whitening = _zca(covariance, CHANNEL_FLOOR)  # (channels, channels), symmetric
    samples = [_sample((one - mean)[0], whitening, count, random) for one, count in zip(maps, counts, strict=True)]
    points = tf.concat(samples, 0)  # (patches, 9 · channels)
    points -= tf.reduce_mean(points, 0)
    patch_whitening = None
    if channels == 3:  # deeper, whitening whole patches costs much and roughens the pictures
        patch_covariance = tf.matmul(points, points, transpose_a=True) / points.shape[0]
        patch_whitening = _zca(patch_covariance, PATCH_FLOOR)
        points = tf.matmul(points, patch_whitening)
    centroids = _spherical_k_means(tf.math.l2_normalize(points, 1), width, random)
    if patch_whitening is not None:
        centroids = tf.matmul(centroids, patch_whitening)
    kernel = tf.tensordot(tf.reshape(centroids, (width, 3, 3, channels)), whitening, 1)
    return tf.transpose(kernel, (1, 2, 3, 0))


def _channel_moments(maps: Sequence[tf.Tensor]) -> tuple[tf.Tensor, tf.Tensor]:
    """Mean (channels,) and covariance (channels, channels) over all positions of all maps."""
    positions = tf.concat([tf.reshape(one, (-1, one.shape[-1])) for one in maps], 0)
    mean = tf.reduce_mean(positions, 0)
    centered = positions - mean
    return mean, tf.matmul(centered, centered, transpose_a=True) / positions.shape[0]


def _mean_and_deviation(maps: Sequence[tf.Tensor]) -> tuple[tf.Tensor, tf.Tensor]:
    positions = tf.concat([tf.reshape(tf.cast(one, tf.float32), (-1, one.shape[-1])) for one in maps], 0)
    mean, variance = tf.nn.moments(positions, 0)
    return mean, tf.sqrt(variance) + 1e-6


def _zca(covariance: tf.Tensor, floor: float) -> tf.Tensor:
    """Σ^(−1/2), with eigenvalues not below `floor` times the largest (or 1e-12: a picture of one color)."""
    # TensorFlow's, not NumPy's: the threads of NumPy's library get in each other's way when the processor is busy with
    # other work too, and take twenty times as long.
    values, vectors = tf.linalg.eigh(covariance)
    scaled = vectors / tf.sqrt(tf.maximum(values, tf.maximum(tf.reduce_max(values) * floor, 1e-12)))
    return tf.matmul(scaled, vectors, transpose_b=True)


def _sample(centered: tf.Tensor, whitening: tf.Tensor, count: int, random: np.random.Generator) -> tf.Tensor:
    """Up to `count` random whitened 3×3 patches of one map (height, width, channels): (count, 9 · channels)."""
    if min(centered.shape[:2]) < 3:  # deep maps of a long strip are lower than a patch
        centered = tf.pad(centered, [[1, 1], [1, 1], [0, 0]], "SYMMETRIC")
    rows, columns = centered.shape[0] - 2, centered.shape[1] - 2
    index = random.integers(rows * columns, size=min(count, rows * columns))
    top, left = index // columns, index % columns
    corners = np.stack([np.stack([top + row, left + column], 1) for row in range(3) for column in range(3)], 1)
    patches = tf.gather_nd(centered, corners)  # (count, 9, channels)
    return tf.reshape(tf.matmul(patches, whitening), (len(index), -1))


def _spherical_k_means(points: tf.Tensor, clusters: int, random: np.random.Generator) -> tf.Tensor:
    """Unit centroids (clusters, dimensions) of unit `points`; an empty cluster restarts at a random point."""
    count = points.shape[0]
    half = tf.cast(points, tf.bfloat16)
    centroids = tf.gather(points, random.choice(count, size=clusters, replace=count < clusters))
    for _ in range(LLOYD_STEPS):
        nearest = tf.argmax(tf.matmul(half, tf.cast(centroids, tf.bfloat16), transpose_b=True), 1)
        sums = tf.math.unsorted_segment_sum(points, nearest, clusters)
        restarts = tf.gather(points, random.integers(count, size=clusters))
        empty = tf.norm(sums, axis=1, keepdims=True) < 1e-6
        centroids = tf.math.l2_normalize(tf.where(empty, restarts, sums), 1)
    return centroids
