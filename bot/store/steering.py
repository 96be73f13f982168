"""Steering changes of running jobs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.jobs.model import Job, JobState, Segment
from bot.jobs.steering import can_steer
from bot.store.columns import to_json
from bot.store.job_rows import SELECT_JOBS, to_job
from bot.store.statements import Changes, Statements
from engine.settings import TransferSettings


class SteeringStore:
    """The steering changes of jobs, within one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def steer(
        self, job_id: str, settings: TransferSettings, styles: Sequence[str] = (), borrowed: Collection[int] = ()
    ) -> Job | None:
        """Go on with these settings, and with these styles if any are given; None where that is not possible.

        `borrowed`: where these styles come from, see PaintingRequest.
        """
        row = await self._sql.one(SELECT_JOBS + "WHERE id = ?", (job_id,))
        job = None if row is None else to_job(row)
        if job is None or not can_steer(job):
            return None
        before = job.request
        request = replace(
            before,
            settings=settings,
            styles=tuple(styles) or before.styles,
            borrowed=before.borrowed.union(borrowed),
        )
        if job.state is JobState.RUNNING or job.status.checkpoint is not None:
            segment = Segment(settings=before.settings, styles=before.styles, until=None)
            request = replace(request, earlier=(*before.earlier, segment))
        await self._sql.run(
            "UPDATE jobs SET settings = ?, styles = ?, phases = ?, borrowed = ?, revision = revision + 1 WHERE id = ?",
            (
                to_json(request.settings),
                to_json(request.styles),
                to_json(request.earlier),
                to_json(sorted(request.borrowed)),
                job_id,
            ),
        )
        self._changes.jobs = True
        return replace(job, request=request, card=replace(job.card, revision=job.card.revision + 1))

    async def made(self, job_id: str, attempt: int, count: int, iteration: int) -> bool:
        """The engine has made so many changes, the latest of them before this iteration."""
        row = await self._sql.one(SELECT_JOBS + "WHERE id = ? AND attempt = ? AND state = 'running'", (job_id, attempt))
        if row is None:
            return False
        earlier = [
            replace(segment, until=iteration) if number < count and segment.until is None else segment
            for number, segment in enumerate(to_job(row).request.earlier)
        ]
        await self._sql.run("UPDATE jobs SET phases = ? WHERE id = ?", (to_json(earlier), job_id))
        return True
