"""The loop, by its events and its pictures: small runs in float32 with self-taught features."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image

from engine import pyramid
from engine.errors import BadCheckpoint
from engine.events import LARGEST_STATE, TERMINAL, AnyEvent, Canceled, Checkpoint, Progress, Result, Started
from engine.image import colors, images
from engine.optimizers import choice
from engine.optimizers.adam import AdamState
from engine.presets import PRESETS
from engine.run import checkpoints, progress
from engine.run.plan import Plan
from engine.run.planning import make_plan
from engine.run.request import TransferRequest
from engine.run.transfer import Control
from engine.settings import RANGES, FeatureSource, InitialImage, OptimizerName, Precision, TransferSettings, Weighting
from engine.worker import protocol
from tests.support.runs import (
    CONTENT,
    ONE_SCALE,
    SILENT,
    STYLE,
    TALKATIVE,
    TWO_SCALES,
    Floats,
    changed,
    finish,
    of_type,
    paint,
    pixels,
    run,
)
from tests.support.textures import texture

REQUEST = TransferRequest(CONTENT, (STYLE,), TWO_SCALES)

pytestmark = pytest.mark.usefixtures("filters_are_learned_once")


@pytest.fixture(scope="module")
def whole_run() -> list[AnyEvent]:
    return list(run(REQUEST, reporting=TALKATIVE))


@pytest.fixture(scope="module")
def default_result() -> Result:
    return paint(ONE_SCALE)


# --- the stream of events ---------------------------------------------------------------------------------------------


def test_it_begins_with_the_plan_and_ends_with_one_result(whole_run: list[AnyEvent]) -> None:
    started, *between, result = whole_run
    assert isinstance(started, Started)
    assert isinstance(result, Result)
    assert not any(isinstance(event, (Started, *TERMINAL)) for event in between)
    assert started.features is FeatureSource.SELF_TAUGHT
    assert started.precision is Precision.FLOAT32
    assert started.iterations == sum(scale.iterations for scale in started.scales) == TWO_SCALES.iterations
    assert len(started.scales) == 2
    assert started.resumed_at == 0


def test_every_event_has_a_blank_address(whole_run: list[AnyEvent]) -> None:
    assert {(event.job_id, event.attempt, event.sequence) for event in whole_run} == {("", 0, 0)}


def test_progress_counts_every_iteration_at_its_scale(whole_run: list[AnyEvent]) -> None:
    started, *_ = of_type(whole_run, Started)
    progress = of_type(whole_run, Progress)
    assert [event.iteration for event in progress] == list(range(1, TWO_SCALES.iterations + 1))
    sizes = [(scale.height, scale.width) for scale in started.scales for _ in range(scale.iterations)]
    assert [(event.height, event.width) for event in progress] == sizes
    assert all(event.iterations == TWO_SCALES.iterations for event in progress)
    assert progress[0].seconds_left is None  # that iteration may have built its graph: it says nothing of the others
    left = [event.seconds_left for event in progress[1:] if event.seconds_left is not None]
    assert len(left) == TWO_SCALES.iterations - 1
    assert left[-1] == min(left) > 0  # figures and files are still to come


def test_progress_tells_each_loss_with_its_weight(whole_run: list[AnyEvent]) -> None:
    for event in of_type(whole_run, Progress):
        losses = event.losses
        assert losses.content.weight == pytest.approx(TWO_SCALES.content_weight)
        assert losses.style.weight == pytest.approx(TWO_SCALES.style_weight)
        assert losses.denoise.weight == pytest.approx(TWO_SCALES.denoise_weight)
        assert min(losses.content.value, losses.style.value, losses.denoise.value) > 0


def test_previews_are_jpegs_with_the_size_of_the_result_at_every_scale(whole_run: list[AnyEvent]) -> None:
    previews = [event for event in of_type(whole_run, Progress) if event.preview is not None]
    assert [event.iteration for event in previews] == [4, 8, 12]
    result = of_type(whole_run, Result)[0]
    for event in previews:
        assert event.preview is not None
        with Image.open(io.BytesIO(event.preview)) as preview:
            assert preview.format == "JPEG"
            assert preview.size == (result.figures.width, result.figures.height)


def test_a_silent_run_tells_of_each_change_of_scale_and_paints_the_very_same_picture(whole_run: list[AnyEvent]) -> None:
    """The clock decides what is told, never what is painted; and the same seed gives the same picture."""
    started, checkpoint, result = run(REQUEST)
    assert isinstance(started, Started)
    assert isinstance(checkpoint, Checkpoint)
    assert isinstance(result, Result)
    assert checkpoint.iteration == started.scales[0].iterations
    assert result.pictures == of_type(whole_run, Result)[0].pictures


def test_the_result_is_the_picture_with_its_figures(whole_run: list[AnyEvent]) -> None:
    result = of_type(whole_run, Result)[0]
    figures, [picture] = result.figures, result.pictures
    assert not result.stopped_early
    assert (figures.height, figures.width) == (picture.height, picture.width) == (79, 240)
    assert pixels(result).shape == (79, 240, 3)
    with Image.open(io.BytesIO(picture.jpeg)) as jpeg:
        assert jpeg.size == (240, 79)
        assert np.abs(np.asarray(jpeg) / 255 - pixels(result)).mean() < 0.02
    assert figures.iterations == TWO_SCALES.iterations
    assert figures.scales == of_type(whole_run, Started)[0].scales
    assert figures.seconds > 0
    assert 10**8 < figures.peak_memory_bytes < 10**11
    assert 0 < figures.content_residual < 10
    assert 0 < figures.style_residual < 10


def test_what_a_chat_is_shown_is_never_larger_than_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "CHAT_EDGE", 100)
    events = list(run(REQUEST, reporting=TALKATIVE))
    shown = [event.preview for event in of_type(events, Progress) if event.preview is not None]
    shown.append(of_type(events, Result)[0].pictures[0].jpeg)
    assert {Image.open(io.BytesIO(jpeg)).size for jpeg in shown} == {(100, 33)}


def test_the_loss_falls_at_every_scale(whole_run: list[AnyEvent]) -> None:
    by_scale: dict[int, list[float]] = {}
    for event in of_type(whole_run, Progress):
        terms = (event.losses.content, event.losses.style, event.losses.denoise)
        by_scale.setdefault(event.width, []).append(sum(term.value * term.weight for term in terms))
    for totals in by_scale.values():
        assert totals[-1] < totals[0]


# --- stopping ---------------------------------------------------------------------------------------------------------


def test_a_cancel_ends_the_run_at_once_with_nothing() -> None:
    control = Control()
    events = run(REQUEST, control=control, reporting=TALKATIVE)
    seen = [next(events) for _ in range(4)]
    control.request()
    assert list(events)[-1] == Canceled()
    assert of_type(seen, Progress)[-1].iteration == 2


def test_a_cancel_before_the_start_ends_the_run_before_anything_is_learned() -> None:
    control = Control()
    control.request()
    assert list(run(REQUEST, control=control)) == [Canceled()]


@pytest.mark.parametrize("iterations", [0, 3])
def test_stop_and_keep_gives_the_picture_so_far_at_full_size(iterations: int) -> None:
    control = Control()
    if not iterations:
        control.request(keep=True)
    events = run(REQUEST, control=control, reporting=TALKATIVE)
    for event in events:
        if isinstance(event, Progress) and event.iteration == iterations:
            control.request(keep=True)
        last = event
    assert isinstance(last, Result)
    assert last.stopped_early
    assert last.figures.iterations == iterations
    assert pixels(last).shape == (79, 240, 3)
    assert pixels(last).std() > 0.01


def test_a_stop_after_the_last_iteration_comes_too_late_to_be_early(whole_run: list[AnyEvent]) -> None:
    control = Control()
    shortly_before = of_type(whole_run, Checkpoint)[-3].state
    for event in run(replace(REQUEST, checkpoint=shortly_before), control=control, reporting=TALKATIVE):
        if isinstance(event, Progress) and event.iteration == TWO_SCALES.iterations:
            control.request(keep=True)
        last = event
    assert isinstance(last, Result)
    assert not last.stopped_early
    assert last.pictures == of_type(whole_run, Result)[0].pictures


def test_a_cancel_is_never_weakened_to_a_keep_and_may_come_from_any_thread() -> None:
    control = Control()
    control.request(keep=True)
    thread = threading.Thread(target=control.request)
    thread.start()
    thread.join()
    control.request(keep=True)
    assert control.requested == "cancel"


# --- going on from a checkpoint ---------------------------------------------------------------------------------------


def resumed(state: bytes, settings: TransferSettings = TWO_SCALES) -> Iterator[AnyEvent]:
    return run(TransferRequest(CONTENT, (STYLE,), settings, checkpoint=state))


@pytest.mark.parametrize("place", ["in the first scale", "change of scale", "in the last scale", "last iteration"])
def test_a_run_goes_on_from_a_checkpoint_to_the_very_same_picture(whole_run: list[AnyEvent], place: str) -> None:
    """Bit for bit: the checkpoint holds all that the next iteration depends on."""
    first, total = of_type(whole_run, Started)[0].scales[0].iterations, TWO_SCALES.iterations
    iteration = {
        "in the first scale": first - 2,
        "change of scale": first,
        "in the last scale": total - 2,
        "last iteration": total,
    }[place]
    states = {event.iteration: event.state for event in of_type(whole_run, Checkpoint)}  # the later one of equals
    events = list(run(replace(REQUEST, checkpoint=states[iteration]), reporting=TALKATIVE))
    [started], [result] = of_type(events, Started), of_type(events, Result)
    assert started.resumed_at == iteration
    assert [event.iteration for event in of_type(events, Progress)] == list(range(iteration + 1, total + 1))
    assert result.figures.iterations == total
    assert result.pictures == of_type(whole_run, Result)[0].pictures


def test_the_time_that_earlier_attempts_took_counts(whole_run: list[AnyEvent]) -> None:
    *_, last = of_type(whole_run, Checkpoint)
    took = of_type(whole_run, Result)[0].figures.seconds
    state = checkpoints.decode(last.state, make_plan(REQUEST, Precision.FLOAT32).fingerprint)
    assert 0 < state.seconds <= took
    later = checkpoints.encode(msgspec.structs.replace(state, seconds=1000.0))
    again = finish(run(replace(REQUEST, checkpoint=later)))
    assert 1000 < again.figures.seconds < 2000


@pytest.mark.parametrize("change", [{"seed": 1}, {"iterations": 13}, {"size": 192}, {"style_weight": 1.0}])
def test_the_checkpoint_of_other_settings_is_refused(whole_run: list[AnyEvent], change: dict[str, float]) -> None:
    state = of_type(whole_run, Checkpoint)[0].state
    with pytest.raises(BadCheckpoint):
        next(resumed(state, msgspec.structs.replace(TWO_SCALES, **change)))


def test_the_checkpoint_of_another_schedule_is_refused(
    whole_run: list[AnyEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an upgrade that shares out the iterations in another way."""
    state = of_type(whole_run, Checkpoint)[0].state
    monkeypatch.setattr(pyramid, "SHARE_EXPONENT", 1.0)
    with pytest.raises(BadCheckpoint):
        next(resumed(state))


@pytest.mark.parametrize("change", [{"scale": 2}, {"scale": -1}, {"iteration": 99}, {"optimizer": ()}], ids=str)
def test_a_position_outside_the_plan_is_refused(whole_run: list[AnyEvent], change: dict[str, object]) -> None:
    plan = make_plan(REQUEST, Precision.FLOAT32)
    saved = checkpoints.decode(of_type(whole_run, Checkpoint)[0].state, plan.fingerprint)
    assert len(saved.optimizer) == len(AdamState._fields)
    if "optimizer" in change:
        change = {"optimizer": saved.optimizer[:1]}
    with pytest.raises(BadCheckpoint):
        next(resumed(checkpoints.encode(msgspec.structs.replace(saved, **change))))


# --- pictures of all kinds --------------------------------------------------------------------------------------------


def test_a_picture_of_one_plain_color_gets_painted_too() -> None:
    """Where nothing varies, ReLU may leave no gradient; the grain of the start sets it moving."""
    result = paint(changed(iterations=40), np.full((33, 100, 3), 0.5, np.float32))
    assert pixels(result).std((0, 1)).min() > 0.02


def test_long_strips_are_painted() -> None:
    result = paint(ONE_SCALE, texture(50, 1000, 4), texture(1000, 50, 5))
    height, width, _ = pixels(result).shape
    assert width == ONE_SCALE.size
    assert height < width / 5


# --- every optimizer, and what a run remembers ------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", [OptimizerName.LBFGS, OptimizerName.GRADIENT])
def test_every_optimizer_goes_on_from_its_checkpoint_to_the_very_same_picture(optimizer: OptimizerName) -> None:
    request = TransferRequest(CONTENT, (STYLE,), changed(optimizer=optimizer))
    whole = list(run(request, reporting=TALKATIVE))
    state = of_type(whole, Checkpoint)[5].state
    assert finish(run(replace(request, checkpoint=state))).pictures == finish(whole).pictures


@pytest.mark.parametrize("optimizer", list(OptimizerName))
def test_a_checkpoint_that_would_be_too_large_leaves_out_the_state_and_the_run_goes_on_from_what_is_shown(
    monkeypatch: pytest.MonkeyPatch, optimizer: OptimizerName
) -> None:
    request = TransferRequest(CONTENT, (STYLE,), changed(iterations=25, optimizer=optimizer))
    largest = progress.OTHER_BYTES + 4 * 40 * 128 * 3  # one picture
    whole = list(run(request, reporting=TALKATIVE))
    monkeypatch.setattr(progress, "LARGEST_STATE", largest)
    light = of_type(run(request, reporting=TALKATIVE), Checkpoint)
    remembers_nothing = optimizer is OptimizerName.GRADIENT
    assert max(len(checkpoint.state) for checkpoint in light) <= largest
    state = light[21].state
    plan = make_plan(request, Precision.FLOAT32)
    saved = checkpoints.decode(state, plan.fingerprint)
    assert (saved.iteration, saved.optimizer, saved.rollback) == (22, (), None)
    again = list(run(replace(request, checkpoint=state), reporting=TALKATIVE))
    assert of_type(again, Started)[0].resumed_at == 22
    assert [event.iteration for event in of_type(again, Progress)] == [23, 24, 25]
    assert finish(again).figures.style_residual < 1.5 * finish(whole).figures.style_residual
    assert (finish(again).pictures == finish(whole).pictures) is remembers_nothing


def test_the_place_to_go_back_to_is_left_out_before_the_state(monkeypatch: pytest.MonkeyPatch) -> None:
    request = TransferRequest(CONTENT, (STYLE,), ONE_SCALE)
    result = finish(run(request))
    monkeypatch.setattr(progress, "LARGEST_STATE", progress.OTHER_BYTES + 4 * (4 * 42 * 128 * 3 + 1))
    state = of_type(run(request, reporting=TALKATIVE), Checkpoint)[4].state
    saved = checkpoints.decode(state, make_plan(request, Precision.FLOAT32).fingerprint)
    assert saved.rollback is None
    assert len(saved.optimizer) == len(AdamState._fields)
    assert finish(run(replace(request, checkpoint=state))).pictures == result.pictures


def test_the_largest_picture_fits_into_a_checkpoint_and_the_largest_checkpoint_through_the_pipe() -> None:
    assert 4 * 3 * RANGES["size"].high ** 2 + progress.OTHER_BYTES <= LARGEST_STATE
    largest = Checkpoint(job_id="j" * 1000, attempt=10**6, sequence=10**9, iteration=2000, state=bytes(LARGEST_STATE))
    assert protocol.REPLIES.encode(largest)


def test_a_steered_run_goes_on_with_the_weights_that_it_had() -> None:
    settings = changed(TWO_SCALES, iterations=40, strength=80.0)
    request = TransferRequest(CONTENT, (STYLE,), settings)
    whole = list(run(request, reporting=TALKATIVE))
    weights = {event.iteration: event.losses.style.weight for event in of_type(whole, Progress)}
    assert len(set(weights.values())) > 2
    for checkpoint in of_type(whole, Checkpoint)[12::17]:  # within both scales
        events = list(run(replace(request, checkpoint=checkpoint.state), reporting=TALKATIVE))
        later = {event.iteration: event.losses.style.weight for event in of_type(events, Progress)}
        assert later == {iteration: weight for iteration, weight in weights.items() if iteration in later}
        assert len(set(later.values())) > 1
        assert finish(events).pictures == finish(whole).pictures


SETTLING = changed(iterations=60, init=InitialImage.CONTENT, style_weight=1.0, min_improvement=0.3)


def test_a_scale_ends_when_ten_iterations_bring_too_little() -> None:
    events = list(run(TransferRequest(CONTENT, (STYLE,), SETTLING), reporting=TALKATIVE))
    totals = {
        event.iteration: event.losses.content.value + event.losses.style.value + 2 * event.losses.denoise.value
        for event in of_type(events, Progress)
    }
    result = finish(events)
    last = result.figures.iterations
    assert last % 10 == 0
    assert 20 <= last < SETTLING.iterations
    assert list(totals) == [*range(1, last), SETTLING.iterations]  # the rest counts as done
    assert totals[SETTLING.iterations] > (1 - SETTLING.min_improvement) * totals[last - 10]
    assert not result.stopped_early
    resumed = of_type(events, Checkpoint)[last - 6].state
    assert finish(run(TransferRequest(CONTENT, (STYLE,), SETTLING, checkpoint=resumed))).pictures == result.pictures


def test_a_run_that_was_ended_early_goes_on_as_such() -> None:
    settings = changed(SETTLING, size=240)
    request = TransferRequest(CONTENT, (STYLE,), settings)
    events = list(run(request, reporting=SILENT))
    [checkpoint], result = of_type(events, Checkpoint), finish(events)
    assert checkpoint.iteration == result.figures.scales[0].iterations
    again = finish(run(replace(request, checkpoint=checkpoint.state)))
    assert again.figures.iterations == result.figures.iterations < settings.iterations
    assert again.pictures == result.pictures


@pytest.mark.parametrize("changes", [{"weighting": Weighting.ADAPTIVE}, {"optimizer": OptimizerName.GRADIENT}], ids=str)
def test_without_a_least_improvement_every_iteration_is_done_even_if_the_loss_rises(changes: dict[str, Any]) -> None:
    settings = changed(iterations=40, **changes)
    progress = of_type(run(TransferRequest(CONTENT, (STYLE,), settings), reporting=TALKATIVE), Progress)
    assert [event.iteration for event in progress] == list(range(1, 41))


def test_adaptive_weights_are_told_as_they_are() -> None:
    settings = changed(weighting=Weighting.ADAPTIVE, content_weight=1.5, style_weight=10.0, denoise_weight=0.3)
    for event in of_type(run(TransferRequest(CONTENT, (STYLE,), settings), reporting=TALKATIVE), Progress):
        for name in ("content", "style", "denoise"):
            term = getattr(event.losses, name)
            assert term.weight * term.value == pytest.approx(getattr(settings, f"{name}_weight"), rel=1e-3)


# --- colors of the style ---------------------------------------------------------------------------------------------


def scene(height: int, width: int) -> Floats:
    """Smooth light and a little color, with one edge."""
    rows, columns = np.mgrid[0:height, 0:width]
    light = 0.5 + 0.25 * np.sin(rows / 17 + np.sin(columns / 23)) + 0.15 * (columns > width / 2)
    tint = 0.1 * np.sin(columns / 31 + 1)
    return np.clip(light[:, :, np.newaxis] + tint[:, :, np.newaxis] * [1, 0.1, -1], 0, 1).astype(np.float32)


def ink_on_paper(height: int, width: int) -> Floats:
    """Gray strokes, and paper that is a little warmer here and colder there."""
    rows, columns = np.mgrid[0:height, 0:width]
    grain = np.random.default_rng(14).normal(0, 0.03, (height, width))
    ink = 0.6 + 0.3 * np.sin((rows + columns) / 2.5) * np.sin(rows / 11) + grain
    tint = 0.02 * np.sin(columns / 19)
    return np.clip(ink[:, :, np.newaxis] + tint[:, :, np.newaxis] * [1, 0, -1], 0, 1).astype(np.float32)


def colored_grain(picture: Floats) -> float:
    """How much neighbors differ in color, all brightness left out: root mean square."""
    color = picture - picture.mean(-1, keepdims=True)
    return float(np.sqrt(np.square(np.diff(color, axis=1)).mean()))


def test_a_nearly_gray_style_leaves_little_colored_grain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The filters see as much in faint tints as in strokes; steps along red, green and blue make grain of it."""
    layers = {"relu1_1": 1.0, "relu2_1": 1.0, "relu3_1": 1.0}
    monkeypatch.setattr(choice, "FIRST_RATE", 0.016)  # as far as usual in fewer iterations
    monkeypatch.setattr(colors, "within", lambda picture, _palette: picture)  # it would take the grain away
    pictures = scene(72, 96), ink_on_paper(96, 96)
    settings = changed(iterations=40, style_weight=5.0, style_layers=layers)
    along_axes = paint(settings, *pictures)
    monkeypatch.setattr(Plan, "axes", None)
    along_rgb = paint(settings, *pictures)
    assert colored_grain(pixels(along_axes)) < 0.7 * colored_grain(pixels(along_rgb))
    assert along_axes.figures.style_residual < 0.1 * along_rgb.figures.style_residual


@pytest.mark.parametrize("preset", ["standard", "classic"])
def test_gray_in_the_style_of_gray_is_painted_gray(preset: str) -> None:
    gray, gray_style = (np.repeat(picture[:, :, :1], 3, 2) for picture in (texture(64, 80, 1), texture(80, 64, 2)))
    layers = {name: getattr(ONE_SCALE, name) for name in ("content_layers", "style_layers")}
    settings = changed(PRESETS[preset], iterations=12, size=128, features=FeatureSource.SELF_TAUGHT, **layers)
    *progress, result = run(TransferRequest(gray, (gray_style,), settings), reporting=TALKATIVE)
    assert isinstance(result, Result)
    assert np.ptp(pixels(result), axis=2).max() <= 1 / 255
    previews = [event.preview for event in progress if isinstance(event, Progress) and event.preview is not None]
    assert previews
    for preview in previews:
        assert np.ptp(images.reopened(preview), axis=2).max() <= 2 / 255
