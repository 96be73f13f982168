"""How the network learns: with real filters, on a few small crops."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine import objective
from engine.features import trained, vgg16
from engine.instant import learning, photographs, state
from engine.instant.learning import SETTINGS, Learner, Losses
from engine.settings import FeatureSource, Precision, StyleLoss
from tests.support.textures import texture

pytestmark = [pytest.mark.weights, pytest.mark.slow]

RECIPE = objective.recipe_of(SETTINGS, StyleLoss.COVARIANCE, FeatureSource.IMAGENET)
PHOTOGRAPHS = (texture(120, 140, 1), texture(150, 130, 2))


class Teacher:
    """Gives lessons of two styles in turn."""

    def __init__(self, filters: vgg16.Filters) -> None:
        self.filters = filters
        self.styles = {
            name: learning.target_of(texture(96, 96, seed)[np.newaxis], filters, RECIPE)
            for name, seed in (("waves", 3), ("night", 4))
        }

    def teach(self, learner: Learner, steps: int) -> tuple[Learner, list[Losses]]:
        found = []
        for number in range(learner.steps, learner.steps + steps):
            name = ("waves", "night")[number % 2]
            crop = photographs.crop(PHOTOGRAPHS, 64, np.random.default_rng(number))
            learner, losses = learning.lesson(learner, name, crop, self.styles[name], self.filters, RECIPE, 0.002)
            found.append(losses)
        return learner, found


@pytest.fixture(scope="module")
def teacher(real_filters: Path) -> Teacher:
    return Teacher(trained.load(real_filters, Precision.FLOAT32).filters)


def begun() -> Learner:
    return learning.with_styles(learning.begun(seed=5), ("waves", "night"))


def test_a_saved_learner_goes_on_bit_for_bit(teacher: Teacher, tmp_path: Path) -> None:
    at_once, _ = teacher.teach(begun(), 6)
    half, _ = teacher.teach(begun(), 3)
    state.save(half, tmp_path / "state.npz")
    resumed, _ = teacher.teach(state.load(tmp_path / "state.npz"), 3)
    assert (resumed.steps, resumed.lessons) == (at_once.steps, at_once.lessons) == (6, {"waves": 3, "night": 3})
    for mine, others in ((resumed.kernels, at_once.kernels), (resumed.styles, at_once.styles)):
        assert mine.keys() == others.keys()
        for name, one in mine.items():
            for part, other in zip(one, others[name], strict=True):
                np.testing.assert_array_equal(part, other, err_msg=name)


def test_lessons_make_the_losses_smaller(teacher: Teacher) -> None:
    _, found = teacher.teach(begun(), 40)
    totals = [loss.content * SETTINGS.content_weight + loss.style * SETTINGS.style_weight for loss in found]
    assert np.mean(totals[-8:]) < 0.9 * np.mean(totals[:8])


def test_a_new_style_begins_as_the_mean_of_the_others(teacher: Teacher) -> None:
    taught, _ = teacher.teach(begun(), 2)
    more = learning.with_styles(taught, ("night", "autumn"))
    assert list(more.styles) == ["waves", "night", "autumn"]
    assert more.lessons == {"waves": 1, "night": 1, "autumn": 0}
    known = [more.styles[name].average.numpy() for name in ("waves", "night")]
    np.testing.assert_allclose(more.styles["autumn"].value, np.mean(known, axis=0), rtol=1e-6)
    assert more.styles["waves"] is taught.styles["waves"]
