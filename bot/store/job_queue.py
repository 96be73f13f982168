"""The order of the waiting jobs. The view `queue` defines it; this module maintains it and shows it to the cards."""

from __future__ import annotations

from bot.jobs import fairness
from bot.store.statements import Changes, Statements


class JobQueue:
    """The waiting jobs of one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def finish_of(self, user_id: int, cost: float) -> float:
        """The virtual time at which a new job of this person would finish, which decides the order: see
        bot.jobs.fairness.
        """
        rows = await self._sql.all(
            "SELECT finish FROM jobs WHERE user_id = ? AND state IN ('queued', 'running')", (user_id,)
        )
        return fairness.finish(cost, await self._fair_time(), [row["finish"] for row in rows])

    async def started(self, cost: float) -> None:
        """A job of this cost has started."""
        row = await self._sql.one(
            "SELECT count(DISTINCT user_id) AS people FROM jobs WHERE state IN ('queued', 'running')"
        )
        assert row is not None
        later = fairness.time_after(await self._fair_time(), cost, row["people"])
        await self._sql.run("UPDATE operation SET fair_time = ?", (later,))

    async def renumber(self) -> None:
        """Update `queue_place`. Only the cards of jobs that moved change."""
        await self._sql.run("UPDATE jobs SET queue_place = NULL WHERE queue_place IS NOT NULL AND state != 'queued'")
        await self._sql.run(
            "UPDATE jobs SET queue_place = queue.place, revision = revision + (queue_place IS NOT NULL)"
            " FROM queue WHERE queue.id = jobs.id AND jobs.queue_place IS NOT queue.place"
        )
        self._changes.jobs = True

    async def _fair_time(self) -> float:
        row = await self._sql.one("SELECT fair_time FROM operation")
        assert row is not None
        return float(row["fair_time"])
