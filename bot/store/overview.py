"""Questions about jobs as a whole: of one person, or of everybody. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.jobs.model import Job
from bot.store.job_rows import SELECT_JOBS, to_job
from bot.store.statements import Statements

_UNFINISHED: Final = "state IN ('queued', 'running') AND stop_request IS NOT 'cancel' ORDER BY number"


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """Figures about the jobs that came after some time."""

    people: int  #: number of people who asked for a job
    jobs: int
    painted: int
    failed: int
    cancelled: int
    mean_seconds: float | None  #: from the start of a job that was painted to its end; None without any
    mean_wait: float | None  #: seconds from arrival to start


@dataclass(frozen=True, kw_only=True)
class BacklogCounts:
    """What is to be done at this moment."""

    waiting: int  #: jobs in the queue
    running: int
    untold: int  #: jobs that have ended, which their chat does not show yet
    oldest: float | None  #: arrival of the job that has waited longest, in Unix seconds; None where none waits


class OverviewStore:
    """Questions, within one transaction."""

    def __init__(self, statements: Statements) -> None:
        self._sql = statements

    async def results_of(self, chat_id: int, user_id: int, limit: int) -> list[Job]:
        """This person's paintings in this chat whose pictures are kept, newest first; films are not among them."""
        rows = await self._sql.all(
            SELECT_JOBS + "INDEXED BY jobs_kept"
            " WHERE chat_id = ? AND user_id = ? AND state IN ('done', 'delivered') AND expired_at IS NULL"
            " AND NOT film AND sketches = '[]' ORDER BY number DESC LIMIT ?",
            (chat_id, user_id, limit),
        )
        return [to_job(row) for row in rows]

    async def unfinished_of(self, chat_id: int, user_id: int) -> list[Job]:
        """This person's waiting and running jobs in this chat, oldest first. Canceled ones are left out, even while the
        engine is still stopping.
        """
        rows = await self._sql.all(
            SELECT_JOBS + f"INDEXED BY jobs_unfinished WHERE chat_id = ? AND user_id = ? AND {_UNFINISHED}",
            (chat_id, user_id),
        )
        return [to_job(row) for row in rows]

    async def unfinished_by(self, user_id: int) -> list[Job]:
        """This person's waiting and running jobs, in all chats."""
        rows = await self._sql.all(
            SELECT_JOBS + f"INDEXED BY jobs_unfinished WHERE user_id = ? AND {_UNFINISHED}", (user_id,)
        )
        return [to_job(row) for row in rows]

    async def unfinished_in(self, chat_id: int) -> list[Job]:
        """Everybody's waiting and running jobs in a chat."""
        rows = await self._sql.all(SELECT_JOBS + f"WHERE chat_id = ? AND {_UNFINISHED}", (chat_id,))
        return [to_job(row) for row in rows]

    async def unfinished_with(self, start: str) -> list[Job]:
        """The waiting and running jobs whose id begins with this."""
        rows = await self._sql.all(
            SELECT_JOBS + "WHERE substr(id, 1, ?) = ? AND state IN ('queued', 'running') ORDER BY number",
            (len(start), start),
        )
        return [to_job(row) for row in rows]

    async def painted(self, limit: int) -> list[Job]:
        """The latest paintings that were made to their end in one go, newest first; films are not among them."""
        rows = await self._sql.all(
            SELECT_JOBS + "WHERE state IN ('done', 'delivered') AND attempt = 1 AND stop_request IS NULL AND NOT film"
            " AND sketches = '[]'"
            " ORDER BY number DESC LIMIT ?",
            (limit,),
        )
        return [to_job(row) for row in rows]

    async def any_waits(self) -> bool:
        """Whether some job is in the queue."""
        return await self._sql.one("SELECT 1 FROM jobs WHERE state = 'queued' LIMIT 1") is not None

    async def backlog(self) -> BacklogCounts:
        """The work to be done at this moment. Cheap however many jobs are kept: every part has an index."""
        row = await self._sql.one(
            "SELECT (SELECT count(*) FROM jobs WHERE state = 'queued') AS waiting,"
            " (SELECT count(*) FROM jobs WHERE state = 'running') AS running,"
            " (SELECT count(*) FROM jobs WHERE told_at IS NULL AND finished_at IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM jobs AS others WHERE others.series_id = jobs.series_id AND others.finished_at IS NULL))"
            " AS untold,"
            " (SELECT min(created_at) FROM jobs WHERE state = 'queued') AS oldest"
        )
        assert row is not None
        return BacklogCounts(**row)

    async def statistics(self, since: float) -> Statistics:
        """Figures about the jobs that came after this time (Unix seconds)."""
        row = await self._sql.one(
            "SELECT count(DISTINCT user_id) AS people, count(*) AS jobs,"
            " coalesce(sum(state IN ('done', 'delivered')), 0) AS painted,"
            " coalesce(sum(state = 'failed'), 0) AS failed, coalesce(sum(state = 'cancelled'), 0) AS cancelled,"
            " avg(iif(state IN ('done', 'delivered'), finished_at - started_at, NULL)) AS mean_seconds,"
            " avg(started_at - created_at) AS mean_wait FROM jobs WHERE created_at > ?",
            (since,),
        )
        assert row is not None
        return Statistics(
            people=row["people"],
            jobs=row["jobs"],
            painted=row["painted"],
            failed=row["failed"],
            cancelled=row["cancelled"],
            mean_seconds=row["mean_seconds"],
            mean_wait=row["mean_wait"],
        )
