"""What a run starts from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.image import colors, images
from engine.run import initial
from engine.run.initial import GRAIN, initial_image
from engine.run.plan import Plan
from engine.run.planning import make_plan
from engine.run.request import TransferRequest
from engine.settings import Colors, InitialImage, Precision
from tests.support.runs import CONTENT, ONE_SCALE, OTHER_STYLE, STYLE, Floats, changed
from tests.support.textures import texture

pytestmark = pytest.mark.usefixtures("filters_are_learned_once")

SHAPE = (40, 128, 3)
PICTURE = texture(90, 70, 9)
WARM_STYLE = STYLE * np.array([1, 0.6, 0.3], np.float32)


@pytest.fixture(autouse=True)
def no_grain(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the grain, but for the tests of the grain itself."""
    if "grain" not in request.node.name:
        monkeypatch.setattr(initial, "GRAIN", 0)


def start(kind: InitialImage, *styles: Floats, request: dict[str, Any] | None = None, **settings: Any) -> Floats:
    return initial_image(plan_for(kind, *styles, request=request, **settings))


def plan_for(kind: InitialImage, *styles: Floats, request: dict[str, Any] | None = None, **settings: Any) -> Plan:
    extra = dict(request or {})
    if kind is InitialImage.PICTURE:
        extra["initial"] = PICTURE
    chosen = changed(ONE_SCALE, init=kind, **settings)
    return make_plan(TransferRequest(CONTENT, styles or (WARM_STYLE,), chosen, **extra), Precision.FLOAT32)


every_kind = pytest.mark.parametrize("kind", list(InitialImage))


@every_kind
def test_every_start_has_the_first_scale_s_size_and_range(kind: InitialImage) -> None:
    picture = start(kind)
    assert picture.shape == SHAPE
    assert picture.dtype == np.float32
    assert 0 <= picture.min() <= picture.max() <= 1


@every_kind
def test_the_same_seed_gives_the_same_start_with_its_grain(kind: InitialImage) -> None:
    np.testing.assert_array_equal(start(kind), start(kind))
    assert np.abs(start(kind) - start(kind, seed=1)).max() > 0


@every_kind
def test_the_grain_is_about_one_gray_level(kind: InitialImage, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_for(kind)
    with_grain = initial_image(plan)
    monkeypatch.setattr(initial, "GRAIN", 0)
    difference = with_grain - initial_image(plan)
    assert difference.std() == pytest.approx(GRAIN, rel=0.1)  # a little less where it is clipped
    assert abs(difference.mean()) < 0.1 * GRAIN


def test_content_is_the_content_at_that_size() -> None:
    np.testing.assert_array_equal(start(InitialImage.CONTENT), images.resize(CONTENT, *SHAPE[:2]))


def test_recolored_is_the_content_in_the_style_s_palette() -> None:
    plan = plan_for(InitialImage.RECOLORED)
    found, (style,) = initial_image(plan), plan.styles_at(plan.scales[0])
    np.testing.assert_allclose(found, colors.recolored(images.resize(CONTENT, *SHAPE[:2]), style), atol=1e-6)
    np.testing.assert_allclose(found.mean((0, 1)), style.mean((0, 1)), atol=0.02)


def test_recolored_for_several_styles_blends_by_their_shares() -> None:
    one, other = start(InitialImage.RECOLORED, WARM_STYLE), start(InitialImage.RECOLORED, OTHER_STYLE)
    both = start(InitialImage.RECOLORED, WARM_STYLE, OTHER_STYLE, style_blend=(1.0, 3.0))
    np.testing.assert_allclose(both, 0.25 * one + 0.75 * other, atol=1e-5)


def test_recolored_in_regions_has_each_palette_in_its_own_and_the_content_elsewhere() -> None:
    left, right = np.zeros((2, *CONTENT.shape[:2]), np.float32)
    left[:, :30] = right[:, 70:] = 1
    found = start(InitialImage.RECOLORED, WARM_STYLE, OTHER_STYLE, request={"masks": (left, right)})
    content = start(InitialImage.CONTENT)
    np.testing.assert_allclose(found[:, :30], start(InitialImage.RECOLORED, WARM_STYLE)[:, :30], atol=1e-5)
    np.testing.assert_allclose(found[:, -30:], start(InitialImage.RECOLORED, OTHER_STYLE)[:, -30:], atol=1e-5)
    np.testing.assert_allclose(found[:, 50:78], content[:, 50:78], atol=1e-5)


def test_noise_is_spread_evenly_and_pixel_by_pixel() -> None:
    noise = start(InitialImage.NOISE)
    quantiles = np.quantile(noise, [0.1, 0.25, 0.5, 0.75, 0.9])
    np.testing.assert_allclose(quantiles, [0.1, 0.25, 0.5, 0.75, 0.9], atol=0.02)
    assert abs(np.corrcoef(noise[:, :-1].ravel(), noise[:, 1:].ravel())[0, 1]) < 0.05
    assert abs(np.corrcoef(noise[..., 0].ravel(), noise[..., 1].ravel())[0, 1]) < 0.05


def test_style_loss_is_noise_with_the_mean_and_covariance_of_the_style_s_colors() -> None:
    style = (0.5 + 0.3 * (STYLE - 0.5)) * np.array(
        [1, 0.7, 0.5], np.float32
    )  # far from the ends, where noise would be clipped
    noise = start(InitialImage.STYLE_STATISTICS, style)
    found, wanted = noise.reshape(-1, 3).astype(np.float64), style.reshape(-1, 3).astype(np.float64)
    np.testing.assert_allclose(found.mean(0), wanted.mean(0), atol=5e-3)
    np.testing.assert_allclose(np.cov(found.T), np.cov(wanted.T), atol=5e-4)
    assert abs(np.corrcoef(noise[:, :-1, 0].ravel(), noise[:, 1:, 0].ravel())[0, 1]) < 0.05


def test_gray_is_one_gray() -> None:
    np.testing.assert_array_equal(start(InitialImage.GRAY), np.full(SHAPE, 0.5))


def test_a_picture_that_is_given_is_started_from() -> None:
    np.testing.assert_array_equal(start(InitialImage.PICTURE), images.resize(PICTURE, *SHAPE[:2]))


@every_kind
def test_what_is_protected_starts_as_the_content(kind: InitialImage) -> None:
    left = np.zeros(CONTENT.shape[:2], np.float32)
    left[:, :50] = 1
    found = start(kind, request={"protect": left})
    content = images.resize(CONTENT, *SHAPE[:2])
    np.testing.assert_allclose(found[:, :58], content[:, :58], atol=1e-5)
    if kind is not InitialImage.CONTENT:
        assert np.abs(found[:, 70:] - content[:, 70:]).mean() > 0.02


@pytest.mark.parametrize("kind", [InitialImage.CONTENT, InitialImage.RECOLORED])
def test_to_keep_colors_the_start_is_gray(kind: InitialImage) -> None:
    assert np.ptp(start(kind, colors=Colors.KEEP), axis=2).max() < 1e-3
