"""People who asked to be forgotten: what is deleted at once, and what remains to be deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.jobs.model import Place, StopRequest
from bot.jobs.retention import MESSAGES_DELETABLE
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
#: In whose name a message was written, as bot.conversation.core.owners says.
_MESSAGE: Final = "coalesce(payload -> '$.message', payload -> '$.edited_message', payload -> '$.guest_message')"
_AUTHOR: Final = (
    f"iif({_MESSAGE} ->> '$.is_automatic_forward', {_MESSAGE} ->> '$.chat.id',"
    f" coalesce({_MESSAGE} ->> '$.sender_chat.id', {_MESSAGE} ->> '$.from.id'))"
)

#: Who tapped a button, or asked inline.
_TAPPER: Final = "coalesce(payload ->> '$.callback_query.from.id', payload ->> '$.inline_query.from.id')"


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """A person who is being forgotten, and the message that tells them when it is done."""

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
        """Delete everything that can go at once of the person at `place`, in all chats, and stop their jobs.

        The updates that they sent before this one, and that wait, count as handled. Nothing more is told about their
        jobs. Repeating it does no harm.
        """
        user = (place.user_id,)
        self._changes.replaced_files |= await self._files.of_person(place.user_id)
        for table, column in PERSONAL_TABLES.items():
            await self._sql.run(f"DELETE FROM {table} WHERE {column} = ?", user)  # noqa: S608 - our own names
        for row in await self._sql.all("SELECT id FROM jobs WHERE user_id = ? AND finished_at IS NULL", user):
            await self._jobs.request_stop(row["id"], StopRequest.CANCEL, now)
        await self._sql.run("UPDATE jobs SET told_at = ? WHERE user_id = ? AND told_at IS NULL", (now, *user))
        await self._sql.run(
            "UPDATE inbox SET handled_at = ?, payload = NULL, media_group_id = NULL"  # noqa: S608 - all of it is ours
            " WHERE handled_at IS NULL AND update_id < ?"
            f" AND ? IN ({_AUTHOR}, {_TAPPER})",
            (now, before_update, *user),
        )
        await self._sql.run(
            "INSERT OR REPLACE INTO erasures (user_id, chat_id, topic_id, message_id, language, last_job, asked_at)"
            " VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(number), 0) FROM jobs), ?)",
            (place.user_id, place.chat_id, place.topic_id, message_id, language, now),
        )
        self._changes.jobs = True

    async def pending(self) -> list[Erasure]:
        """The erasures that are not finished, in the order in which they were asked for."""
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
        """Only the message that reports the end is left."""
        person = (erasure.place.user_id, erasure.asked_at)
        await self._sql.run("DELETE FROM sent_messages WHERE user_id = ? AND sent_at <= ?", person)
        await self._sql.run("DELETE FROM erasures WHERE user_id = ? AND asked_at = ?", person)

    async def note_sent(self, place: Place, message_id: int, now: float) -> None:
        """Remember a message of the bot to this person."""
        await self._sql.run(
            "INSERT OR REPLACE INTO sent_messages (chat_id, message_id, user_id, sent_at) VALUES (?, ?, ?, ?)",
            (place.chat_id, message_id, place.user_id, now),
        )

    async def reader_of(self, chat_id: int, message_id: int) -> int | None:
        """The person to whom the bot sent this message; None when nobody remembers."""
        row = await self._sql.one(
            "SELECT user_id FROM sent_messages WHERE chat_id = ? AND message_id = ?", (chat_id, message_id)
        )
        return None if row is None else int(row["user_id"])

    async def sent_messages(self, erasure: Erasure) -> list[SentMessage]:
        """The bot's messages to the person from before the erasure that it can still delete, newest first."""
        rows = await self._sql.all(
            "SELECT chat_id, message_id FROM sent_messages WHERE user_id = ? AND sent_at BETWEEN ? AND ?"
            " ORDER BY sent_at DESC",
            (erasure.place.user_id, erasure.asked_at - MESSAGES_DELETABLE, erasure.asked_at),
        )
        return [SentMessage(chat_id=row["chat_id"], message_id=row["message_id"]) for row in rows]

    async def forget_sent(self, messages: Sequence[SentMessage]) -> None:
        """Forget these messages: they are deleted, or cannot be."""
        for message in messages:
            await self._sql.run(
                "DELETE FROM sent_messages WHERE chat_id = ? AND message_id = ?", (message.chat_id, message.message_id)
            )
