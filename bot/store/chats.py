"""What is kept about people in chats beyond their jobs: their settings and their language."""

from __future__ import annotations

import msgspec

from bot.jobs.model import Preferences, StopRequest
from bot.store.jobs import JobStore
from bot.store.statements import Changes, Statements


class ChatStore:
    """The preferences, languages and closed chats of one transaction."""

    def __init__(self, statements: Statements, changes: Changes, jobs: JobStore) -> None:
        self._sql = statements
        self._changes = changes
        self._jobs = jobs

    async def preferences(self, chat_id: int, user_id: int) -> Preferences:
        """The settings that this person keeps in this chat; all None when there are none."""
        row = await self._sql.one(
            "SELECT settings FROM preferences WHERE chat_id = ? AND user_id = ?", (chat_id, user_id)
        )
        return Preferences() if row is None else msgspec.json.decode(row["settings"], type=Preferences)

    async def save_preferences(self, chat_id: int, user_id: int, preferences: Preferences) -> None:
        """Replace the settings of this person in this chat."""
        await self._sql.run(
            "INSERT OR REPLACE INTO preferences (chat_id, user_id, settings) VALUES (?, ?, ?)",
            (chat_id, user_id, msgspec.json.encode(preferences).decode()),
        )

    async def language(self, chat_id: int, user_id: int, client: str | None = None) -> str | None:
        """The tag of the language to speak: the one that this person chose in this chat, else that of their client now
        (`client`), else the last one that it had; None when unknown.
        """
        row = await self._sql.one(
            "SELECT coalesce(chosen, ?, client) FROM languages WHERE chat_id = ? AND user_id = ?",
            (client, chat_id, user_id),
        )
        return client if row is None else row[0]

    async def note_client_language(self, chat_id: int, user_id: int, client: str) -> None:
        """Remember what the person's client says."""
        await self._sql.run(
            "INSERT INTO languages (chat_id, user_id, client) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET client = excluded.client WHERE client IS NOT excluded.client",
            (chat_id, user_id, client),
        )

    async def choose_language(self, chat_id: int, user_id: int, language: str) -> None:
        """Speak this language with this person in this chat, whatever their client says."""
        await self._sql.run(
            "INSERT INTO languages (chat_id, user_id, chosen) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET chosen = excluded.chosen",
            (chat_id, user_id, language),
        )

    async def close(self, chat_id: int, now: float) -> None:
        """Nothing can be sent to this chat any more. Its waiting jobs are canceled; the result of a running one waits
        until the chat is open again.
        """
        await self._sql.run("INSERT INTO closed_chats VALUES (?, ?) ON CONFLICT DO NOTHING", (chat_id, now))
        for row in await self._sql.all("SELECT id FROM jobs WHERE chat_id = ? AND state = 'queued'", (chat_id,)):
            await self._jobs.request_stop(row["id"], StopRequest.CANCEL, now)

    async def reopen(self, chat_id: int) -> bool:
        """The bot may write there again, and updates its cards; False when it always could."""
        reopened = await self._sql.run("DELETE FROM closed_chats WHERE chat_id = ?", (chat_id,))
        self._changes.jobs |= reopened == 1
        return reopened == 1

    async def is_closed(self, chat_id: int) -> bool:
        """Whether nothing can be sent there."""
        return await self._sql.one("SELECT 1 FROM closed_chats WHERE chat_id = ?", (chat_id,)) is not None
