"""The classic preset end to end: its adaptive weights, and what it does to the losses."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.events import Progress, Result
from engine.plan import TransferRequest
from engine.presets import CLASSIC
from engine.settings import FeatureSource, Precision
from engine.stylize import Reporting, stylize
from tests.support.runs import changed
from tests.support.textures import texture

ITERATIONS = 20
EVERY = 10
USER_WEIGHTS = {"content": CLASSIC.content_weight, "style": CLASSIC.style_weight, "denoise": CLASSIC.denoise_weight}


@pytest.fixture(scope="module")
def told() -> tuple[list[Progress], Result]:
    """Everything it told on its way, and its end."""
    settings = changed(CLASSIC, iterations=ITERATIONS, size=128, features=FeatureSource.SELF_TAUGHT)
    request = TransferRequest(texture(48, 64, 1), (texture(64, 64, 2),), settings)
    reporting = Reporting(progress_seconds=0, checkpoint_seconds=math.inf, preview_every=EVERY)
    *events, result = stylize(request, precision=Precision.FLOAT32, reporting=reporting)
    assert isinstance(result, Result)
    return [event for event in events if isinstance(event, Progress)], result


def test_each_weight_is_the_user_s_over_the_loss_at_that_iteration(told: tuple[list[Progress], Result]) -> None:
    for progress in told[0]:
        for name, weight in USER_WEIGHTS.items():
            term = getattr(progress.losses, name)
            assert 0 < term.weight < math.inf
            np.testing.assert_allclose(term.weight * term.value, weight, rtol=1e-4)


def test_style_and_noise_fall_by_far(told: tuple[list[Progress], Result]) -> None:
    first, *_, last = told[0]
    assert last.losses.style.value < first.losses.style.value / 3
    assert last.losses.denoise.value < first.losses.denoise.value


def test_a_picture_comes_every_ten_iterations_all_at_one_scale(told: tuple[list[Progress], Result]) -> None:
    progress, result = told
    assert [one.iteration for one in progress if one.preview is not None] == [10, 20]
    assert len(result.figures.scales) == 1
    assert result.figures.iterations == ITERATIONS
