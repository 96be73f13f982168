"""The sentences: every key that the code uses exists, every code has a sentence, every sentence is used."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pytest

import bot
from bot.jobs.operation import Mode
from bot.jobs.region_parts import PhotoPart
from bot.jobs.setting_limits import SETTINGS, UserLimits
from bot.languages import Language
from bot.styles.names import NAMES as STYLE_NAMES
from bot.texts.look_up import texts_in
from bot.texts.recipe import Allowed
from bot.transport.verbs import Verb
from engine import errors
from engine.errors import EngineError, PictureProblem
from engine.settings import Range
from tests.support.commands import ADMIN_NAMES, NAMES

ENGLISH = texts_in(Language.ENGLISH)
BOT = Path(bot.__file__).parent
SOURCE = "\n".join(path.read_text() for path in (BOT / "texts" / "en").glob("*.ftl"))
KEYS = set(re.findall(r"^([a-z][\w-]*) =", SOURCE, re.MULTILINE))
CODE = "\n".join(path.read_text() for path in BOT.rglob("*.py") if "sandbox" not in path.parts)


def words_of(allowed: Allowed) -> tuple[str, ...]:
    return () if isinstance(allowed, Range) else allowed


#: Keys made of a prefix and a code or name.
FAMILIES: dict[str, Collection[str]] = {
    "problem": {problem.value for problem in PictureProblem},
    "failure": {kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, EngineError)}
    - {EngineError.code, errors.BadCheckpoint.code, errors.NoPeople.code},  # abstract; never reach a user
    "command": {*NAMES, *ADMIN_NAMES},
    "mode": set(Mode),
    "button": set(Verb)  # without those that show a name or a value
    - {Verb.LANGUAGE, Verb.SET, Verb.STYLE, Verb.DELETE_STYLE, Verb.RESEND, Verb.TAKE}
    - {Verb.PART, Verb.PROTECT_PART}
    - {Verb.STEER_STRONGER, Verb.STEER_SOFTER, Verb.STEER_STYLE}  # and those with the labels of results
    | {f"style-{name}" for name in STYLE_NAMES},
    "part": set(PhotoPart),
    "setting": {*SETTINGS, "saved-iterations", "saved-size"},
    "panel": set(SETTINGS),
    "choice": {f"{name}-{word}" for name, allowed in UserLimits().allowed.items() for word in words_of(allowed)},
}


def used_keys() -> set[str]:
    return set(re.findall(r'"([a-z]+(?:-[a-z]+)+|start|help|settings|sorry)"', CODE))


def test_every_key_that_is_looked_up_by_name_exists() -> None:
    assert set(re.findall(r'\bsay\(\s*"([\w-]+)"', CODE)) <= KEYS


@pytest.mark.parametrize("family", FAMILIES)
def test_every_code_of_a_family_has_a_sentence(family: str) -> None:
    assert {f"{family}-{code}" for code in FAMILIES[family]} <= KEYS


def test_no_sentence_is_left_over() -> None:
    families = tuple(f"{family}-" for family in FAMILIES)
    assert {key for key in KEYS - used_keys() if not key.startswith(families)} == set()


def test_values_are_filled_in_without_invisible_marks() -> None:
    assert ENGLISH.say("settings-noted", recipe="size=512") == "Noted for the next picture: size=512"


def test_an_unknown_key_or_a_missing_value_is_an_error() -> None:
    with pytest.raises(LookupError):
        ENGLISH.say("no-such-key")
    with pytest.raises(LookupError):
        ENGLISH.say("settings-noted")


def test_an_unknown_code_gets_the_general_sentence() -> None:
    assert ENGLISH.failure("never heard of") == ENGLISH.say("failure-internal")
    assert ENGLISH.problem("never heard of") == ENGLISH.problem(PictureProblem.UNREADABLE)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (59.4, "59 s"), (72, "1 min 12 s"), (3599.7, "1 h 0 min"), (7260, "2 h 1 min")]
)
def test_durations_are_told_in_their_largest_units(seconds: float, words: str) -> None:
    assert ENGLISH.duration(seconds) == words
