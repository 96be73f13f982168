"""Updates from Telegram, kept from before they are confirmed until they are handled."""

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
            "INSERT INTO inbox (bot_id, update_id, payload, received_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (bot_id, update_id) DO NOTHING",
            (bot_id, update_id, payload, now),
        )
        return added == 1

    async def mark_handled(self, bot_id: int, update_id: int, now: float) -> bool:
        """Belongs into the transaction of the handler's other writes; False when it was handled before.

        What the update said is forgotten; its number stays, lest Telegram send it again.
        """
        marked = await self._sql.run(
            "UPDATE inbox SET handled_at = ?, payload = NULL WHERE bot_id = ? AND update_id = ? AND handled_at IS NULL",
            (now, bot_id, update_id),
        )
        return marked == 1

    async def unhandled(self, bot_id: int) -> list[InboxUpdate]:
        """In order of arrival."""
        rows = await self._sql.all(
            "SELECT update_id, payload, received_at FROM inbox WHERE bot_id = ? AND handled_at IS NULL ORDER BY number",
            (bot_id,),
        )
        return [
            InboxUpdate(update_id=row["update_id"], payload=row["payload"], received_at=row["received_at"])
            for row in rows
        ]
