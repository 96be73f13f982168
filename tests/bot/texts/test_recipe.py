"""Settings in words, there and back."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.jobs.model import Preferences
from bot.jobs.setting_limits import UserLimits, merged, settings_for
from bot.texts import recipe
from bot.texts.recipe import Mistake, RecipeWords
from engine.presets import CLASSIC, PRESETS
from engine.settings import Colors, InitialImage, Range, TransferSettings

LIMITS = UserLimits()
ALLOWED = LIMITS.allowed
STRANGER = Preferences(size=300, strength=20, colors=Colors.MATCH, style_scale=50, init=InitialImage.GRAY)


def choices(name: str) -> st.SearchStrategy[Any]:
    """The values that somebody may give a setting."""
    allowed = ALLOWED[name]
    if not isinstance(allowed, Range):
        return st.sampled_from(allowed)
    numbers = st.integers(int(allowed.low), int(allowed.high))
    return numbers.map(lambda percent: percent / 100) if name in recipe.PERCENT else numbers


@st.composite
def treatments(draw: st.DrawFn) -> TransferSettings:
    """Any settings that a user may choose."""
    base = PRESETS[draw(st.sampled_from(sorted(PRESETS)))]
    chosen = {name: draw(choices(name)) for name in (recipe.OF_INSTANT if base.is_instant else recipe.MENTIONED)}
    if base is CLASSIC or draw(st.booleans()):
        chosen.pop("strength", None)
    return replace(base, **chosen)


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
        (replace(PRESETS["instant"], colors=Colors.KEEP), "size=512 preset=instant colors=keep"),
        (CLASSIC, "iterations=60 size=512 preset=classic"),
        (replace(CLASSIC, iterations=120, size=320), "iterations=120 size=320 preset=classic"),
        (
            TransferSettings(strength=60, colors=Colors.KEEP, style_scale=1.5),
            "iterations=300 size=512 preset=standard strength=60 colors=keep style_scale=150%",
        ),
        (TransferSettings(content_weight=3), "iterations=300 size=512"),  # a value that no preset of today has
    ],
)
def test_a_recipe_names_its_preset_and_what_differs_from_it(settings: TransferSettings, written: str) -> None:
    assert recipe.write(settings) == written


@pytest.mark.parametrize("text", [None, "", "my cat, 300 years old", "iterations: lots", "size"])
def test_ordinary_words_are_no_settings(text: str | None) -> None:
    assert not recipe.read(text, ALLOWED)


def test_settings_are_found_among_other_words_in_any_case() -> None:
    read = recipe.read("my cat, Size = 768; COLORS=Keep. ITERATIONS=50.", ALLOWED)
    assert read.settings == {"size": 768, "colors": Colors.KEEP, "iterations": 50}


@pytest.mark.parametrize("value", ["9", "2001", "many", "-5", "1e2", "٣٠٠", "99999999999999"])
def test_a_value_out_of_range_is_a_mistake_with_the_range(value: str) -> None:
    words = recipe.read(f"iterations={value} size=512", ALLOWED)
    assert words.settings == {"size": 512}
    assert words.mistakes == (Mistake("iterations", value, Range(10, 2000)),)


def test_an_unknown_word_is_a_mistake_with_the_words_that_there_are() -> None:
    assert recipe.read("colors=red", ALLOWED).mistakes == (Mistake("colors", "red", tuple(Colors)),)


def test_nobody_can_ask_for_a_picture_that_was_not_sent() -> None:
    assert recipe.read("init=picture", ALLOWED).mistakes


@pytest.mark.parametrize(
    "text",
    [
        "Sunset in Lisbon https://youtu.be/watch?v=abc123&t=5",
        "via https://shop.example/p?id=7&ref=tg",
        "https://shop.example/p?size=300&iterations=20",
        "(www.shop.example/?size=9)",
        "shop.example/p,size=9",
        "E=mc2 formula",
        "utm_source=tg",
        "foo=3",
        "big-size=300 $size=300 #size=300 a.size=300",
        "side=left, speed=2, being=human",
    ],
)
def test_links_formulas_and_names_that_do_not_exist_are_text(text: str) -> None:
    assert not recipe.read(text, ALLOWED)


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("iterations=50，size=256", {"iterations": 50, "size": 256}),
        ("size＝256 iterations＝50", {"size": 256, "iterations": 50}),
        ("ｓｉｚｅ＝２５６", {"size": 256}),
        ("size=256。iterations=50", {"size": 256, "iterations": 50}),
        ("“size=256”", {"size": 256}),
        ("«size=256», „strength=20“", {"size": 256, "strength": 20}),
        ("(size=256)", {"size": 256}),
        ("（size=256）", {"size": 256}),
        ("size=256!", {"size": 256}),
        ("size=256px", {"size": 256}),
        ("size=1,024px", {"size": 1024}),
        ("strength=70%", {"strength": 70}),
        ("strength=70％ style_scale=150 %", {"strength": 70, "style_scale": 150}),
        ("iterations=1,000", {"iterations": 1000}),
        ("iterations=1.000", {"iterations": 1000}),
        ("iterations=1’000", {"iterations": 1000}),
        ("iterations=50,size=256", {"iterations": 50, "size": 256}),
        ("colors=‘keep’.", {"colors": Colors.KEEP}),
        ("look: https://a.example/?size=9 size=256", {"size": 256}),
    ],
)
def test_what_stands_around_a_value_is_no_part_of_it(text: str, settings: dict[str, int | str]) -> None:
    assert recipe.read(text, ALLOWED) == RecipeWords(settings)


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ("begin=recoloured", InitialImage.RECOLORED),  # old recipes of people have it: not to be renamed
        ("begin=grey", InitialImage.GRAY),
        ("begin=recolored", InitialImage.RECOLORED),
        ("begin=gray", InitialImage.GRAY),
        ("init=gray", InitialImage.GRAY),
    ],
)
def test_words_of_before_are_understood(text: str, picture: InitialImage) -> None:
    assert recipe.read(text, ALLOWED) == RecipeWords({"init": picture})


@pytest.mark.parametrize(
    "text", ["stroke=150", "stroke=150 %", "style_scale=150%", "style_scale=1.5", "style_scale=1,5"]
)
def test_the_size_of_strokes_is_read_in_percent_or_as_on_the_command_line(text: str) -> None:
    assert recipe.read(text, ALLOWED) == RecipeWords({"style_scale": 150})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("color=keep", "colors"),
        ("colours=keep", "colors"),
        ("colour=purple", "colors"),
        ("sizze=300", "size"),
        ("iter=300", "iterations"),
        ("strok=150", "style_scale"),
        ("style_size=150", "style_scale"),
        ("styl=waves", "style"),
        ("iteration=300", "iterations"),
        ("strenght=7", "strength"),
        ("stile=waves", "style"),
    ],
)
def test_a_name_that_is_nearly_one_is_a_mistake_that_says_which_was_meant(text: str, meant: str) -> None:
    name, _, value = text.partition("=")
    assert recipe.read(text, ALLOWED) == RecipeWords({}, (Mistake(name, value, ALLOWED.get(meant), meant),))


@pytest.mark.parametrize("value", ["70.5%", "0.512", "70px", "-20", "1,00", "strong"])
def test_a_unit_or_a_mark_that_does_not_belong_there_is_a_mistake(value: str) -> None:
    read = recipe.read(f"strength={value}", ALLOWED)
    assert read.settings == {}
    assert [mistake.name for mistake in read.mistakes] == ["strength"]


def test_the_same_mistake_counts_once() -> None:
    assert len(recipe.read("size=1 " * 100, ALLOWED).mistakes) == 1


@given(st.text())
def test_no_text_whatever_makes_it_fail(text: str) -> None:
    words: Any = recipe.read(text, ALLOWED)
    assert isinstance(words, recipe.RecipeWords)


def test_a_very_long_word_takes_no_longer_than_its_length_says() -> None:
    began = time.monotonic()
    assert not recipe.read("a" * 300_000, ALLOWED)
    assert time.monotonic() - began < 60  # milliseconds; it was minutes when each letter could begin a name
