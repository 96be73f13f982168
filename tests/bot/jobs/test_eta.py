"""Estimates follow from the engine's own measurements and the plan of the scales."""

from __future__ import annotations

import msgspec
import pytest

from bot.jobs.eta import (
    LEAST_FACTOR,
    MOST_FACTOR,
    TRUST,
    factor,
    seconds_for,
    seconds_of,
)
from bot.jobs.model import Job, JobState, PaintingRequest
from engine.events import EngineFacts, PlannedScale
from engine.presets import PRESETS
from engine.pyramid import scales
from engine.settings import FeatureSource, Precision, TransferSettings
from tests.support.jobs import FIGURES, altered, job_of

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

JOB = job_of(PaintingRequest(settings=TransferSettings(iterations=300, size=512), content="c", styles=("s",)), id="1")

INSTANT = PRESETS["instant"]

PAINTED = msgspec.structs.replace(FIGURES, scales=scales(3, 4, 512, 300))


def test_a_job_of_one_scale_costs_its_start_and_its_pixels() -> None:
    settings = TransferSettings(iterations=100, size=208, coarse_to_fine=False)
    assert seconds_for(settings, FACTS, ratio=(1, 1)) == pytest.approx(5 + 100 * (0.01 + 4 * 0.208 * 0.208))


def test_coarse_scales_cost_less_than_the_full_size() -> None:
    full = 5 + 300 * (0.01 + 4 * 512 * 384 / 1e6)
    assert 5 < seconds_for(JOB.request.settings, FACTS) < full


def test_what_a_checkpoint_has_done_is_not_done_again() -> None:
    whole, rest = (
        seconds_for(JOB.request.settings, FACTS),
        seconds_for(JOB.request.settings, FACTS, iterations_done=299),
    )
    assert seconds_for(JOB.request.settings, FACTS, iterations_done=300) == pytest.approx(FACTS.seconds_to_start)
    assert rest == pytest.approx(5 + 0.01 + 4 * 512 * 384 / 1e6)  # the last iteration is one at full size
    assert whole > seconds_for(JOB.request.settings, FACTS, iterations_done=100) > rest


def painted_in(seconds: float) -> Job:
    """A job like JOB that took so many seconds."""
    return altered(JOB, state=JobState.DONE, started_at=100.0, finished_at=100.0 + seconds, figures=PAINTED)


def test_what_jobs_took_of_late_sets_right_what_is_foretold() -> None:
    foretold = seconds_for(JOB.request.settings, FACTS)
    assert factor([], FACTS) == 1
    assert foretold > TRUST
    assert factor([painted_in(1.2 * foretold)], FACTS) == pytest.approx(1.2)
    once_slept = [painted_in(times * foretold) for times in (1.1, 1.2, 500.0)]
    assert factor(once_slept, FACTS) == pytest.approx(1.2)
    assert factor([painted_in(500 * foretold)], FACTS) == MOST_FACTOR
    assert factor([painted_in(-5.0)], FACTS) == LEAST_FACTOR


def test_a_single_small_job_says_little_and_many_say_as_much_as_a_large_one() -> None:
    facts = msgspec.structs.replace(FACTS, seconds_to_start=0.2 * TRUST)
    figures = msgspec.structs.replace(FIGURES, scales=())
    small = altered(painted_in(1.7 * facts.seconds_to_start), figures=figures)
    assert factor([small], facts) == 1
    assert factor([small] * 7, facts) == pytest.approx(1.7)


def test_what_takes_an_instant_takes_as_long_as_one_iteration() -> None:
    assert seconds_for(INSTANT, FACTS, ratio=(1, 1)) == pytest.approx(0.01 + 4 * 0.512 * 0.512)


def test_instant_paintings_say_nothing_about_the_others() -> None:
    foretold = seconds_for(JOB.request.settings, FACTS)
    one = altered(painted_in(3.0), settings=INSTANT)
    assert factor([painted_in(1.2 * foretold), *[one] * 6], FACTS) == pytest.approx(1.2)


def test_set_ups_count_for_the_scales_that_are_left_and_the_end_as_the_last_of_them() -> None:
    facts = msgspec.structs.replace(FACTS, seconds_to_set_up_megapixel=10.0)
    small, large = (PlannedScale(height=edge, width=1000, iterations=10) for edge in (100, 400))
    plain = seconds_of((small, large), FACTS)
    assert seconds_of((small, large), facts) == pytest.approx(plain + 1.0 + 4.0 + 4.0)
    rest = seconds_of((small, large), FACTS, iterations_done=10)
    assert seconds_of((small, large), facts, iterations_done=10) == pytest.approx(rest + 4.0 + 4.0)
