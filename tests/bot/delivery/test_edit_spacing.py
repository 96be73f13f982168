"""How often a card may change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.delivery.card_view import CardView
from bot.delivery.edit_spacing import CardMemory, Spacing, seconds_until_free, shown_now
from bot.jobs.model import FINISHED, Job, JobState, Place, StopRequest
from tests.bot.delivery.test_card_view import RUNNING, SHA
from tests.support.jobs import altered, progress_at

SPACING = Spacing()
WANTED = CardView(words="words", picture=SHA)


def memory(touched: float = 0.0, pictured: float | None = 0.0, *, edited: bool = True) -> CardMemory:
    return CardMemory(touched_at=touched, edited=edited, picture="cd" * 32, pictured_at=pictured, running_since=0.0)


IN_GROUP = replace(RUNNING, place=Place(chat_id=-5, user_id=7))


@pytest.mark.parametrize(("job", "gap"), [(RUNNING, 5.0), (IN_GROUP, 15.0)])
def test_edits_of_one_card_are_apart(job: Job, gap: float) -> None:
    assert seconds_until_free(job, memory(100.0), SPACING, 101.0) == gap - 1
    assert seconds_until_free(job, memory(100.0), SPACING, 100.0 + gap) == 0


def test_a_card_that_was_just_sent_may_change_sooner() -> None:
    assert seconds_until_free(RUNNING, memory(100.0, edited=False), SPACING, 100.0) == 1.0
    assert seconds_until_free(RUNNING, CardMemory(), SPACING, 100.0) == 0


@pytest.mark.parametrize("job", [RUNNING, IN_GROUP])
def test_a_stop_and_an_end_are_shown_at_once(job: Job) -> None:
    for request in StopRequest:
        assert seconds_until_free(altered(job, stop_request=request), memory(100.0), SPACING, 100.0) == 0
    for state in FINISHED:
        assert seconds_until_free(altered(job, state=state), memory(100.0), SPACING, 100.0) == 0


def test_a_long_job_shows_about_twelve_previews_in_all() -> None:
    seconds, shown, card = 1200, 0, memory(pictured=None)
    for now in range(0, seconds - 10, 5):
        left = float(seconds - now)
        job = altered(RUNNING, progress=replace(progress_at(10), seconds_left=left), preview=SHA)
        view = shown_now(job, WANTED, card, 5.0, float(now))
        if view is not None:
            card.touched_at = float(now)
            if view.picture is not None:
                card.pictured_at, shown = float(now), shown + 1
    assert 10 <= shown <= 13


def test_a_short_job_shows_each_preview_that_the_spacing_allows() -> None:
    job = altered(RUNNING, progress=replace(progress_at(10), seconds_left=40.0), preview=SHA)
    assert shown_now(job, WANTED, memory(5.0, 5.0), 5.0, 10.0) == WANTED


def test_shortly_before_the_end_the_card_is_left_free_for_the_result() -> None:
    job = altered(RUNNING, progress=replace(progress_at(290), seconds_left=2.0), preview=SHA)
    assert shown_now(job, WANTED, memory(), 5.0, 60.0) is None
    assert shown_now(altered(job, state=JobState.DONE), WANTED, memory(), 5.0, 60.0) == WANTED


def test_that_a_job_was_taken_up_is_no_news_before_it_says_something() -> None:
    assert shown_now(RUNNING, WANTED, memory(), 5.0, 60.0) is None


def test_what_a_job_does_first_is_shown_however_little_is_left_of_it() -> None:
    first = replace(progress_at(280), losses=None, seconds_left=1.0)
    assert shown_now(altered(RUNNING, progress=first), WANTED, memory(60.0), 5.0, 60.0) == WANTED
