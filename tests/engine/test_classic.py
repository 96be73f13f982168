"""The classic preset end to end: its adaptive weights, and what it does to the losses."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from engine.events import Progress, Result
from engine.image import images
from engine.presets import CLASSIC
from engine.run.request import TransferRequest
from engine.run.transfer import Reporting, stylize
from engine.settings import FeatureSource, Precision
from tests.support.runs import changed
from tests.support.textures import texture

Floats = NDArray[np.float32]

ITERATIONS = 20
EVERY = 10
TALKATIVE = Reporting(progress_seconds=0, checkpoint_seconds=math.inf, preview_every=EVERY)
USER_WEIGHTS = {"content": CLASSIC.content_weight, "style": CLASSIC.style_weight, "denoise": CLASSIC.denoise_weight}


def landscape(height: int, width: int) -> Floats:
    """A bright sky, a dark hill and a red house."""
    rows, columns = np.mgrid[0:height, 0:width] / height
    picture = np.full((height, width, 3), (0.7, 0.8, 0.95), np.float32)
    picture[rows > 0.7 - 0.2 * np.sin(3 * columns)] = (0.15, 0.3, 0.1)
    picture[(np.abs(columns - 0.4) < 0.12) & (np.abs(rows - 0.45) < 0.15)] = (0.8, 0.15, 0.1)
    return picture


def waves(height: int, width: int) -> Floats:
    """Broad bands of blue and ocher."""
    rows, columns = np.mgrid[0:height, 0:width]
    bands = 0.5 + 0.5 * np.sin((rows + 9 * np.sin(columns / 15)) / 5)
    return (bands[:, :, np.newaxis] * (0.1, 0.25, 0.6) + (1 - bands[:, :, np.newaxis]) * (0.8, 0.6, 0.2)).astype(
        np.float32
    )


@pytest.fixture(scope="module")
def told() -> tuple[list[Progress], Result]:
    """All progress of a run, and its result."""
    settings = changed(CLASSIC, iterations=ITERATIONS, size=128, features=FeatureSource.SELF_TAUGHT)
    request = TransferRequest(texture(48, 64, 1), (texture(64, 64, 2),), settings)
    *events, result = stylize(request, precision=Precision.FLOAT32, reporting=TALKATIVE)
    assert isinstance(result, Result)
    return [event for event in events if isinstance(event, Progress)], result


def test_each_weight_is_the_user_s_over_the_loss_at_that_iteration(told: tuple[list[Progress], Result]) -> None:
    for progress in told[0]:
        for name, weight in USER_WEIGHTS.items():
            term = getattr(progress.losses, name)
            assert 0 < term.weight < math.inf
            np.testing.assert_allclose(term.weight * term.value, weight, rtol=1e-4)


@pytest.mark.weights
@pytest.mark.usefixtures("real_filters")
def test_with_trained_filters_both_content_and_style_come_out_of_the_gray() -> None:
    content, style = landscape(96, 128), waves(96, 96)
    request = TransferRequest(content, (style,), changed(CLASSIC, iterations=60, size=128))
    *progress, result = stylize(request, precision=Precision.FLOAT32, reporting=TALKATIVE)
    assert isinstance(result, Result)
    assert result.figures.features is FeatureSource.IMAGENET
    losses = [event.losses for event in progress if isinstance(event, Progress)]
    assert losses[-1].style.value < losses[0].style.value / 5
    # Forms and colors without the strokes. From noise, and by the source's own weights, it is 0.04.
    painted = images.decode(result.pictures[0].png)
    broad = [gaussian_filter(picture, (3, 3, 0)).ravel() for picture in (painted, content)]
    assert np.corrcoef(broad)[0, 1] > 0.15


def test_a_picture_comes_every_ten_iterations_all_at_one_scale(told: tuple[list[Progress], Result]) -> None:
    progress, result = told
    assert [one.iteration for one in progress if one.preview is not None] == [10, 20]
    assert len(result.figures.scales) == 1
    assert result.figures.iterations == ITERATIONS
