"""Painting by neighbors: every place of the content gets the features of the place of a style that is most like it.

After Kolkin et al. 2022, "Neural Neighbor Style Transfer" (arXiv 2203.13215), section 3. A hypercolumn describes one
place, a square of STRIDE pixels, by some layers. Once a scale, but for the first of several, the nearest style
hypercolumn is found for each place, by the cosine after each set's own mean is subtracted. Then the picture is moved
until its hypercolumns point in the same direction. A cosine has no magnitude: the covariance of the features holds
colors and contrast, and draws the large forms.

The distance is a sum over positions, so that it can be cut into windows anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import tensorflow as tf

from engine.networks import block_of, width_of
from engine.objective.model import NeighborTarget

STRIDE = 4  #: pixels from one hypercolumn to the next, down and across
SHARE = 0.55  #: of the distance in the style term, beside the covariances: with 1, small things of the photo dissolve
TINY = 1e-8  #: keeps the length of a hypercolumn of zeros above 0


class Likeness(NamedTuple):
    """One layer's part of the products of hypercolumns H and unit targets T: (batch, rows, columns)."""

    products: tf.Tensor  #: H·T
    squares: tf.Tensor  #: H·H


def part_of(layer: str, maps: tf.Tensor) -> tf.Tensor:
    """A layer's part of the hypercolumns of maps (batch, height, width, channels): (batch, rows, columns, channels).

    The maps of layers from the third block on, no finer than STRIDE; coarser ones are repeated. Each part is divided by
    the number of its channels, as in the authors' code: so a layer with few channels counts as much as one with many.
    """
    return _repeated(maps, _repetition(layer)) * tf.cast(1 / width_of(layer), maps.dtype)


def attend(layer: str, maps: tf.Tensor, target: NeighborTarget) -> tuple[tf.Tensor, Likeness]:
    """The unchanged maps (batch, height, width, channels), and how alike they are to their target.

    They pass through so that this gradient and that of all deeper layers meet in one fused operation.
    """
    attended = _attending(_repetition(layer), 1 / width_of(layer))
    maps, products, squares = attended(maps, target.candidates[layer], target.matches)
    return maps, Likeness(products, squares)


def distance(parts: Sequence[Likeness], guide: tf.Tensor | None = None) -> tf.Tensor:
    """Mean over the positions of 1 − cos(H, T): (batch,). Kolkin et al. 2022, equation 2.

    `guide` (1, rows, columns, 1), if given, says how much each position counts.
    """
    products = tf.add_n([part.products for part in parts])
    squares = tf.add_n([part.squares for part in parts])
    away = 1 - products * tf.math.rsqrt(squares + TINY)
    return tf.reduce_mean(away if guide is None else away * tf.cast(guide[..., 0], tf.float32), (1, 2))


def _repetition(layer: str) -> int:
    """For how many hypercolumns, down and across, a layer's position stands."""
    return int(2 ** (block_of(layer) - 1)) // STRIDE


def _attending(times: int, scale: float) -> Callable[..., Any]:
    """(maps, table, matches) → maps, H·T and H·H, for a layer whose positions are repeated so many `times`."""

    @tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
    def attended(maps: tf.Tensor, table: tf.Tensor, matches: tf.Tensor) -> Any:
        part = _repeated(maps, times) * tf.cast(scale, maps.dtype)
        wanted = tf.gather(table, matches)  # (1, rows, columns, channels)
        products = tf.reduce_sum(tf.cast(part * wanted, tf.float32), 3)
        squares = tf.reduce_sum(tf.square(tf.cast(part, tf.float32)), 3)

        def gradient(upstream: tf.Tensor, of_products: tf.Tensor, of_squares: tf.Tensor) -> Any:
            with tf.control_dependencies([upstream]):
                again = tf.gather(table, matches)  # what was gathered before would have filled the memory until now
            along, outward = (tf.cast(one, maps.dtype)[..., tf.newaxis] for one in (of_products, 2 * of_squares))
            by_part = (along * again + outward * part) * tf.cast(scale, maps.dtype)
            return tf.add_n([_gathered(by_part, times), upstream]), None, None

        return (tf.identity(maps), products, squares), gradient

    return attended  # type: ignore[no-any-return]  # TensorFlow ships no types


def _repeated(maps: tf.Tensor, times: int) -> tf.Tensor:
    """Each position as a square of times × times. By broadcasting, which is faster than tf.repeat."""
    if times == 1:
        return maps
    batch, rows, columns, channels = (tf.shape(maps)[axis] for axis in range(4))
    spread = tf.broadcast_to(maps[:, :, tf.newaxis, :, tf.newaxis], (batch, rows, times, columns, times, channels))
    repeated = tf.reshape(spread, (batch, rows * times, columns * times, channels))
    repeated.set_shape((*maps.shape[:1], None, None, maps.shape[3]))
    return repeated


def _gathered(gradient: tf.Tensor, times: int) -> tf.Tensor:
    """The gradient by what was `_repeated`."""
    if times == 1:
        return gradient
    return tf.nn.avg_pool2d(gradient, times, times, "VALID") * times**2
