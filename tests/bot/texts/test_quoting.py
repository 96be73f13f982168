"""What members wrote is repeated without the links that Telegram would make of it."""

from __future__ import annotations

import pytest

from bot.texts.quoting import ELSEWHERE, LONGEST, quoted


@pytest.mark.parametrize("text", ["300", "1.5", "ink-wash", "水墨", "70%", "a b", "Dr. No", "-5"])
def test_plain_words_are_repeated(text: str) -> None:
    assert quoted(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("https://evil.example/x", "evil.example", "www.evil.example", "t.me/evil", "evil.рф", "a@b.example"),
        *("@somebody", "/forget", "#tag", "$TAG", "tg://resolve?domain=evil"),
    ],
)
def test_nothing_that_becomes_a_link_is_repeated(text: str) -> None:
    assert quoted(text) == quoted(f"see {text} now") == ELSEWHERE


def test_what_is_long_is_cut_to_one_short_line() -> None:
    assert quoted("a\n\nb") == "a b"
    assert len(quoted("n" * 1000)) == LONGEST
