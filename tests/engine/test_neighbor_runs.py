"""Whole runs that paint by neighbors, with the real filters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from engine.errors import InvalidSettings
from engine.events import AnyEvent, Checkpoint, Progress, Started, Steered
from engine.image.images import as_floats
from engine.objective import matching
from engine.run import matches
from engine.run.planning import make_plan
from engine.run.request import Segment, TransferRequest
from engine.settings import Colors, FeatureSource, Precision, StyleLoss, TransferSettings
from tests.support.runs import TALKATIVE, Floats, changed, finish, of_type, paint, pixels, run
from tests.support.textures import texture

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("real_filters")]

CONTENT = texture(96, 240, 1)
WARM = texture(128, 96, 2) * np.array([1, 0.5, 0.2], np.float32)
COLD = texture(96, 128, 3) * np.array([0.2, 0.5, 1], np.float32)
SETTINGS = TransferSettings(iterations=12, size=240, style_loss=StyleLoss.NEIGHBORS)


@pytest.fixture(scope="module")
def request_() -> TransferRequest:
    return TransferRequest(CONTENT, (WARM,), SETTINGS)


@pytest.fixture
def whole(request_: TransferRequest) -> list[AnyEvent]:
    return list(run(request_, reporting=TALKATIVE))


def redness(picture: Floats) -> Floats:
    """Red minus blue at each pixel."""
    return np.asarray(picture[:, :, 0] - picture[:, :, 2])


def test_auto_paints_by_neighbors_with_trained_filters_and_by_covariance_without() -> None:
    for source, expected in (
        (FeatureSource.AUTO, StyleLoss.NEIGHBORS),
        (FeatureSource.SELF_TAUGHT, StyleLoss.COVARIANCE),
    ):
        plan = make_plan(TransferRequest(CONTENT, (WARM,), TransferSettings(features=source)), Precision.FLOAT32)
        assert plan.recipe.style_loss is expected


def test_neighbors_with_self_taught_filters_are_refused_with_what_to_do() -> None:
    settings = changed(SETTINGS, features=FeatureSource.SELF_TAUGHT)
    with pytest.raises(InvalidSettings, match="--fetch-weights"):
        next(run(TransferRequest(CONTENT, (WARM,), settings)))


@pytest.mark.parametrize("place", ["first scale", "between scales", "second scale"])
def test_a_run_goes_on_from_a_checkpoint_bit_for_bit(
    request_: TransferRequest, whole: list[AnyEvent], place: str
) -> None:
    first = of_type(whole, Started)[0].scales[0].iterations
    wanted = {"first scale": first - 1, "between scales": first, "second scale": first + 2}[place]
    state = next(one.state for one in of_type(whole, Checkpoint) if one.iteration == wanted)
    assert finish(run(replace(request_, checkpoint=state))).pictures == finish(whole).pictures


def test_the_same_seed_paints_the_same_picture(request_: TransferRequest, whole: list[AnyEvent]) -> None:
    assert finish(run(request_)).pictures == finish(whole).pictures


def test_the_next_job_with_a_style_finds_its_candidates_there(
    request_: TransferRequest, whole: list[AnyEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = []
    monkeypatch.setattr(matches, "_latest", {})  # what other tests have left
    list(run(request_))

    def candidates(style: tf.Tensor, *others: Any) -> tf.Tensor:
        computed.append(style.shape[1:3])
        return original(style, *others)

    original = matching.candidates
    monkeypatch.setattr(matching, "candidates", candidates)
    assert finish(run(request_)).pictures == finish(whole).pictures
    assert computed == []
    list(run(replace(request_, styles=(COLD,))))
    assert len(computed) == 1  # the first of two scales is not matched


def test_the_first_of_several_scales_is_painted_by_covariances_alone(request_: TransferRequest) -> None:
    plan = make_plan(request_, Precision.FLOAT32)
    found = [matches.targets_at(plan, planned, None) for planned in plan.scales]
    assert [targets.neighbors is None for _, targets in found] == [True, False]
    alone = replace(request_, settings=changed(SETTINGS, coarse_to_fine=False))
    plan = make_plan(alone, Precision.FLOAT32)
    assert matches.targets_at(plan, plan.scales[0], None)[1].neighbors is not None


def test_the_losses_fall_at_each_scale(whole: list[AnyEvent]) -> None:
    for edge in {event.width for event in of_type(whole, Progress)}:
        style = [event.losses.style.value for event in of_type(whole, Progress) if event.width == edge]
        assert style[-1] < style[0]


def test_each_region_takes_the_colors_of_its_own_style() -> None:
    left = np.zeros((96, 240), np.float32)
    left[:, :120] = 1
    result = paint(changed(SETTINGS, iterations=30), CONTENT, WARM, COLD, masks=(left, 1 - left))
    found = redness(pixels(result))
    assert found[:, :100].mean() > 0.15
    assert found[:, 140:].mean() < -0.15


def test_shares_of_two_styles_are_honored() -> None:
    mostly_warm, mostly_cold = (
        redness(pixels(paint(changed(SETTINGS, style_blend=shares), CONTENT, WARM, COLD))).mean()
        for shares in ((0.85, 0.15), (0.15, 0.85))
    )
    assert mostly_warm > 0.1 > -0.1 > mostly_cold


def test_what_is_protected_stays_nearer_to_the_photo() -> None:
    protected = np.zeros((96, 240), np.float32)
    protected[:, :100] = 1
    settings = changed(SETTINGS, iterations=30)
    with_, without = (pixels(paint(settings, CONTENT, WARM, protect=mask)) for mask in (protected, None))
    photo = as_floats_of(CONTENT, with_.shape[:2])
    assert away(with_, photo)[:, :90].mean() < 0.4 * away(without, photo)[:, :90].mean()
    assert away(with_, photo)[:, 130:].mean() > 0.7 * away(without, photo)[:, 130:].mean()


def as_floats_of(picture: Floats, size: tuple[int, int]) -> Floats:
    from PIL import Image

    image = Image.fromarray((picture * 255 + 0.5).astype(np.uint8)).resize(size[::-1])
    return as_floats(image)


def away(picture: Floats, photo: Floats) -> Floats:
    return np.asarray(np.abs(picture - photo).mean(2))


def test_the_photo_s_colors_can_be_kept() -> None:
    kept = pixels(paint(changed(SETTINGS, colors=Colors.KEEP), CONTENT, WARM))
    photo = as_floats_of(CONTENT, kept.shape[:2])
    assert abs(redness(kept).mean() - redness(photo).mean()) < 0.03


def test_a_new_style_in_mid_run_is_searched_anew(request_: TransferRequest) -> None:
    settings = changed(SETTINGS, iterations=30)
    steered = TransferRequest(CONTENT, (COLD,), settings, earlier=(Segment(settings, (WARM,), 10),))
    events = list(run(steered))
    assert of_type(events, Steered)[0].iteration == 10
    assert redness(pixels(finish(events))).mean() < -0.1


@pytest.mark.parametrize("strengths", [(10.0, 90.0)])
def test_more_strength_is_nearer_to_the_style_and_farther_from_the_photo(strengths: tuple[float, float]) -> None:
    weak, strong = (
        paint(changed(SETTINGS, iterations=60, strength=value), CONTENT, WARM).figures for value in strengths
    )
    assert strong.style_residual < weak.style_residual
    assert strong.content_residual > weak.content_residual
