"""The objective window by window against that of the whole, and runs that need windows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from engine import objective
from engine.errors import BeyondMemory
from engine.events import Result, Started
from engine.features import self_taught, vgg16
from engine.image import regions
from engine.machine import budget
from engine.networks import Network, up_to
from engine.objective import Objective, Recipe, Targets, matching, tiling
from engine.objective.windows import stride_of, windows
from engine.run.transfer import TransferRequest, stylize
from engine.settings import OptimizerName, Precision, StyleLoss, TransferSettings, Weighting
from tests.support.runs import SILENT, pixels

RANDOM = np.random.default_rng(0)
HEIGHT, WIDTH = 288, 48  # three windows, one above the other
CONTENT = RANDOM.random((1, HEIGHT, WIDTH, 3), np.float32)
PICTURES = tf.constant(RANDOM.random((2, HEIGHT, WIDTH, 3), np.float32))
STYLE = RANDOM.random((1, 96, 96, 3), np.float32)
LEFT = np.repeat(np.arange(WIDTH) < 24, HEIGHT).reshape(WIDTH, HEIGHT).T.astype(np.float32)
DEEPEST = "relu3_1"  # reaches 19 pixels far
SETTINGS: dict[str, Any] = {
    "content_layers": {"relu2_2": 1.0},
    "style_layers": {"relu1_1": 1.0, "relu2_1": 0.5, DEEPEST: 1.0},
}


@pytest.fixture(scope="module")
def filters() -> vgg16.Filters:
    layers = up_to(Network.VGG16, [DEEPEST])
    return self_taught.learn(CONTENT[0, :96, :96], [STYLE[0]], Precision.FLOAT32, layers=layers)


def function_of(filters: vgg16.Filters, recipe: Recipe, settings: TransferSettings, *, in_regions: bool) -> Objective:
    guide: tf.Tensor | None = None
    parts: list[Any] = [None]
    if in_regions:
        strides = {layer: stride_of(layer) for layer in SETTINGS["style_layers"]}
        sizes = {layer: (HEIGHT // stride, WIDTH // stride) for layer, stride in strides.items()}
        guide = tf.constant(regions.content_guide(LEFT))
        guides = [regions.guides(mask, sizes) for mask in (LEFT, 1 - LEFT)]
        parts = [{layer: tf.constant(one) for layer, one in each.items()} for each in guides]
    content = objective.content_targets(tf.constant(CONTENT), filters, recipe, guide)
    style = tuple(objective.style_targets([tf.constant(STYLE)], [1.0], filters, recipe, part) for part in parts)
    targets = Targets(content, style)
    if recipe.style_loss is StyleLoss.NEIGHBORS:
        candidates = matching.candidates(tf.constant(STYLE), filters, recipe)
        matches = RANDOM.integers(0, candidates.shape[0], (1, HEIGHT // 4, WIDTH // 4)).astype(np.int32)
        covered = RANDOM.random((1, HEIGHT // 4, WIDTH // 4, 1), np.float32) if in_regions else None
        targets = targets._replace(neighbors=matching.target([candidates], matches, recipe, covered))
    return Objective(filters, targets, objective.weights_of(settings))


@pytest.mark.parametrize("in_regions", [False, True], ids=["everywhere", "in regions"])
@pytest.mark.parametrize(
    ("statistics", "weighting"),
    [
        (StyleLoss.COVARIANCE, Weighting.RELATIVE),
        (StyleLoss.GRAM, Weighting.ADAPTIVE),
        (StyleLoss.WASSERSTEIN, Weighting.RELATIVE),
        (StyleLoss.NEIGHBORS, Weighting.RELATIVE),
    ],
)
def test_losses_and_gradient_by_windows_are_those_of_the_whole(
    filters: vgg16.Filters, statistics: StyleLoss, weighting: Weighting, *, in_regions: bool
) -> None:
    settings = TransferSettings(style_loss=statistics, weighting=weighting, **SETTINGS)
    recipe = objective.recipe_of(settings)._replace(neighbor_layers=(DEEPEST,))
    function = function_of(filters, recipe, settings, in_regions=in_regions)
    whole = objective.evaluate(PICTURES, function, recipe)
    for iteration in (0, 5):
        places = windows(HEIGHT, WIDTH, 256, iteration)
        assert len(places) == 3
        found = tiling.evaluate(PICTURES, function, recipe, places)
        np.testing.assert_allclose(found.total, whole.total, rtol=1e-4)
        for term, expected in zip((*found.terms, *found.weights), (*whole.terms, *whole.weights), strict=True):
            np.testing.assert_allclose(term, expected, rtol=1e-3)
        scale = np.abs(whole.gradient).max()
        np.testing.assert_allclose(found.gradient / scale, whole.gradient / scale, atol=1e-4)


def test_it_holds_for_windows_beside_each_other_too(filters: vgg16.Filters) -> None:
    settings = TransferSettings(content_layers={"relu1_2": 1.0}, style_layers={"relu1_1": 1.0, "relu2_1": 1.0})
    recipe = objective.recipe_of(settings)
    square = tf.constant(RANDOM.random((1, 288, 288, 3), np.float32))
    content = objective.content_targets(1 - square, filters, recipe)
    style = objective.style_targets([tf.constant(STYLE)], [1.0], filters, recipe)
    function = Objective(filters, Targets(content, (style,)), objective.weights_of(settings))
    whole = objective.evaluate(square, function, recipe)
    found = tiling.evaluate(square, function, recipe, windows(288, 288, 256))
    scale = np.abs(whole.gradient).max()
    np.testing.assert_allclose(found.gradient / scale, whole.gradient / scale, atol=1e-4)


# --- the limit --------------------------------------------------------------------------------------------------------


def test_what_cannot_fit_is_refused_with_what_would_help() -> None:
    request = TransferRequest(CONTENT[0], (STYLE[0],), TransferSettings(size=4096, iterations=10))
    words = r"4096 pixels need about \d+\.\d GB of memory, and 1\.0 GB are allowed; use a smaller size"
    with pytest.raises(BeyondMemory, match=words):
        next(stylize(request, precision=Precision.FLOAT32, memory_limit=1e9))


def settings_for(**changes: Any) -> TransferSettings:
    return TransferSettings(size=288, iterations=10, coarse_to_fine=False, **SETTINGS, **changes)


def painted(settings: TransferSettings) -> tuple[Started, Result]:
    request = TransferRequest(CONTENT[0], (STYLE[0],), settings)
    events = list(stylize(request, precision=Precision.FLOAT32, reporting=SILENT))
    started, result = events[0], events[-1]
    assert isinstance(started, Started)
    assert isinstance(result, Result)
    return started, result


@pytest.mark.parametrize("optimizer", list(OptimizerName))
def test_a_run_in_windows_gives_the_picture_of_a_run_without(
    monkeypatch: pytest.MonkeyPatch, optimizer: OptimizerName
) -> None:
    settings = settings_for(optimizer=optimizer)
    started, result = painted(settings)
    assert started.memory_bytes == round(budget.needed(started.scales[-1], Precision.FLOAT32, optimizer))
    monkeypatch.setattr(budget, "edge_for", lambda *_: 256)
    started_in_windows, in_windows = painted(settings)
    assert started_in_windows.memory_bytes <= started.memory_bytes
    assert np.abs(pixels(in_windows) - pixels(result)).mean() < 1 / 255
    figures, expected = in_windows.figures, result.figures
    assert figures.style_residual == pytest.approx(expected.style_residual, rel=0.02)
    assert figures.content_residual == pytest.approx(expected.content_residual, rel=0.02)
