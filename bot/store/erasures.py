"""People who asked to be forgotten: what is deleted at once, and what is left to delete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.jobs.model import Place, StopRequest
from bot.store.jobs import JobStore
from bot.store.references import OF_JOBS, FileReferences, names_in
from bot.store.statements import Changes, Statements

#: What a person sent or chose, apart from jobs: each table, and its column with the person's id. The pictures that the
#: rows name go with them. What an admin decided (`people`) and what was spent (`spendings`, for a day) stay.
PERSONAL_TABLES: Final = {
    "drafts": "user_id",
    "album_items": "user_id",
    "preferences": "user_id",
    "languages": "user_id",
    "styles": "owner",
    "shared_styles": "owner",
    "series": "user_id",
}


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """Somebody who is being forgotten, and the message that tells them when it is done."""

    place: Place
    message_id: int
    language: str | None  #: tag of the one to tell it in
    last_job: int  #: number of the latest job that is to go; later ones are a new beginning
    asked_at: float  #: Unix seconds


@dataclass(frozen=True, kw_only=True)
class SentMessage:
    """A message of the bot."""

    chat_id: int
    message_id: int


class ErasureStore:
    """The erasures and the bot's own messages of one transaction."""

    def __init__(self, statements: Statements, changes: Changes, jobs: JobStore, files: FileReferences) -> None:
        self._sql = statements
        self._changes = changes
        self._jobs = jobs
        self._files = files

    async def begin(
        self, place: Place, message_id: int, language: str | None, *, before_update: int, now: float
    ) -> None:
        """Delete all that can go at once of the person at `place`, in all chats, and stop their jobs.

        What they sent before this update, and is not handled yet, counts as handled. Nothing about their jobs is told
        any more. To begin again does no harm.
        """
        user = (place.user_id,)
        self._changes.replaced_files |= await self._files.of_person(place.user_id)
        for table, column in PERSONAL_TABLES.items():
            await self._sql.run(f"DELETE FROM {table} WHERE {column} = ?", user)  # noqa: S608 - our own names
        for row in await self._sql.all("SELECT id FROM jobs WHERE user_id = ? AND finished_at IS NULL", user):
            await self._jobs.request_stop(row["id"], StopRequest.CANCEL, now)
        await self._sql.run("UPDATE jobs SET told_at = ? WHERE user_id = ? AND told_at IS NULL", (now, *user))
        await self._sql.run(
            "UPDATE inbox SET handled_at = ?, payload = NULL WHERE handled_at IS NULL AND update_id < ?"
            " AND ? IN (json_extract(payload, '$.message.from.id'), json_extract(payload, '$.callback_query.from.id'))",
            (now, before_update, *user),
        )
        await self._sql.run(
            "INSERT OR REPLACE INTO erasures (user_id, chat_id, topic_id, message_id, language, last_job, asked_at)"
            " VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(number), 0) FROM jobs), ?)",
            (place.user_id, place.chat_id, place.topic_id, message_id, language, now),
        )
        self._changes.jobs = True

    async def pending(self) -> list[Erasure]:
        """Those who are not forgotten yet, in the order of their wishes."""
        rows = await self._sql.all(
            "SELECT user_id, chat_id, topic_id, message_id, language, last_job, asked_at FROM erasures"
            " ORDER BY asked_at"
        )
        return [
            Erasure(
                place=Place(chat_id=row["chat_id"], user_id=row["user_id"], topic_id=row["topic_id"]),
                message_id=row["message_id"],
                language=row["language"],
                last_job=row["last_job"],
                asked_at=row["asked_at"],
            )
            for row in rows
        ]

    async def delete_finished_jobs(self, erasure: Erasure) -> bool:
        """Delete the person's jobs that have ended; False when one still runs."""
        of_person = "user_id = ? AND number <= ?"
        person = (erasure.place.user_id, erasure.last_job)
        deleted = await self._sql.all(
            f"DELETE FROM jobs WHERE {of_person} AND finished_at IS NOT NULL RETURNING {OF_JOBS}",  # noqa: S608 - as above
            person,
        )
        self._changes.replaced_files |= names_in(deleted)
        self._changes.jobs |= bool(deleted)
        return await self._sql.one(f"SELECT 1 FROM jobs WHERE {of_person}", person) is None  # noqa: S608 - as above

    async def end(self, erasure: Erasure) -> None:
        """Nothing is left but the message that tells it."""
        await self._sql.run(
            "DELETE FROM erasures WHERE user_id = ? AND asked_at = ?", (erasure.place.user_id, erasure.asked_at)
        )

    async def note_sent(self, place: Place, message_id: int, now: float) -> None:
        """The bot said something to this person."""
        await self._sql.run(
            "INSERT OR REPLACE INTO sent_messages (chat_id, message_id, user_id, sent_at) VALUES (?, ?, ?, ?)",
            (place.chat_id, message_id, place.user_id, now),
        )

    async def sent_messages(self, erasure: Erasure) -> list[SentMessage]:
        """What the bot said to the person before they asked to be forgotten, newest first."""
        rows = await self._sql.all(
            "SELECT chat_id, message_id FROM sent_messages WHERE user_id = ? AND sent_at <= ? ORDER BY sent_at DESC",
            (erasure.place.user_id, erasure.asked_at),
        )
        return [SentMessage(chat_id=row["chat_id"], message_id=row["message_id"]) for row in rows]

    async def forget_sent(self, messages: Sequence[SentMessage]) -> None:
        """These are gone, or cannot be deleted."""
        for message in messages:
            await self._sql.run(
                "DELETE FROM sent_messages WHERE chat_id = ? AND message_id = ?", (message.chat_id, message.message_id)
            )
