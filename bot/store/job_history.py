"""The pictures of a person's jobs: used again for the next one, or swapped while there is time."""

from __future__ import annotations

import secrets
from dataclasses import replace

from bot.jobs.model import Job, JobResult, JobState, JobStatus, Origin, Place
from bot.jobs.regions import of_job
from bot.store.columns import to_json
from bot.store.drafts import Draft
from bot.store.job_rows import SELECT_JOBS, insert, to_job
from bot.store.statements import Changes, Statements
from engine.settings import TransferSettings


class JobHistory:
    """The jobs' pictures, within one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def last(self, place: Place) -> Job | None:
        """This person's latest job in this chat and topic, whatever became of it, unless its pictures have expired.
        Jobs that only make a film do not count.
        """
        row = await self._sql.one(
            SELECT_JOBS + "INDEXED BY jobs_kept"
            " WHERE chat_id = ? AND user_id = ? AND topic_id = ? AND expired_at IS NULL AND NOT film"
            " AND sketches = '[]' ORDER BY number DESC LIMIT 1",
            (place.chat_id, place.user_id, place.topic_id),
        )
        return None if row is None else to_job(row)

    async def shown_in(self, chat_id: int, message_id: int) -> Job | None:
        """The job whose card, or whose picture in an album, is this message."""
        row = await self._sql.one(SELECT_JOBS + "WHERE chat_id = ? AND card_message_id = ?", (chat_id, message_id))
        return None if row is None else to_job(row)

    async def made_of(self, draft: Draft) -> Job | None:
        """This person's latest job there with the draft's pictures, unless it came to nothing or expired."""
        row = await self._sql.one(
            SELECT_JOBS + "INDEXED BY jobs_kept"
            " WHERE chat_id = ? AND user_id = ? AND topic_id = ? AND content = ? AND styles = ? AND expired_at IS NULL"
            " AND state NOT IN ('cancelled', 'failed') ORDER BY number DESC LIMIT 1",
            (draft.place.chat_id, draft.place.user_id, draft.place.topic_id, draft.content, to_json(draft.styles)),
        )
        return None if row is None else to_job(row)

    async def painted_before(self, draft: Draft, settings: TransferSettings) -> Job | None:
        """This person's painting there with the draft's pictures and settings, if it is kept. A painting that was
        steered, stopped early, or continued from another one does not count.
        """
        styles, masks = of_job(draft.regions, draft.styles)
        row = await self._sql.one(
            SELECT_JOBS + "INDEXED BY jobs_kept"
            " WHERE chat_id = ? AND user_id = ? AND content = ? AND styles = ? AND masks = ? AND protected IS ?"
            " AND settings = ? AND expired_at IS NULL AND state IN ('done', 'delivered') AND stop_request IS NULL"
            " AND error_code IS NULL AND initial IS NULL AND phases = '[]' AND sketches = '[]' AND NOT film"
            " ORDER BY number DESC LIMIT 1",
            (
                draft.place.chat_id,
                draft.place.user_id,
                draft.content,
                to_json(styles),
                to_json(masks),
                draft.regions.protected,
                to_json(settings),
            ),
        )
        return None if row is None else to_job(row)

    async def repeat(self, painting: Job, draft: Draft, now: float) -> Job:
        """Add a job of the draft that is done already, with the earlier painting."""
        job = Job(
            id=secrets.token_hex(8),
            place=draft.place,
            request=replace(painting.request, borrowed=draft.borrowed),
            origin=Origin(reply_to_message_id=draft.content_message_id),
            status=JobStatus(state=JobState.DONE, stills=painting.status.stills, created_at=now, finished_at=now),
            result=JobResult(png=painting.result.png, jpeg=painting.result.jpeg, figures=painting.result.figures),
        )
        await insert(self._sql, job, cost=1.0, finish=0.0)  # it takes no place in the queue
        self._changes.jobs = True
        return job

    async def note_photo(self, job_id: str, file_id: str) -> None:
        """Telegram has the painting under this file_id."""
        await self._sql.run("UPDATE jobs SET result_photo = ? WHERE id = ?", (file_id, job_id))

    async def photo(self, job_id: str) -> str | None:
        """The file_id under which Telegram has the painting; None where that is not known."""
        row = await self._sql.one("SELECT result_photo FROM jobs WHERE id = ?", (job_id,))
        return None if row is None else row["result_photo"]

    async def filmed(self, job_id: str, film: str) -> None:
        """The film of this painting has been stored."""
        await self._sql.run("UPDATE jobs SET result_film = ? WHERE id = ? AND expired_at IS NULL", (film, job_id))

    async def swap(self, job_id: str) -> bool:
        """Swap photo and style of a waiting job. False when it does not wait, has something painted, several styles,
        regions, or a style of somebody else.
        """
        swapped = await self._sql.run(
            "UPDATE jobs SET content = json_extract(styles, '$[0]'), styles = json_array(content),"
            " phases = '[]', revision = revision + 1"
            " WHERE id = ? AND state = 'queued' AND checkpoint IS NULL AND json_array_length(styles) = 1"
            " AND masks = '[]' AND protected IS NULL AND borrowed = '[]'",
            (job_id,),
        )
        self._changes.jobs = True
        return swapped == 1
