"""How the bot works: whether it takes and starts jobs, and whether it ended as it should."""

from __future__ import annotations

from bot.jobs.operation import Mode
from bot.store.statements import Changes, Statements


class OperationStore:
    """The one row about the bot itself, in one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def mode(self) -> Mode:
        """Whether jobs are taken and started."""
        row = await self._sql.one("SELECT mode FROM operation")
        assert row is not None
        return Mode(row["mode"])

    async def set_mode(self, mode: Mode) -> bool:
        """False when it is so already. The cards of waiting jobs say it."""
        changed = await self._sql.run("UPDATE operation SET mode = ? WHERE mode != ?", (mode.value, mode.value))
        if changed:
            await self._sql.run("UPDATE jobs SET revision = revision + 1 WHERE state = 'queued'")
            self._changes.jobs = True
        return changed == 1

    async def begin(self, now: float) -> float | None:
        """The bot starts; returns when the run before began if that one did not end as it should."""
        row = await self._sql.one("SELECT running_since FROM operation")
        assert row is not None
        await self._sql.run("UPDATE operation SET running_since = ?", (now,))
        crashed: float | None = row["running_since"]
        return crashed

    async def end(self) -> None:
        """The bot ends as it should."""
        await self._sql.run("UPDATE operation SET running_since = NULL")
