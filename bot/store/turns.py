"""The turns that paintings are given on their way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.jobs.model import Job, JobState, Phase
from bot.jobs.steering import can_turn
from bot.store.job_rows import SELECT_JOBS, to_job, to_json
from bot.store.statements import Changes, Statements
from engine.settings import TransferSettings


class TurnStore:
    """The jobs' turns, within one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def turn(
        self, job_id: str, settings: TransferSettings, styles: Sequence[str] = (), borrowed: int | None = None
    ) -> Job | None:
        """From now on it is painted with these settings, and styles if any are given (`borrowed`: see Job); None where
        that cannot be any more.
        """
        row = await self._sql.one(SELECT_JOBS + "WHERE id = ?", (job_id,))
        job = None if row is None else to_job(row)
        if job is None or not can_turn(job):
            return None
        styles = tuple(styles) or job.styles
        begun = job.state is JobState.RUNNING or job.checkpoint is not None
        phases = (*job.phases, Phase(settings=job.settings, styles=job.styles, until=None)) if begun else job.phases
        await self._sql.run(
            "UPDATE jobs SET settings = ?, styles = ?, phases = ?, borrowed = coalesce(?, borrowed),"
            " revision = revision + 1 WHERE id = ?",
            (to_json(settings), to_json(styles), to_json(phases), borrowed, job_id),
        )
        self._changes.jobs = True
        return replace(job, settings=settings, styles=styles, phases=phases, revision=job.revision + 1)

    async def made(self, job_id: str, attempt: int, turns: int, iteration: int) -> bool:
        """The engine has made so many turns, the latest of them before this iteration."""
        row = await self._sql.one(SELECT_JOBS + "WHERE id = ? AND attempt = ? AND state = 'running'", (job_id, attempt))
        if row is None:
            return False
        phases = [
            replace(phase, until=iteration) if number < turns and phase.until is None else phase
            for number, phase in enumerate(to_job(row).phases)
        ]
        await self._sql.run("UPDATE jobs SET phases = ? WHERE id = ?", (to_json(phases), job_id))
        return True
