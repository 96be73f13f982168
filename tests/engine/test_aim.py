"""What iterations aim at: picture and photo are moved together, a few times a scale."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from engine import objective
from engine.objective import jitter, weights_of
from engine.optimizers.choice import optimizer_for
from engine.run.aim import Aim
from engine.run.iteration import stepped
from engine.run.plan import Plan, as_batch
from engine.run.planning import make_plan
from engine.run.progress import first_position
from engine.run.request import TransferRequest
from engine.settings import FeatureSource, OptimizerName, Precision, TransferSettings
from tests.support.textures import texture

ITERATIONS = 20
CONTENT, STYLE = texture(96, 128, 1), texture(64, 64, 2)


def plan_for(optimizer: OptimizerName) -> Plan:
    source = FeatureSource.SELF_TAUGHT
    settings = TransferSettings(iterations=ITERATIONS, size=128, optimizer=optimizer, features=source)
    return make_plan(TransferRequest(CONTENT, (STYLE,), settings), Precision.FLOAT32)


def aim_of(plan: Plan) -> Aim:
    return Aim(plan, plan.scales[-1], plan.targets_at(plan.scales[-1]))


def test_the_photo_is_moved_as_the_picture_is() -> None:
    plan = plan_for(OptimizerName.ADAM)
    aim, photo = aim_of(plan), as_batch(plan.content_at(plan.scales[-1]))
    seen = []
    for iteration in range(ITERATIONS):
        function = aim.at(iteration, weights_of(plan.settings))
        assert function.offset is not None
        seen.append(tuple(function.offset.numpy()))
        moved = jitter.moved(photo, function.offset)
        content = objective.terms(moved, function, plan.recipe).content
        np.testing.assert_allclose(content, [0], atol=1e-6)
    assert list(dict.fromkeys(seen)) == list(jitter.OFFSETS)


def test_after_going_back_the_photo_lies_as_it_did() -> None:
    plan = plan_for(OptimizerName.ADAM)
    aim, weights = aim_of(plan), weights_of(plan.settings)
    before, _, again = (aim.at(iteration, weights).targets.content for iteration in (0, ITERATIONS - 1, 0))
    for layer, target in before.items():
        np.testing.assert_array_equal(target.maps, again[layer].maps)


@pytest.mark.parametrize("optimizer", [OptimizerName.LBFGS, OptimizerName.GRADIENT])
def test_for_other_optimizers_nothing_moves(optimizer: OptimizerName) -> None:
    plan = plan_for(optimizer)
    aim, weights = aim_of(plan), weights_of(plan.settings)
    first, last = aim.at(0, weights), aim.at(ITERATIONS - 1, weights)
    assert first.offset is last.offset is None
    assert first.targets is last.targets


@pytest.mark.parametrize("iteration", range(0, ITERATIONS, 5))
def test_a_step_at_the_photo_without_style_moves_nothing(iteration: int) -> None:
    """The gradient of the content term is 0 there only if picture and photo are moved alike."""
    plan = plan_for(OptimizerName.ADAM)
    weights = weights_of(plan.settings)._replace(style=tf.constant(0.0), denoise=tf.constant(0.0))
    photo = as_batch(plan.content_at(plan.scales[-1]))
    optimizer = optimizer_for(OptimizerName.GRADIENT, first_scale=True)
    here = first_position(plan)._replace(picture=photo, state=optimizer.init(photo), scale=len(plan.scales) - 1)
    _, _, evaluation = stepped(plan, here, aim_of(plan).at(iteration, weights), optimizer)
    np.testing.assert_allclose(evaluation.gradient, np.zeros(photo.shape), atol=1e-7)
