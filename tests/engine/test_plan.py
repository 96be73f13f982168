"""What is settled before the first iteration."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from engine import pyramid
from engine.errors import InvalidSettings, WeightsUnavailable
from engine.events import PlannedScale
from engine.image import images
from engine.networks import Network, up_to
from engine.run.plan import Plan, fitted
from engine.run.planning import make_plan, without_frame
from engine.run.request import TransferRequest
from engine.settings import FeatureSource, InitialImage, LossScale, Precision, StyleLoss, TransferSettings
from tests.support.runs import CONTENT, ONE_SCALE, OTHER_STYLE, STYLE, TWO_SCALES, Floats, changed

pytestmark = pytest.mark.usefixtures("filters_are_learned_once")

WHOLE = np.ones(CONTENT.shape[:2], np.float32)


def plan_for(settings: TransferSettings = ONE_SCALE, *styles: Floats, **request: Any) -> Plan:
    return make_plan(TransferRequest(CONTENT, styles or (STYLE,), settings, **request), Precision.FLOAT32)


# --- what does not go together ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "settings", "styles", "request_fields"),
    [
        ("style_blend", {"style_blend": (1.0, 2.0)}, 1, {}),
        ("style_blend", {"style_blend": (1.0,)}, 2, {}),
        ("masks", {}, 2, {"masks": (WHOLE,)}),
        ("masks", {}, 1, {"masks": (WHOLE, WHOLE)}),
        ("init", {"init": InitialImage.PICTURE}, 1, {}),
        ("init", {}, 1, {"initial": CONTENT}),
    ],
)
def test_numbers_that_do_not_go_together_are_refused(
    name: str, settings: dict[str, Any], styles: int, request_fields: dict[str, Any]
) -> None:
    with pytest.raises(InvalidSettings) as caught:
        plan_for(changed(**settings), *[STYLE] * styles, **request_fields)
    assert caught.value.name == name


def test_a_request_without_a_style_is_refused() -> None:
    with pytest.raises(InvalidSettings, match="at least one style") as caught:
        make_plan(TransferRequest(CONTENT, (), ONE_SCALE), Precision.FLOAT32)
    assert caught.value.name == "styles"


def proportioned(name: str, height: int, width: int) -> dict[str, Any]:
    mask = np.ones((height, width), np.float32)
    return {"masks": (WHOLE, mask)} if name == "masks" else {"protect": mask}


@pytest.mark.parametrize("name", ["masks", "protect"])
@pytest.mark.parametrize(("height", "width"), [(100, 33), (100, 100), (33, 103), (34, 100), (66, 194)])
def test_a_mask_of_other_proportions_is_refused_and_not_squashed(name: str, height: int, width: int) -> None:
    with pytest.raises(InvalidSettings, match=f"is {width}×{height}, the content picture 100×33") as caught:
        plan_for(ONE_SCALE, STYLE, OTHER_STYLE, **proportioned(name, height, width))
    assert caught.value.name == name


@pytest.mark.parametrize("name", ["masks", "protect"])
@pytest.mark.parametrize(("height", "width"), [(66, 200), (33, 101), (165, 500), (16, 48), (660, 1990)])
def test_a_mask_of_the_content_s_proportions_may_have_any_size(name: str, height: int, width: int) -> None:
    plan = plan_for(ONE_SCALE, STYLE, OTHER_STYLE, **proportioned(name, height, width))
    assert [(scale.height, scale.width) for scale in plan.scales] == [(40, 128)]


# --- sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "expected"), [(1.0, (160, 128)), (0.5, (80, 64)), (0.25, (40, 32)), (4.0, (400, 320))]
)
def test_the_style_scale_sets_the_longer_edge_of_the_style_but_never_enlarges_it(
    scale: float, expected: tuple[int, int]
) -> None:
    style = np.resize(STYLE, (434, 348, 3))  # 400 × 320 without its frame
    plan = plan_for(changed(size=160, style_scale=scale), style)
    [at_full_size] = plan.styles_at(PlannedScale(height=100, width=160, iterations=1))
    assert at_full_size.shape[:2] == expected


def test_styles_grow_with_the_scales_and_are_never_squashed() -> None:
    styles = [np.resize(STYLE, shape) for shape in ((900, 300, 3), (200, 1000, 3), (96, 96, 3))]
    plan = plan_for(changed(size=512, iterations=10), *styles)
    assert len(plan.scales) > 2
    for planned in plan.scales:
        for style, original in zip(plan.styles_at(planned), styles, strict=True):
            inner = without_frame(original)
            edge = min(max(planned.height, planned.width), max(inner.shape))
            whole = fitted(inner, edge)
            height, width, _ = whole.shape
            np.testing.assert_array_equal(style[:height, :width], whole)  # what goes beyond is mirrored
            assert style.shape[0] - height < pyramid.grid(height)
            assert style.shape[1] - width < pyramid.grid(width)


def framed(height: int, width: int) -> Floats:
    """A white picture in a black frame, which takes three hundredths of each edge."""
    picture = np.ones((height, width, 3), np.float32)
    down, across = math.ceil(0.03 * height), math.ceil(0.03 * width)
    for frame in (np.s_[:down], np.s_[-down:], np.s_[:, :across], np.s_[:, -across:]):
        picture[frame] = 0
    return picture


@pytest.mark.parametrize("shape", [(100, 100), (400, 300), (300, 1000)])
def test_nothing_is_seen_of_the_frame_of_a_style(shape: tuple[int, int]) -> None:
    plan = plan_for(changed(size=256), framed(*shape))
    for planned in plan.scales:
        assert plan.styles_at(planned)[0].min() == 1


def test_the_classic_sees_the_whole_style() -> None:
    plan = plan_for(changed(loss_scale=LossScale.NONE, style_loss=StyleLoss.GRAM), framed(100, 100))
    assert plan.styles_at(plan.scales[-1])[0].min() == 0


def test_the_content_is_enlarged_where_it_has_to_be() -> None:
    plan = plan_for(changed(size=256))
    assert plan.content_at(plan.scales[-1]).shape == (80, 256, 3)
    assert plan.size == (84, 256)


@pytest.mark.parametrize("edge", [16, 50, 1000])
def test_fitting_keeps_the_ratio(edge: int) -> None:
    image = np.resize(STYLE, (60, 90, 3))
    assert fitted(image, edge).shape[:2] == pyramid.fitted(60, 90, edge)


# --- shares, layers, targets ------------------------------------------------------------------------------------------


def test_shares_sum_to_one_and_are_equal_unless_said_otherwise() -> None:
    assert plan_for(ONE_SCALE, STYLE, OTHER_STYLE).shares == [0.5, 0.5]
    assert plan_for(changed(style_blend=(3.0, 1.0)), STYLE, OTHER_STYLE).shares == [0.75, 0.25]


@pytest.mark.parametrize("network", list(Network))
def test_no_more_layers_are_learned_than_are_looked_at(network: Network) -> None:
    plan = plan_for(changed(network=network, content_layers={"relu3_3": 1.0}))
    assert tuple(plan.filters.by_layer) == up_to(network, ["relu3_3"])


def test_targets_are_there_for_every_layer_and_region() -> None:
    left = WHOLE.copy()
    left[:, 50:] = 0
    everywhere = plan_for(ONE_SCALE, STYLE, OTHER_STYLE)
    targets = everywhere.targets_at(everywhere.scales[0])
    assert set(targets.content) == set(ONE_SCALE.content_layers)
    assert [set(region) for region in targets.style] == [set(ONE_SCALE.style_layers)]
    assert all(target.guide is None for target in targets.content.values())
    assert all(target.guide is None for target in targets.style[0].values())
    by_region = plan_for(ONE_SCALE, STYLE, OTHER_STYLE, masks=(left, 1 - left), protect=1 - left)
    targets = by_region.targets_at(by_region.scales[0])
    assert [set(region) for region in targets.style] == [set(ONE_SCALE.style_layers)]  # all of the second is protected
    for layer, target in targets.style[0].items():
        assert target.guide is not None
        assert target.guide.shape[1:3] == {"relu1_1": (40, 128), "relu2_1": (20, 64)}[layer]
    assert all(target.guide is not None for target in targets.content.values())


def test_an_empty_region_takes_no_weight_from_the_others() -> None:
    plan = plan_for(ONE_SCALE, STYLE, OTHER_STYLE, masks=(WHOLE, 0 * WHOLE))
    assert len(plan.targets_at(plan.scales[0]).style) == 1


# --- the fingerprint --------------------------------------------------------------------------------------------------


def test_every_picture_and_its_part_counts_in_the_fingerprint() -> None:
    """A mask is not a protected part, even if they are the same picture."""
    picture = changed(init=InitialImage.PICTURE)
    plans = [
        plan_for(),
        plan_for(ONE_SCALE, OTHER_STYLE),
        plan_for(ONE_SCALE, STYLE, OTHER_STYLE),
        plan_for(ONE_SCALE, OTHER_STYLE, STYLE),
        plan_for(ONE_SCALE, STYLE, masks=(WHOLE,)),
        plan_for(ONE_SCALE, STYLE, protect=WHOLE),
        plan_for(ONE_SCALE, STYLE, protect=0.5 * WHOLE),
        plan_for(ONE_SCALE, STYLE, masks=(WHOLE,), protect=WHOLE),
        plan_for(picture, STYLE, initial=CONTENT),
        plan_for(picture, STYLE, initial=STYLE),
        plan_for(TWO_SCALES),
    ]
    assert len({plan.fingerprint for plan in plans}) == len(plans)
    assert plan_for().fingerprint == plan_for().fingerprint


@pytest.mark.usefixtures("no_filters_here")
@pytest.mark.parametrize("network", list(Network))
def test_imagenet_without_weights_is_an_error_that_says_what_to_do(network: Network) -> None:
    with pytest.raises(WeightsUnavailable, match=f"--fetch-weights.*STYLEGRAM_{network.upper()}_WEIGHTS"):
        plan_for(changed(network=network, features=FeatureSource.IMAGENET))


def test_the_pictures_of_a_plan_are_those_of_the_request() -> None:
    plan = plan_for()
    np.testing.assert_array_equal(plan.content, CONTENT)
    assert images.resize(plan.content, 40, 128).shape == plan.content_at(plan.scales[0]).shape
