"""The step as an accelerator's compiler gets it (it needs none): what would spoil it there is not in it."""

from __future__ import annotations

import re

import pytest
import tensorflow as tf

from engine import objective
from engine.objective import Evaluation, Objective, weights_of
from engine.optimizers.adam import AdamState
from engine.optimizers.choice import optimizer_for
from engine.run.plan import as_batch
from engine.run.planning import make_plan
from engine.run.request import TransferRequest
from engine.settings import FeatureSource, Precision, TransferSettings
from tests.support.runs import CONTENT, STYLE

#: Operations that wait for the host, or go to it.
HOST = ("infeed", "outfeed", "send", "recv", "custom-call")


@pytest.fixture(scope="module")
def program() -> str:
    """One whole iteration of the defaults in bfloat16, as XLA's text."""
    settings = TransferSettings(iterations=10, size=128, features=FeatureSource.SELF_TAUGHT)
    plan = make_plan(TransferRequest(CONTENT, (STYLE,), settings), Precision.BFLOAT16)
    [planned] = plan.scales
    function = Objective(plan.filters, plan.targets_at(planned), weights_of(settings))
    optimizer = optimizer_for(settings.optimizer, first_scale=True, axes=plan.axes)
    picture = as_batch(plan.content_at(planned))

    @tf.function(jit_compile=True)  # type: ignore[untyped-decorator]  # TensorFlow ships no types
    def step(picture: tf.Tensor, state: AdamState, function: Objective) -> tuple[tf.Tensor, AdamState, Evaluation]:
        return optimizer.step(lambda one: objective.evaluate(one, function, plan.recipe), picture, state)

    return step.experimental_get_compiler_ir(picture, optimizer.init(picture), function)(stage="hlo")


def operations(program: str) -> list[tuple[str, str, str]]:
    """Number format, name and line of each."""
    found = re.finditer(r"^.* = \(?(\w+)\[\S* (?:.*\) )?([\w-]+)\(.*$", program, re.MULTILINE)
    return [(match[1], match[2], match[0]) for match in found]


def test_the_program_is_understood(program: str) -> None:
    names = {name for _, name, _ in operations(program)}
    assert {"convolution", "dot", "parameter"} <= names


def test_nothing_goes_to_the_host(program: str) -> None:
    assert [line for _, name, line in operations(program) if name.startswith(HOST)] == []


def test_all_shapes_are_fixed(program: str) -> None:
    assert "<=" not in program
    assert not re.search(r"\[\?|,\?", program)


def test_all_convolutions_of_the_network_are_in_bfloat16(program: str) -> None:
    convolutions = [(kind, line) for kind, name, line in operations(program) if name == "convolution"]
    of_network = [kind for kind, line in convolutions if "window={size=3x3" in line]
    # Eleven forward, and the gradient of each by its input.
    assert of_network == ["bf16"] * 22
    # What is left in float32 mixes the three colors of a pixel.
    assert all("[1,1,3,3]" in line for kind, line in convolutions if kind != "bf16")
