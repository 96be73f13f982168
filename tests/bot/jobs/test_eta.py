"""Estimates follow from the engine's own measurements and the plan of the scales."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.eta import (
    LEAST_FACTOR,
    MOST_FACTOR,
    TRUST,
    Span,
    Workload,
    factor,
    seconds_for,
    seconds_left,
    spans,
    starts,
)
from bot.jobs.model import Job, JobProgress, JobState, Place
from engine.events import EngineFacts
from engine.pyramid import scales
from engine.settings import FeatureSource, Precision, TransferSettings
from tests.support.jobs import FIGURES

FACTS = EngineFacts(
    version="1",
    device="CPU",
    features=FeatureSource.SELF_TAUGHT,
    precision=Precision.FLOAT32,
    seconds_per_iteration=0.01,
    seconds_per_megapixel=4.0,
    seconds_to_start=5.0,
    bytes_base=1e9,
    bytes_per_megapixel=1e9,
)

JOB = Job(
    id="1",
    place=Place(chat_id=1, user_id=1),
    state=JobState.QUEUED,
    settings=TransferSettings(iterations=300, size=512),
    content="c",
    styles=("s",),
    parent_id=None,
    attempt=0,
    engine_deaths=0,
    stop_request=None,
    checkpoint=None,
    checkpoint_iteration=0,
    progress=None,
    result_png=None,
    result_jpeg=None,
    figures=None,
    error_code=None,
    reply_to_message_id=None,
    card_message_id=None,
    revision=1,
    card_revision=0,
    created_at=0.0,
    started_at=None,
    finished_at=None,
    told_at=None,
)

PAINTED = msgspec.structs.replace(FIGURES, scales=scales(3, 4, 512, 300))


def test_a_job_of_one_scale_costs_its_start_and_its_pixels() -> None:
    settings = TransferSettings(iterations=100, size=208, coarse_to_fine=False)
    assert seconds_for(settings, FACTS, ratio=(1, 1)) == pytest.approx(5 + 100 * (0.01 + 4 * 0.208 * 0.208))


def test_coarse_scales_cost_less_than_the_full_size() -> None:
    full = 5 + 300 * (0.01 + 4 * 512 * 384 / 1e6)
    assert 5 < seconds_for(JOB.settings, FACTS) < full


def test_what_a_checkpoint_has_done_is_not_done_again() -> None:
    whole, rest = seconds_for(JOB.settings, FACTS), seconds_for(JOB.settings, FACTS, iterations_done=299)
    assert seconds_for(JOB.settings, FACTS, iterations_done=300) == pytest.approx(FACTS.seconds_to_start)
    assert rest == pytest.approx(5 + 0.01 + 4 * 512 * 384 / 1e6)  # the last iteration is one at full size
    assert whole > seconds_for(JOB.settings, FACTS, iterations_done=100) > rest


def work(running: Sequence[Job] = (), waiting: Sequence[Job] = (), painted: Sequence[Job] = ()) -> Workload:
    return Workload(running=running, waiting=waiting, painted=painted)


def painted_in(seconds: float) -> Job:
    """A job like JOB that took so many seconds."""
    return dataclasses.replace(JOB, state=JobState.DONE, started_at=100.0, finished_at=100.0 + seconds, figures=PAINTED)


def test_a_running_job_is_left_what_its_engine_says() -> None:
    waiting = dataclasses.replace(JOB, checkpoint_iteration=100)
    progress = JobProgress(iteration=290, iterations=300, losses=None, seconds_left=1.5, preview=None)
    running = dataclasses.replace(JOB, state=JobState.RUNNING, progress=progress)
    assert seconds_left(waiting, work(), FACTS, 0) == seconds_for(JOB.settings, FACTS, iterations_done=100)
    assert seconds_left(running, work(), FACTS, 0) == 1.5
    assert seconds_left(dataclasses.replace(JOB, state=JobState.DONE), work(), FACTS, 0) == 0


def test_a_job_that_has_just_begun_needs_what_was_foretold_less_the_time_since() -> None:
    starting = dataclasses.replace(JOB, state=JobState.RUNNING, started_at=100.0)
    whole = seconds_for(JOB.settings, FACTS)
    assert seconds_left(starting, work(), FACTS, 100.0) == whole
    assert seconds_left(starting, work(), FACTS, 103.0) == pytest.approx(whole - 3)
    assert seconds_left(starting, work(), FACTS, 9999.0) == 0


def test_the_shape_of_the_picture_counts() -> None:
    square = Workload(running=(), waiting=(), shapes={JOB.content: (900, 900)})
    expected = seconds_for(JOB.settings, FACTS, ratio=(1, 1))
    assert seconds_left(JOB, square, FACTS, 0) == expected > seconds_left(JOB, work(), FACTS, 0)


def test_what_jobs_took_of_late_sets_right_what_is_foretold() -> None:
    foretold = seconds_for(JOB.settings, FACTS)
    assert factor([], FACTS) == 1
    assert foretold > TRUST
    assert factor([painted_in(1.2 * foretold)], FACTS) == pytest.approx(1.2)
    once_slept = [painted_in(times * foretold) for times in (1.1, 1.2, 500.0)]
    assert factor(once_slept, FACTS) == pytest.approx(1.2)
    assert seconds_left(JOB, work(painted=once_slept), FACTS, 0) == pytest.approx(1.2 * foretold)
    assert factor([painted_in(500 * foretold)], FACTS) == MOST_FACTOR
    assert factor([painted_in(-5.0)], FACTS) == LEAST_FACTOR


def test_a_single_small_job_says_little_and_many_say_as_much_as_a_large_one() -> None:
    facts = msgspec.structs.replace(FACTS, seconds_to_start=0.2 * TRUST)
    figures = msgspec.structs.replace(FIGURES, scales=())
    small = dataclasses.replace(painted_in(1.7 * facts.seconds_to_start), figures=figures)
    assert factor([small], facts) == 1
    assert factor([small] * 7, facts) == pytest.approx(1.7)


def test_every_job_at_work_has_its_span() -> None:
    running = dataclasses.replace(JOB, id="2", state=JobState.RUNNING, started_at=50.0)
    foretold = seconds_for(JOB.settings, FACTS)
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
