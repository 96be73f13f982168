"""L-BFGS against SciPy's L-BFGS-B, against dense BFGS matrices, and against functions that lie to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray
from scipy import optimize

from engine.events import Checkpoint, Progress, Result
from engine.objective import Evaluation, LossWeights, Residuals, Terms
from engine.optimizers import lbfgs
from engine.optimizers.base import Evaluate
from engine.optimizers.lbfgs import LBFGS, LBFGSState
from engine.run import checkpoints
from engine.run.request import TransferRequest
from engine.run.transfer import Reporting, stylize
from engine.settings import FeatureSource, OptimizerName, Precision, TransferSettings
from tests.support.objectives import objective_of
from tests.support.textures import texture

Doubles = NDArray[np.float64]
Function = Callable[[tf.Tensor], tf.Tensor]

RATE = 0.02


@pytest.fixture
def optimizer() -> LBFGS:
    return LBFGS(tf.constant(RATE))


class Run(NamedTuple):
    """What came of some steps."""

    shown: NDArray[np.float32]  #: (steps, batch, height, width, 3)
    totals: NDArray[np.float32]  #: (steps, batch)
    failures: NDArray[np.float32]  #: likewise, so far
    state: LBFGSState  #: at the end


def run(optimizer: LBFGS, evaluate: Evaluate, start: Doubles, steps: int) -> Run:
    pictures = tf.constant(start, tf.float32)
    state = optimizer.init(pictures)
    step = tf.function(lambda pictures, state: optimizer.step(evaluate, pictures, state))
    found = []
    for _ in range(steps):
        pictures, state, evaluation = step(pictures, state)
        found.append((optimizer.shown(pictures, state).numpy(), evaluation.total.numpy(), state.failures.numpy()))
        assert 0 <= pictures.numpy().min() <= pictures.numpy().max() <= 1
    shown, totals, failures = map(np.array, zip(*found, strict=True))
    return Run(shown, totals, failures, state)


# --- standard problems ------------------------------------------------------------------------------------------------


class Problem(NamedTuple):
    """A function of pictures (batch, *shape) with a single minimum within 0 to 1."""

    function: Function  #: in the number format of its argument
    shape: tuple[int, int, int]
    steps: int


def quadratic(condition: float, shape: tuple[int, int, int], center: tuple[float, float], *, turned: bool) -> Function:
    """½ (x − c)ᵀ A (x − c), where A has eigenvalues from 1 to `condition`."""
    size = int(np.prod(shape))
    random = np.random.default_rng(size)
    c = random.uniform(*center, size)
    axes = np.linalg.qr(random.normal(size=(size, size)))[0] if turned else np.eye(size)
    a = (axes * np.geomspace(1, condition, size)) @ axes.T

    def function(pictures: tf.Tensor) -> tf.Tensor:
        off = tf.reshape(pictures, (-1, size)) - tf.cast(c, pictures.dtype)
        return tf.reduce_sum(off * tf.matmul(off, tf.cast(a, pictures.dtype)), 1) / 2

    return function


def rosenbrock(pictures: tf.Tensor) -> tf.Tensor:
    """Of the pixels, with 0 to 1 for −2 to 2, so that the minimum is at ¾ everywhere."""
    x = 4 * tf.reshape(pictures, (tf.shape(pictures)[0], -1)) - 2
    return tf.reduce_sum(100 * (x[:, 1:] - x[:, :-1] ** 2) ** 2 + (1 - x[:, :-1]) ** 2, 1)


INSIDE, ACROSS = (0.2, 0.8), (-0.5, 1.5)
PROBLEMS = {
    "quadratic": Problem(quadratic(1e4, (6, 7, 3), INSIDE, turned=False), (6, 7, 3), 300),
    "turned quadratic": Problem(quadratic(1e4, (6, 7, 3), INSIDE, turned=True), (6, 7, 3), 300),
    "Rosenbrock": Problem(rosenbrock, (4, 4, 3), 500),
    "minimum on the bounds": Problem(quadratic(1e3, (6, 7, 3), ACROSS, turned=True), (6, 7, 3), 60),
    "minimum on the bounds, unturned": Problem(quadratic(1e3, (6, 7, 3), ACROSS, turned=False), (6, 7, 3), 100),
}


def start_of(problem: Problem, seed: int = 0) -> Doubles:
    return np.random.default_rng(seed).uniform(0.1, 0.9, problem.shape)


class Solution(NamedTuple):
    """What SciPy found."""

    picture: Doubles
    first: float  #: value at the start
    values: list[float]  #: at every evaluation
    least: float


def by_scipy(problem: Problem, start: Doubles) -> Solution:
    values: list[float] = []
    evaluate = tf.function(objective_of(problem.function))

    def value_and_gradient(x: Doubles) -> tuple[float, Doubles]:
        evaluation = evaluate(tf.constant(x.reshape(1, *problem.shape)))
        values.append(float(evaluation.total[0]))
        return values[-1], evaluation.gradient.numpy().ravel()

    found = optimize.minimize(
        value_and_gradient,
        start.ravel(),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0, 1)] * start.size,
        options={"maxcor": 10, "maxiter": 2000, "maxfun": 4000, "ftol": 1e-15, "gtol": 1e-10},
    )
    return Solution(found.x.reshape(problem.shape), values[0], values, found.fun)


@pytest.mark.parametrize("name", PROBLEMS)
def test_it_finds_scipy_s_minimum_in_a_comparable_number_of_evaluations(optimizer: LBFGS, name: str) -> None:
    problem = PROBLEMS[name]
    start = start_of(problem)
    expected = by_scipy(problem, start)
    found = run(optimizer, objective_of(problem.function), start[np.newaxis], problem.steps)
    np.testing.assert_allclose(found.shown[-1, 0], expected.picture, atol=2e-2)
    assert found.totals[-1, 0] <= gap_left(1e-6, expected)
    near = gap_left(1e-4, expected)
    assert first_below(near, found.totals[:, 0]) <= 2.5 * first_below(near, expected.values)
    assert found.failures[-1] == 0


def gap_left(share: float, solution: Solution) -> float:
    """The value at which this share of what there is to be gained is left."""
    return solution.least + share * (solution.first - solution.least)


def first_below(value: float, values: list[float] | NDArray[np.float32]) -> int:
    """After how many evaluations the value is reached; fails where it never is."""
    return 1 + next(index for index, one in enumerate(values) if one <= value)


def test_a_step_is_one_evaluation(optimizer: LBFGS) -> None:
    counted: list[tf.Tensor] = []
    function = objective_of(rosenbrock)

    def evaluate(pictures: tf.Tensor) -> Evaluation:
        counted.append(pictures)
        return function(pictures)

    pictures = tf.constant(start_of(PROBLEMS["Rosenbrock"])[np.newaxis], tf.float32)
    state = optimizer.init(pictures)
    for _ in range(30):
        pictures, state, _ = optimizer.step(evaluate, pictures, state)
    assert len(counted) == 30


def test_losses_never_rise(optimizer: LBFGS) -> None:
    problem = PROBLEMS["Rosenbrock"]
    found = run(optimizer, objective_of(problem.function), start_of(problem)[np.newaxis], 150)
    assert (np.diff(found.totals[:, 0]) <= 2e-6 * found.totals[:-1, 0]).all()


def test_what_it_tells_and_shows_are_of_the_same_pictures(optimizer: LBFGS) -> None:
    problem = PROBLEMS["Rosenbrock"]
    found = run(optimizer, objective_of(problem.function), start_of(problem)[np.newaxis], 25)
    for shown, totals in zip(found.shown, found.totals, strict=True):
        np.testing.assert_allclose(rosenbrock(tf.constant(shown)), totals, rtol=1e-5)


def test_the_first_step_moves_pixels_by_the_rate(optimizer: LBFGS) -> None:
    for size in (1e-8, 1.0, 1e8):
        function = objective_of(lambda pictures, size=size: size * rosenbrock(pictures))
        pictures = tf.fill((1, 4, 4, 3), 0.5)
        moved, _, _ = optimizer.step(function, pictures, optimizer.init(pictures))
        np.testing.assert_allclose(tf.sqrt(tf.reduce_mean(tf.square(moved - pictures))), RATE, rtol=1e-4)


def test_where_there_is_nothing_to_gain_nothing_moves_and_nothing_fails(optimizer: LBFGS) -> None:
    start = start_of(PROBLEMS["Rosenbrock"])[np.newaxis]
    found = run(optimizer, objective_of(lambda pictures: 0 * rosenbrock(pictures) + 3), start, 30)
    np.testing.assert_array_equal(found.shown[-1], start.astype(np.float32))
    assert found.failures[-1] == 0


# --- the direction ----------------------------------------------------------------------------------------------------

SMALL = (2, 3, 3)
SIZE = 18
Pairs = list[tuple[Doubles, Doubles]]


def pairs_of(count: int, seed: int) -> Pairs:
    """Steps, and by what they change the gradient of ½ xᵀAx; oldest first."""
    random = np.random.default_rng(seed)
    root = random.normal(size=(SIZE, SIZE))
    steps = 0.1 * random.normal(size=(count, SIZE))
    return [(step, root @ (root.T @ step)) for step in steps]


def dense_inverse(pairs: Pairs) -> Doubles:
    """H by the BFGS formula (Nocedal & Wright, 6.17), from γI, with γ of the newest pair."""
    s, y = pairs[-1]
    h = (s @ y) / (y @ y) * np.eye(SIZE)
    for s, y in pairs:
        v = np.eye(SIZE) - np.outer(y, s) / (s @ y)
        h = v.T @ h @ v + np.outer(s, s) / (s @ y)
    return h


def state_of(optimizer: LBFGS, members: list[Pairs], position: Doubles, gradient: Doubles) -> LBFGSState:
    """The state of a batch that remembers these pairs, at a position (batch, …) with this gradient."""
    pictures = tf.constant(position, tf.float32)
    state = optimizer.init(pictures)
    steps = np.zeros((optimizer.history, len(members), *SMALL))
    changes = np.zeros_like(steps)
    inverse_curvatures = np.zeros((optimizer.history, len(members)))
    scale = np.zeros(len(members))
    for member, pairs in enumerate(members):
        for index, (s, y) in enumerate(reversed(pairs)):
            steps[index, member], changes[index, member] = s.reshape(SMALL), y.reshape(SMALL)
            inverse_curvatures[index, member] = 1 / (s @ y)
        if pairs:
            s, y = pairs[-1]
            scale[member] = (s @ y) / (y @ y)
    return state._replace(
        evaluation=state.evaluation._replace(gradient=tf.constant(gradient, tf.float32)),
        position_deltas=tf.constant(steps, tf.float32),
        gradient_deltas=tf.constant(changes, tf.float32),
        inverse_curvatures=tf.constant(inverse_curvatures, tf.float32),
        scale=tf.constant(scale, tf.float32),
    )


def test_the_direction_is_that_of_the_dense_bfgs_matrix(optimizer: LBFGS) -> None:
    members = [pairs_of(count, seed=count) for count in (10, 4, 1)]
    gradient = np.random.default_rng(0).normal(size=(3, *SMALL))
    state = state_of(optimizer, members, np.full((3, *SMALL), 0.5), gradient)
    expected = [-dense_inverse(pairs) @ g.ravel() for pairs, g in zip(members, gradient, strict=True)]
    for found, wanted in zip(optimizer.direction(state).numpy().reshape(3, SIZE), expected, strict=True):
        np.testing.assert_allclose(found, wanted, atol=1e-4 * np.abs(wanted).max())


def test_without_pairs_the_direction_is_the_gradient_s(optimizer: LBFGS) -> None:
    gradient = np.random.default_rng(1).normal(size=(1, *SMALL))
    state = state_of(optimizer, [[]], np.full((1, *SMALL), 0.5), gradient)
    expected = -RATE * gradient / np.sqrt(np.mean(np.square(gradient)))
    np.testing.assert_allclose(optimizer.direction(state), expected, rtol=1e-5)


def test_pixels_at_a_bound_that_want_to_leave_stay_and_the_others_go_downhill(optimizer: LBFGS) -> None:
    gradient = np.random.default_rng(2).normal(size=(1, *SMALL))
    position = np.where(gradient > 0.3, 0, np.where(gradient < -0.3, 1, 0.5))
    state = state_of(optimizer, [pairs_of(10, seed=3)], position, gradient)
    direction = optimizer.direction(state).numpy()
    np.testing.assert_array_equal(direction[position != 0.5], 0)
    assert (direction * gradient).sum() < 0


# --- batches ----------------------------------------------------------------------------------------------------------


def test_a_picture_of_a_batch_moves_as_it_would_alone(optimizer: LBFGS) -> None:
    """Even where one of them searches longer than the others: each start leads to rejected trials at other times."""
    problem = PROBLEMS["Rosenbrock"]
    starts = np.stack([start_of(problem, seed) for seed in range(3)])
    starts[1] = 0.75 + 0.001 * starts[1]  # near the minimum
    together = run(optimizer, objective_of(rosenbrock), starts, 25)
    for member in range(3):
        alone = run(optimizer, objective_of(rosenbrock), starts[member : member + 1], 25)
        np.testing.assert_allclose(together.shown[:, member], alone.shown[:, 0], atol=1e-4)


# --- what goes wrong --------------------------------------------------------------------------------------------------


def lying(evaluate: Evaluate) -> Evaluate:
    """The same loss, with a gradient that points uphill."""

    def evaluate_wrongly(pictures: tf.Tensor) -> Evaluation:
        evaluation = evaluate(pictures)
        return evaluation._replace(gradient=-evaluation.gradient)

    return evaluate_wrongly


def test_a_search_that_fails_is_counted_and_the_picture_goes_on(optimizer: LBFGS) -> None:
    start = start_of(PROBLEMS["Rosenbrock"])[np.newaxis]
    found = run(optimizer, lying(objective_of(rosenbrock)), start, 60)
    assert found.failures[-1] >= 5
    assert (np.diff(found.failures[:, 0]) <= 1).all()
    assert np.abs(found.shown[-1] - found.shown[-20]).max() > RATE * lbfgs.FALLBACK_LENGTH
    assert np.isfinite(found.totals).all()
    assert found.state.inverse_curvatures.numpy().max() == 0


def test_after_a_failed_search_it_converges_all_the_same(optimizer: LBFGS) -> None:
    problem = PROBLEMS["minimum on the bounds"]
    honest = objective_of(problem.function)
    expected = by_scipy(problem, start_of(problem))
    pictures = tf.constant(start_of(problem)[np.newaxis], tf.float32)
    state = optimizer.init(pictures)
    steps = [tf.function(lambda *now, e=e: optimizer.step(e, *now)) for e in (honest, lying(honest))]
    for count in range(120):
        pictures, state, evaluation = steps[10 <= count < 20](pictures, state)
    assert state.failures[0] >= 1
    assert evaluation.total[0] <= gap_left(1e-4, expected)


def nan_beyond(evaluate: Evaluate, far: float, start: Doubles) -> Evaluate:
    """NaN where any pixel is further than `far` from the start."""

    def evaluate_nearby(pictures: tf.Tensor) -> Evaluation:
        distance = tf.reduce_max(tf.abs(pictures - tf.constant(start, tf.float32)), (1, 2, 3))
        poison = tf.where(distance > far, np.nan, 0.0)
        return tf.nest.map_structure(
            lambda part: part if part.shape == () else part + tf.reshape(poison, (-1,) + (1,) * (len(part.shape) - 1)),
            evaluate(pictures),
        )

    return evaluate_nearby


@pytest.mark.parametrize("far", [0.0, 1e-6])
def test_where_everything_around_is_nan_that_is_counted_and_what_is_shown_stays_finite(
    optimizer: LBFGS, far: float
) -> None:
    start = start_of(PROBLEMS["Rosenbrock"])[np.newaxis].astype(np.float32).astype(np.float64)
    found = run(optimizer, nan_beyond(objective_of(rosenbrock), far, start), start, 60)
    assert np.isfinite(found.totals).all()
    assert np.abs(found.shown - start).max() <= far
    assert all(np.isfinite(part).all() for part in tf.nest.flatten(found.state))
    assert found.failures[-1] >= 1


def test_it_steps_back_from_trials_that_are_not_finite(optimizer: LBFGS) -> None:
    start = start_of(PROBLEMS["Rosenbrock"])[np.newaxis].astype(np.float32).astype(np.float64)
    found = run(optimizer, nan_beyond(objective_of(rosenbrock), 0.05, start), start, 40)
    assert np.isfinite(found.shown).all()
    assert found.totals[-1] < 0.8 * found.totals[0]
    assert found.failures[-1] == 0


# --- weights that change ----------------------------------------------------------------------------------------------


def two_terms(pictures: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    return rosenbrock(pictures) + 1, 50 * tf.reduce_sum(tf.square(pictures - 0.4), (1, 2, 3)) + 1


def weighted(weights: Callable[[tuple[tf.Tensor, tf.Tensor]], tuple[tf.Tensor, tf.Tensor]]) -> Evaluate:
    """The sum of both terms, weighted by what `weights` makes of them."""

    def evaluate(pictures: tf.Tensor) -> Evaluation:
        with tf.GradientTape() as tape:
            tape.watch(pictures)
            terms = two_terms(pictures)
            first, second = (tf.stop_gradient(weight) for weight in weights(terms))
            total = first * terms[0] + second * terms[1]
        nothing = tf.zeros_like(total)
        used, gradient = LossWeights(first, second, nothing), tape.gradient(total, pictures)
        return Evaluation(total, Terms(*terms, nothing), used, gradient, Residuals(nothing, nothing))

    return evaluate


def test_adaptive_weights_descend_on_the_logarithms_of_the_terms(optimizer: LBFGS) -> None:
    """Though every total is the same, and would tell a line search nothing."""
    start = start_of(PROBLEMS["Rosenbrock"])[np.newaxis]
    adaptive = run(optimizer, weighted(lambda terms: (2 / terms[0], 3 / terms[1])), start, 120)

    def of_logarithms(pictures: tf.Tensor) -> tf.Tensor:
        first, second = two_terms(pictures)
        return 2 * tf.math.log(first) + 3 * tf.math.log(second)

    expected = run(optimizer, objective_of(of_logarithms), start, 120)
    np.testing.assert_allclose(adaptive.totals, 5, rtol=1e-5)
    assert adaptive.failures[-1] == 0
    np.testing.assert_allclose(of_logarithms(tf.constant(adaptive.shown[-1])), expected.totals[-1], rtol=1e-2)


def test_a_gradient_of_other_weights_is_not_remembered(optimizer: LBFGS) -> None:
    pictures = tf.constant(start_of(PROBLEMS["Rosenbrock"])[np.newaxis], tf.float32)
    state = optimizer.init(pictures)
    for step in range(40):
        weight = tf.constant([1.3 ** (step // 5)])
        before = state
        pictures, state, _ = optimizer.step(weighted(lambda _, w=weight: (tf.ones(1), w)), pictures, state)
        if step % 5 == 0:
            np.testing.assert_array_equal(state.inverse_curvatures, before.inverse_curvatures)
    assert state.failures[0] == 0
    assert (state.inverse_curvatures.numpy() > 0).all()


# --- going on ---------------------------------------------------------------------------------------------------------


def test_a_state_that_was_saved_goes_on_bit_for_bit(optimizer: LBFGS) -> None:
    evaluate = objective_of(rosenbrock)
    pictures = tf.constant(start_of(PROBLEMS["Rosenbrock"])[np.newaxis], tf.float32)
    state = optimizer.init(pictures)
    for _ in range(15):
        pictures, state, _ = optimizer.step(evaluate, pictures, state)
    saved = [checkpoints.unpacked(checkpoints.packed(part)) for part in tf.nest.flatten(state)]
    empty = optimizer.init(pictures)
    assert [part.shape for part in saved] == [part.shape for part in tf.nest.flatten(empty)]
    restored = tf.nest.pack_sequence_as(empty, [tf.constant(part) for part in saved])
    for _ in range(15):
        pictures_again, restored, _ = optimizer.step(evaluate, pictures, restored)
        pictures, state, _ = optimizer.step(evaluate, pictures, state)
        np.testing.assert_array_equal(pictures_again, pictures)


def test_it_paints_and_goes_on_from_a_checkpoint_as_if_it_had_not_stopped() -> None:
    settings = TransferSettings(
        iterations=20,
        size=128,
        style_weight=40.0,
        denoise_weight=0.5,
        optimizer=OptimizerName.LBFGS,
        features=FeatureSource.SELF_TAUGHT,
    )
    request = TransferRequest(texture(48, 64, 1), (texture(64, 64, 2),), settings)
    talkative = Reporting(progress_seconds=0, checkpoint_seconds=0)
    events = list(stylize(request, precision=Precision.FLOAT32, reporting=talkative))
    first, *_, last = (event for event in events if isinstance(event, Progress))
    assert total(last) < total(first) / 2
    half_way = next(event for event in events if isinstance(event, Checkpoint) and event.iteration == 11)
    *_, resumed = stylize(replace(request, checkpoint=half_way.state), precision=Precision.FLOAT32)
    unbroken = events[-1]
    assert isinstance(unbroken, Result)
    assert isinstance(resumed, Result)
    assert resumed.pictures == unbroken.pictures


def total(progress: Progress) -> float:
    terms = (progress.losses.content, progress.losses.style, progress.losses.denoise)
    return sum(term.value * term.weight for term in terms)
