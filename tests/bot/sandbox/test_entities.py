"""Telegram's HTML: what it shows, and its words for what it does not understand."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.sandbox.entities import parse, utf16_length
from bot.sandbox.errors import ApiError


def entities(html: str) -> list[tuple[str, int, int]]:
    return [(entity.type, entity.offset, entity.length) for entity in parse(html, "HTML").entities]


def test_tags_become_entities_in_utf16_units() -> None:
    assert parse("🎨 <b>bold <i>both</i></b>", "HTML").text == "🎨 bold both"
    assert entities("🎨 <b>bold <i>both</i></b>") == [("bold", 3, 9), ("italic", 8, 4)]


def test_character_references_are_shown_as_characters() -> None:
    assert parse("1 &lt; 2 &amp;&amp; &#9731; &#x2603; &unknown; & 3", "html").text == "1 < 2 && ☃ ☃ &unknown; & 3"


def test_links_and_languages_are_kept() -> None:
    (link,) = parse('<a href="https://example.org/?a=1&amp;b=2">here</a>', "HTML").entities
    assert (link.type, link.url) == ("text_link", "https://example.org/?a=1&b=2")
    (code,) = parse('<pre><code class="language-python">x = 1</code></pre>', "HTML").entities
    assert (code.type, code.language) == ("pre", "python")


def test_white_space_at_the_ends_is_not_shown() -> None:
    assert parse("  <b> bold </b>  ", "HTML").text == "bold"
    assert entities("  <b> bold </b>  ") == [("bold", 0, 4)]


def test_commands_and_links_are_found_outside_code() -> None:
    assert entities("/start or https://example.org, not <code>/stop</code>, not a/b") == [
        ("bot_command", 0, 6),
        ("url", 10, 19),
        ("code", 35, 5),
    ]


def test_mentions_are_found_but_not_within_addresses_and_commands() -> None:
    assert entities("@painter, mail a@painter or /start@painter") == [("mention", 0, 8), ("bot_command", 28, 14)]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("closed</b>", "Unexpected end tag at byte offset 6"),
        ("<b>crossed</i>", 'Unmatched end tag at byte offset 10, expected "</b>", found "</i>"'),
        ("é<blink>", 'Unsupported start tag "blink" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_markup_is_named(html: str, reason: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse(html, "HTML")
    assert caught.value.description == f"Bad Request: can't parse entities: {reason}"


def test_other_parse_modes_are_refused() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        parse("*bold*", "MarkdownV2")


@given(some.text())
def test_any_text_without_markup_is_shown_as_it_is(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert parse(text, None).text == text.strip()


@given(some.text(alphabet=some.sampled_from("<>/ab=\"'& é🎨;\n"), max_size=40))
def test_any_markup_is_either_shown_or_refused(html: str) -> None:
    try:
        formatted = parse(html, "HTML")
    except ApiError:
        return
    length = utf16_length(formatted.text)
    assert all(0 <= entity.offset < entity.offset + entity.length <= length for entity in formatted.entities)
