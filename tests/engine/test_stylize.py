"""The loop, by its events and its pictures: small runs in float32 with self-taught features."""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

import msgspec
import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray
from PIL import Image

from engine import checkpoints, images, pyramid
from engine.errors import BadCheckpoint, NotFinite
from engine.events import TERMINAL, AnyEvent, Cancelled, Checkpoint, Event, Progress, Result, Started
from engine.features import self_taught, vgg16
from engine.optimizers.adam import AdamState
from engine.plan import TransferRequest, make_plan
from engine.settings import FeatureSource, InitialImage, Precision, StyleStatistics, TransferSettings
from engine.stylize import Reporting, StopSignal, stylize
from tests.support.textures import texture

Floats = NDArray[np.float32]
E = TypeVar("E", bound=Event)

CONTENT, STYLE, OTHER_STYLE = texture(33, 100, 1), texture(80, 64, 2), texture(64, 64, 3)
ONE_SCALE = TransferSettings(iterations=10, size=pyramid.COARSEST_EDGE, features=FeatureSource.SELF_TAUGHT)
TWO_SCALES = msgspec.structs.replace(ONE_SCALE, iterations=12, size=round(pyramid.COARSEST_EDGE * 1.25))
REQUEST = TransferRequest(CONTENT, (STYLE,), TWO_SCALES)

#: Tells everything: progress and a checkpoint after every iteration, a preview after every fourth.
TALKATIVE = Reporting(progress_seconds=0, checkpoint_seconds=0, preview_every=4)
#: Tells only what has nothing to do with the clock.
SILENT = Reporting(progress_seconds=math.inf, preview_seconds=math.inf, checkpoint_seconds=math.inf)


@pytest.fixture(scope="module", autouse=True)
def filters_are_learned_once() -> Iterator[None]:
    """The same pictures and seed give the same filters, so runs of this module need not all learn them again."""
    known: dict[object, vgg16.Filters] = {}
    learn = self_taught.learn

    def remembered(content: Floats, styles: list[Floats], precision: Precision, *, seed: int) -> vgg16.Filters:
        key = (content.tobytes(), *(style.tobytes() for style in styles), precision, seed)
        if key not in known:
            known[key] = learn(content, styles, precision, seed=seed)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(self_taught, "learn", remembered)
        yield


def run(
    request: TransferRequest, *, stop: StopSignal | None = None, reporting: Reporting = SILENT
) -> Iterator[AnyEvent]:
    return stylize(request, stop=stop, precision=Precision.FLOAT32, reporting=reporting)


def finish(events: Iterator[AnyEvent]) -> Result:
    *_, last = events
    assert isinstance(last, Result)
    return last


def paint(settings: TransferSettings, content: Floats = CONTENT, *styles: Floats) -> Result:
    return finish(run(TransferRequest(content, styles or (STYLE,), settings)))


def pixels(result: Result) -> Floats:
    with Image.open(io.BytesIO(result.pictures[0].png)) as picture:
        return images.as_floats(picture)


def of_type(events: list[AnyEvent], kind: type[E]) -> list[E]:
    return [event for event in events if isinstance(event, kind)]


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
    assert all(event.seconds_left >= 0 for event in progress)
    assert progress[2].seconds_left > 0
    assert progress[-1].seconds_left == 0


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
    assert (figures.height, figures.width) == (picture.height, picture.width) == (53, 160)
    assert pixels(result).shape == (53, 160, 3)
    with Image.open(io.BytesIO(picture.jpeg)) as jpeg:
        assert jpeg.size == (160, 53)
        assert np.abs(np.asarray(jpeg) / 255 - pixels(result)).mean() < 0.02
    assert figures.iterations == TWO_SCALES.iterations
    assert figures.scales == of_type(whole_run, Started)[0].scales
    assert figures.seconds > 0
    assert 10**8 < figures.peak_memory_bytes < 10**11
    assert 0 < figures.content_residual < 10
    assert 0 < figures.style_residual < 10


def test_the_loss_falls_at_every_scale(whole_run: list[AnyEvent]) -> None:
    by_scale: dict[int, list[float]] = {}
    for event in of_type(whole_run, Progress):
        terms = (event.losses.content, event.losses.style, event.losses.denoise)
        by_scale.setdefault(event.width, []).append(sum(term.value * term.weight for term in terms))
    for totals in by_scale.values():
        assert totals[-1] < totals[0]


# --- stopping ---------------------------------------------------------------------------------------------------------


def test_a_cancel_ends_the_run_at_once_with_nothing() -> None:
    stop = StopSignal()
    events = run(REQUEST, stop=stop, reporting=TALKATIVE)
    seen = [next(events) for _ in range(4)]
    stop.request()
    assert list(events)[-1] == Cancelled()
    assert of_type(seen, Progress)[-1].iteration == 2


def test_a_cancel_before_the_start_leaves_only_the_plan() -> None:
    stop = StopSignal()
    stop.request()
    assert [type(event) for event in run(REQUEST, stop=stop)] == [Started, Cancelled]


@pytest.mark.parametrize("iterations", [0, 3])
def test_stop_and_keep_gives_the_picture_so_far_at_full_size(iterations: int) -> None:
    stop = StopSignal()
    if not iterations:
        stop.request(keep=True)
    events = run(REQUEST, stop=stop, reporting=TALKATIVE)
    for event in events:
        if isinstance(event, Progress) and event.iteration == iterations:
            stop.request(keep=True)
        last = event
    assert isinstance(last, Result)
    assert last.stopped_early
    assert last.figures.iterations == iterations
    assert pixels(last).shape == (53, 160, 3)
    assert pixels(last).std() > 0.01


def test_a_stop_after_the_last_iteration_comes_too_late_to_be_early(whole_run: list[AnyEvent]) -> None:
    stop = StopSignal()
    shortly_before = of_type(whole_run, Checkpoint)[-3].state
    for event in run(replace(REQUEST, checkpoint=shortly_before), stop=stop, reporting=TALKATIVE):
        if isinstance(event, Progress) and event.iteration == TWO_SCALES.iterations:
            stop.request(keep=True)
        last = event
    assert isinstance(last, Result)
    assert not last.stopped_early
    assert last.pictures == of_type(whole_run, Result)[0].pictures


def test_a_cancel_is_never_weakened_to_a_keep_and_may_come_from_any_thread() -> None:
    stop = StopSignal()
    stop.request(keep=True)
    thread = threading.Thread(target=stop.request)
    thread.start()
    thread.join()
    stop.request(keep=True)
    assert stop.requested == "cancel"


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


# --- settings and pictures --------------------------------------------------------------------------------------------


def roughness(result: Result) -> float:
    picture = pixels(result)
    return float((np.diff(picture, axis=0) ** 2).mean() + (np.diff(picture, axis=1) ** 2).mean())


def test_style_weight_brings_the_style_nearer_and_content_further(default_result: Result) -> None:
    without = paint(msgspec.structs.replace(ONE_SCALE, style_weight=0))
    assert default_result.figures.style_residual < 0.8 * without.figures.style_residual
    assert default_result.figures.content_residual > without.figures.content_residual


def test_more_content_weight_keeps_the_content_nearer(default_result: Result) -> None:
    much = paint(msgspec.structs.replace(ONE_SCALE, content_weight=1000))
    assert much.figures.content_residual < 0.9 * default_result.figures.content_residual


def test_more_denoise_weight_makes_smoother_pictures(default_result: Result) -> None:
    assert roughness(paint(msgspec.structs.replace(ONE_SCALE, denoise_weight=1000))) < 0.7 * roughness(default_result)


@pytest.mark.parametrize(
    "change",
    [{"style_statistics": StyleStatistics.GRAM}, {"initial_image": InitialImage.CONTENT}, {"seed": 1}],
    ids=str,
)
def test_every_other_setting_changes_the_picture(default_result: Result, change: dict[str, object]) -> None:
    changed = paint(msgspec.structs.replace(ONE_SCALE, **change))
    assert np.abs(pixels(changed) - pixels(default_result)).mean() > 2 / 255


def test_size_is_the_longer_edge_of_the_result(default_result: Result, whole_run: list[AnyEvent]) -> None:
    for result, settings in ((default_result, ONE_SCALE), (of_type(whole_run, Result)[0], TWO_SCALES)):
        assert max(pixels(result).shape) == settings.size


def test_several_styles_differ_from_each_alone(default_result: Result) -> None:
    both = paint(ONE_SCALE, CONTENT, STYLE, OTHER_STYLE)
    assert np.abs(pixels(both) - pixels(default_result)).mean() > 2 / 255


def test_a_picture_of_one_plain_colour_gets_painted_too() -> None:
    """Where nothing varies, ReLU may leave no gradient; the grain of the start sets it moving."""
    result = paint(ONE_SCALE, np.full((33, 100, 3), 0.5, np.float32))
    assert pixels(result).std((0, 1)).min() > 0.03


def test_long_strips_are_painted() -> None:
    result = paint(ONE_SCALE, texture(50, 1000, 4), texture(1000, 50, 5))
    height, width, _ = pixels(result).shape
    assert width == ONE_SCALE.size
    assert height < width / 5


# --- what is not a number ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_picture_that_holds_what_is_not_finite_is_refused(value: float) -> None:
    broken = CONTENT.copy()
    broken[3, 4, 1] = value
    for content, style in ((broken, STYLE), (CONTENT, broken)):
        with pytest.raises(NotFinite):
            next(run(TransferRequest(content, (style,), ONE_SCALE)))


@pytest.fixture
def broken_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    filters = self_taught.learn(CONTENT, [STYLE], Precision.FLOAT32, seed=0)
    kernel, bias = filters.by_layer["relu3_1"]
    poisoned = vgg16.Filter(kernel, tf.fill(bias.shape, np.nan))
    by_layer = {**filters.by_layer, "relu3_1": poisoned}
    monkeypatch.setattr(self_taught, "learn", lambda *_, **__: filters._replace(by_layer=by_layer))


@pytest.mark.usefixtures("broken_filters")
@pytest.mark.parametrize("reporting", [TALKATIVE, SILENT], ids=["at the first progress", "at the end of the scale"])
def test_losses_that_are_not_finite_end_the_run_with_an_error(reporting: Reporting) -> None:
    seen = []
    with pytest.raises(NotFinite):
        seen.extend(run(TransferRequest(CONTENT, (STYLE,), ONE_SCALE), reporting=reporting))
    assert not of_type(seen, Progress)


@pytest.mark.usefixtures("broken_filters")
def test_a_picture_that_is_not_finite_is_not_kept_when_the_run_is_stopped() -> None:
    stop = StopSignal()
    events = run(TransferRequest(CONTENT, (STYLE,), ONE_SCALE), stop=stop, reporting=Reporting(math.inf, math.inf, 0))
    with pytest.raises(NotFinite):  # noqa: PT012  # the iterator is one thing
        for event in events:
            if isinstance(event, Checkpoint):
                stop.request(keep=True)
