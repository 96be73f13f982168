"""Logging: one handler, text or JSON, with the update or job at work, and never a secret."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from textwrap import indent
from typing import Literal
from urllib.parse import quote

from bot.config import LogFormat, LogLevel

MASK = "[secret]"
LONGEST = 20_000  #: characters of a message or a traceback: a server may say any amount
PLACE = "[chat]"
#: Numbers of groups, as Telegram's errors and the library's have them: negative, or where the words say what they are.
_PLACES = re.compile(r"(?<![\w.-])-\d{6,}\b|(?<=chat id: )-?\d+|(?<=chat_id=)-?\d+|(?<=user_id=)\d+")

#: Libraries, and the least level at which they are heard: below it httpx logs every request's address, with the token
#: in it, and the others what people write and who they are.
QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.INFO,
    "aiosqlite": logging.INFO,
}

Kind = Literal["update", "job", "series", "guest"]
Subject = tuple[Kind, int | str] | None

#: What the current task works on: an update, a job or a series, and its id.
_subject: ContextVar[Subject] = ContextVar("subject", default=None)


@contextmanager
def about(kind: Kind, identity: int | str) -> Iterator[None]:
    """Within this block, and in the tasks that it starts, log lines name the update, the job or the series."""
    token = _subject.set((kind, identity))
    try:
        yield
    finally:
        _subject.reset(token)


class Redactor(logging.Filter):
    """Attached to a handler: names the subject, and replaces secrets in message, arguments and traceback."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        parts = {part for secret in secrets for part in (secret, secret.partition(":")[2]) if part}
        # The longest first, lest a part of a secret hide the whole from the search.
        self._secrets = sorted({*parts, *(quote(part, safe="") for part in parts)}, key=len, reverse=True)

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True; the record holds plain, clean text afterwards."""
        record.msg = self.clean(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.clean(record.exc_text)
            record.exc_info = None  # other handlers format the cleaned text, too
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        record.__dict__["subject"] = _subject.get()
        return True

    def clean(self, text: str) -> str:
        """The text without secrets, without the numbers of groups, and not longer than LONGEST."""
        text = text[: 10 * LONGEST]  # of which the end, where a secret may be cut in two, goes below
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        text = _PLACES.sub(PLACE, text)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]} [...]"


class TextFormatter(logging.Formatter):
    """One line for people, tracebacks below it, further in: what others say in either begins no line."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, place, subject, message."""
        moment = datetime.fromtimestamp(record.created, UTC).astimezone().isoformat(" ", "milliseconds")
        about = _subject_of(record)
        subject = "" if about is None else f" [{about[0]} {about[1]}]"
        line = f"{moment} {record.levelname:<8} {record.name}{subject}: {_on_one_line(record.getMessage())}"
        below = (indent(part, "  ") for part in (record.exc_text, record.stack_info) if part)
        return "\n".join((line, *below))


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        """The same facts as the text has."""
        about = _subject_of(record)
        entry: dict[str, int | str | None] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "traceback": record.exc_text,
            "stack": record.stack_info,
        }
        if about is not None:
            kind, identity = about
            entry[kind] = identity
        return json.dumps({key: value for key, value in entry.items() if value is not None}, ensure_ascii=False)


def _on_one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def _subject_of(record: logging.LogRecord) -> Subject:
    subject: Subject = record.__dict__.get("subject")
    return subject


def set_up(level: LogLevel, style: LogFormat, secrets: Sequence[str] = ()) -> None:
    """Send everything to standard error through one redacting handler."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Redactor(secrets))
    handler.setFormatter(JsonFormatter() if style is LogFormat.JSON else TextFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLogger().level))
