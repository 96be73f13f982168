"""Names for shared styles: easy to type, and too many to be tried."""

from __future__ import annotations

import random

from bot.styles.names import NAMES
from bot.texts.share_names import DIGITS, WORDS, WORDS_IN_A_NAME, made_up
from bot.texts.style_names import as_name, asking_for, taken_out


def test_every_name_is_one_as_the_bot_keeps_it_and_can_be_asked_for() -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable
    for _ in range(1000):
        name = made_up(chance.choice)
        assert as_name(name) == name
        assert taken_out(f"iterations=300 {asking_for(name)} size=512")[0] == name


def test_the_longest_words_together_are_no_longer_than_a_name_may_be() -> None:
    longest = made_up(lambda choices: max(choices, key=len))
    assert as_name(longest) == longest


def test_there_are_too_many_names_to_be_tried() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert len(WORDS) ** WORDS_IN_A_NAME * len(DIGITS) > 10**10
    assert len({made_up() for _ in range(100)}) == 100
    assert not set(NAMES) & {made_up() for _ in range(100)}
