"""The languages that the bot speaks, and which of them a person's tag means."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """Each has its file of sentences in bot/texts. Two letters, as Telegram wants them for menus of commands."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    RUSSIAN = "ru"
    CHINESE = "zh"  #: in simplified characters


def matching(tag: str | None) -> Language | None:
    """The language of an IETF tag such as de-AT or zh-hans, whatever its region and script; None for others."""
    language = (tag or "").strip().replace("_", "-").partition("-")[0].lower()
    return Language(language) if language in set(Language) else None
