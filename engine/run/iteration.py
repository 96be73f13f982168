"""One iteration: an evaluation of the objective and a step of the optimizer."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from engine import objective
from engine.graphs import for_all_sizes
from engine.objective import jitter, tiling
from engine.objective.windows import windows
from engine.optimizers.base import Evaluate, Optimizer
from engine.run.plan import Plan
from engine.run.progress import Position


@for_all_sizes
def step(
    picture: tf.Tensor, state: Any, function: objective.Objective, optimizer: Optimizer, recipe: objective.Recipe
) -> tuple[tf.Tensor, Any, objective.Evaluation]:
    """One iteration, as one graph: nothing comes back to Python before it is asked for."""
    evaluate = _jittered(lambda pictures: objective.evaluate(pictures, function, recipe), function)
    return optimizer.step(evaluate, picture, state)


def stepped(
    plan: Plan, here: Position, function: objective.Objective, optimizer: Optimizer
) -> tuple[tf.Tensor, Any, objective.Evaluation]:
    """One iteration, in windows where the plan needs them: see Plan.edge_at."""
    planned = plan.scales[here.scale]
    edge = plan.edge_at(planned)
    if edge is None:
        return step(here.picture, here.state, function, optimizer, plan.recipe)
    places = windows(planned.height, planned.width, edge, here.iteration)
    evaluate = _jittered(lambda pictures: tiling.evaluate(pictures, function, plan.recipe, places), function)
    return optimizer.step(evaluate, here.picture, here.state)


def _jittered(evaluate: Evaluate, function: objective.Objective) -> Evaluate:
    """The evaluation of pictures that are moved first, if the objective says so."""
    offset = function.offset
    if offset is None:
        return evaluate

    def evaluation(pictures: tf.Tensor) -> objective.Evaluation:
        found = evaluate(jitter.moved(pictures, offset))
        return found._replace(gradient=jitter.moved_back(found.gradient, offset))

    return evaluation
