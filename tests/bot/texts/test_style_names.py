"""The names of styles in captions and commands."""

from __future__ import annotations

import pytest

from bot.texts.style_names import LONGEST, as_name, taken_out


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("waves", "waves"),
        ("  My Waves ", "my-waves"),
        ("Ink_Wash", "ink-wash"),
        ("Звёздная ночь", "звёздная-ночь"),
        ("水墨", "水墨"),
        ("e\u0301te\u0301", "été"),
        ("n" * LONGEST, "n" * LONGEST),
    ],
)
def test_a_name_is_kept_in_small_letters_with_hyphens(written: str, name: str) -> None:
    assert as_name(written) == name
    assert as_name(name) == name


@pytest.mark.parametrize("written", ["", "  ", "-", "a/b", "a=b", "<b>", "a,b", "🎨", "n" * (LONGEST + 1), "a\x00b"])
def test_what_cannot_be_a_name_is_none(written: str) -> None:
    assert as_name(written) is None


@pytest.mark.parametrize(
    ("text", "style", "rest"),
    [
        ("style=waves", "waves", ""),
        ("please: Style = Waves, size=512", "Waves", "please:  , size=512"),
        ("size=512 style=ink-wash.", "ink-wash", "size=512"),
        ("style_scale=2", None, "style_scale=2"),
        ("in style", None, "in style"),
        ("(style＝waves)。", "waves", "( 。"),
        ("«style=my_waves»", "my_waves", "« "),
        ("https://a.example/?style=waves", None, "https://a.example/?style=waves"),
        (None, None, ""),
    ],
)
def test_the_style_is_taken_out_of_a_text(text: str | None, style: str | None, rest: str) -> None:
    found, left = taken_out(text)
    assert (found, " ".join(left.split())) == (style, " ".join(rest.split()))
