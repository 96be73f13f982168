"""The data behind a button: `v1:<verb>:<subject>`, at most 64 bytes."""

from __future__ import annotations

from enum import StrEnum

from telegram import InlineKeyboardButton

VERSION = "v1"
MAX_BYTES = 64


class Verb(StrEnum):
    """What a tap asks for. The subject is a job's id, except for the last ones."""

    CANCEL = "cancel"  #: stop the job, keep nothing
    KEEP = "keep"  #: stop the job, deliver what is there
    ORIGINAL = "original"  #: send the result as a lossless file
    STRONGER = "stronger"  #: paint it with more of the style; this and the next ones are bot.jobs.children.Wish
    SOFTER = "softer"
    COLORS = "colors"
    BIGGER = "bigger"
    MORE = "more"
    AGAIN = "again"
    FILM = "film"
    RESTYLE = "restyle"  #: wait for another style for the same photo
    START = "start"  #: paint with the two photos of the draft; the subject is "draft"
    LANGUAGE = "language"  #: speak another language; the subject is its tag
    SET = "set"  #: a step in the panel of settings; see bot.conversation.panel


def button(label: str, verb: Verb, subject: str) -> InlineKeyboardButton:
    """A button that asks `verb` of `subject`."""
    data = f"{VERSION}:{verb}:{subject}"
    assert len(data.encode()) <= MAX_BYTES
    return InlineKeyboardButton(label, callback_data=data)


def read(data: str | None) -> tuple[Verb, str] | None:
    """The verb and subject of a tap; None for the button of another version, or made up by a strange client."""
    match (data or "").split(":"):
        case [version, verb, subject] if version == VERSION and verb in set(Verb) and subject:
            return Verb(verb), subject
        case _:
            return None
