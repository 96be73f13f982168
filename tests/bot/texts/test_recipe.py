"""Settings in words, there and back."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.jobs.limits import UserLimits, merged, settings_for
from bot.jobs.model import Preferences
from bot.texts import recipe
from bot.texts.recipe import Mistake
from engine.presets import CLASSIC, PRESETS
from engine.settings import Colours, InitialImage, Range, TransferSettings

LIMITS = UserLimits()
ALLOWED = LIMITS.allowed
STARTS = [picture for picture in InitialImage if picture is not InitialImage.PICTURE]
STRANGER = Preferences(size=300, strength=20, colors=Colours.MATCH, stroke=50, begin=InitialImage.GREY)


@st.composite
def treatments(draw: st.DrawFn) -> TransferSettings:
    """Whatever a user may choose."""
    base = PRESETS[draw(st.sampled_from(sorted(PRESETS)))]
    strengths = st.none() if base is CLASSIC else st.none() | st.integers(0, 100)
    return replace(
        base,
        iterations=draw(st.integers(10, 2000)),
        size=draw(st.integers(128, 2048)),
        strength=draw(strengths),
        colours=draw(st.sampled_from(Colours)),
        style_scale=draw(st.integers(10, 400)) / 100,
        initial_image=draw(st.sampled_from(STARTS)),
        seed=draw(st.integers(0, 2**31 - 1)),
    )


@given(treatments(), st.sampled_from([Preferences(), STRANGER, Preferences(preset="classic", seed=5)]))
def test_a_recipe_that_anybody_sends_back_means_the_same(settings: TransferSettings, kept: Preferences) -> None:
    words = recipe.read(recipe.write(settings), ALLOWED)
    assert words.mistakes == ()
    assert settings_for(kept, merged(Preferences(), words.settings), LIMITS) == settings


@pytest.mark.parametrize(
    ("settings", "written"),
    [
        (TransferSettings(), "iterations=300 size=512 preset=standard"),
        (PRESETS["fine"], "iterations=700 size=1024 preset=fine"),
        (CLASSIC, "iterations=60 size=512 preset=classic"),
        (replace(CLASSIC, iterations=120, size=320), "iterations=120 size=320 preset=classic"),
        (
            TransferSettings(strength=60, colours=Colours.KEEP, style_scale=1.5),
            "iterations=300 size=512 preset=standard strength=60 colors=keep stroke=150",
        ),
        (TransferSettings(content_weight=3), "iterations=300 size=512"),  # from a version with other presets
    ],
)
def test_a_recipe_names_its_preset_and_what_differs_from_it(settings: TransferSettings, written: str) -> None:
    assert recipe.write(settings) == written


@pytest.mark.parametrize("text", [None, "", "my cat, 300 years old", "iterations: lots", "size"])
def test_ordinary_words_are_no_settings(text: str | None) -> None:
    assert not recipe.read(text, ALLOWED)


def test_settings_are_found_among_other_words_in_any_case() -> None:
    read = recipe.read("my cat, Size = 768; COLORS=Keep. ITERATIONS=50.", ALLOWED)
    assert read.settings == {"size": 768, "colors": Colours.KEEP, "iterations": 50}


@pytest.mark.parametrize("value", ["9", "2001", "many", "-5", "1e2", "٣٠٠", "99999999999999"])
def test_a_value_out_of_range_is_a_mistake_with_the_range(value: str) -> None:
    words = recipe.read(f"iterations={value} size=512", ALLOWED)
    assert words.settings == {"size": 512}
    assert words.mistakes == (Mistake("iterations", value, Range(10, 2000)),)


def test_an_unknown_word_is_a_mistake_with_the_words_that_there_are() -> None:
    assert recipe.read("colors=red", ALLOWED).mistakes == (Mistake("colors", "red", tuple(Colours)),)


def test_nobody_can_ask_for_a_picture_that_was_not_sent() -> None:
    assert recipe.read("begin=picture", ALLOWED).mistakes


def test_an_unknown_setting_is_a_mistake_without_a_range() -> None:
    assert recipe.read("colour=3", ALLOWED).mistakes == (Mistake("colour", "3", None),)


@given(st.text())
def test_no_text_whatever_makes_it_fail(text: str) -> None:
    words: Any = recipe.read(text, ALLOWED)
    assert isinstance(words, recipe.Recipe)


def test_a_very_long_word_takes_no_longer_than_its_length_says() -> None:
    began = time.monotonic()
    assert not recipe.read("a" * 300_000, ALLOWED)
    assert time.monotonic() - began < 60  # milliseconds; it was minutes when each letter could begin a name
