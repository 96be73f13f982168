"""Presets: valid settings, each for its purpose."""

from __future__ import annotations

import pytest

from engine.networks import WIDTHS, Network
from engine.presets import PRESETS
from engine.settings import (
    InitialImage,
    LossScale,
    OptimizerName,
    Pooling,
    StyleLoss,
    TransferSettings,
    Weighting,
)
from tests.support.runs import changed


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_valid_as_it_is(name: str) -> None:
    assert changed(PRESETS[name]) == PRESETS[name]


def test_standard_is_the_default() -> None:
    assert PRESETS["standard"] == TransferSettings()


def test_draft_standard_and_fine_take_more_and_more() -> None:
    costs = [PRESETS[name].iterations * PRESETS[name].size ** 2 for name in ("draft", "standard", "fine")]
    assert costs == sorted(costs)
    assert costs[0] < costs[1] / 4
    assert costs[2] > costs[1] * 4


def test_classic_is_the_published_algorithm() -> None:
    classic = PRESETS["classic"]
    assert (classic.network, classic.pooling) == (Network.VGG16, Pooling.MAX)
    assert set(classic.style_layers) == set(WIDTHS[Network.VGG16])  # all thirteen
    assert list(classic.content_layers) == ["relu3_1"]  # the fifth
    weights = (classic.content_weight, classic.style_weight, classic.denoise_weight)
    assert weights == (5, 10, 0.3)  # the content's was 1.5
    assert classic.iterations == 60
    assert classic.style_loss is StyleLoss.GRAM
    assert classic.loss_scale is LossScale.NONE
    assert classic.weighting is Weighting.ADAPTIVE
    assert classic.optimizer is OptimizerName.GRADIENT
    assert classic.init is InitialImage.GRAY  # with a trace of noise: see engine.run.initial
    assert not classic.coarse_to_fine
