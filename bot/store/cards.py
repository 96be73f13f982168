"""What the chats have been shown and told of the jobs: for the delivery alone."""

from __future__ import annotations

from bot.jobs.model import Job
from bot.store.job_rows import SELECT_JOBS, to_job
from bot.store.statements import Changes, Statements


class CardStore:
    """The cards of the jobs, within one transaction.

    Nobody is woken by what is noted here: only the delivery goes by it, which notes it itself.
    """

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def card_sent(self, job_id: str, message_id: int, revision: int) -> None:
        """The card is in the chat, in this message, and shows this revision."""
        await self._sql.run(
            "UPDATE jobs SET card_message_id = ?, card_revision = ? WHERE id = ?", (message_id, revision, job_id)
        )

    async def card_shows(self, job_id: str, revision: int) -> None:
        """The card shows this revision, or a later one."""
        await self._sql.run("UPDATE jobs SET card_revision = max(card_revision, ?) WHERE id = ?", (revision, job_id))

    async def mark_delivered(self, job_id: str) -> bool:
        """The card shows the result; False when the job is not done, or was delivered before."""
        delivered = await self._sql.run(
            "UPDATE jobs SET state = 'delivered' WHERE id = ? AND state = 'done'", (job_id,)
        )
        return delivered == 1

    async def mark_told(self, job_id: str, now: float) -> bool:
        """The owner knows the end (or cannot be reached): delivery is through with this job. False when repeated."""
        told = await self._sql.one(
            "UPDATE jobs SET told_at = ? WHERE id = ? AND told_at IS NULL AND finished_at IS NOT NULL"
            " RETURNING told_at - finished_at AS seconds",
            (now, job_id),
        )
        if told is not None:
            self._changes.told.append(told["seconds"])
        return told is not None

    async def needing_delivery(self) -> list[Job]:
        """Jobs with no card yet, with a card that is behind, or ended without their owner being told. None of them is
        in a chat that is closed, or a picture of a series, which has a card of its own.
        """
        rows = await self._sql.all(
            SELECT_JOBS + "WHERE told_at IS NULL AND series_id IS NULL"  # noqa: S608 - all of it is ours
            " AND (card_message_id IS NULL OR revision > card_revision OR finished_at IS NOT NULL)"
            " AND chat_id NOT IN (SELECT chat_id FROM closed_chats) ORDER BY number"
        )
        return [to_job(row) for row in rows]
