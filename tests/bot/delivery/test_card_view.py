"""What the card says in each state of its job."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.delivery.card_view import BAR_CELLS, bar, card_view
from bot.jobs.forecast import Waiting
from bot.jobs.model import Job, JobProgress, JobResult, JobState, PaintingRequest, Segment, StopRequest
from bot.languages import Language
from bot.sandbox.entities import parse, utf16_length
from bot.texts import recipe
from bot.texts.look_up import texts_in
from bot.texts.style_names import LONGEST as LONGEST_NAME
from bot.transport import painting
from bot.transport.painting import LONGEST_COPY, ButtonPage, Ways
from engine.presets import CLASSIC
from engine.settings import Colors, Faces, InitialImage, TransferSettings
from tests.support.jobs import FIGURES, altered, job_of, progress_at

ENGLISH = texts_in(Language.ENGLISH)
WAYS = Ways("stylegram_bot", inline=True)
SHA = "ab" * 32
BASE = job_of(
    PaintingRequest(settings=TransferSettings(), content=SHA, styles=(SHA,)),
    7,
    reply_to_message_id=1,
    message_id=2,
    shown_revision=1,
)
RUNNING = altered(BASE, state=JobState.RUNNING, attempt=1, started_at=1.0)
STUDYING = JobProgress(iteration=0, iterations=300, losses=None, seconds_left=None)


def words(job: Job, waiting: Waiting | None = None) -> str:
    return card_view(job, waiting, ENGLISH, ways=WAYS).words


def verbs(job: Job) -> list[str]:
    markup = card_view(job, None, ENGLISH, ways=WAYS).buttons
    return [] if markup is None else [verb for row in verbs_of(markup) for verb in row]


def test_while_jobs_are_on_hold_none_promises_to_start_in_a_moment() -> None:
    held = Waiting(place=2, seconds=None, on_hold=True)
    for job in (BASE, altered(BASE, checkpoint=SHA, checkpoint_iteration=25)):
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
        ({"stop_request": StopRequest.CANCEL}, "Canceled.", []),
        ({"stop_request": StopRequest.KEEP}, "Finishing with what is there…", []),
    ],
)
def test_a_running_job_tells_what_is_going_on(change: dict[str, Any], expected: str, expected_verbs: list[str]) -> None:
    job = altered(RUNNING, **change)
    assert words(job) == expected
    assert verbs(job) == expected_verbs


def test_progress_shows_bar_time_and_preview() -> None:
    job = altered(RUNNING, progress=progress_at(120), preview=SHA)
    assert words(job) == "▓▓▓▓░░░░░░ 120/300 · ≈12 s"
    assert card_view(job, None, ENGLISH, ways=WAYS).picture == SHA
    assert verbs(job) == ["turnstronger", "turnsofter", "turnstyle", "keep", "cancel"]
    assert words(altered(job, progress=replace(progress_at(120), seconds_left=None))) == "▓▓▓▓░░░░░░ 120/300"


def test_an_interrupted_job_says_from_where_it_goes_on() -> None:
    job = altered(BASE, attempt=1, checkpoint=SHA, checkpoint_iteration=240, progress=progress_at(250))
    assert words(job) == "Interrupted at 240 of 300; it goes on from there in a moment."


def test_a_first_look_is_shown_before_the_painting_begins() -> None:
    first = JobProgress(iteration=0, iterations=300, losses=None, seconds_left=None)
    job = altered(RUNNING, progress=first, preview=SHA)
    assert words(job) == "A first look. Now I paint it properly…"
    assert card_view(job, None, ENGLISH, ways=WAYS).picture == SHA
    assert verbs(job) == ["swap", "cancel"]


def steered(
    settings: TransferSettings, *, styles: tuple[str, ...] = BASE.request.styles, until: int | None = 90
) -> Job:
    """A running job that was steered: until that iteration it had the settings and styles of BASE."""
    phase = Segment(settings=BASE.request.settings, styles=BASE.request.styles, until=until)
    return altered(RUNNING, progress=progress_at(120), settings=settings, styles=styles, earlier=(phase,))


STRONG = TransferSettings(strength=80)


@pytest.mark.parametrize(
    ("job", "line"),
    [
        (steered(STRONG), "↪ Stronger, since iteration 90"),
        (steered(STRONG, until=None), "↪ Stronger, from the next iteration on"),
        (steered(TransferSettings(style_weight=1.0)), "↪ Softer, since iteration 90"),
        (steered(BASE.request.settings, styles=("f" * 64,)), "↪ New style, since iteration 90"),
    ],
)
def test_a_change_is_told_and_the_next_buttons_are_about_what_follows(job: Job, line: str) -> None:
    assert words(job).splitlines()[-1] == line
    markup = card_view(job, None, ENGLISH, ways=WAYS).buttons
    assert markup is not None
    assert markup.inline_keyboard[0][0].callback_data == f"v1:turnstronger:{job.id}.1"


def test_what_is_filmed_or_sketched_cannot_be_steered() -> None:
    assert verbs(altered(RUNNING, progress=progress_at(120), film=True)) == ["keep", "cancel"]
    assert verbs(altered(RUNNING, progress=progress_at(120), sketches=(STRONG,) * 4)) == ["cancel"]


def test_of_a_blend_only_the_strength_can_be_steered() -> None:
    assert verbs(altered(steered(STRONG), styles=(SHA, SHA)))[:3] == ["turnstronger", "turnsofter", "keep"]


def test_sketches_are_there_to_choose_from() -> None:
    job = altered(BASE, state=JobState.DONE, sketches=(STRONG,) * 4, sketch_states=(SHA,) * 4, jpeg=SHA)
    shown = card_view(job, None, ENGLISH, ways=WAYS)
    assert shown.picture == SHA
    assert "1 as you asked" in shown.words
    assert shown.buttons is not None
    assert [(key.text, key.callback_data) for key in shown.buttons.inline_keyboard[0]] == [
        (str(number + 1), f"v1:take:{job.id}.{number}") for number in range(4)
    ]
    chosen = altered(BASE, parent_id=job.id, follow_up="take.2")
    assert words(chosen).splitlines()[0] == "<b>Variant 3</b>"


RESULT = altered(BASE, state=JobState.DONE, attempt=1, png=SHA, jpeg=SHA, figures=FIGURES)


def buttons(job: Job, page: ButtonPage, style: str | None = None, ways: Ways = WAYS) -> InlineKeyboardMarkup:
    return painting.buttons(job, ENGLISH, style, ways, page)


def verbs_of(markup: InlineKeyboardMarkup) -> list[list[str]]:
    return [
        [str(key.callback_data).split(":")[1] for key in row if key.callback_data] for row in markup.inline_keyboard
    ]


def test_a_result_speaks_of_the_picture_and_not_of_its_settings() -> None:
    assert words(RESULT) == "512×384 px · 42 s"
    assert card_view(RESULT, None, ENGLISH, "night", ways=WAYS).words == "<b>Night</b> · 512×384 px · 42 s"
    assert card_view(RESULT, None, ENGLISH, "amber-fox", ways=WAYS).words.startswith("<b>amber-fox</b>")
    assert card_view(RESULT, None, ENGLISH, ways=WAYS).picture == SHA


def test_under_a_result_are_few_buttons_and_the_others_behind_one() -> None:
    markup = card_view(RESULT, None, ENGLISH, ways=WAYS).buttons
    assert markup is not None
    assert verbs_of(markup) == [["stronger", "softer"], ["restyle", "menu"]]
    assert markup.inline_keyboard[1][0].text == "↗ Share"
    behind = buttons(altered(RESULT, stills=(SHA,)), ButtonPage.ALL)
    assert verbs_of(behind) == [
        ["colors", "bigger"],
        ["more", "variants"],
        ["again"],
        ["original", "film"],
        ["keepstyle"],
        ["askshare"],
        ["back"],
    ]
    labels = [[key.text for key in row] for row in behind.inline_keyboard]
    assert labels[:2] == [["Keep colors", "Bigger"], ["+200 iterations", "Four variants"]]


def test_the_recipe_is_copied_at_a_tap_and_can_be_sent_back() -> None:
    for style, line in ((None, ""), ("night", " style=night")):
        (key,) = [key for row in buttons(RESULT, ButtonPage.ALL, style).inline_keyboard for key in row if key.copy_text]
        assert key.copy_text is not None
        assert key.copy_text.text == f"iterations=300 size=512 preset=standard{line}"


def test_every_recipe_is_short_enough_for_a_button() -> None:
    longest = TransferSettings(
        iterations=2000,
        size=4096,
        strength=100.0,
        colors=Colors.MATCH,
        style_scale=4.0,
        init=InitialImage.STYLE_STATISTICS,
        faces=Faces.PAINTED,
        seed=2**31 - 1,
    )
    assert len(recipe.line(longest, "n" * LONGEST_NAME)) <= LONGEST_COPY


def shared(style: str | None, ways: Ways) -> InlineKeyboardButton:
    return buttons(RESULT, ButtonPage.FEW, style, ways).inline_keyboard[1][0]


def test_with_inline_mode_the_picture_itself_can_be_shared() -> None:
    switch = shared(None, WAYS).switch_inline_query_chosen_chat
    assert switch is not None
    assert (switch.query, switch.allow_user_chats, switch.allow_group_chats) == (RESULT.id, True, True)


@pytest.mark.parametrize(
    ("style", "address"),
    [
        (None, "https://t.me/stylegram_bot"),
        ("night", "https://t.me/stylegram_bot?start=ynight_pstandard_z512_i300"),
        ("n" * 24, f"https://t.me/stylegram_bot?start=y{'n' * 24}_pstandard_z512_i300"),
    ],
)
def test_without_inline_mode_a_link_is_shared(style: str | None, address: str) -> None:
    key = shared(style, Ways("stylegram_bot", inline=False))
    assert key.switch_inline_query_chosen_chat is None
    assert key.url is not None
    asked = parse_qs(urlsplit(key.url).query)
    assert key.url.startswith("https://t.me/share/url?")
    assert asked["url"] == [address]


def test_under_a_shared_painting_is_a_link_that_begins_with_its_style() -> None:
    ((key,),) = painting.like_this(RESULT, ENGLISH, "night", WAYS).inline_keyboard
    assert (key.text, key.style) == ("🎨 Paint yours like this", "primary")
    assert key.url == "https://t.me/stylegram_bot?start=ynight_pstandard_z512_i300"
    ((key,),) = painting.like_this(RESULT, ENGLISH, None, WAYS).inline_keyboard
    assert (key.text, key.url) == ("🎨 Paint a photo of yours", "https://t.me/stylegram_bot")


def test_a_style_that_everybody_may_use_is_neither_kept_nor_shared() -> None:
    offered = {verb for row in verbs_of(buttons(RESULT, ButtonPage.ALL, "night")) for verb in row}
    assert not offered & {"keepstyle", "askshare", "share"}


def test_before_a_style_is_shared_its_owner_is_asked() -> None:
    assert verbs_of(buttons(RESULT, ButtonPage.SHARING)) == [["share", "back"]]


def test_a_film_is_offered_where_something_was_seen_on_the_way() -> None:
    def offers(job: Job) -> bool:
        return any("film" in row for row in verbs_of(buttons(job, ButtonPage.ALL)))

    assert not offers(RESULT)
    assert offers(altered(RESULT, stills=(SHA,)))
    assert offers(altered(RESULT, result=JobResult(film=SHA)))


def test_who_has_the_photos_colors_is_offered_the_styles() -> None:
    markup = buttons(altered(RESULT, settings=TransferSettings(colors=Colors.KEEP)), ButtonPage.ALL)
    assert "Style’s colors" in [key.text for row in markup.inline_keyboard for key in row]


def test_a_face_can_be_painted_otherwise_where_there_is_one() -> None:
    def labels(job: Job) -> list[str]:
        return [key.text for row in buttons(job, ButtonPage.ALL).inline_keyboard for key in row]

    assert not any("Face" in text for text in labels(RESULT))
    assert RESULT.result.figures is not None
    portrait = altered(RESULT, figures=msgspec.structs.replace(RESULT.result.figures, faces=1))
    assert "Face: more painted" in labels(portrait)
    freely = altered(portrait, settings=TransferSettings(faces=Faces.PAINTED))
    assert "Face: more natural" in labels(freely)


def test_the_classic_preset_has_no_strength_to_change() -> None:
    assert verbs(altered(RESULT, settings=CLASSIC)) == ["restyle", "menu"]


def test_a_follow_up_that_goes_on_from_a_picture_counts_only_its_own_iterations() -> None:
    job = altered(BASE, attempt=1, checkpoint=SHA, checkpoint_iteration=50, initial=SHA, steps=83)
    assert words(job) == "Interrupted at 50 of 83; it goes on from there in a moment."


@pytest.mark.parametrize(
    ("kind", "colors", "asked"),
    [
        ("stronger", Colors.STYLE, "Stronger"),
        ("more", Colors.STYLE, "+200 iterations"),
        ("colors", Colors.KEEP, "Keep colors"),
        ("colors", Colors.STYLE, "Style’s colors"),
    ],
)
def test_a_follow_up_says_what_was_asked(kind: str, colors: Colors, asked: str) -> None:
    follow_up = altered(BASE, parent_id="1", follow_up=kind, settings=TransferSettings(colors=colors))
    assert words(follow_up) == f"<b>{asked}</b>\nIn the queue, place 1: it starts in a moment."
    assert words(altered(follow_up, state=JobState.CANCELED)) == "Canceled."
    ended = altered(RESULT, parent_id="1", follow_up=kind, settings=follow_up.request.settings)
    assert words(ended) == f"<b>{asked}</b>\n512×384 px · 42 s"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", JobState)
def test_every_card_in_every_language_is_sound_markup_and_short_enough_for_a_caption(
    state: JobState, language: Language
) -> None:
    settings = TransferSettings(
        strength=100, colors=Colors.MATCH, style_scale=4, init=InitialImage.STYLE_STATISTICS, seed=2**31 - 1
    )
    job = altered(RUNNING, state=state, follow_up="more", settings=settings, progress=progress_at(120), figures=FIGURES)
    said = parse(card_view(job, Waiting(place=3, seconds=7000), texts_in(language), ways=WAYS).words, "HTML")
    assert 0 < utf16_length(said.text) <= 1024


def test_a_failure_says_what_can_be_done() -> None:
    assert "smaller size" in words(altered(BASE, state=JobState.FAILED, error_code="engine_lost"))


@pytest.mark.parametrize("code", [None, "engine_lost", "not_finite", "out_of_memory", "weights_unavailable"])
def test_what_failed_can_be_tried_again(code: str | None) -> None:
    assert verbs(altered(BASE, state=JobState.FAILED, error_code=code)) == ["retry"]


@pytest.mark.parametrize("code", ["picture", "invalid_settings"])
def test_what_would_fail_again_is_not_offered(code: str) -> None:
    assert verbs(altered(BASE, state=JobState.FAILED, error_code=code)) == []
    assert words(altered(BASE, state=JobState.CANCELED)) == "Canceled."


def test_a_card_says_that_the_picture_is_smaller_than_it_was_asked_for() -> None:
    for state in (JobState.QUEUED, JobState.RUNNING, JobState.DELIVERED):
        assert words(altered(BASE, state=state, error_code="out_of_memory")).endswith("so I paint it smaller.")
    assert words(altered(BASE, state=JobState.CANCELED, error_code="out_of_memory")) == "Canceled."


@pytest.mark.parametrize(("done", "total", "filled"), [(0, 300, 0), (299, 300, 9), (300, 300, 10), (5, 0, 10)])
def test_the_bar_is_full_only_at_the_end(done: int, total: int, filled: int) -> None:
    assert bar(done, total) == "▓" * filled + "░" * (BAR_CELLS - filled)


def test_before_any_engine_is_ready_the_card_says_what_is_waited_for() -> None:
    shown = card_view(BASE, Waiting(place=1, seconds=None, warms_up=True), texts_in(Language.ENGLISH), ways=WAYS)
    assert shown.words == "In the queue, place 1: it starts as soon as the engine is warm, which may take a minute."
