"""Every setting shows in the picture, or in what is told of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.events import PlannedScale, Result
from engine.networks import Network
from engine.settings import (
    ColorMatch,
    Colors,
    InitialImage,
    LossScale,
    OptimizerName,
    Pooling,
    StyleLoss,
    TransferSettings,
    Weighting,
)
from tests.support.runs import CONTENT, ONE_SCALE, OTHER_STYLE, STYLE, Floats, changed, paint, pixels
from tests.support.textures import texture

pytestmark = pytest.mark.usefixtures("filters_are_learned_once")

MUCH_CONTENT = {"content_weight": 100.0}
DEEPER = {"content_layers": {"relu4_1": 1.0}, **MUCH_CONTENT}  # both networks are the same up to relu3_3
GRAM = {"style_loss": StyleLoss.GRAM}
MATCH = {"colors": Colors.MATCH}

#: By setting: what both runs have in common, and what only the second has.
EFFECTS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {"iterations": 20}),
    ({}, {"content_weight": 100.0}),
    ({}, {"style_weight": 1.0}),
    ({}, {"denoise_weight": 100.0}),
    ({"iterations": 20, "style_weight": 1.0}, {"strength": 100.0}),
    (MUCH_CONTENT, {"content_layers": {"relu1_1": 1.0}}),
    ({}, {"style_layers": {"relu3_1": 1.0}}),
    *(({}, {"style_loss": statistics}) for statistics in (StyleLoss.GRAM, StyleLoss.WASSERSTEIN)),
    ({}, {"style_blend": (0.2, 0.8)}),
    ({}, {"style_scale": 0.4}),
    *(({}, {"init": kind}) for kind in InitialImage if kind not in (InitialImage.PICTURE, ONE_SCALE.init)),
    ({}, {"colors": Colors.KEEP}),
    ({}, {"colors": Colors.MATCH}),
    (MATCH, {"color_match": ColorMatch.CHOLESKY}),
    (MATCH, {"color_match": ColorMatch.EIGEN}),
    (DEEPER, {"network": Network.VGG19}),
    ({}, {"pooling": Pooling.MAX}),
    ({}, {"optimizer": OptimizerName.LBFGS}),
    ({}, {"optimizer": OptimizerName.GRADIENT}),
    ({}, {"step_size": 4.0}),
    ({}, {"weighting": Weighting.ADAPTIVE}),
    (GRAM, {"loss_scale": LossScale.NONE}),
    ({"size": 240, "iterations": 10}, {"coarse_to_fine": False}),
    ({"iterations": 40, "init": InitialImage.CONTENT, "style_weight": 1.0}, {"min_improvement": 0.3}),
    ({}, {"seed": 1}),
]
#: What has tests of its own: the size in those of the loop, the source of the filters in those of the features, faces
#: in those of retouching.
ELSEWHERE = {"size", "features", "faces"}

STYLES = (STYLE * np.array([0.9, 0.6, 0.4], np.float32), OTHER_STYLE)  # of different palettes
_PAINTED: dict[str, Result] = {}


def painted(**changes: Any) -> Result:
    """Paint with two styles; each choice of settings is painted once."""
    settings = changed(**changes)
    if repr(settings) not in _PAINTED:
        _PAINTED[repr(settings)] = paint(settings, CONTENT, *STYLES)
    return _PAINTED[repr(settings)]


def test_no_setting_is_forgotten() -> None:
    tested = {name for _, changes in EFFECTS for name in changes}
    assert tested | ELSEWHERE == set(TransferSettings.__struct_fields__)


@pytest.mark.parametrize(("common", "changes"), EFFECTS, ids=[str(changes) for _, changes in EFFECTS])
def test_every_setting_changes_the_picture(common: dict[str, Any], changes: dict[str, Any]) -> None:
    one, other = painted(**common), painted(**common | changes)
    assert np.abs(pixels(one) - pixels(other)).mean() > 1 / 255


def test_more_style_weight_brings_the_style_nearer() -> None:
    little, much = (painted(style_weight=weight, iterations=20).figures for weight in (1.0, 1000.0))
    assert much.style_residual < 0.7 * little.style_residual
    assert much.content_residual > little.content_residual
    assert much.style_to_content < little.style_to_content


def test_more_content_weight_keeps_the_content_nearer() -> None:
    little, much = (painted(content_weight=weight).figures for weight in (1.0, 100.0))
    assert much.content_residual < 0.9 * little.content_residual


def roughness(result: Result) -> float:
    picture = pixels(result)
    return float((np.diff(picture, axis=0) ** 2).mean() + (np.diff(picture, axis=1) ** 2).mean())


def test_more_denoise_weight_makes_smoother_pictures() -> None:
    little, much = (roughness(painted(denoise_weight=weight)) for weight in (2.0, 1000.0))
    assert much < 0.7 * little


def test_more_iterations_bring_the_losses_lower() -> None:
    few, many = (painted(iterations=iterations).figures for iterations in (10, 20))
    assert (few.iterations, many.iterations) == (10, 20)
    assert many.style_residual < few.style_residual


def test_more_strength_brings_the_style_nearer_and_the_ratio_lower() -> None:
    ratios = [painted(iterations=30, strength=strength).figures.style_to_content for strength in (0.0, 50.0, 100.0)]
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[2] < 0.75 * ratios[0]


def test_without_coarse_to_fine_there_is_one_scale() -> None:
    settings = {"size": 240, "iterations": 10}
    several, one = (painted(**settings, coarse_to_fine=coarse).figures for coarse in (True, False))
    assert len(several.scales) > 1
    [scale] = one.scales
    assert scale == PlannedScale(height=80, width=240, iterations=10)  # 79 × 240, rounded
    assert (one.height, one.width) == (79, 240)


# --- colors ----------------------------------------------------------------------------------------------------------


def in_yiq(picture: Floats) -> Floats:
    rgb_to_yiq = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
    return np.asarray(picture @ rgb_to_yiq.T, np.float32)


WARM_STYLE = texture(80, 64, 5) * np.array([0.9, 0.5, 0.2], np.float32)
COLORFUL = 0.25 + 0.5 * texture(64, 128, 6)  # far from the ends of the range


def test_kept_colors_are_those_of_the_content_pixel_by_pixel_and_its_luminance_is_painted() -> None:
    result = pixels(paint(changed(colors=Colors.KEEP, style_weight=40.0), COLORFUL, WARM_STYLE))
    before, after = in_yiq(COLORFUL), in_yiq(result)
    inside = ((result > 0) & (result < 1)).all(2)
    assert inside.mean() > 0.7
    np.testing.assert_allclose(after[inside][:, 1:], before[inside][:, 1:], atol=2 / 255)  # I and Q
    assert np.abs(after[..., 0] - before[..., 0]).mean() > 2 / 255


def test_matched_colors_have_the_content_s_palette_and_others_the_style_s() -> None:
    for colors, palette in ((Colors.MATCH, COLORFUL), (Colors.STYLE, WARM_STYLE)):
        result = pixels(paint(changed(colors=colors), COLORFUL, WARM_STYLE))
        np.testing.assert_allclose(result.mean((0, 1)), palette.mean((0, 1)), atol=0.05)
    assert np.abs(WARM_STYLE.mean((0, 1)) - COLORFUL.mean((0, 1))).max() > 0.3


# --- several styles ---------------------------------------------------------------------------------------------------


def test_a_style_with_the_whole_share_paints_as_if_it_had_the_whole_picture() -> None:
    everywhere, nowhere = np.ones(CONTENT.shape[:2], np.float32), np.zeros(CONTENT.shape[:2], np.float32)
    by_share, by_mask = (
        pixels(paint(settings, CONTENT, STYLE, OTHER_STYLE, masks=masks))
        for settings, masks in ((changed(style_blend=(1.0, 0.0)), ()), (ONE_SCALE, (everywhere, nowhere)))
    )
    assert np.abs(by_share - by_mask).mean() < 1 / 255
    assert np.abs(by_share - pixels(paint(ONE_SCALE, CONTENT, STYLE, OTHER_STYLE))).mean() > 2 / 255


def test_shares_count_by_their_ratio() -> None:
    one, other = (painted(style_blend=shares) for shares in ((1.0, 3.0), (0.25, 0.75)))
    assert one.pictures == other.pictures
