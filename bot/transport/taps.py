"""The data behind a button: `v1:<verb>:<subject>`, at most 64 bytes."""

from __future__ import annotations

from enum import StrEnum

from telegram import InlineKeyboardButton

VERSION = "v1"
MAX_BYTES = 64


class Verb(StrEnum):
    """What a tap asks for. The subject is a job's id, except for the last two."""

    CANCEL = "cancel"  #: stop the job, keep nothing
    KEEP = "keep"  #: stop the job, deliver what is there
    ORIGINAL = "original"  #: send the result as a lossless file
    RESEND = "resend"  #: send the result as a new message
    RERUN = "rerun"  #: paint it anew, with another seed
    START = "start"  #: paint with the two photos of the draft; the subject is "draft"
    LANGUAGE = "language"  #: speak another language; the subject is its tag
    ERASE = "erase"  #: forget the person; the subject is their id, here and in the next one
    SPARE = "spare"  #: do not


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
