"""Converts rows of the table `jobs` to `Job`, and back."""

from __future__ import annotations

import sqlite3
from typing import Final

from bot.jobs.model import Job, JobCard, JobResult, JobStatus, Origin, PaintingRequest, Place
from bot.store.columns import Columns
from bot.store.statements import Statements

_COLUMNS: Final = Columns(
    Job,
    parts=(Place, PaintingRequest, Origin, JobStatus, JobResult, JobCard),
    renamed={
        "request.protect": "protected",
        "request.earlier": "phases",
        "origin.follow_up": "wish",
        "status.stills": "frames",
        "result.png": "result_png",
        "result.jpeg": "result_jpeg",
        "result.film": "result_film",
        "card.message_id": "card_message_id",
        "card.former_message_id": "former_card_message_id",
        "card.shown_revision": "card_revision",
    },
)

#: To be followed by a condition and an order. Where two indexes look alike to SQLite, the statement names the one that
#: leads to few rows: which of them it would take depends on its version.
SELECT_JOBS: Final = f"SELECT {', '.join(_COLUMNS.names)} FROM jobs "  # noqa: S608 - all of it is ours


def to_job(row: sqlite3.Row) -> Job:
    """The job of a row that SELECT_JOBS gave."""
    return _COLUMNS.read(row)


async def insert(statements: Statements, job: Job, *, cost: float, finish: float) -> None:
    """Add its row. `cost` and `finish` are its place in the queue: see bot.jobs.fairness."""
    await statements.run(*_COLUMNS.insertion("jobs", job, cost=cost, finish=finish))
