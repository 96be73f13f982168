"""The series: photos painted in one style, a job for each, one card for all, one album in the end."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.jobs.model import Job, Place
from bot.store.job_rows import SELECT_JOBS, to_job
from bot.store.statements import Changes, Statements

_SELECT: Final = (
    "SELECT id, chat_id, user_id, topic_id, reply_to_message_id, card_message_id, created_at, told_at FROM series "
)


@dataclass(frozen=True, kw_only=True)
class Series:
    """One of them. Its jobs name it; the order in which they came is that of its photos."""

    id: str
    place: Place
    reply_to_message_id: int | None  #: the first photo's message
    card_message_id: int | None  #: None until the card is in the chat
    created_at: float  #: Unix seconds, as the other time
    told_at: float | None  #: when the owner was told the end


class SeriesStore:
    """The series of one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def add(self, place: Place, reply_to_message_id: int | None, now: float) -> str:
        """A new one, to which jobs are to be added in the same transaction; returns its id."""
        series_id = secrets.token_hex(8)
        await self._sql.run(
            "INSERT INTO series (id, chat_id, user_id, topic_id, reply_to_message_id, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (series_id, place.chat_id, place.user_id, place.topic_id, reply_to_message_id, now),
        )
        return series_id

    async def get(self, series_id: str) -> Series | None:
        """As it stands; None when its owner was forgotten."""
        row = await self._sql.one(_SELECT + "WHERE id = ?", (series_id,))
        return None if row is None else _to_series(row)

    async def jobs(self, series_id: str) -> list[Job]:
        """Its pictures, in their order."""
        rows = await self._sql.all(SELECT_JOBS + "WHERE series_id = ? ORDER BY number", (series_id,))
        return [to_job(row) for row in rows]

    async def untold(self) -> list[str]:
        """The ids of those that have not come to their end in the chat, oldest first; not those in closed chats."""
        rows = await self._sql.all(
            "SELECT id FROM series WHERE told_at IS NULL"
            " AND chat_id NOT IN (SELECT chat_id FROM closed_chats) ORDER BY number"
        )
        return [row["id"] for row in rows]

    async def card_sent(self, series_id: str, message_id: int) -> None:
        """Its card is in the chat, in this message."""
        await self._sql.run("UPDATE series SET card_message_id = ? WHERE id = ?", (message_id, series_id))

    async def pictures_sent(self, messages: Mapping[str, int]) -> None:
        """Job → the message that shows its painting, or is going to."""
        for job_id, message_id in messages.items():
            await self._sql.run("UPDATE jobs SET card_message_id = ? WHERE id = ?", (message_id, job_id))

    async def mark_told(self, series_id: str, now: float) -> bool:
        """The owner knows the end of all its pictures; False when repeated."""
        told = await self._sql.run("UPDATE series SET told_at = ? WHERE id = ? AND told_at IS NULL", (now, series_id))
        await self._sql.run("UPDATE jobs SET told_at = ? WHERE series_id = ? AND told_at IS NULL", (now, series_id))
        return told == 1


def _to_series(row: sqlite3.Row) -> Series:
    return Series(
        id=row["id"],
        place=Place(chat_id=row["chat_id"], user_id=row["user_id"], topic_id=row["topic_id"]),
        reply_to_message_id=row["reply_to_message_id"],
        card_message_id=row["card_message_id"],
        created_at=row["created_at"],
        told_at=row["told_at"],
    )
