"""One more style for the network as it is, learned in a lesson that can be broken off: real filters, a few steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
import tensorflow as tf

from engine import instant, objective
from engine.errors import BadCheckpoint, InvalidSettings
from engine.events import AnyEvent, Canceled, Checkpoint, Learned, Started
from engine.features import trained
from engine.image.images import FloatImage
from engine.instant import learning, lessons, network, weights
from engine.run import lesson as lesson_module
from engine.run.control import Control
from engine.run.lesson import learn
from engine.run.quick_look import instant_look
from engine.run.request import TransferRequest
from engine.settings import FeatureSource, Lesson, Precision, StyleLoss, TransferSettings
from tests.support.textures import texture

pytestmark = [pytest.mark.weights, pytest.mark.slow, pytest.mark.usefixtures("untrained", "filters_here")]

STYLE = texture(80, 96, 11)
SHORT = Lesson(steps=6, crop=32)


@pytest.fixture
def filters_here(real_filters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", str(real_filters))


@pytest.fixture
def saved_after_each_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson_module, "SAVE_EVERY", 0.0)


def run(lesson: Lesson, control: Control | None = None) -> Iterator[AnyEvent]:
    return learn(STYLE, lesson, control or Control(), Precision.FLOAT32)


def end_of(lesson: Lesson) -> Learned:
    started, *_, end = run(lesson)
    assert isinstance(started, Started)
    assert isinstance(end, Learned)
    return end


@pytest.mark.usefixtures("saved_after_each_look")
def test_a_lesson_that_is_broken_off_and_resumed_ends_bit_for_bit_like_one_in_one_go() -> None:
    at_once = end_of(SHORT)
    assert at_once.iteration == at_once.iterations == SHORT.steps
    control, kept = Control(), b""
    for event in run(SHORT, control):
        if isinstance(event, Checkpoint):
            control.request(keep=True)
        if isinstance(event, Learned):
            assert event.iteration > 0
            kept = event.state
    resumed = list(run(msgspec.structs.replace(SHORT, state=kept)))
    assert isinstance(resumed[0], Started)
    assert resumed[0].resumed_at == lessons.unpacked(kept).steps
    assert isinstance(resumed[-1], Learned)
    assert resumed[-1].state == at_once.state


def test_a_lesson_that_is_canceled_keeps_nothing_and_one_that_is_stopped_before_its_first_step_what_it_had() -> None:
    control = Control()
    control.request()
    assert isinstance(list(run(SHORT, control))[-1], Canceled)
    control = Control()
    control.request(keep=True)
    *_, end = run(SHORT, control)
    assert isinstance(end, Learned)
    assert end.state == lessons.packed(lessons.begun())


def test_a_lesson_makes_small_what_paintings_are_judged_by_and_the_kernels_stay(real_filters: Path) -> None:
    before = {name: kernel.copy() for name, kernel in weights.house_styles().kernels.items()}
    learned = lessons.vector_of(end_of(Lesson(steps=40, crop=64)).state)
    begun = lessons.begun().vector.value.numpy()
    filters = trained.load(real_filters, Precision.FLOAT32).filters
    recipe = objective.recipe_of(learning.SETTINGS, StyleLoss.COVARIANCE, FeatureSource.IMAGENET)
    photo = tf.constant(lessons.practice_crop(1_000_000, 128)[np.newaxis])
    targets = objective.Targets(
        objective.content_targets(photo, filters, recipe), (lessons.target_of(STYLE, filters, recipe),)
    )
    function = objective.Objective(filters, targets, objective.weights_of(learning.SETTINGS))

    def loss(vector: network.Floats) -> float:
        painted = instant.paint(photo[0].numpy(), vector, 128)
        return float(learning.judged(tf.constant(painted[np.newaxis]), photo, function, recipe)[0])

    assert loss(learned) < 0.95 * loss(begun)
    for name, kernel in weights.house_styles().kernels.items():
        np.testing.assert_array_equal(kernel, before[name])


def test_what_was_learned_is_the_first_look_at_a_painting_in_that_style() -> None:
    vector = lessons.vector_of(end_of(SHORT).state)
    content: FloatImage = texture(60, 80, 5)
    request = TransferRequest(content, (STYLE,), TransferSettings(size=128))
    assert instant_look(request, Control(), Precision.FLOAT32) is None
    taught = TransferRequest(content, (STYLE,), TransferSettings(size=128), learned=vector)
    look = instant_look(taught, Control(), Precision.FLOAT32)
    np.testing.assert_array_equal(look, instant.paint(content, vector, 128))


def test_what_another_network_has_learned_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    state = lessons.packed(lessons.begun())
    for bad in (
        b"nothing",
        state[:-1],
        msgspec.msgpack.encode({"network": weights.KERNELS, "steps": 1, "arrays": b"x"}),
    ):
        with pytest.raises(BadCheckpoint):
            lessons.vector_of(bad)
    monkeypatch.setattr(weights, "KERNELS", "another")
    with pytest.raises(BadCheckpoint, match="another network"):
        list(run(msgspec.structs.replace(SHORT, state=state)))


@pytest.mark.parametrize("lesson", [Lesson(steps=0), Lesson(crop=30), Lesson(crop=24), Lesson(crop=264)])
def test_crops_and_steps_out_of_range_are_refused(lesson: Lesson) -> None:
    with pytest.raises(InvalidSettings):
        list(run(lesson))
