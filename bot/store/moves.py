"""Groups that became supergroups: all their rows move to the new chat, in one transaction."""

from __future__ import annotations

from typing import Final

from bot.store.references import OF_ALBUM_ITEMS, OF_DRAFTS, names_in
from bot.store.statements import Changes, Statements

#: What people have in a chat besides jobs. What they have in the new chat already stays as it is there.
#: To each table, the columns in which it names files.
_TABLES: Final = {"drafts": OF_DRAFTS, "album_items": OF_ALBUM_ITEMS, "preferences": "NULL", "languages": "NULL"}


class MoveStore:
    """The moves of one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def move(self, old: int, new: int) -> None:
        """Move everything except the messages. They stay in the old chat, where nobody can edit or delete them: the
        cards of unfinished jobs are sent anew. Repeating it does no harm.
        """
        ids = (new, old)
        await self._sql.run(
            "INSERT INTO moved_chats (new_chat_id, old_chat_id) VALUES (?, ?) ON CONFLICT DO NOTHING", ids
        )
        for table, files in _TABLES.items():
            await self._sql.run(f"UPDATE OR IGNORE {table} SET chat_id = ? WHERE chat_id = ?", ids)  # noqa: S608 - our own names
            left = await self._sql.all(f"DELETE FROM {table} WHERE chat_id = ? RETURNING {files}", (old,))  # noqa: S608 - as above
            self._changes.replaced_files |= names_in(left)
        await self._sql.run(
            "UPDATE drafts SET content_message_id = NULL, card_message_id = NULL, said = '[]' WHERE chat_id = ?", (new,)
        )
        await self._sql.run(
            "UPDATE jobs SET chat_id = ?, card_message_id = NULL, reply_to_message_id = NULL,"
            " card_revision = iif(state = 'delivered', card_revision, 0) WHERE chat_id = ?",
            ids,
        )
        await self._sql.run(
            "UPDATE series SET chat_id = ?, card_message_id = NULL, reply_to_message_id = NULL WHERE chat_id = ?", ids
        )
        await self._sql.run("UPDATE erasures SET chat_id = ?, message_id = 0 WHERE chat_id = ?", ids)
        await self._sql.run("DELETE FROM sent_messages WHERE chat_id = ?", (old,))
        await self._sql.run("DELETE FROM closed_chats WHERE chat_id = ?", (old,))
        self._changes.jobs = True

    async def whereabouts(self, chat_id: int) -> int:
        """The chat that this one has become, or itself."""
        row = await self._sql.one("SELECT new_chat_id FROM moved_chats WHERE old_chat_id = ?", (chat_id,))
        return chat_id if row is None else int(row["new_chat_id"])

    async def origin(self, chat_id: int) -> int | None:
        """The chat that has become this one, if any has."""
        row = await self._sql.one("SELECT old_chat_id FROM moved_chats WHERE new_chat_id = ?", (chat_id,))
        return None if row is None else int(row["old_chat_id"])
