"""Between a row of the table `jobs` and a `Job`."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Final, TypeVar

import msgspec

from bot.jobs.model import Job, JobProgress, JobState, Phase, Place, StopRequest
from engine.events import Figures
from engine.settings import TransferSettings

T = TypeVar("T")

#: To be followed by a condition and an order.
SELECT_JOBS: Final = (
    "SELECT id, chat_id, user_id, topic_id, state, settings, content, styles, parent_id, wish, initial, steps, film,"
    " masks, protected, phases, sketches, sketch_states, sketched_at, borrowed, series_id,"
    " attempt, engine_deaths, stop_request, checkpoint, checkpoint_iteration, progress, preview, result_png,"
    " result_jpeg, result_film, figures, error_code, reply_to_message_id, card_message_id, revision, card_revision,"
    " created_at, started_at, finished_at, told_at, expired_at"
    " FROM jobs "
)


def to_json(value: object) -> str:
    """JSON as the columns settings, styles, masks, progress and figures hold it."""
    return msgspec.json.encode(value).decode()


def to_job(row: sqlite3.Row) -> Job:
    """The job of a row that SELECT_JOBS gave."""
    return Job(
        id=row["id"],
        place=Place(chat_id=row["chat_id"], user_id=row["user_id"], topic_id=row["topic_id"]),
        state=JobState(row["state"]),
        settings=msgspec.json.decode(row["settings"], type=TransferSettings),
        content=row["content"],
        styles=msgspec.json.decode(row["styles"], type=tuple[str, ...]),
        parent_id=row["parent_id"],
        wish=row["wish"],
        initial=row["initial"],
        steps=row["steps"],
        film=bool(row["film"]),
        masks=msgspec.json.decode(row["masks"], type=tuple[str | None, ...]),
        protected=row["protected"],
        phases=msgspec.json.decode(row["phases"], type=tuple[Phase, ...]),
        sketches=msgspec.json.decode(row["sketches"], type=tuple[TransferSettings, ...]),
        sketch_states=msgspec.json.decode(row["sketch_states"], type=tuple[str, ...]),
        sketched_at=row["sketched_at"],
        borrowed=row["borrowed"],
        series_id=row["series_id"],
        attempt=row["attempt"],
        engine_deaths=row["engine_deaths"],
        stop_request=None if row["stop_request"] is None else StopRequest(row["stop_request"]),
        checkpoint=row["checkpoint"],
        checkpoint_iteration=row["checkpoint_iteration"],
        progress=_to_progress(row),
        result_png=row["result_png"],
        result_jpeg=row["result_jpeg"],
        result_film=row["result_film"],
        figures=_decoded(row["figures"], Figures),
        error_code=row["error_code"],
        reply_to_message_id=row["reply_to_message_id"],
        card_message_id=row["card_message_id"],
        revision=row["revision"],
        card_revision=row["card_revision"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        told_at=row["told_at"],
        expired_at=row["expired_at"],
    )


def _to_progress(row: sqlite3.Row) -> JobProgress | None:
    # The preview has a column of its own, where the names of all files can be asked for.
    progress = _decoded(row["progress"], JobProgress)
    return None if progress is None else replace(progress, preview=row["preview"])


def _decoded(text: str | None, kind: type[T]) -> T | None:
    return None if text is None else msgspec.json.decode(text, type=kind)
