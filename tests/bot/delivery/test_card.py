"""What the card says in each state of its job."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.delivery.card import BAR_CELLS, Waiting, bar, face
from bot.jobs.model import Job, JobProgress, JobState, StopRequest
from bot.languages import Language
from bot.texts.look_up import texts_in
from engine.settings import TransferSettings
from tests.support.jobs import FIGURES, place_of, progress_at

ENGLISH = texts_in(Language.ENGLISH)
SHA = "ab" * 32
BASE = Job(
    id="0123456789abcdef",
    place=place_of(7),
    state=JobState.QUEUED,
    settings=TransferSettings(),
    content=SHA,
    style=SHA,
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
    reply_to_message_id=1,
    card_message_id=2,
    revision=1,
    card_revision=1,
    created_at=0.0,
    started_at=None,
    finished_at=None,
    told_at=None,
)
RUNNING = replace(BASE, state=JobState.RUNNING, attempt=1, started_at=1.0)
STUDYING = JobProgress(iteration=0, iterations=300, losses=None, seconds_left=None, preview=None)


def words(job: Job, waiting: Waiting | None = None) -> str:
    return face(job, waiting, ENGLISH).words


def verbs(job: Job) -> list[str]:
    markup = face(job, None, ENGLISH).buttons
    return (
        []
        if markup is None
        else [str(key.callback_data).split(":")[1] for row in markup.inline_keyboard for key in row]
    )


def test_while_jobs_are_on_hold_none_promises_to_start_in_a_moment() -> None:
    held = Waiting(place=2, seconds=None, on_hold=True)
    for job in (BASE, replace(BASE, checkpoint=SHA, checkpoint_iteration=25)):
        assert words(job, held).startswith("In the queue, place 2. My operator has paused the painting")


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        (Waiting(place=3, seconds=None), "In the queue, place 3."),
        (Waiting(place=3, seconds=130.0), "In the queue, place 3 · ≈2 min 10 s until it starts"),
        (Waiting(place=1, seconds=0.0), "In the queue, place 1."),
    ],
)
def test_a_waiting_job_tells_its_place_and_its_time_where_that_is_known(waiting: Waiting, expected: str) -> None:
    assert words(BASE, waiting) == expected
    assert verbs(BASE) == ["cancel"]


@pytest.mark.parametrize(
    ("change", "expected", "expected_verbs"),
    [
        ({"progress": None}, "Starting…", ["cancel"]),
        ({"progress": STUDYING}, "Studying your two pictures…", ["cancel"]),
        ({"progress": replace(STUDYING, iteration=240)}, "Going on from 240 of 300…", ["cancel"]),
        ({"stop_request": StopRequest.CANCEL}, "Stopping…", []),
        ({"stop_request": StopRequest.KEEP}, "Finishing with what is there…", []),
    ],
)
def test_a_running_job_tells_what_is_going_on(change: dict[str, Any], expected: str, expected_verbs: list[str]) -> None:
    job = replace(RUNNING, **change)
    assert words(job) == expected
    assert verbs(job) == expected_verbs


def test_progress_shows_bar_time_losses_and_preview() -> None:
    job = replace(RUNNING, progress=progress_at(120, preview=SHA))
    assert words(job) == "▓▓▓▓░░░░░░ 120/300 · ≈12 s\ncontent 0.5 · style 0.5"
    assert face(job, None, ENGLISH).picture == SHA
    assert verbs(job) == ["keep", "cancel"]


def test_an_interrupted_job_says_from_where_it_goes_on() -> None:
    job = replace(BASE, attempt=1, checkpoint=SHA, checkpoint_iteration=240, progress=progress_at(250))
    assert words(job) == "Interrupted at 240 of 300; it goes on from there in a moment."


def test_the_result_has_a_recipe_that_can_be_sent_back() -> None:
    job = replace(BASE, state=JobState.DONE, result_png=SHA, result_jpeg=SHA, figures=FIGURES)
    assert words(job) == "iterations=300 size=512\n300 iterations, 512×384 px, 42 s"
    assert face(job, None, ENGLISH).picture == SHA
    assert verbs(job) == ["original"]


def test_a_failure_says_what_can_be_done() -> None:
    assert "smaller size" in words(replace(BASE, state=JobState.FAILED, error_code="engine_lost"))
    assert words(replace(BASE, state=JobState.CANCELLED)) == "Cancelled."


@pytest.mark.parametrize(("done", "total", "filled"), [(0, 300, 0), (299, 300, 9), (300, 300, 10), (5, 0, 10)])
def test_the_bar_is_full_only_at_the_end(done: int, total: int, filled: int) -> None:
    assert bar(done, total) == "▓" * filled + "░" * (BAR_CELLS - filled)
