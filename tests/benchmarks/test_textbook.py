"""The baseline makes the same number small as the engine does."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from benchmarks.bench import request, textbook_of
from benchmarks.textbook import Textbook, minimized
from engine.objective import Objective, evaluate, weights_of
from engine.run.plan import Plan, as_batch
from engine.run.planning import make_plan
from engine.settings import Precision

EDGE = 128


@pytest.fixture(scope="module")
def plan() -> Plan:
    random = np.random.default_rng(1)
    content, style = (random.random((EDGE * 3 // 4, EDGE, 3), np.float32) for _ in range(2))
    layers = {"relu1_1": 1.0, "relu2_1": 3.0}  # few and shallow: quick to learn
    changes = {"style_layers": layers, "content_layers": {"relu2_1": 1.0}, "size": EDGE}
    return make_plan(request(content, style, **changes), Precision.FLOAT32)


@pytest.fixture(scope="module")
def textbook(plan: Plan) -> Textbook:
    return textbook_of(plan)


def test_loss_and_gradient_are_the_engines(plan: Plan, textbook: Textbook) -> None:
    final = plan.scales[-1]
    picture = tf.constant(np.random.default_rng(2).random((1, final.height, final.width, 3), np.float32))
    ours = evaluate(picture, Objective(plan.filters, plan.targets_at(final), weights_of(plan.settings)), plan.recipe)
    loss, gradient = textbook.loss_and_gradient(picture)
    assert float(loss) == pytest.approx(float(ours.total[0]), rel=1e-4)
    assert float(textbook.loss(picture)) == pytest.approx(float(loss), rel=1e-5)
    np.testing.assert_allclose(gradient, ours.gradient, atol=1e-3 * float(tf.reduce_max(tf.abs(gradient))))


def test_the_contents_loss_at_the_content_is_only_its_style_and_variation(plan: Plan, textbook: Textbook) -> None:
    content = as_batch(plan.content_at(plan.scales[-1]))
    ours = evaluate(
        content, Objective(plan.filters, plan.targets_at(plan.scales[-1]), weights_of(plan.settings)), plan.recipe
    )
    assert float(ours.terms.content[0]) == pytest.approx(0, abs=1e-6)
    assert float(textbook.loss(content)) == pytest.approx(float(ours.total[0]), rel=1e-4)


def test_minimizing_lowers_the_loss_within_the_range_of_colors(plan: Plan, textbook: Textbook) -> None:
    final = plan.scales[-1]
    start = np.random.default_rng(3).random((final.height, final.width, 3), np.float32)
    told: list[float] = []
    found = minimized(textbook, start, 5, lambda _, loss: told.append(loss))
    assert found.iterations == len(told) == 5
    assert told == sorted(told, reverse=True)
    assert found.loss < float(textbook.loss(as_batch(start)))
    assert float(textbook.loss(as_batch(found.picture))) == pytest.approx(found.loss, rel=1e-4)
    assert found.picture.min() >= 0
    assert found.picture.max() <= 1
