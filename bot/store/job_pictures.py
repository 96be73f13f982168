"""The pictures of a person's jobs: taken up again for the next one, or changed about while there is time."""

from __future__ import annotations

import secrets

from bot.jobs.model import Job, Place
from bot.jobs.regions import of_job
from bot.store.drafts import Draft
from bot.store.job_rows import SELECT_JOBS, to_job, to_json
from bot.store.statements import Changes, Statements
from engine.settings import TransferSettings


class JobPictures:
    """The jobs' pictures, within one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def last(self, place: Place) -> Job | None:
        """This person's latest job in this chat and topic, whatever became of it, unless its pictures have expired.
        Films are not meant: they show how another one came about.
        """
        row = await self._sql.one(
            SELECT_JOBS + "WHERE chat_id = ? AND user_id = ? AND topic_id = ? AND expired_at IS NULL AND NOT film"
            " AND sketches = '[]' ORDER BY number DESC LIMIT 1",
            (place.chat_id, place.user_id, place.topic_id),
        )
        return None if row is None else to_job(row)

    async def shown_in(self, chat_id: int, message_id: int) -> Job | None:
        """The job whose card, or whose picture in an album, is this message."""
        row = await self._sql.one(SELECT_JOBS + "WHERE chat_id = ? AND card_message_id = ?", (chat_id, message_id))
        return None if row is None else to_job(row)

    async def made_of(self, draft: Draft) -> Job | None:
        """This person's latest job there with the very pictures of the draft, unless it came to nothing or expired."""
        row = await self._sql.one(
            SELECT_JOBS
            + "WHERE chat_id = ? AND user_id = ? AND topic_id = ? AND content = ? AND styles = ? AND expired_at IS NULL"
            " AND state NOT IN ('cancelled', 'failed') ORDER BY number DESC LIMIT 1",
            (draft.place.chat_id, draft.place.user_id, draft.place.topic_id, draft.content, to_json(draft.styles)),
        )
        return None if row is None else to_job(row)

    async def painted_before(self, draft: Draft, settings: TransferSettings) -> Job | None:
        """This person's painting there of the very pictures and settings of the draft, if it is kept: it would come out
        the same. One that was given a turn, stopped early, or went on from something else is not the same.
        """
        styles, masks = of_job(draft.regions, draft.styles)
        row = await self._sql.one(
            SELECT_JOBS
            + "WHERE chat_id = ? AND user_id = ? AND content = ? AND styles = ? AND masks = ? AND protected IS ?"
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
        """A job of the draft that is done already: its painting is the earlier one."""
        job_id = secrets.token_hex(8)
        await self._sql.run(
            "INSERT INTO jobs (id, chat_id, user_id, topic_id, state, settings, content, styles, masks,"
            " protected, result_png, result_jpeg, figures, borrowed, reply_to_message_id, created_at, finished_at)"
            " VALUES (?, ?, ?, ?, 'done', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                job_id,
                draft.place.chat_id,
                draft.place.user_id,
                draft.place.topic_id,
                to_json(painting.settings),
                painting.content,
                to_json(painting.styles),
                to_json(painting.masks),
                painting.protected,
                painting.result_png,
                painting.result_jpeg,
                to_json(painting.figures),
                draft.borrowed,
                draft.content_message_id,
                now,
                now,
            ),
        )
        self._changes.jobs = True
        row = await self._sql.one(SELECT_JOBS + "WHERE id = ?", (job_id,))
        assert row is not None
        return to_job(row)

    async def swap(self, job_id: str) -> bool:
        """Photo and style of a waiting job change places. False when it does not wait, has something painted to go on
        from, several styles, regions, or somebody else's.
        """
        swapped = await self._sql.run(
            "UPDATE jobs SET content = json_extract(styles, '$[0]'), styles = json_array(content),"
            " phases = '[]', revision = revision + 1"
            " WHERE id = ? AND state = 'queued' AND checkpoint IS NULL AND json_array_length(styles) = 1"
            " AND masks = '[]' AND protected IS NULL AND borrowed IS NULL",
            (job_id,),
        )
        self._changes.jobs = True
        return swapped == 1
