"""The search for neighbors against a naive one."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine.features import self_taught, vgg16
from engine.networks import Network, up_to
from engine.objective import Recipe, matching, recipe_of
from engine.objective.matching import StyleRegion
from engine.settings import Precision, StyleLoss, TransferSettings

Floats = NDArray[np.float32]

RANDOM = np.random.default_rng(0)
CONTENT, PICTURE = (RANDOM.random((1, 288, 112, 3), np.float32) for _ in range(2))
STYLES = [RANDOM.random((1, 64, height, 3), np.float32) for height in (48, 80)]
EVERYWHERE = np.zeros((72, 28), np.int64)


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return recipe_of(TransferSettings(), StyleLoss.NEIGHBORS)


@pytest.fixture(scope="module")
def filters() -> vgg16.Filters:
    layers = up_to(Network.VGG16, ["relu4_2"])
    return self_taught.learn(CONTENT[0, :96, :96], [STYLES[0][0]], Precision.FLOAT32, layers=layers)


@pytest.fixture(scope="module")
def candidates(filters: vgg16.Filters, recipe: Recipe) -> list[tf.Tensor]:
    return [matching.candidates(tf.constant(style), filters, recipe) for style in STYLES]


def columns_of(picture: Floats, filters: vgg16.Filters, recipe: Recipe) -> Floats:
    (part,) = matching.hypercolumns(tf.constant(picture), filters, recipe)
    return np.asarray(part.columns, np.float32)


def naive(query: Floats, style: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The nearest candidate of each query, and its cosine."""
    centered, against = query - query.mean(0), style - style.mean(0)
    centered /= np.linalg.norm(centered, axis=1, keepdims=True)
    against /= np.linalg.norm(against, axis=1, keepdims=True)
    cosines = centered @ against.T
    return cosines.argmax(1), cosines.max(1)


def cosines_of(found: NDArray[np.integer], query: Floats, style: Floats) -> Floats:
    centered, against = query - query.mean(0), style - style.mean(0)
    centered /= np.linalg.norm(centered, axis=1, keepdims=True)
    against /= np.linalg.norm(against, axis=1, keepdims=True)
    return np.asarray(np.sum(centered * against[found], axis=1), np.float32)


def test_what_lies_along_the_borders_of_a_style_is_no_candidate(filters: vgg16.Filters, recipe: Recipe) -> None:
    style, border = RANDOM.random((1, 96, 40, 3), np.float32), matching.BORDER
    columns = columns_of(style, filters, recipe)
    assert columns.shape[:2] == (24, 10)
    found = matching.candidates(tf.constant(style), filters, recipe)
    inner = columns[border:-border]  # 10 columns are too few to lose eight
    np.testing.assert_array_equal(found, inner.reshape(-1, inner.shape[-1]))


@pytest.mark.parametrize("with_picture", [False, True], ids=["content", "content and picture"])
@pytest.mark.parametrize("edge", [None, 256], ids=["whole", "in windows"])
def test_the_nearest_are_those_of_a_naive_search(
    filters: vgg16.Filters, recipe: Recipe, candidates: list[tf.Tensor], edge: int | None, *, with_picture: bool
) -> None:
    picture = tf.constant(PICTURE) if with_picture else None
    found = matching.search(
        tf.constant(CONTENT), picture, candidates[:1], [StyleRegion((0,), (1.0,))], EVERYWHERE, filters, recipe, edge
    )
    assert found.shape == (1, 72, 28)
    query = columns_of(CONTENT, filters, recipe)
    if with_picture:
        query = matching.CONTENT_SHARE * query + (1 - matching.CONTENT_SHARE) * columns_of(PICTURE, filters, recipe)
    query, style = query.reshape(-1, query.shape[2]), np.asarray(candidates[0], np.float32)
    expected, best = naive(query, style)
    same = found.ravel() == expected
    assert same.mean() > (0.999 if edge is None else 0.97)  # windows see a little less at their cuts
    np.testing.assert_allclose(cosines_of(found.ravel(), query, style), best, atol=1e-4 if edge is None else 0.02)


def test_queries_that_are_not_kept_find_the_same(
    filters: vgg16.Filters, recipe: Recipe, candidates: list[tf.Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, region = (tf.constant(CONTENT), tf.constant(PICTURE)), StyleRegion((0, 1), (0.5, 0.5))
    kept = matching.search(*pictures, candidates, [region], EVERYWHERE, filters, recipe)
    monkeypatch.setattr(matching, "KEPT_QUERIES", 0)
    np.testing.assert_array_equal(matching.search(*pictures, candidates, [region], EVERYWHERE, filters, recipe), kept)


def test_a_region_takes_its_own_style_alone(
    filters: vgg16.Filters, recipe: Recipe, candidates: list[tf.Tensor]
) -> None:
    places = np.zeros((72, 28), np.int64)
    places[30:] = 1
    regions = [StyleRegion((0,), (1.0,)), StyleRegion((1,), (1.0,))]
    found = matching.search(tf.constant(CONTENT), None, candidates, regions, places, filters, recipe)[0]
    first = candidates[0].shape[0]
    assert (found[:30] < first).all()
    assert (found[30:] >= first).all()
    query = columns_of(CONTENT, filters, recipe)[30:]
    expected, _ = naive(query.reshape(-1, query.shape[2]), np.asarray(candidates[1], np.float32))
    assert (found[30:].ravel() - first == expected).mean() > 0.999


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.8, 0.2), (1.0, 0.0)])
def test_several_styles_get_their_shares(
    filters: vgg16.Filters, recipe: Recipe, candidates: list[tf.Tensor], shares: tuple[float, float]
) -> None:
    region = StyleRegion((0, 1), shares)
    found = matching.search(tf.constant(CONTENT), None, candidates, [region], EVERYWHERE, filters, recipe)
    assert np.mean(found < candidates[0].shape[0]) == pytest.approx(shares[0], abs=0.03)


def test_the_candidates_of_a_large_style_are_drawn_without_repetition(
    filters: vgg16.Filters, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    style = tf.constant(CONTENT)
    whole = np.asarray(matching.candidates(style, filters, recipe), np.float32)
    assert len(whole) == (72 - 2 * matching.BORDER) * (28 - 2 * matching.BORDER)
    monkeypatch.setattr(matching, "MOST_CANDIDATES", 500)
    drawn = np.asarray(matching.candidates(style, filters, recipe, seed=3), np.float32)
    where = [int(np.abs(whole - one).sum(1).argmin()) for one in drawn]
    assert len(set(where)) == 500
    assert where == sorted(where)
    again = matching.candidates(style, filters, recipe, seed=3)
    np.testing.assert_array_equal(drawn, np.asarray(again, np.float32))
    assert not np.array_equal(drawn, np.asarray(matching.candidates(style, filters, recipe, seed=4), np.float32))
