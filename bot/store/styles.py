"""The styles at hand: named pictures, kept by a person or by the house."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.store.statements import Changes, Statements
from engine.presets import INSTANT_STYLES

#: The owner of the styles that are for everybody: no person has this id.
HOUSE: Final = 0
#: How the origin of a style begins that the project brings.
DRAWN: Final = "drawn:"

_SELECT: Final = "SELECT number, owner, name, picture, tile, origin FROM styles "


@dataclass(frozen=True, kw_only=True)
class KeptStyle:
    """A picture with a name."""

    number: int  #: for buttons: stays the same as long as the style has this name
    owner: int  #: user id, or HOUSE
    name: str
    picture: str  #: sha256 of a PNG
    tile: str  #: sha256 of a small JPEG
    origin: str  #: what it was made from: DRAWN and the edition, "file:…", "chat"

    @property
    def is_drawn(self) -> bool:
        """Whether the project draws it, so that the languages have names for it."""
        return self.origin.startswith(DRAWN)

    @property
    def is_instant(self) -> bool:
        """Whether the engine's network has learned it: it knows only those that the project draws."""
        return self.is_drawn and self.name in INSTANT_STYLES


class StyleStore:
    """The styles of one transaction."""

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def get(self, number: int) -> KeptStyle | None:
        """The style of a button; None when it was deleted."""
        row = await self._sql.one(_SELECT + "WHERE number = ?", (number,))
        return None if row is None else _to_style(row)

    async def named(self, name: str, user_id: int) -> KeptStyle | None:
        """The style that this person means. Their own styles go before the house's."""
        row = await self._sql.one(
            _SELECT + "WHERE name = ? AND owner IN (?, ?) ORDER BY owner = ? LIMIT 1", (name, user_id, HOUSE, HOUSE)
        )
        return None if row is None else _to_style(row)

    async def house_name_of(self, picture: str) -> str | None:
        """The house's name for this picture as a style; None where it is none of the house's."""
        row = await self._sql.one("SELECT name FROM styles WHERE owner = ? AND picture = ?", (HOUSE, picture))
        return None if row is None else str(row["name"])

    async def instant(self) -> dict[str, str]:
        """Picture → name, of the house's styles that the engine can paint in an instant."""
        return {style.picture: style.name for style in await self.of(HOUSE) if style.is_instant}

    async def of(self, owner: int) -> list[KeptStyle]:
        """All styles of one owner: the house's in its order, a person's oldest first."""
        rows = await self._sql.all(_SELECT + "WHERE owner = ? ORDER BY rank, number", (owner,))
        return [_to_style(row) for row in rows]

    async def keep(self, *, owner: int, name: str, picture: str, tile: str, origin: str, rank: int = 0) -> None:
        """Add a style. It replaces one of the same name and owner. Both files must be there."""
        await self._discard_files_of(owner, name)
        await self._sql.run(
            "INSERT INTO styles (owner, name, picture, tile, origin, rank) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET picture = excluded.picture, tile = excluded.tile,"
            " origin = excluded.origin, rank = excluded.rank",
            (owner, name, picture, tile, origin, rank),
        )

    async def delete(self, owner: int, number: int) -> bool:
        """Delete a style; False when this owner has no such style."""
        style = await self.get(number)
        if style is None or style.owner != owner:
            return False
        await self._discard_files_of(owner, style.name)
        return await self._sql.run("DELETE FROM styles WHERE number = ?", (number,)) == 1

    async def delete_all_but(self, owner: int, names: Collection[str] = ()) -> int:
        """Delete an owner's styles except those of these names; returns how many went."""
        unwanted = [style for style in await self.of(owner) if style.name not in names]
        return sum([await self.delete(owner, style.number) for style in unwanted])

    async def _discard_files_of(self, owner: int, name: str) -> None:
        """Release the files of styles, unless a job or a draft names them, too."""
        row = await self._sql.one("SELECT picture, tile FROM styles WHERE owner = ? AND name = ?", (owner, name))
        if row is not None:
            self._changes.replaced_files.update((row["picture"], row["tile"]))


def _to_style(row: sqlite3.Row) -> KeptStyle:
    return KeptStyle(
        number=row["number"],
        owner=row["owner"],
        name=row["name"],
        picture=row["picture"],
        tile=row["tile"],
        origin=row["origin"],
    )
