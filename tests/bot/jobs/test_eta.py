"""Estimates follow from the engine's own measurements and the plan of the scales."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.eta import seconds_for, seconds_left, starts
from bot.jobs.model import Job, JobProgress, JobState, Place
from engine.events import EngineFacts
from engine.settings import FeatureSource, Precision, TransferSettings

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


def test_a_running_job_is_left_what_its_engine_says() -> None:
    waiting = dataclasses.replace(JOB, checkpoint_iteration=100)
    starting = dataclasses.replace(JOB, state=JobState.RUNNING)
    progress = JobProgress(iteration=290, iterations=300, losses=None, seconds_left=1.5, preview=None)
    running = dataclasses.replace(starting, progress=progress)
    assert seconds_left(waiting, FACTS) == seconds_for(JOB.settings, FACTS, iterations_done=100)
    assert seconds_left(starting, FACTS) == seconds_for(JOB.settings, FACTS)
    assert seconds_left(running, FACTS) == 1.5
    assert seconds_left(dataclasses.replace(JOB, state=JobState.DONE), FACTS) == 0


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
