"""Shared styles: names under which everybody may use somebody's style. Nothing in them identifies the owner."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from bot.jobs.model import Job
from bot.store.columns import to_json
from bot.store.statements import Changes, Statements
from bot.store.styles import StyleStore

_SELECT: Final = "SELECT number, name, owner, pictures FROM shared_styles "


@dataclass(frozen=True, kw_only=True)
class SharedStyle:
    """A name, and the pictures that it stands for."""

    number: int  #: never that of another one later
    name: str
    owner: int  #: user id
    pictures: tuple[str, ...]  #: sha256 of PNGs, at least one; several are blended


class ShareStore:
    """The shared styles of one transaction."""

    def __init__(self, statements: Statements, changes: Changes, styles: StyleStore) -> None:
        self._sql = statements
        self._changes = changes
        self._styles = styles

    async def get(self, number: int) -> SharedStyle | None:
        """The shared style of this number; None when it was withdrawn."""
        return await self._one("number = ?", number)

    async def named(self, name: str) -> SharedStyle | None:
        """The shared style of this name."""
        return await self._one("name = ?", name)

    async def of(self, owner: int) -> list[SharedStyle]:
        """All that a person shares, oldest first."""
        return [_to_share(row) for row in await self._sql.all(_SELECT + "WHERE owner = ? ORDER BY number", (owner,))]

    async def own(self, owner: int, pictures: Sequence[str]) -> SharedStyle | None:
        """The name under which this person shares this style; the latest of several."""
        return await self._one("owner = ? AND pictures = ? ORDER BY number DESC LIMIT 1", owner, to_json(pictures))

    async def name_for(self, job: Job) -> str | None:
        """The name under which everybody may use the style of a job; None where it is not shared."""
        lent = await self.lent(job.request.styles, job.request.borrowed)
        if lent is not None:
            return lent.name
        if not await self.are_own(job.request.styles, job.request.borrowed):
            return None
        house = await self._styles.house_name_of(job.request.styles[0]) if len(job.request.styles) == 1 else None
        if house is not None:
            return house
        share = await self.own(job.place.user_id, job.request.styles)
        return None if share is None else share.name

    async def is_withdrawn(self, borrowed: Collection[int]) -> bool:
        """Whether one of these shared styles has been withdrawn."""
        return len(await self._still(borrowed)) < len(borrowed)

    async def lent(self, pictures: Sequence[str], borrowed: Collection[int]) -> SharedStyle | None:
        """The one of these shared styles that has exactly these pictures."""
        return next((share for share in await self._still(borrowed) if share.pictures == tuple(pictures)), None)

    async def are_own(self, pictures: Sequence[str], borrowed: Collection[int]) -> bool:
        """Whether none of these pictures comes from one of these shared styles. False where one was withdrawn: its
        pictures are not known any more.
        """
        shares = await self._still(borrowed)
        return len(shares) == len(borrowed) and not any(set(share.pictures) & set(pictures) for share in shares)

    async def _still(self, numbers: Collection[int]) -> list[SharedStyle]:
        """Those that are still shared."""
        found = [await self.get(number) for number in sorted(numbers)]
        return [share for share in found if share is not None]

    async def add(self, *, owner: int, name: str, pictures: Sequence[str], now: float) -> None:
        """Share a style under a name that is free. Its pictures must be in the files already."""
        await self._sql.run(
            "INSERT INTO shared_styles (name, owner, pictures, shared_at) VALUES (?, ?, ?, ?)",
            (name, owner, to_json(pictures), now),
        )

    async def withdraw(self, number: int) -> SharedStyle | None:
        """Withdraw the name; None when it was withdrawn before."""
        share = await self.get(number)
        if share is not None:
            await self._sql.run("DELETE FROM shared_styles WHERE number = ?", (number,))
            self._changes.replaced_files.update(share.pictures)
        return share

    async def _one(self, condition: str, *values: str | int) -> SharedStyle | None:
        row = await self._sql.one(_SELECT + f"WHERE {condition}", values)
        return None if row is None else _to_share(row)


def _to_share(row: sqlite3.Row) -> SharedStyle:
    return SharedStyle(
        number=row["number"],
        name=row["name"],
        owner=row["owner"],
        pictures=msgspec.json.decode(row["pictures"], type=tuple[str, ...]),
    )
