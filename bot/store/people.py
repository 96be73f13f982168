"""An admin's decisions about people, and what their jobs have cost lately."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.jobs.quota import Spending
from bot.store.statements import Statements


@dataclass(frozen=True, kw_only=True)
class ModerationStatus:
    """An admin's decisions about a person."""

    banned: bool = False
    daily_quota: float | None = None  #: None: that of everybody


class PeopleStore:
    """The standings and spendings of one transaction."""

    def __init__(self, statements: Statements) -> None:
        self._sql = statements

    async def standing(self, user_id: int) -> ModerationStatus:
        """What was decided about this person."""
        row = await self._sql.one("SELECT banned_at, daily_quota FROM people WHERE user_id = ?", (user_id,))
        if row is None:
            return ModerationStatus()
        return ModerationStatus(banned=row["banned_at"] is not None, daily_quota=row["daily_quota"])

    async def ban(self, user_id: int, now: float) -> bool:
        """Ban this person; False when they were banned before."""
        banned = await self._sql.run(
            "INSERT INTO people (user_id, banned_at) VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET banned_at = excluded.banned_at WHERE banned_at IS NULL",
            (user_id, now),
        )
        return banned == 1

    async def unban(self, user_id: int) -> bool:
        """Lift the ban of this person; False when they were not banned."""
        unbanned = await self._sql.run(
            "UPDATE people SET banned_at = NULL WHERE user_id = ? AND banned_at IS NOT NULL", (user_id,)
        )
        await self._forget_the_ordinary()
        return unbanned == 1

    async def set_quota(self, user_id: int, quota: float | None) -> None:
        """Give this person a daily quota of their own; None takes it back."""
        await self._sql.run(
            "INSERT INTO people (user_id, daily_quota) VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET daily_quota = excluded.daily_quota",
            (user_id, quota),
        )
        await self._forget_the_ordinary()

    async def spend(self, user_id: int, cost: float, now: float) -> None:
        """Charge this person for something that is no job. It is not refunded."""
        await self._sql.run(
            "INSERT INTO spendings (job_id, user_id, cost, spent_at) VALUES (?, ?, ?, ?)",
            (f"+{secrets.token_hex(8)}", user_id, cost, now),
        )

    async def spendings(self, user_id: int) -> list[Spending]:
        """The costs of this person's jobs, oldest first, as far as they are kept."""
        rows = await self._sql.all(
            "SELECT cost, spent_at FROM spendings WHERE user_id = ? ORDER BY spent_at", (user_id,)
        )
        return [Spending(cost=row["cost"], spent_at=row["spent_at"]) for row in rows]

    async def _forget_the_ordinary(self) -> None:
        """Delete the rows of people to whom nothing special applies."""
        await self._sql.run("DELETE FROM people WHERE banned_at IS NULL AND daily_quota IS NULL")
