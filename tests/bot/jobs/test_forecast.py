"""When jobs start and end follows from the queue, the running jobs and the engine's speed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.eta import seconds_for
from bot.jobs.forecast import Forecast, Span, Waiting, Workload, seconds_left, spans, starts
from bot.jobs.model import Job, JobProgress, JobState
from engine.events import EngineFacts
from tests.bot.jobs.test_eta import FACTS, JOB, painted_in
from tests.support.jobs import altered


def work(running: Sequence[Job] = (), waiting: Sequence[Job] = (), painted: Sequence[Job] = ()) -> Workload:
    return Workload(running=running, waiting=waiting, painted=painted)


def test_a_running_job_is_left_what_its_engine_says() -> None:
    waiting = altered(JOB, checkpoint_iteration=100)
    progress = JobProgress(iteration=290, iterations=300, losses=None, seconds_left=1.5)
    running = altered(JOB, state=JobState.RUNNING, progress=progress)
    assert seconds_left(waiting, work(), FACTS, 0) == seconds_for(JOB.request.settings, FACTS, iterations_done=100)
    assert seconds_left(running, work(), FACTS, 0) == 1.5
    assert seconds_left(altered(JOB, state=JobState.DONE), work(), FACTS, 0) == 0


def test_a_job_that_has_just_begun_needs_what_was_foretold_less_the_time_since() -> None:
    starting = altered(JOB, state=JobState.RUNNING, started_at=100.0)
    whole = seconds_for(JOB.request.settings, FACTS)
    assert seconds_left(starting, work(), FACTS, 100.0) == whole
    assert seconds_left(starting, work(), FACTS, 103.0) == pytest.approx(whole - 3)
    assert seconds_left(starting, work(), FACTS, 9999.0) == 0


def test_the_shape_of_the_picture_counts() -> None:
    square = Workload(running=(), waiting=(), shapes={JOB.request.content: (900, 900)})
    expected = seconds_for(JOB.request.settings, FACTS, ratio=(1, 1))
    assert seconds_left(JOB, square, FACTS, 0) == expected > seconds_left(JOB, work(), FACTS, 0)


def test_what_jobs_took_of_late_corrects_what_is_left() -> None:
    foretold = seconds_for(JOB.request.settings, FACTS)
    once_slept = [painted_in(times * foretold) for times in (1.1, 1.2, 500.0)]
    assert seconds_left(JOB, work(painted=once_slept), FACTS, 0) == pytest.approx(1.2 * foretold)


def test_a_forecast_tells_places_starts_and_ends() -> None:
    running = altered(JOB, id="r", state=JobState.RUNNING, started_at=0.0)
    waiting = [altered(JOB, id=name) for name in ("a", "b")]
    forecast = Forecast(work=work([running], waiting), now=0.0, facts=FACTS)
    each = seconds_for(JOB.request.settings, FACTS)
    first, second = (forecast.waiting(job.id) for job in waiting)
    assert first == Waiting(place=1, seconds=each)
    assert second == Waiting(place=2, seconds=2 * each)
    assert forecast.waiting("r") is None
    assert (forecast.start("r"), forecast.start("a"), forecast.start("unknown")) == (0.0, each, None)
    ended = altered(JOB, id="e", state=JobState.DONE)
    assert forecast.ends([running, ended, *waiting]) == [each, 2 * each, 3 * each]


@pytest.mark.parametrize("engines", [2, 3])
def test_more_engines_start_jobs_sooner(engines: int) -> None:
    waiting = [altered(JOB, id=str(number)) for number in range(3)]
    forecast = Forecast(work=work([], waiting), now=0.0, facts=FACTS, engines=engines)
    each = seconds_for(JOB.request.settings, FACTS)
    assert [forecast.start(job.id) for job in waiting] == [0.0, 0.0, 0.0 if engines == 3 else each]


@pytest.mark.parametrize(("facts", "on_hold"), [(None, False), (FACTS, True), (None, True)])
def test_without_a_ready_engine_or_on_hold_places_are_known_and_no_times(
    facts: EngineFacts | None, on_hold: bool
) -> None:
    forecast = Forecast(work=work([], [JOB]), now=0.0, facts=facts, on_hold=on_hold)
    expected = Waiting(place=1, seconds=None, on_hold=on_hold, warms_up=facts is None)
    assert forecast.waiting(JOB.id) == expected
    assert (forecast.start(JOB.id), forecast.ends([JOB])) == (None, [])


def test_every_job_at_work_has_its_span() -> None:
    running = altered(JOB, id="2", state=JobState.RUNNING, started_at=50.0)
    foretold = seconds_for(JOB.request.settings, FACTS)
    found = spans(work([running], [JOB]), FACTS, engines=1, now=50.0)
    assert found == {"2": Span(0, foretold), "1": Span(foretold, 2 * foretold)}


def wait_of_the_next(running: list[float], ahead: list[float], engines: int) -> float:
    """Seconds for which a job waits that comes after those ahead."""
    return starts(running, [*ahead, 1.0], engines)[-1]


def test_every_job_of_the_queue_has_its_start() -> None:
    assert starts([10], [20, 40, 5], engines=1) == [10, 30, 70]
    assert starts([10], [20, 40, 5], engines=2) == [0, 10, 20]
    assert starts([10], [], engines=1) == []


def test_the_first_in_the_queue_waits_for_the_first_free_engine() -> None:
    assert wait_of_the_next([], [], engines=1) == 0
    assert wait_of_the_next([30, 10], [], engines=2) == 10
    assert wait_of_the_next([30], [], engines=2) == 0
    assert wait_of_the_next([], [], engines=0) == 0


def test_jobs_ahead_are_shared_out_over_the_engines() -> None:
    assert wait_of_the_next([10], [20, 40], engines=1) == 70
    assert wait_of_the_next([10, 30], [20, 40], engines=2) == 30  # free at 10+20 and at 30+40
    assert wait_of_the_next([], [50, 50], engines=2) == 50


@given(
    running=st.lists(st.floats(0, 1000), max_size=4),
    ahead=st.lists(st.floats(0, 1000), max_size=8),
    engines=st.integers(4, 6),
)
def test_one_more_job_ahead_never_shortens_the_wait(running: list[float], ahead: list[float], engines: int) -> None:
    shorter, longer = (wait_of_the_next(running, jobs, engines) for jobs in (ahead[:-1], ahead))
    assert longer >= shorter >= 0
    assert wait_of_the_next(running, ahead, engines + 1) <= longer
