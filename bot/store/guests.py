"""Jobs that were asked for in chats of which the bot is no member: their message there takes the place of a card."""

from __future__ import annotations

from bot.jobs.model import Job
from bot.store.job_rows import SELECT_JOBS, to_job
from bot.store.statements import Changes, Statements


class GuestStore:
    """The messages of such jobs, within one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def add(self, job_id: str, inline_message_id: str) -> None:
        """This message shows the job from now on."""
        await self._sql.run(
            "INSERT INTO guest_messages (job_id, inline_message_id) VALUES (?, ?)", (job_id, inline_message_id)
        )
        self._changes.jobs = True

    async def message_of(self, job_id: str) -> str | None:
        """The `inline_message_id` of a job's message; None for a job with a card in its own chat."""
        row = await self._sql.one("SELECT inline_message_id FROM guest_messages WHERE job_id = ?", (job_id,))
        return None if row is None else str(row["inline_message_id"])

    async def remove(self, job_id: str) -> None:
        """The message shows all that it will. Unless its owner was told the end, the job gets a card of its own."""
        await self._sql.run("DELETE FROM guest_messages WHERE job_id = ?", (job_id,))
        self._changes.jobs = True

    async def needing_delivery(self) -> list[Job]:
        """The jobs with such a message, in the order of their numbers."""
        rows = await self._sql.all(
            SELECT_JOBS + "WHERE id IN (SELECT job_id FROM guest_messages) ORDER BY number"  # noqa: S608 - all of it is ours
        )
        return [to_job(row) for row in rows]
