"""What is kept about people in chats beyond their jobs: their settings."""

from __future__ import annotations

from bot.jobs.model import Preferences
from bot.store.statements import Statements


class ChatStore:
    """The preferences of one transaction."""

    def __init__(self, statements: Statements) -> None:
        self._sql = statements

    async def preferences(self, chat_id: int, user_id: int) -> Preferences:
        """The settings that this person keeps in this chat; all None when there are none."""
        row = await self._sql.one(
            "SELECT iterations, size FROM preferences WHERE chat_id = ? AND user_id = ?", (chat_id, user_id)
        )
        return Preferences() if row is None else Preferences(iterations=row["iterations"], size=row["size"])

    async def save_preferences(self, chat_id: int, user_id: int, preferences: Preferences) -> None:
        """Put them in the place of the ones before."""
        await self._sql.run(
            "INSERT OR REPLACE INTO preferences (chat_id, user_id, iterations, size) VALUES (?, ?, ?, ?)",
            (chat_id, user_id, preferences.iterations, preferences.size),
        )
