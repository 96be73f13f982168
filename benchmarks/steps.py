"""The ceilings, which are the convolutions alone, and one whole step against them and against the textbook's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from benchmarks import pictures
from benchmarks.bench import Bench, request, textbook_of
from benchmarks.report import Row, at_least, at_most
from benchmarks.timing import medians
from engine.features.vgg16 import DTYPES
from engine.networks import Network, block_of, up_to, width_of
from engine.objective import Objective, weights_of
from engine.optimizers.choice import optimizer_for
from engine.run.plan import as_batch
from engine.run.planning import make_plan
from engine.run.transfer import step
from engine.settings import Precision

DEEPEST = "relu5_1"
STEP_LIMIT = 1.5  #: times the floor
TEXTBOOK_FACTOR = 5.0


class Layer(NamedTuple):
    """A convolution of the network for a picture of edge × edge pixels."""

    name: str
    edge: int  #: of its maps
    channels: int  #: that go in
    width: int  #: channels that come out

    @property
    def operations(self) -> float:
        """Multiplications and additions, forward; the gradient of the input costs the same."""
        return 2.0 * 9 * self.channels * self.width * self.edge**2


def layers(edge: int) -> list[Layer]:
    """The eleven convolutions up to relu5_1."""
    found: list[Layer] = []
    for name in up_to(Network.VGG16, [DEEPEST]):
        channels = found[-1].width if found else 3
        found.append(Layer(name, edge >> (block_of(name) - 1), channels, width_of(name)))
    return found


def rows(bench: Bench) -> Iterator[Row]:
    """Everything takes turns with everything else, so that all ratios are of one time."""
    edge = bench.scope.edge
    bench.say(f"convolutions and whole steps at {edge}², {bench.scope.rounds} rounds")
    taken = medians(_calls(bench), bench.scope.rounds)

    def both(layer: Layer, precision: Precision) -> float:
        return taken[f"{layer.name} {precision} forward"] + taken[f"{layer.name} {precision} gradient"]

    def parts(precision: Precision) -> tuple[float, float]:
        forward, gradient = (
            sum(taken[f"{layer.name} {precision} {part}"] for layer in layers(edge)) for part in ("forward", "gradient")
        )
        return forward, gradient

    for layer in layers(edge):
        slow, fast = both(layer, Precision.FLOAT32), both(layer, Precision.BFLOAT16)
        name = f"{layer.name}, {layer.channels} → {layer.width} at {layer.edge}², bfloat16; float32 ÷ it"
        yield Row(name, _rate(fast, layer), _rate(slow, layer), slow / fast)
    whole = sum(layer.operations for layer in layers(edge))
    sums = {precision: parts(precision) for precision in DTYPES}
    for precision, (forward, gradient) in sums.items():
        name = f"floor, {precision}: sum of the eleven, forward + gradient of the input"
        floor = forward + gradient
        yield Row(name, f"{forward:.3f} + {gradient:.3f} = {floor:.3f} s, {2 * whole / floor / 1e9:,.0f} GFLOP/s")
    floor = sum(sums[bench.precision])
    ours, theirs = taken["step"], taken["textbook"]
    yield at_most(
        f"whole step at {edge}² ({bench.precision}, Adam) ÷ floor",
        f"{ours:.3f} s",
        ours / floor,
        STEP_LIMIT,
        baseline=f"{floor:.3f} s",
    )
    yield at_least(
        "the textbook's loss and gradient ÷ our whole step",
        f"{ours:.3f} s",
        theirs / ours,
        TEXTBOOK_FACTOR,
        baseline=f"{theirs:.3f} s",
    )


def _rate(seconds: float, layer: Layer) -> str:
    return f"{seconds * 1e3:.1f} ms, {2 * layer.operations / seconds / 1e9:,.0f} GFLOP/s"


def _calls(bench: Bench) -> dict[str, Callable[[], object]]:
    calls: dict[str, Callable[[], object]] = {}
    for precision in DTYPES:
        for layer in layers(bench.scope.edge):
            forward, gradient = _convolution(layer, precision)
            calls[f"{layer.name} {precision} forward"] = forward
            calls[f"{layer.name} {precision} gradient"] = gradient
    return calls | _steps(bench)


def _convolution(layer: Layer, precision: Precision) -> tuple[Callable[[], object], Callable[[], object]]:
    """One convolution with bias and ReLU, and the gradient of its input alone."""
    dtype, random = DTYPES[precision], np.random.default_rng(0)

    def normal(*shape: int) -> tf.Tensor:
        return tf.cast(random.standard_normal(shape, np.float32), dtype)

    maps = normal(1, layer.edge, layer.edge, layer.channels)
    kernel, bias = normal(3, 3, layer.channels, layer.width), normal(layer.width)
    upstream = normal(1, layer.edge, layer.edge, layer.width)

    @tf.function  # type: ignore[untyped-decorator]  # TensorFlow ships no types
    def forward(maps: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) -> tf.Tensor:
        return tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(maps, kernel, 1, "SAME"), bias))

    @tf.function  # type: ignore[untyped-decorator]  # TensorFlow ships no types
    def gradient(upstream: tf.Tensor, kernel: tf.Tensor) -> tf.Tensor:
        return tf.nn.conv2d_transpose(upstream, kernel, maps.shape, 1, "SAME")

    return lambda: forward(maps, kernel, bias), lambda: gradient(upstream, kernel)


def _steps(bench: Bench) -> dict[str, Callable[[], object]]:
    """Our whole step, and the textbook's loss with its gradient, without what L-BFGS-B makes of them."""
    pair, edge = bench.pairs[0], bench.scope.edge
    content = pictures.square(pair.content, edge)
    plan = make_plan(request(content, pair.style, size=edge, coarse_to_fine=False), bench.precision)
    function = Objective(plan.filters, plan.targets_at(plan.scales[-1]), weights_of(plan.settings))
    optimizer = optimizer_for(plan.settings.optimizer, first_scale=True, axes=plan.axes)
    start = as_batch(content)
    here: list[Any] = [start, optimizer.init(start)]

    def ours() -> None:
        here[0], here[1], _ = step(here[0], here[1], function, optimizer, plan.recipe)

    book = textbook_of(plan)
    return {"step": ours, "textbook": lambda: book.loss_and_gradient(start)}
