"""How much of the disk people's pictures take: charged before they are written, until they are gone."""

from __future__ import annotations

from collections.abc import Collection

from bot.store.references import FileReferences
from bot.store.seen_files import SeenFiles
from bot.store.statements import Changes, Statements


class ChargeStore:
    """The charges of one transaction. The results of jobs are not charged here: their rows name them."""

    def __init__(self, statements: Statements, changes: Changes, files: FileReferences, seen: SeenFiles) -> None:
        self._sql = statements
        self._changes = changes
        self._files = files
        self._seen = seen

    async def add(self, user_id: int, name: str, size: int) -> None:
        """Charge a person for a file of this size before it is written; once, however often it comes."""
        await self._sql.run(
            "INSERT INTO charges (user_id, name, size) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (user_id, name, size)
        )

    async def size_bytes_of(self, user_id: int) -> int:
        """Bytes that this person's files take, those included that are just written, or about to be deleted. Raises
        NotSeen, for the store.
        """
        rows = await self._sql.all("SELECT name, size FROM charges WHERE user_id = ?", (user_id,))
        charged = {row["name"]: int(row["size"]) for row in rows}
        others = await self._files.named_for(user_id) - charged.keys()
        return sum(charged.values()) + self._seen.size_bytes(others)

    async def settle(self, gone: Collection[str], named: Collection[str]) -> None:
        """Remove the charges for files that are gone. Files that rows name are charged only to the owners of these
        rows.
        """
        for name in gone:
            await self._sql.run("DELETE FROM charges WHERE name = ?", (name,))
        for name in named:
            for row in await self._sql.all("SELECT user_id FROM charges WHERE name = ?", (name,)):
                if name not in await self._files.named_for(row["user_id"]):
                    await self._sql.run("DELETE FROM charges WHERE name = ? AND user_id = ?", (name, row["user_id"]))

    async def names(self) -> set[str]:
        """All files that somebody is charged for."""
        return {row["name"] for row in await self._sql.all("SELECT DISTINCT name FROM charges")}
