"""The jobs and their state machine. Every write about a running job names its attempt; late ones are rejected."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from bot.jobs.model import (
    Job,
    JobProgress,
    JobState,
    JobStatus,
    Origin,
    PaintingRequest,
    Place,
    StopRequest,
)
from bot.jobs.quota import cost_of, is_charged
from bot.jobs.setting_limits import MAX_ENGINE_DEATHS
from bot.store.columns import to_json
from bot.store.job_queue import JobQueue
from bot.store.job_rows import SELECT_JOBS, insert, to_job
from bot.store.statements import Changes, Statements
from bot.store.watching import JobEnd
from engine.errors import EngineLost
from engine.events import Figures
from engine.settings import TransferSettings


class JobStore:
    """The jobs of one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes
        self._queue = JobQueue(statements, changes)

    async def add(
        self,
        request: PaintingRequest,
        place: Place,
        now: float,
        *,
        origin: Origin | None = None,
        checkpoint: tuple[str, int] | None = None,
    ) -> Job:
        """A new job at its place in the queue. Its pictures must be in the files already.

        `checkpoint`: the file that it goes on from, and its iteration.
        """
        name, iteration = checkpoint or (None, 0)
        status = JobStatus(checkpoint=name, checkpoint_iteration=iteration, created_at=now)
        job = Job(id=secrets.token_hex(8), place=place, request=request, origin=origin or Origin(), status=status)
        cost = cost_of(request.work)
        await insert(self._sql, job, cost=cost, finish=await self._queue.finish_of(place.user_id, cost))
        await self._sql.run(
            "INSERT INTO spendings (job_id, user_id, cost, spent_at) VALUES (?, ?, ?, ?)",
            (job.id, place.user_id, cost, now),
        )
        await self._queue.renumber()
        return job

    async def get(self, job_id: str) -> Job | None:
        """The job as it stands."""
        row = await self._sql.one(SELECT_JOBS + "WHERE id = ?", (job_id,))
        return None if row is None else to_job(row)

    async def follow_up(self, parent_id: str, kind: str) -> Job | None:
        """The job that was asked for under the parent's result, unless it came to nothing."""
        row = await self._sql.one(
            SELECT_JOBS + "WHERE parent_id = ? AND wish = ? AND state NOT IN ('cancelled', 'failed')",
            (parent_id, kind),
        )
        return None if row is None else to_job(row)

    async def claim(self, now: float) -> Job | None:
        """Start the next job (see the view `queue`); its attempt rises. None when none may start."""
        row = await self._sql.one(
            "UPDATE jobs SET state = 'running', attempt = attempt + 1, started_at = ?, revision = revision + 1"
            " WHERE id = (SELECT id FROM queue WHERE place = 1) AND (SELECT mode = 'open' FROM operation)"
            " RETURNING id, cost, attempt",
            (now,),
        )
        if row is None:
            return None
        if row["attempt"] == 1:  # later ones were counted then
            await self._queue.started(row["cost"])
        await self._queue.renumber()
        return await self._existing(row["id"])

    async def requeue(
        self, job_id: str, attempt: int, *, engine_died: bool, now: float, drop_checkpoint: bool = False
    ) -> Job | None:
        """Put a running job back, to go on from its checkpoint (or, when that is of no use, from the beginning);
        None when this attempt is over.

        A job whose owner asked to cancel it ends canceled instead; one whose engine died MAX_ENGINE_DEATHS times
        ends failed: see the state of the job that comes back.
        """
        requeued = await self._sql.run(
            "UPDATE jobs SET state = 'queued', engine_deaths = engine_deaths + ?, revision = revision + 1"
            " WHERE id = ? AND attempt = ? AND state = 'running'",
            (int(engine_died), job_id, attempt),
        )
        if requeued == 0:
            return None
        job = await self._existing(job_id)
        if job.status.stop_request is StopRequest.CANCEL:
            await self._end(job, JobState.CANCELED, now)
        elif engine_died and job.status.engine_deaths >= MAX_ENGINE_DEATHS:
            await self._end(job, JobState.FAILED, now, error_code=EngineLost.code)
        elif drop_checkpoint:
            await self._sql.run(
                "UPDATE jobs SET checkpoint = NULL, checkpoint_iteration = 0, progress = NULL WHERE id = ?", (job_id,)
            )
            self._replaced(job.status.checkpoint)
        await self._queue.renumber()
        return await self._existing(job_id)

    async def paint_smaller(self, job_id: str, attempt: int, settings: TransferSettings, code: str, now: float) -> bool:
        """Put a running job back, to start again with these settings, for the reason of this code. False when this
        attempt is over, or its owner asked to cancel it.
        """
        job = await self.requeue(job_id, attempt, engine_died=False, drop_checkpoint=True, now=now)
        if job is None or job.state is not JobState.QUEUED:
            return False
        await self._sql.run(
            "UPDATE jobs SET settings = ?, phases = '[]', error_code = ? WHERE id = ?",
            (to_json(settings), code, job_id),
        )
        return True

    async def requeue_running(self, now: float) -> list[Job]:
        """At start: put back what ran when the bot went down. These deaths are nobody's fault and do not count."""
        running = await self.running()
        put_back = [await self.requeue(job.id, job.status.attempt, engine_died=False, now=now) for job in running]

        return [job for job in put_back if job is not None]

    async def record_progress(
        self, job_id: str, attempt: int, progress: JobProgress, preview: str | None = None
    ) -> bool:
        """Store the engine's latest report. Without a new preview the former one stays."""
        job = await self._running(job_id, attempt)
        if job is None:
            return False
        former = job.status.preview if job.status.progress is not None else None
        stills = job.status.stills_with(progress, preview)
        await self._sql.run(
            "UPDATE jobs SET progress = ?, preview = ?, frames = ?, revision = revision + 1 WHERE id = ?",
            (to_json(progress), preview or former, to_json(stills), job_id),
        )
        self._replaced(former, by=preview or former)
        return True

    async def record_checkpoint(self, job_id: str, attempt: int, sha256: str, iteration: int) -> bool:
        """Store the state from which the job goes on after a crash. The card does not change."""
        job = await self._running(job_id, attempt)
        if job is None:
            return False
        await self._sql.run(
            "UPDATE jobs SET checkpoint = ?, checkpoint_iteration = ? WHERE id = ?", (sha256, iteration, job_id)
        )
        self._replaced(job.status.checkpoint, by=sha256)
        return True

    async def finish(
        self,
        job_id: str,
        attempt: int,
        *,
        result_png: str,
        result_jpeg: str,
        figures: Figures,
        now: float,
        result_film: str | None = None,
    ) -> bool:
        """The painting is stored: the job is done and ready for delivery. False when nobody wants it any more."""
        job = await self._running(job_id, attempt)
        if job is None or await self._end(job, JobState.DONE, now) is not JobState.DONE:
            self._changes.replaced_files.update(filter(None, (result_png, result_jpeg, result_film)))
            return False
        await self._sql.run(
            "UPDATE jobs SET result_png = ?, result_jpeg = ?, result_film = ?, figures = ? WHERE id = ?",
            (result_png, result_jpeg, result_film, to_json(figures), job_id),
        )
        return True

    async def finish_sketches(
        self, job_id: str, attempt: int, *, sheet: str, states: Sequence[str], iteration: int, now: float
    ) -> bool:
        """The sketches are stored: one sheet, and a checkpoint of each. False when nobody wants them."""
        job = await self._running(job_id, attempt)
        if job is None or await self._end(job, JobState.DONE, now) is not JobState.DONE:
            self._changes.replaced_files.update((sheet, *states))
            return False
        await self._sql.run(
            "UPDATE jobs SET result_jpeg = ?, sketch_states = ?, sketched_at = ? WHERE id = ?",
            (sheet, to_json(states), iteration, job_id),
        )
        return True

    async def fail(self, job_id: str, attempt: int, error_code: str, now: float) -> bool:
        """Give the job up. The code becomes a sentence in the chat."""
        job = await self._running(job_id, attempt)
        if job is None:
            return False
        await self._end(job, JobState.FAILED, now, error_code=error_code)
        return True

    async def mark_canceled(self, job_id: str, attempt: int, now: float) -> bool:
        """The engine has stopped at the owner's request."""
        job = await self._running(job_id, attempt)
        if job is None:
            return False
        await self._end(job, JobState.CANCELED, now)
        return True

    async def request_stop(self, job_id: str, request: StopRequest, now: float) -> Job | None:
        """What the owner asks: None when the job has ended already.

        A waiting job is canceled at once, unless it waits with a checkpoint whose picture is to be kept. A running
        one carries the request to the dispatcher. KEEP after CANCEL changes nothing.
        """
        job = await self.get(job_id)
        if job is None or job.state not in (JobState.QUEUED, JobState.RUNNING):
            return None
        has_something = job.state is JobState.RUNNING or job.status.checkpoint is not None
        if request is StopRequest.KEEP and not has_something:
            request = StopRequest.CANCEL
        if job.status.stop_request not in (request, StopRequest.CANCEL):
            await self._sql.run(
                "UPDATE jobs SET stop_request = ?, revision = revision + 1 WHERE id = ?", (request.value, job_id)
            )
            self._changes.jobs = True
        if job.state is JobState.QUEUED and request is StopRequest.CANCEL:
            await self._end(job, JobState.CANCELED, now)
            await self._queue.renumber()
        return await self._existing(job_id)

    async def running(self) -> list[Job]:
        """All running jobs, oldest first."""
        return [to_job(row) for row in await self._sql.all(SELECT_JOBS + "WHERE state = 'running' ORDER BY number")]

    async def waiting(self) -> list[Job]:
        """All waiting jobs, in the order in which they will start."""
        rows = await self._sql.all(SELECT_JOBS + "WHERE state = 'queued' ORDER BY queue_place")
        return [to_job(row) for row in rows]

    async def queue_place(self, job_id: str) -> int:
        """1 for the job that starts next; 0 for one that does not wait."""
        row = await self._sql.one("SELECT queue_place FROM jobs WHERE id = ?", (job_id,))
        return 0 if row is None or row["queue_place"] is None else int(row["queue_place"])

    async def _existing(self, job_id: str) -> Job:
        job = await self.get(job_id)
        if job is None:
            raise LookupError(f"job {job_id} is gone within its own transaction")
        return job

    async def _running(self, job_id: str, attempt: int) -> Job | None:
        """The fence: the job, if this attempt still runs. Callers go on to change it."""
        row = await self._sql.one(SELECT_JOBS + "WHERE id = ? AND attempt = ? AND state = 'running'", (job_id, attempt))
        if row is None:
            return None
        self._changes.jobs = True
        return to_job(row)

    async def _end(self, job: Job, state: JobState, now: float, error_code: str | None = None) -> JobState:
        """End the job: release its checkpoint and preview. Returns the final state: canceled if the owner asked for
        that, whatever happened meanwhile.
        """
        if job.status.stop_request is StopRequest.CANCEL:
            state, error_code = JobState.CANCELED, None
        await self._sql.run(
            "UPDATE jobs SET state = ?, error_code = coalesce(?, error_code), finished_at = ?, checkpoint = NULL,"
            " preview = NULL, frames = ?, queue_place = NULL, revision = revision + 1 WHERE id = ?",
            (state.value, error_code, now, to_json(job.status.stills if state is JobState.DONE else ()), job.id),
        )
        if state is not JobState.DONE:
            self._changes.replaced_files.update(job.status.stills)
        waited = None if job.status.started_at is None else job.status.started_at - job.status.created_at
        self._changes.ended.append(JobEnd(state=state, error_code=error_code or job.status.error_code, waited=waited))
        if not is_charged(state, job.status.attempt, error_code):
            await self._sql.run("DELETE FROM spendings WHERE job_id = ?", (job.id,))
        self._replaced(job.status.checkpoint)
        self._replaced(job.status.preview if job.status.progress is not None else None)
        self._changes.jobs = True
        return state

    def _replaced(self, former: str | None, by: str | None = None) -> None:
        if former is not None and former != by:
            self._changes.replaced_files.add(former)
