"""The search for neighbors: the nearest style hypercolumn for each hypercolumn of a picture.

Kolkin et al. 2022 (arXiv 2203.13215), section 3.2: the least cosine distance after each set's own mean is subtracted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engine.features import vgg16
from engine.networks import width_of
from engine.objective import neighbors, windows
from engine.objective.model import NeighborTarget, Recipe

#: Of one style picture. Kolkin et al. 2019 (STROTSS) sample 1,000 at a time; with thousands no stroke is missed, and a
#: search takes no longer for each position, however large the pictures are.
MOST_CANDIDATES = 8192
#: Pixels of the longer edge up to which hypercolumns are made in one go: those of the whole picture at 1024 pixels took
#: more memory than its iterations.
WINDOW = 512
#: Places along each border of a style that are no candidates: the zeros beyond it are seen there, and would be painted
#: as a line along the borders of the picture, whose own places see zeros, too.
BORDER = 4
KEPT_QUERIES = 1 << 14  #: positions up to which the queries, which are needed twice, are kept; of more, made twice
BLOCK = 2048  #: positions that are compared with all candidates at once
PRICE_ROUNDS = 60  #: in which the shares of several styles are brought to what was asked for
#: α in the paper, of the content in what is searched for; the rest is the picture so far. With 0.75 as there, a plain
#: sky finds plain places of the style, and its swirls fade; so, each stroke finds the strokes that it resembles.
CONTENT_SHARE = 0.25

Indices = NDArray[np.int32]


class StyleRegion(NamedTuple):
    """A region for some styles, and the share of each in it."""

    styles: tuple[int, ...]  #: indices into the candidates
    shares: tuple[float, ...]  #: one for each of them; they sum to 1


class Part(NamedTuple):
    """The hypercolumns of a part of a picture."""

    top: int  #: in rows of hypercolumns
    left: int
    columns: tf.Tensor  #: (rows, columns, channels), in the filters' number format


def candidates(
    style: tf.Tensor, filters: vgg16.Filters, recipe: Recipe, seed: int = 0, edge: int | None = None
) -> tf.Tensor:
    """At most MOST_CANDIDATES hypercolumns of a style picture (1, height, width, 3): (candidates, channels).

    From a larger picture they are drawn with `seed`, without repetition, in reading order.
    """
    rows, columns = (length // neighbors.STRIDE for length in style.shape[1:3])
    inner = np.arange(rows * columns).reshape(rows, columns)[_inside(rows), _inside(columns)].reshape(-1)
    count = min(MOST_CANDIDATES, inner.size)
    drawn = np.sort(np.random.default_rng(seed).choice(inner, count, replace=False))
    found = []
    for part in hypercolumns(style, filters, recipe, edge):
        height, width, channels = part.columns.shape
        row, column = drawn // columns - part.top, drawn % columns - part.left
        inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        places = row[inside] * width + column[inside]
        found.append(tf.gather(tf.reshape(part.columns, (-1, channels)), places))
    return tf.concat(found, 0)


def _inside(length: int) -> slice:
    """The places along an axis that the borders do not reach, where there are enough of them."""
    return slice(BORDER, length - BORDER) if length >= 4 * BORDER else slice(None)


def hypercolumns(picture: tf.Tensor, filters: vgg16.Filters, recipe: Recipe, edge: int | None = None) -> Iterator[Part]:
    """The hypercolumns of a picture (1, height, width, 3), in parts that cover it exactly once, computed in windows of
    at most `edge` pixels.
    """
    edge = min(edge or WINDOW, WINDOW)
    for window, maps in windows.features_of_cores(picture, filters, recipe.neighbor_layers, recipe.pooling, edge):
        parts = [neighbors.part_of(layer, maps[layer]) for layer in recipe.neighbor_layers]
        top, left = window.core_top // neighbors.STRIDE, window.core_left // neighbors.STRIDE
        yield Part(top, left, tf.concat(parts, 3)[0])


def search(
    content: tf.Tensor,
    picture: tf.Tensor | None,
    styles: Sequence[tf.Tensor],
    regions: Sequence[StyleRegion],
    places: NDArray[np.integer],
    filters: vgg16.Filters,
    recipe: Recipe,
    edge: int | None = None,
) -> Indices:
    """The nearest candidate for each position: (1, rows, columns), numbered through all `styles` in order.

    The query is the content (1, height, width, 3), or, with a `picture` of the same size, CONTENT_SHARE of the
    content's hypercolumns and the rest of the picture's. `styles` are their `candidates`; `places` (rows, columns)
    names the region of each position. Each region has its own mean.
    """

    def computed() -> Iterator[Part]:
        parts = hypercolumns(content, filters, recipe, edge)
        if picture is None:
            return parts
        return map(_mixed, parts, hypercolumns(picture, filters, recipe, edge))

    kept = list(computed()) if places.size <= KEPT_QUERIES else None

    def queries() -> Iterable[Part]:
        return computed() if kept is None else kept

    means = _means(queries(), places, len(regions))
    offsets = np.cumsum([0, *(style.shape[0] for style in styles)])
    found = np.zeros(places.shape, np.int32)
    ready = [[_unit(styles[index]) for index in region.styles] for region in regions]
    scores = [np.zeros((len(region.styles), *places.shape), np.float32) for region in regions]
    nearest = [np.zeros((len(region.styles), *places.shape), np.int32) for region in regions]
    for part in queries():
        height, width, channels = part.columns.shape
        window = np.s_[part.top : part.top + height, part.left : part.left + width]
        flat = tf.reshape(part.columns, (-1, channels))
        for number in range(len(regions)):
            inside = np.flatnonzero(places[window] == number)
            if not inside.size:
                continue
            query = flat if inside.size == height * width else tf.gather(flat, inside)
            for which, style in enumerate(ready[number]):
                best, score = _nearest(query, means[number], style)
                nearest[number][which][window].flat[inside] = best
                scores[number][which][window].flat[inside] = score
    for number, region in enumerate(regions):
        here = places == number
        chosen = shared(scores[number][:, here], region.shares)
        picked = np.take_along_axis(nearest[number][:, here], chosen[np.newaxis], 0)[0]
        found[here] = picked + offsets[np.asarray(region.styles)[chosen]]
    return found[np.newaxis]


def shared(scores: NDArray[np.float32], shares: Sequence[float]) -> NDArray[np.int64]:
    """One of several styles for each position, by `scores` (styles, positions), so that each style gets about its
    share.

    Each style has a price, which rises where it was taken too often: an auction (Bertsekas 1988).
    """
    styles, positions = scores.shape
    if styles == 1 or not positions:
        return np.zeros(positions, np.int64)
    prices = np.zeros(styles)
    step = float(scores.std()) + 1e-3
    for round_number in range(PRICE_ROUNDS):
        taken = np.argmax(scores - prices[:, np.newaxis], axis=0)
        excess = np.bincount(taken, minlength=styles) / positions - np.asarray(shares)
        prices += step * excess * 4 / (1 + 0.2 * round_number)
    chosen = np.argmax(scores - prices[:, np.newaxis], axis=0)
    return np.asarray(chosen)


def target(
    styles: Sequence[tf.Tensor], matches: Indices, recipe: Recipe, guide: tf.Tensor | None = None
) -> NeighborTarget:
    """The targets: the candidates as unit vectors, cut by layer, and the match of each position."""
    units = [tf.math.l2_normalize(tf.cast(style, tf.float32), 1) for style in styles]
    whole = tf.cast(tf.concat(units, 0), styles[0].dtype)
    parts = tf.split(whole, [width_of(layer) for layer in recipe.neighbor_layers], 1)
    return NeighborTarget(dict(zip(recipe.neighbor_layers, parts, strict=True)), tf.constant(matches), guide)


def _mixed(content: Part, picture: Part) -> Part:
    columns = tf.cast(content.columns, tf.float32) * CONTENT_SHARE
    columns += tf.cast(picture.columns, tf.float32) * (1 - CONTENT_SHARE)
    return content._replace(columns=tf.cast(columns, content.columns.dtype))


def _means(parts: Iterable[Part], places: NDArray[np.integer], regions: int) -> list[tf.Tensor]:
    """The mean hypercolumn of each region: (channels,), float32; 0 for one that is nowhere."""
    sums: list[tf.Tensor | float] = [0.0] * regions
    for part in parts:
        height, width, channels = part.columns.shape
        here = places[part.top : part.top + height, part.left : part.left + width].reshape(-1)
        flat = tf.reshape(part.columns, (-1, channels))
        for number in range(regions):
            weights = tf.constant((here == number)[np.newaxis], flat.dtype)
            sums[number] += tf.cast(tf.matmul(weights, flat)[0], tf.float32)
    counts = [max(1, int(np.sum(places == number))) for number in range(regions)]
    return [one / count for one, count in zip(sums, counts, strict=True)]


def _unit(columns: tf.Tensor) -> tf.Tensor:
    """The columns (candidates, channels) minus their mean, each scaled to length 1."""
    values = tf.cast(columns, tf.float32)
    centered = tf.math.l2_normalize(values - tf.reduce_mean(values, 0), 1)
    return tf.cast(centered, columns.dtype)


def _nearest(query: tf.Tensor, mean: tf.Tensor, style: tf.Tensor) -> tuple[Indices, NDArray[np.float32]]:
    """For each query (positions, channels) the candidate of the greatest cosine, and that cosine."""
    indices, scores = [], []
    for start in range(0, query.shape[0], BLOCK):
        block = tf.cast(query[start : start + BLOCK], tf.float32) - mean
        block = tf.cast(tf.math.l2_normalize(block, 1), style.dtype)
        cosines = tf.matmul(block, style, transpose_b=True)
        indices.append(tf.argmax(cosines, 1, tf.int32))
        scores.append(tf.cast(tf.reduce_max(cosines, 1), tf.float32))
    return tf.concat(indices, 0).numpy(), tf.concat(scores, 0).numpy()
