"""Deletes what has expired. The files follow, once no row names them."""

from __future__ import annotations

from bot.store.references import OF_DRAFTS, OF_JOBS, names_in
from bot.store.statements import Changes, Statements


class RetentionStore:
    """Deletes by age, within one transaction. Times are in Unix seconds; anything older is deleted."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def expire_pictures(self, before: float, now: float) -> int:
        """Release the pictures of jobs that ended, and of drafts that were abandoned, before this time; returns the
        number of jobs and drafts that had some.

        A result is kept until its owner was told, unless the chat is closed.
        """
        expired = await self._sql.all(
            "UPDATE jobs SET expired_at = ? WHERE expired_at IS NULL AND finished_at < ?"  # noqa: S608 - all of it is ours
            " AND (told_at IS NOT NULL OR chat_id IN (SELECT chat_id FROM closed_chats))"
            f" RETURNING {OF_JOBS}",
            (now, before),
        )
        expired += await self._sql.all(f"DELETE FROM drafts WHERE updated_at < ? RETURNING {OF_DRAFTS}", (before,))  # noqa: S608 - as above
        self._changes.replaced_files |= names_in(expired)
        return len(expired)

    async def delete_jobs(self, before: float) -> int:
        """Delete the rows of jobs without pictures that ended before this time, and series without jobs; returns how
        many jobs.
        """
        deleted = await self._sql.run("DELETE FROM jobs WHERE expired_at IS NOT NULL AND finished_at < ?", (before,))
        await self._sql.run(
            "DELETE FROM series WHERE created_at < ? AND NOT EXISTS (SELECT 1 FROM jobs WHERE series_id = series.id)",
            (before,),
        )
        return deleted

    async def delete_handled_updates(self, before: float) -> int:
        """Forget the numbers of updates that Telegram cannot send again; returns how many."""
        return await self._sql.run("DELETE FROM inbox WHERE handled_at < ?", (before,))

    async def delete_sent_messages(self, before: float) -> int:
        """Forget the numbers of own messages, and to whom they were said; returns how many."""
        return await self._sql.run("DELETE FROM sent_messages WHERE sent_at < ?", (before,))

    async def delete_spendings(self, before: float) -> int:
        """Forget what was spent so long ago that it is free again; returns how many jobs it was for."""
        return await self._sql.run("DELETE FROM spendings WHERE spent_at < ?", (before,))

    async def delete_closed_chats(self, before: float) -> int:
        """Forget chats that were closed so long ago and in which no job waits to be told of; returns how many."""
        return await self._sql.run(
            "DELETE FROM closed_chats WHERE closed_at < ?"
            " AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.chat_id = closed_chats.chat_id)",
            (before,),
        )
