"""The bot's own state: whether it takes and starts jobs, and whether its last run ended properly."""

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
        """Change the mode; False when it is the same. The cards of waiting jobs show it."""
        changed = await self._sql.run("UPDATE operation SET mode = ? WHERE mode != ?", (mode.value, mode.value))
        if changed:
            await self._sql.run("UPDATE jobs SET revision = revision + 1 WHERE state = 'queued'")
            self._changes.jobs = True
        return changed == 1

    async def begin(self, now: float) -> float | None:
        """The bot starts. Returns the start of the previous run, if that one did not end properly."""
        row = await self._sql.one("SELECT running_since FROM operation")
        assert row is not None
        await self._sql.run("UPDATE operation SET running_since = ?", (now,))
        crashed: float | None = row["running_since"]
        return crashed

    async def end(self) -> None:
        """The bot ends properly."""
        await self._sql.run("UPDATE operation SET running_since = NULL")
