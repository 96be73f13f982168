"""Every language says all that English says: with the same values, within Telegram's limits, in its own plurals."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import babel
import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

import bot.texts
from bot.conversation.chats import language as conversation
from bot.conversation.core.refusals import describe_refusal
from bot.conversation.draft.starting import MOST_NAMES
from bot.conversation.gallery.sharing import MOST as MOST_SHARED
from bot.jobs.series import MOST
from bot.languages import Language
from bot.submission.admission import Refusal
from bot.texts.look_up import Translations, texts_in
from bot.texts.style_names import LONGEST
from bot.transport.buttons import MAX_BYTES
from engine.settings import InitialImage
from tests.support.commands import ADMIN_NAMES, NAMES

DIRECTORY = Path(bot.texts.__file__).parent
OTHERS = [language for language in Language if language is not Language.ENGLISH]
#: Messages that are rightly the same in several languages.
ALIKE = {"duration-seconds", "duration-minutes", "duration-hours", "card-progress", "card-done"}
#: Answers to taps that other answers use, too.
ALSO_TAP_ANSWERS = {
    *("not-allowed", "language-saved", "gallery-empty", "style-chosen", "style-started"),
    *("forget-begun", "forget-kept", "forget-not-yours", "history-sending", "problem-disk_full"),
}

LONGEST_RECIPE = (
    "iterations=2000 size=4096 preset=standard strength=100 colors=match style_scale=400% init=style-statistics "
    "seed=2147483647"
)
COMMAND = re.compile(r"(?<!<)/[a-z_]+")
EXAMPLE = re.compile(r"[a-z_]+=\d+|JPEG|PNG|WebP|HEIC|TIFF|BMP")
TAG = re.compile(r"</?[a-z][^>]*>")


class Parts(Visitor):
    """The variables, the plural forms and the text of a message."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.plurals: list[tuple[str, ...]] = []
        self.text = ""

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        self.plurals.append(tuple(str(getattr(variant.key, "name", None)) for variant in node.variants))
        self.generic_visit(node)

    def visit_TextElement(self, node: ast.TextElement) -> None:
        self.text += node.value


@cache
def messages(language: Language) -> dict[str, Parts]:
    """The messages of a language, and their attributes as key.attribute. A key that comes twice is an error."""
    entries = [
        entry
        for path in sorted((DIRECTORY / language.value).glob("*.ftl"))
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body
    ]
    found: dict[str, Parts] = {}
    for entry in entries:
        assert not isinstance(entry, ast.Junk), entry.content
        if isinstance(entry, ast.Message):
            patterns = [(entry.id.name, entry.value)]
            patterns += [(f"{entry.id.name}.{attribute.id.name}", attribute.value) for attribute in entry.attributes]
            for key, pattern in patterns:
                assert key not in found, f"{key} comes twice"
                found[key] = Parts()
                found[key].visit(pattern)
    return found


def test_every_language_has_the_same_files() -> None:
    files = sorted(f"{path.parent.name}/{path.name}" for path in DIRECTORY.rglob("*.ftl"))
    names = sorted(path.name for path in (DIRECTORY / Language.ENGLISH.value).iterdir())
    assert files == sorted(f"{language}/{name}" for language in Language for name in names)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_message_and_no_other(language: Language) -> None:
    assert messages(language).keys() == messages(Language.ENGLISH).keys()


@pytest.mark.parametrize("language", OTHERS)
def test_values_commands_examples_and_tags_are_those_of_the_english_message(language: Language) -> None:
    for key, english in messages(Language.ENGLISH).items():
        other = messages(language)[key]
        assert other.variables == english.variables, key
        for kind in (COMMAND, EXAMPLE):
            assert set(kind.findall(other.text)) == set(kind.findall(english.text)), key
        assert TAG.findall(other.text) == TAG.findall(english.text), key


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_was_left_in_english(language: Language) -> None:
    same = {key for key, parts in messages(language).items() if parts.text == messages(Language.ENGLISH)[key].text}
    assert {key for key in same if messages(language)[key].text.strip()} <= ALIKE


@pytest.mark.parametrize("language", Language)
def test_telegram_sees_the_commands_in_the_sentences(language: Language) -> None:
    for parts in messages(language).values():
        for command in COMMAND.finditer(parts.text):
            around = parts.text[: command.start()][-1:] + parts.text[command.end() :][:1]
            assert not re.search(r"[\w/<>]", around), parts.text
            assert command.group()[1:] in {*NAMES, *ADMIN_NAMES}


@pytest.mark.parametrize("language", Language)
def test_every_choice_has_the_plurals_of_its_language(language: Language) -> None:
    plural_of = babel.Locale.parse(language).plural_form
    needed = {plural_of(number) for number in range(1000)}
    for key, parts in messages(language).items():
        for plurals in parts.plurals:
            assert set(plurals) == needed, key


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "Отменена 1 картина."),
        (2, "Отменены 2 картины."),
        (5, "Отменено 5 картин."),
        (11, "Отменено 11 картин."),
        (21, "Отменена 21 картина."),
    ],
)
def test_russian_counts_in_three_forms(count: int, words: str) -> None:
    assert texts_in(Language.RUSSIAN).say("canceled-jobs", count=count) == words


def test_numbers_are_written_as_the_language_writes_them_but_can_be_sent_back() -> None:
    values = {"cost": 1.26, "quota": 50.0}
    assert "costs 1.3 points" in texts_in(Language.ENGLISH).say("limit-cost", **values)
    assert "1,3" in texts_in(Language.GERMAN).say("limit-cost", **values)
    assert "2000 Iterationen" in texts_in(Language.GERMAN).say("setting-saved-iterations", value=2000)
    assert texts_in(Language.RUSSIAN).duration(130) == "2 мин 10 с"


@pytest.mark.parametrize("language", Language)
def test_everything_stays_within_the_limits_of_telegram(language: Language) -> None:
    values = longest_values(language)
    for key in messages(language):
        sentence = texts_in(language).say(key, **values)
        assert 0 < utf16_length(sentence) <= limit_of(key), sentence


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", ["draining", "jobs", "queue", "quota", "cost"])
def test_a_refusal_fits_into_the_answer_to_a_tap(language: Language, reason: Any) -> None:
    texts = texts_in(language)
    seconds = None if reason in ("draining", "cost") else 23 * 3600 + 59 * 60
    for jobs in (1, 3, 1000):
        refusal = Refusal(reason=reason, seconds=seconds, jobs=jobs, cost=106.7, quota=150.5, free=99.9)
        assert utf16_length(f"{describe_refusal(refusal, texts)}\n{texts.say('limit-kept')}") <= 200


def test_the_buttons_of_the_languages_fit() -> None:
    keys = [key for row in conversation.buttons().inline_keyboard for key in row]
    assert [key.text for key in keys] == ["English", "Deutsch", "Español", "Русский", "中文"]
    assert all(len(str(key.callback_data).encode()) <= MAX_BYTES for key in keys)


def test_a_language_that_we_lack_is_answered_in_the_operators() -> None:
    translations = Translations(Language.SPANISH)
    assert translations.of("pt-br").language is Language.SPANISH
    assert translations.of(None).language is Language.SPANISH
    assert translations.of("de-CH").language is Language.GERMAN


def longest_values(language: Language) -> dict[str, Any]:
    """By name: whatever may be filled in, at its longest."""
    spans = (texts_in(language).duration(seconds) for seconds in (59, 3599, 100 * 3600 - 1))
    longest_span = max(spans, key=len)
    written = "щ" * 40
    known = ", ".join(f"{conversation.own_name(each)} ({each})" for each in Language)
    numbers = (
        *(
            "iteration",
            "since",
            "low",
            "high",
            "low_iterations",
            "high_iterations",
            "low_size",
            "high_size",
            "place",
            "percent",
        ),
        *("job", "user", "people", "painted", "failed", "cancelled", "running", "waiting", "megabytes"),
    )
    return {
        **dict.fromkeys(numbers, "10000"),
        **dict.fromkeys(("wait", "left", "time", "painting"), longest_span),
        **dict.fromkeys(("width", "height", "size", "count", "iterations", "days"), 10000),
        **dict.fromkeys(("value", "name", "words", "what"), written),
        "bot": "b" * 32,
        "choices": ", ".join(InitialImage),
        **dict.fromkeys(("seconds", "minutes"), "999"),
        "hours": 999,
        **dict.fromkeys(("pictures", "jobs", "messages"), texts_in(language).span(999 * 24 * 3600)),
        **dict.fromkeys(("cost", "quota", "free"), 10000.5),
        "bar": "▓" * 10,
        "recipe": LONGEST_RECIPE,
        "meant": "style=" + "щ" * LONGEST,
        "example": "/iterations 2000",
        "languages": known,
        "number": 99,
        "numbers": ", ".join(map(str, range(1, MOST + 1))),
        "reason": texts_in(language).failure("engine_lost"),
        "done": "10",
        "names": ", ".join(["щ" * LONGEST] * MOST_SHARED),
        "styles": ", ".join(["щ" * LONGEST] * MOST_NAMES),
    }


def limit_of(key: str) -> int:
    """The greatest length of a message, in UTF-16 units, as clients count."""
    if key in ALSO_TAP_ANSWERS:
        return 200
    limits = {"tap": 200, "card": 1024, "failure": 1024, "command": 256, "button": 40, "choice": 28, "gallery": 512}
    return 40 if key == "language-name" else limits.get(key.partition("-")[0], 4096)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("language", Language)
def test_the_help_has_every_command_of_the_menu(language: Language) -> None:
    words = texts_in(language).say("help", iterations="10–2000", size="128–2048")
    named = set(re.findall(r"/([a-z_]+)", words))
    assert named == set(NAMES) - {"start", "help"}
    assert all(part.count("\n") < 5 for part in words.split("\n\n"))  # in groups that the eye can hold


@pytest.mark.parametrize("language", Language)
def test_each_line_of_the_menu_begins_with_a_capital(language: Language) -> None:
    texts = texts_in(language)
    described = [texts.say(f"command-{name}") for name in NAMES]
    assert [words for words in described if words[0].lower() == words[0] != words[0].upper()] == []


def test_chinese_says_you_in_one_way() -> None:
    assert "您" not in "".join(path.read_text() for path in (DIRECTORY / Language.CHINESE).glob("*.ftl"))
