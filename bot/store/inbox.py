"""Telegram's updates: stored before they are confirmed, kept until they are handled."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.statements import Statements


@dataclass(frozen=True, kw_only=True)
class InboxUpdate:
    """An update that waits to be handled."""

    update_id: int
    payload: str  #: the update as JSON
    received_at: float  #: Unix seconds


class InboxStore:
    """The inbox of one transaction."""

    def __init__(self, statements: Statements) -> None:
        self._sql = statements

    async def add(self, bot_id: int, update_id: int, payload: str, now: float) -> bool:
        """Keep an update; False when it was here before."""
        added = await self._sql.run(
            "INSERT INTO inbox (bot_id, update_id, payload, received_at, media_group_id) VALUES (:bot, :update,"
            " :payload, :now, iif(json_valid(:payload), json_extract(:payload, '$.message.media_group_id'), NULL))"
            " ON CONFLICT (bot_id, update_id) DO NOTHING",
            {"bot": bot_id, "update": update_id, "payload": payload, "now": now},
        )
        return added == 1

    async def mark_handled(self, bot_id: int, update_id: int, now: float) -> bool:
        """Mark an update as handled, in the transaction of the handler's other writes; False when it was handled
        before.

        Its content is deleted. Its number stays, because Telegram may send it again.
        """
        marked = await self._sql.run(
            "UPDATE inbox SET handled_at = ?, payload = NULL, media_group_id = NULL"
            " WHERE bot_id = ? AND update_id = ? AND handled_at IS NULL",
            (now, bot_id, update_id),
        )
        return marked == 1

    async def holds_item_of(self, bot_id: int, media_group_id: str) -> bool:
        """Whether an update of this album waits to be handled. It takes as long however many others wait."""
        row = await self._sql.one(
            "SELECT 1 FROM inbox WHERE bot_id = ? AND media_group_id = ? AND handled_at IS NULL LIMIT 1",
            (bot_id, media_group_id),
        )
        return row is not None

    async def unhandled(self, bot_id: int) -> list[InboxUpdate]:
        """The updates that wait to be handled, in order of arrival."""
        rows = await self._sql.all(
            "SELECT update_id, payload, received_at FROM inbox WHERE bot_id = ? AND handled_at IS NULL ORDER BY number",
            (bot_id,),
        )
        return [
            InboxUpdate(update_id=row["update_id"], payload=row["payload"], received_at=row["received_at"])
            for row in rows
        ]
