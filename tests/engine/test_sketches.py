"""Drafts, and the beginnings of paintings: what is small and soon there, and how it goes on."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from engine.errors import InvalidSettings
from engine.events import AnyEvent, Canceled, Progress, QuickLook, Sketched, Started
from engine.image import displays, images
from engine.networks import block_of
from engine.objective import recipe_of
from engine.presets import PRESETS
from engine.run import retouch
from engine.run.control import Control
from engine.run.plan import Plan
from engine.run.planning import style_loss_with
from engine.run.quick_look import hastened, quick_look
from engine.run.request import TransferRequest
from engine.run.sketches import sketches
from engine.settings import FeatureSource, LossScale, Precision, StyleLoss, TransferSettings, Weighting
from tests.support.runs import CONTENT, STYLE, TWO_SCALES, changed, finish, of_type, pixels, run

pytestmark = pytest.mark.usefixtures("filters_are_learned_once")

REQUEST = TransferRequest(CONTENT, (STYLE,), TWO_SCALES)
EACH = (TWO_SCALES, changed(TWO_SCALES, style_weight=20.0), changed(TWO_SCALES, style_scale=2.0))


@pytest.fixture(scope="module")
def begun() -> list[AnyEvent]:
    return list(sketches(REQUEST, EACH, control=Control(), precision=Precision.FLOAT32))


def test_sketches_count_their_iterations_together_and_end_with_one_sheet(begun: list[AnyEvent]) -> None:
    started, *_, end = begun
    assert isinstance(started, Started)
    assert isinstance(end, Sketched)
    assert started.iterations == len(EACH) * end.iteration
    counted = [event.iteration for event in of_type(begun, Progress)]
    assert counted == sorted(counted)
    assert counted[-1] == started.iterations
    assert len(end.states) == len(EACH)
    with Image.open(io.BytesIO(end.sheet)) as sheet:
        assert sheet.format == "JPEG"
        assert images.CHAT_EDGE - 20 <= max(sheet.size) <= images.CHAT_EDGE


@pytest.mark.parametrize("number", range(len(EACH)))
def test_a_sketch_that_is_taken_on_becomes_the_painting_it_is_the_beginning_of(
    begun: list[AnyEvent], number: int
) -> None:
    [end] = of_type(begun, Sketched)
    painting = replace(REQUEST, settings=EACH[number])
    taken_on = list(run(replace(painting, checkpoint=end.states[number])))
    assert of_type(taken_on, Started)[0].resumed_at == end.iteration
    np.testing.assert_array_equal(pixels(finish(taken_on)), pixels(finish(run(painting))))


@pytest.mark.parametrize("keep", [False, True])
def test_of_unfinished_sketches_nothing_is_kept(keep: bool) -> None:
    control = Control()
    control.request(keep=keep)
    *_, end = sketches(REQUEST, EACH, control=control, precision=Precision.FLOAT32)
    assert isinstance(end, Canceled)


def test_nothing_cannot_be_sketched() -> None:
    with pytest.raises(InvalidSettings):
        list(sketches(REQUEST, (), control=Control()))


def test_a_sheet_shows_every_picture_in_its_place() -> None:
    colors = [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    whole = displays.sheet([np.full((40, 60, 3), color, np.float32) for color in colors], 400)
    height, width, _ = whole.shape
    assert max(height, width) <= 400
    for (top, left), color in zip([(0.4, 0.4), (0.4, 0.9), (0.9, 0.4)], colors, strict=True):
        np.testing.assert_allclose(whole[int(top * height), int(left * width)], color)
    np.testing.assert_allclose(whole[int(0.9 * height), int(0.9 * width)], 1)


def test_a_draft_is_as_large_as_the_previews_that_follow() -> None:
    look = quick_look(REQUEST, control=Control(), precision=Precision.FLOAT32)
    assert isinstance(look, QuickLook)
    with Image.open(io.BytesIO(look.preview)) as picture:
        assert (picture.width, picture.height) == (240, 79)


def test_a_draft_of_what_is_canceled_is_none() -> None:
    control = Control()
    control.request()
    assert quick_look(REQUEST, control=control, precision=Precision.FLOAT32) is None


def test_a_draft_whose_run_is_stopped_to_be_kept_shows_what_is_there() -> None:
    control = Control()
    control.request(keep=True)
    assert isinstance(quick_look(REQUEST, control=control, precision=Precision.FLOAT32), QuickLook)


def test_a_draft_does_not_repaint_faces_that_it_has_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """That takes longer than the draft itself, and the painting does it anyway."""
    repainted: list[Plan] = []
    monkeypatch.setattr(retouch, "retouched", lambda plan, *_: repainted.append(plan))
    assert isinstance(quick_look(REQUEST, control=Control(), precision=Precision.FLOAT32), QuickLook)
    assert not repainted


def test_a_draft_is_small_and_shallow_and_keeps_the_strength_that_was_asked_for() -> None:
    hasty = hastened(TransferSettings(size=2048, iterations=2000, strength=20.0, min_improvement=0.1))
    assert (hasty.size, hasty.coarse_to_fine, hasty.strength, hasty.min_improvement) == (192, False, 20.0, 0.0)
    assert set(hasty.content_layers) == {"relu2_2"}
    assert set(hasty.style_layers) == {"relu1_1", "relu2_1", "relu3_1"}


@pytest.mark.parametrize("settings", [*PRESETS.values(), TransferSettings(style_loss=StyleLoss.NEIGHBORS)])
def test_a_draft_looks_at_lower_layers_alone_whatever_the_style_loss(settings: TransferSettings) -> None:
    hasty = hastened(settings)
    recipe = recipe_of(hasty, style_loss_with(hasty, FeatureSource.IMAGENET), FeatureSource.IMAGENET)
    assert max(map(block_of, recipe.layers)) <= 3


@pytest.mark.parametrize(
    "settings",
    [
        TransferSettings(weighting=Weighting.ADAPTIVE),
        TransferSettings(style_layers={"relu5_1": 1.0}, size=128),
        TransferSettings(loss_scale=LossScale.NONE, style_loss=StyleLoss.GRAM),
    ],
)
def test_a_draft_can_be_had_of_any_settings(settings: TransferSettings) -> None:
    assert hastened(settings).size <= 192
