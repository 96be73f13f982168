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
AT_ONCE = 1 << 14  #: hypercolumns that are compared with their targets at once
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
    """(maps, table, matches) → maps, H·T and H·H, for a layer whose positions are repeated so many `times`.

    The positions are taken some rows at a time, because what is computed on the way is several times as large as the
    maps.
    """

    def described(maps: tf.Tensor, table: tf.Tensor, matches: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """H and T: (1, rows, columns, channels)."""
        return _repeated(maps, times) * tf.cast(scale, maps.dtype), tf.gather(table, matches)

    @tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow ships no types
    def attended(maps: tf.Tensor, table: tf.Tensor, matches: tf.Tensor) -> Any:
        matches = tf.tile(matches, (tf.shape(maps)[0], 1, 1))

        def likeness(maps: tf.Tensor, matches: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            part, wanted = described(maps, table, matches)
            products = tf.reduce_sum(tf.cast(part * wanted, tf.float32), 3)
            return products, tf.reduce_sum(tf.square(tf.cast(part, tf.float32)), 3)

        def gradient(upstream: tf.Tensor, of_products: tf.Tensor, of_squares: tf.Tensor) -> Any:
            along, outward = (tf.cast(one, maps.dtype)[..., tf.newaxis] for one in (of_products, 2 * of_squares))

            def by_maps(
                maps: tf.Tensor, upstream: tf.Tensor, matches: tf.Tensor, along: tf.Tensor, outward: tf.Tensor
            ) -> tuple[tf.Tensor]:
                part, wanted = described(maps, table, matches)
                by_part = (along * wanted + outward * part) * tf.cast(scale, maps.dtype)
                return (_gathered(by_part, times) + upstream,)

            [found] = _by_rows(by_maps, times, (maps, upstream), (matches, along, outward), (maps.dtype,))
            return tf.reshape(found, tf.shape(maps)), None, None

        found = _by_rows(likeness, times, (maps,), (matches,), (tf.float32, tf.float32))
        products, squares = (tf.reshape(one, tf.shape(matches)) for one in found)
        return (tf.identity(maps), products, squares), gradient

    return attended  # type: ignore[no-any-return]  # TensorFlow ships no types


def _by_rows(
    work: Callable[..., tuple[tf.Tensor, ...]],
    times: int,
    coarse: Sequence[tf.Tensor],
    fine: Sequence[tf.Tensor],
    kinds: Sequence[tf.DType],
) -> list[tf.Tensor]:
    """What `work` makes of some rows after the other, as (batch · rows, …); `kinds` are the types of its answers.

    `coarse` (batch, rows, columns, …) and `fine` (batch, times · rows, times · columns, …) are cut alike. `work` gets
    all of them as (1, rows, …): the pictures of a batch are laid one below the other.
    """
    batch, height, width = (tf.shape(coarse[0])[axis] for axis in range(3))
    at_once = tf.maximum(1, AT_ONCE // (width * times**2))
    count = -(-batch * height // at_once)
    below = [_below_one_another(one) for one in (*coarse, *fine)]
    steps = [1] * len(coarse) + [times] * len(fine)
    parts = tuple(tf.TensorArray(kind, count, infer_shape=False) for kind in kinds)

    def step(number: tf.Tensor, parts: tuple[tf.TensorArray, ...]) -> tuple[tf.Tensor, tuple[tf.TensorArray, ...]]:
        start, end = number * at_once, (number + 1) * at_once  # a slice ends at the last row
        done = work(*(one[:, start * rows : end * rows] for one, rows in zip(below, steps, strict=True)))
        return number + 1, tuple(array.write(number, one[0]) for array, one in zip(parts, done, strict=True))

    _, parts = tf.while_loop(lambda number, _: number < count, step, (0, parts), parallel_iterations=1)
    return [array.concat() for array in parts]


def _below_one_another(pictures: tf.Tensor) -> tf.Tensor:
    """(batch, rows, …) → (1, batch · rows, …)."""
    joined = tf.reshape(pictures, tf.concat([[1, -1], tf.shape(pictures)[2:]], 0))
    joined.set_shape((1, None, *pictures.shape[2:]))
    return joined


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
