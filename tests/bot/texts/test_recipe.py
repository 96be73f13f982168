"""Settings in words, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import recipe
from bot.texts.recipe import Mistake
from engine.settings import Range, TransferSettings

ALLOWED = {"iterations": Range(10, 2000), "size": Range(128, 2048)}


@given(iterations=st.integers(10, 2000), size=st.integers(128, 2048))
def test_a_recipe_that_is_sent_back_means_the_same(iterations: int, size: int) -> None:
    written = recipe.write(TransferSettings(iterations=iterations, size=size))
    assert recipe.read(written, ALLOWED) == recipe.Recipe({"iterations": iterations, "size": size})


@pytest.mark.parametrize("text", [None, "", "my cat, 300 years old", "iterations: lots", "size"])
def test_ordinary_words_are_no_settings(text: str | None) -> None:
    assert not recipe.read(text, ALLOWED)


def test_settings_are_found_among_other_words_in_any_case() -> None:
    assert recipe.read("my cat, Size = 768; ITERATIONS=50.", ALLOWED).settings == {"size": 768, "iterations": 50}


@pytest.mark.parametrize("value", ["9", "2001", "many", "-5", "1e2", "٣٠٠", "99999999999999"])
def test_a_value_out_of_range_is_a_mistake_with_the_range(value: str) -> None:
    words = recipe.read(f"iterations={value} size=512", ALLOWED)
    assert words.settings == {"size": 512}
    assert words.mistakes == (Mistake("iterations", value, ALLOWED["iterations"]),)


def test_an_unknown_setting_is_a_mistake_without_a_range() -> None:
    assert recipe.read("colour=3", ALLOWED).mistakes == (Mistake("colour", "3", None),)


@given(st.text())
def test_no_text_whatever_makes_it_fail(text: str) -> None:
    recipe.read(text, ALLOWED)
