"""The sentences of the bot, by key, in the user's language: a folder of Fluent files for each, beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentType, fluent_number

from bot.languages import Language, matching
from engine.errors import PictureProblem

DISK_FULL = "disk_full"  #: the code of a problem that is ours, not the picture's
STORAGE = "storage"  #: the code of the problem that no more pictures of a person may be kept


class Texts:
    """The sentences of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        # Isolating marks around what is filled in would break the copying of commands and settings.
        self._bundle = FluentBundle([language], use_isolating=False)
        for path in sorted(Path(__file__).with_name(language.value).glob("*.ftl")):
            self._bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))

    def say(self, key: str, **values: str | int | float) -> str:
        """The sentence for `key`, filled in. Raises LookupError for an unknown key or a missing value."""
        if not self._bundle.has_message(key):
            raise LookupError(f"no text {key}")
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise LookupError(f"no text {key}")
        filled = {name: _for_fluent(value) for name, value in values.items()}
        sentence, errors = self._bundle.format_pattern(pattern, filled)
        if errors:
            raise LookupError(f"text {key}: {errors[0]}")
        return str(sentence)

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return self._bundle.has_message(key)

    def problem(self, code: str) -> str:
        """Why a picture was refused, in words its owner can act on."""
        return self._by_code("problem", code, PictureProblem.UNREADABLE.value)

    def failure(self, code: str) -> str:
        """Why a job was given up."""
        return self._by_code("failure", code, "internal")

    def duration(self, seconds: float) -> str:
        """A time span in its largest units."""
        whole = max(1, round(seconds))
        minutes, rest = divmod(whole, 60)
        if whole < 60:
            return self.say("duration-seconds", seconds=str(whole))
        if whole < 3600:
            return self.say("duration-minutes", minutes=str(minutes), seconds=str(rest))
        return self.say("duration-hours", hours=str(minutes // 60), minutes=str(minutes % 60))

    def span(self, seconds: float) -> str:
        """How long something is kept, in hours or, from three whole days on, in days."""
        hours = max(1, round(seconds / 3600))
        if hours >= 72 and hours % 24 == 0:
            return self.say("span-days", days=hours // 24)
        return self.say("span-hours", hours=hours)

    def _by_code(self, family: str, code: str, fallback: str) -> str:
        key = f"{family}-{code}"
        return self.say(key if self._bundle.has_message(key) else f"{family}-{fallback}")


@cache
def texts_in(language: Language) -> Texts:
    """The sentences of this language, read once."""
    return Texts(language)


@dataclass(frozen=True)
class Translations:
    """The sentences in every language."""

    default: Language = Language.ENGLISH  #: for people whose language the bot does not have or know

    def of(self, tag: str | None) -> Texts:
        """The sentences for somebody with this language tag."""
        return texts_in(matching(tag) or self.default)


def _for_fluent(value: str | int | float) -> str | float | FluentType:
    """The value for Fluent. Whole numbers get no thousands separators, since people send them back in commands."""
    return fluent_number(value, useGrouping=False) if isinstance(value, int) else value
