"""Series: photos painted in one style. Each has a job; all share one card and, at the end, one album."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.jobs.model import Job, Place
from bot.store.columns import Columns
from bot.store.job_rows import SELECT_JOBS, to_job
from bot.store.statements import Changes, Statements


@dataclass(frozen=True, kw_only=True)
class Series:
    """One series. Its jobs name it; their order is that of its photos."""

    id: str
    place: Place
    reply_to_message_id: int | None  #: the first photo's message
    card_message_id: int | None = None  #: None until the card is in the chat
    created_at: float  #: Unix seconds, as the other time
    told_at: float | None = None  #: when the owner was told the end


_COLUMNS: Final = Columns(Series, parts=(Place,))
_SELECT: Final = f"SELECT {', '.join(_COLUMNS.names)} FROM series "  # noqa: S608 - all of it is ours


class SeriesStore:
    """The series of one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def add(self, place: Place, reply_to_message_id: int | None, now: float) -> str:
        """Add a series, to which jobs are to be added in the same transaction; returns its id."""
        series = Series(id=secrets.token_hex(8), place=place, reply_to_message_id=reply_to_message_id, created_at=now)
        await self._sql.run(*_COLUMNS.insertion("series", series))
        return series.id

    async def get(self, series_id: str) -> Series | None:
        """The series as it stands; None when its owner was forgotten."""
        row = await self._sql.one(_SELECT + "WHERE id = ?", (series_id,))
        return None if row is None else _COLUMNS.read(row)

    async def jobs(self, series_id: str) -> list[Job]:
        """The jobs of the series, in the order of their photos."""
        rows = await self._sql.all(SELECT_JOBS + "WHERE series_id = ? ORDER BY number", (series_id,))
        return [to_job(row) for row in rows]

    async def untold(self) -> list[str]:
        """The ids of series whose end the chat does not show yet, oldest first; closed chats are left out."""
        rows = await self._sql.all(
            "SELECT id FROM series WHERE told_at IS NULL"
            " AND chat_id NOT IN (SELECT chat_id FROM closed_chats) ORDER BY number"
        )
        return [row["id"] for row in rows]

    async def card_sent(self, series_id: str, message_id: int) -> bool:
        """Its card is in the chat, in this message; False when the owner was forgotten while it was sent."""
        sent = await self._sql.run("UPDATE series SET card_message_id = ? WHERE id = ?", (message_id, series_id))
        return sent == 1

    async def pictures_sent(self, messages: Mapping[str, int]) -> list[int]:
        """Remember which message shows, or will show, the painting of each job. Returns the messages that nobody wants
        any more, because their owner was forgotten while they were sent.
        """
        update = "UPDATE jobs SET card_message_id = ? WHERE id = ? AND told_at IS NULL"
        return [sent for job_id, sent in messages.items() if not await self._sql.run(update, (sent, job_id))]

    async def mark_told(self, series_id: str, now: float) -> bool:
        """The owner knows the end of all its pictures; False when repeated."""
        told = await self._sql.run("UPDATE series SET told_at = ? WHERE id = ? AND told_at IS NULL", (now, series_id))
        await self._sql.run("UPDATE jobs SET told_at = ? WHERE series_id = ? AND told_at IS NULL", (now, series_id))
        return told == 1
