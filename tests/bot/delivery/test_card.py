"""What the card says in each state of its job."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.delivery.card import BAR_CELLS, Waiting, bar, face
from bot.jobs.model import Job, JobProgress, JobState, Phase, StopRequest
from bot.languages import Language
from bot.sandbox.entities import parse, utf16_length
from bot.texts.look_up import texts_in
from engine.presets import CLASSIC
from engine.settings import Colours, InitialImage, TransferSettings
from tests.support.jobs import FIGURES, place_of, progress_at

ENGLISH = texts_in(Language.ENGLISH)
SHA = "ab" * 32
BASE = Job(
    id="0123456789abcdef",
    place=place_of(7),
    state=JobState.QUEUED,
    settings=TransferSettings(),
    content=SHA,
    styles=(SHA,),
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
        (Waiting(place=1, seconds=None), "In the queue, place 1: it starts in a moment."),
        (Waiting(place=1, seconds=0.0), "In the queue, place 1: it starts in a moment."),
    ],
)
def test_a_waiting_job_tells_its_place_and_its_time_where_that_is_known(waiting: Waiting, expected: str) -> None:
    assert words(BASE, waiting) == expected
    assert verbs(BASE) == ["swap", "cancel"]


@pytest.mark.parametrize(
    ("change", "expected", "expected_verbs"),
    [
        ({"progress": None}, "Starting…", ["swap", "cancel"]),
        ({"progress": STUDYING}, "Studying your two pictures…", ["swap", "cancel"]),
        (
            {"progress": replace(STUDYING, seconds_left=24.2)},
            "Studying your two pictures… Ready in ≈24 s.",
            ["swap", "cancel"],
        ),
        ({"progress": replace(STUDYING, iteration=240)}, "Going on from 240 of 300…", ["cancel"]),
        ({"stop_request": StopRequest.CANCEL}, "Cancelled.", []),
        ({"stop_request": StopRequest.KEEP}, "Finishing with what is there…", []),
    ],
)
def test_a_running_job_tells_what_is_going_on(change: dict[str, Any], expected: str, expected_verbs: list[str]) -> None:
    job = replace(RUNNING, **change)
    assert words(job) == expected
    assert verbs(job) == expected_verbs


def test_progress_shows_bar_time_losses_and_preview() -> None:
    job = replace(RUNNING, progress=progress_at(120, preview=SHA))
    assert words(job) == "▓▓▓▓░░░░░░ 120/300 · ≈12 s\ndistance: content 0.5 · style 0.5"
    assert face(job, None, ENGLISH).picture == SHA
    assert verbs(job) == ["turnstronger", "turnsofter", "turnstyle", "keep", "cancel"]


def test_an_interrupted_job_says_from_where_it_goes_on() -> None:
    job = replace(BASE, attempt=1, checkpoint=SHA, checkpoint_iteration=240, progress=progress_at(250))
    assert words(job) == "Interrupted at 240 of 300; it goes on from there in a moment."


def test_a_first_look_is_shown_before_the_painting_begins() -> None:
    first = JobProgress(iteration=0, iterations=300, losses=None, seconds_left=None, preview=SHA)
    job = replace(RUNNING, progress=first)
    assert words(job) == "A first look. Now I paint it properly…"
    assert face(job, None, ENGLISH).picture == SHA
    assert verbs(job) == ["swap", "cancel"]


def turned(settings: TransferSettings, *, styles: tuple[str, ...] = BASE.styles, until: int | None = 90) -> Job:
    """It was the base's until then."""
    phase = Phase(settings=BASE.settings, styles=BASE.styles, until=until)
    return replace(RUNNING, progress=progress_at(120), settings=settings, styles=styles, phases=(phase,))


STRONG = TransferSettings(strength=80)


@pytest.mark.parametrize(
    ("job", "line"),
    [
        (turned(STRONG), "↪ Stronger, since iteration 90"),
        (turned(STRONG, until=None), "↪ Stronger, from the next iteration on"),
        (turned(TransferSettings(style_weight=1.0)), "↪ Softer, since iteration 90"),
        (turned(BASE.settings, styles=("f" * 64,)), "↪ New style, since iteration 90"),
    ],
)
def test_a_turn_is_told_and_the_next_buttons_are_about_what_follows(job: Job, line: str) -> None:
    assert words(job).splitlines()[-1] == line
    markup = face(job, None, ENGLISH).buttons
    assert markup is not None
    assert markup.inline_keyboard[0][0].callback_data == f"v1:turnstronger:{job.id}.1"


def test_what_is_filmed_or_sketched_cannot_be_steered() -> None:
    assert verbs(replace(RUNNING, progress=progress_at(120), film=True)) == ["keep", "cancel"]
    assert verbs(replace(RUNNING, progress=progress_at(120), sketches=(STRONG,) * 4)) == ["cancel"]


def test_of_a_blend_only_the_strength_can_be_steered() -> None:
    assert verbs(replace(turned(STRONG), styles=(SHA, SHA)))[:3] == ["turnstronger", "turnsofter", "keep"]


def test_sketches_are_there_to_choose_from() -> None:
    job = replace(BASE, state=JobState.DONE, sketches=(STRONG,) * 4, sketch_states=(SHA,) * 4, result_jpeg=SHA)
    shown = face(job, None, ENGLISH)
    assert shown.picture == SHA
    assert "1 as you asked" in shown.words
    assert shown.buttons is not None
    assert [(key.text, key.callback_data) for key in shown.buttons.inline_keyboard[0]] == [
        (str(number + 1), f"v1:take:{job.id}.{number}") for number in range(4)
    ]
    chosen = replace(BASE, parent_id=job.id, wish="take.2")
    assert words(chosen).splitlines()[0] == "<b>Variant 3</b>"


RESULT = replace(BASE, state=JobState.DONE, attempt=1, result_png=SHA, result_jpeg=SHA, figures=FIGURES)


def test_the_result_has_a_recipe_that_can_be_copied_by_a_tap_and_sent_back() -> None:
    copied = "<code>iterations=300 size=512 preset=standard</code>"
    assert words(RESULT) == f"{copied}\n300 iterations, 512×384 px, 42 s"
    assert face(RESULT, None, ENGLISH).picture == SHA


def test_under_a_result_are_buttons_for_all_that_can_be_made_of_it() -> None:
    assert verbs(RESULT) == [
        *("stronger", "softer", "colors", "bigger", "more"),
        *("again", "restyle", "original", "film", "variants", "share"),
    ]
    markup = face(RESULT, None, ENGLISH).buttons
    assert markup is not None
    labels = [[key.text for key in row] for row in markup.inline_keyboard]
    assert labels[1] == ["Keep colours", "Bigger"]
    assert labels[2] == ["+200 iterations", "Again"]


def test_who_has_the_photos_colours_is_offered_the_styles() -> None:
    markup = face(replace(RESULT, settings=TransferSettings(colours=Colours.KEEP)), None, ENGLISH).buttons
    assert markup is not None
    assert "Style’s colours" in [key.text for row in markup.inline_keyboard for key in row]


def test_the_classic_preset_has_no_strength_to_change_and_a_film_nothing_but_itself() -> None:
    classic = verbs(replace(RESULT, settings=CLASSIC))
    assert "stronger" not in classic
    assert "softer" not in classic
    assert verbs(replace(RESULT, film=True, result_film=SHA)) == ["film", "original"]


def test_a_child_that_goes_on_from_a_picture_counts_only_its_own_iterations() -> None:
    job = replace(BASE, attempt=1, checkpoint=SHA, checkpoint_iteration=50, initial=SHA, steps=83)
    assert words(job) == "Interrupted at 50 of 83; it goes on from there in a moment."


@pytest.mark.parametrize(
    ("wish", "colours", "asked"),
    [
        ("stronger", Colours.STYLE, "Stronger"),
        ("more", Colours.STYLE, "+200 iterations"),
        ("colors", Colours.KEEP, "Keep colours"),
        ("colors", Colours.STYLE, "Style’s colours"),
    ],
)
def test_a_child_says_what_was_asked_until_its_recipe_does(wish: str, colours: Colours, asked: str) -> None:
    child = replace(BASE, parent_id="1", wish=wish, settings=TransferSettings(colours=colours))
    assert words(child) == f"<b>{asked}</b>\nIn the queue, place 1: it starts in a moment."
    assert words(replace(child, state=JobState.CANCELLED)) == "Cancelled."
    assert words(replace(RESULT, parent_id="1", wish=wish)).startswith("<code>iterations=300")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", JobState)
def test_every_card_in_every_language_is_sound_markup_and_short_enough_for_a_caption(
    state: JobState, language: Language
) -> None:
    settings = TransferSettings(
        strength=100, colours=Colours.MATCH, style_scale=4, initial_image=InitialImage.STYLE_STATISTICS, seed=2**31 - 1
    )
    job = replace(RUNNING, state=state, wish="more", settings=settings, progress=progress_at(120), figures=FIGURES)
    said = parse(face(job, Waiting(place=3, seconds=7000), texts_in(language)).words, "HTML")
    assert 0 < utf16_length(said.text) <= 1024


def test_a_failure_says_what_can_be_done() -> None:
    assert "smaller size" in words(replace(BASE, state=JobState.FAILED, error_code="engine_lost"))


@pytest.mark.parametrize("code", [None, "engine_lost", "not_finite", "out_of_memory", "weights_unavailable"])
def test_what_failed_can_be_tried_again(code: str | None) -> None:
    assert verbs(replace(BASE, state=JobState.FAILED, error_code=code)) == ["retry"]


@pytest.mark.parametrize("code", ["picture", "invalid_settings"])
def test_what_would_fail_again_is_not_offered(code: str) -> None:
    assert verbs(replace(BASE, state=JobState.FAILED, error_code=code)) == []
    assert words(replace(BASE, state=JobState.CANCELLED)) == "Cancelled."


def test_a_card_says_that_the_picture_is_smaller_than_it_was_asked_for() -> None:
    for state in (JobState.QUEUED, JobState.RUNNING, JobState.DELIVERED):
        assert words(replace(BASE, state=state, error_code="out_of_memory")).endswith("so I paint it smaller.")
    assert words(replace(BASE, state=JobState.CANCELLED, error_code="out_of_memory")) == "Cancelled."


@pytest.mark.parametrize(("done", "total", "filled"), [(0, 300, 0), (299, 300, 9), (300, 300, 10), (5, 0, 10)])
def test_the_bar_is_full_only_at_the_end(done: int, total: int, filled: int) -> None:
    assert bar(done, total) == "▓" * filled + "░" * (BAR_CELLS - filled)
