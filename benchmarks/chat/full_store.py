"""A store with as many jobs as wanted, as a bot has it after a month: written past the store's methods, for speed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Final

from bot.jobs import retention
from bot.store.columns import to_json
from bot.store.layout import DATABASE, PICTURES
from engine.settings import TransferSettings
from tests.support.jobs import FIGURES

PERSON_JOBS: Final = 10  #: about so many of the jobs are of each person, or more
LATEST: Final = 12  #: of the latest jobs are FIRST_PERSON's, and painted, whatever the number of jobs
PEOPLE: Final = 300  #: at most; their ids count from FIRST_PERSON, each in a chat with the same number
FIRST_PERSON: Final = 1_000_000
WAITING: Final = 20  #: jobs in the queue, however many there were before
KEPT: Final = 72 * 3600.0  #: seconds for which pictures are kept, as by default
OUTCOMES: Final = ("delivered",) * 17 + ("cancelled", "cancelled", "failed")  #: in turn

_JOB: Final = (
    "INSERT INTO jobs (number, id, chat_id, user_id, topic_id, state, settings, content, styles, attempt, finish,"
    " result_png, result_jpeg, figures, error_code, card_message_id, revision, card_revision, created_at, started_at,"
    " finished_at, told_at, expired_at, queue_place)"
    " VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 5, 5, ?, ?, ?, ?, ?, ?)"
)
_EXPIRED_AT: Final = 19  #: column of a row
Row = tuple[str | int | float | None, ...]


def fill(data_directory: Path, jobs: int, now: float, *, waiting: int = WAITING) -> int:
    """Add so many finished jobs of the last 30 days, evenly spread, some more that wait, and what comes with them.

    The store must be there, and nobody have it open. The pictures of the jobs of the last KEPT seconds are put into
    the files, a few bytes each; returns how many files these are.
    """
    people = max(1, min(PEOPLE, jobs // PERSON_JOBS))
    style = _name("style")
    rows = [_finished(number, jobs, people, style, now) for number in range(1, jobs + 1)]
    rows += [_waiting(jobs + place, place, style, now) for place in range(1, waiting + 1)]
    kept = {str(name) for row in rows if row[_EXPIRED_AT] is None for name in (row[6], row[10], row[11], style) if name}
    for name in kept:
        file = data_directory / PICTURES / name[:2] / name[2:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"picture")
    with sqlite3.connect(data_directory / DATABASE) as connection:  # commits in the end
        connection.executemany(_JOB, rows)
        _fill_beside(connection, jobs, people, now)
    connection.close()
    return len(kept)


def _finished(number: int, jobs: int, people: int, style: str, now: float) -> Row:
    age, person = retention.JOBS_KEPT * (jobs - number + 0.5) / jobs, FIRST_PERSON + number % people
    state = OUTCOMES[number % len(OUTCOMES)]
    if number > jobs - LATEST:
        age, person, state = min(age, KEPT / 2), FIRST_PERSON, "delivered"
    painted = state == "delivered"
    result = (_name(f"png {number}"), _name(f"jpeg {number}"), to_json(FIGURES)) if painted else (None, None, None)
    times = (now - age - 60, now - age - 40, now - age, now - age + 1)
    return (
        *(number, f"{number:016x}", person, person, state, to_json(TransferSettings()), _name(f"content {number}")),
        *(json.dumps([style]), 1, number, *result, "internal" if state == "failed" else None, number),
        *(*times, None if age < KEPT else now - age + KEPT, None),
    )


def _waiting(number: int, place: int, style: str, now: float) -> Row:
    person = FIRST_PERSON + PEOPLE + place  # each with one job: all wait in the order in which they came
    return (
        *(number, f"{number:016x}", person, person, "queued", to_json(TransferSettings()), _name(f"content {number}")),
        *(json.dumps([style]), 0, float(place), None, None, None, None, number),
        *(now - 10, None, None, None, None, place),
    )


def _fill_beside(connection: sqlite3.Connection, jobs: int, people: int, now: float) -> None:
    """Five handled updates, a spending and three own messages for each job of the last two days; a draft and more for
    each person.
    """
    lately = max(1, round(jobs * retention.UPDATES_KEPT / retention.JOBS_KEPT))
    moment = [now - retention.UPDATES_KEPT * (1 - number / (5 * lately)) + 60 for number in range(5 * lately)]
    connection.executemany(
        "INSERT INTO inbox (bot_id, update_id, received_at, handled_at) VALUES (1, ?, ?, ?)",
        [(number, at, at) for number, at in enumerate(moment)],
    )
    connection.executemany(
        "INSERT INTO sent_messages VALUES (?, ?, ?, ?)",
        [
            (FIRST_PERSON + number % people, number, FIRST_PERSON + number % people, at)
            for number, at in enumerate(moment[: 3 * lately])
        ],
    )
    connection.executemany(
        "INSERT INTO spendings VALUES (?, ?, 1.0, ?)",
        [(f"{number:016x}", FIRST_PERSON + number % people, now - 60) for number in range(lately // 2)],
    )
    ids = range(FIRST_PERSON, FIRST_PERSON + people)
    connection.executemany("INSERT INTO languages VALUES (?, ?, 'de', NULL)", [(each, each) for each in ids])
    connection.executemany("INSERT INTO preferences VALUES (?, ?, '{}')", [(each, each) for each in ids])


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
