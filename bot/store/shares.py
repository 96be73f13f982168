"""The styles that people share: names under which everybody may ask for somebody's style. Of its owner they tell
nothing, and of a style that is not shared there is no name at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from bot.jobs.model import Job
from bot.store.job_rows import to_json
from bot.store.statements import Changes, Statements
from bot.store.styles import StyleStore

_SELECT: Final = "SELECT number, name, owner, pictures FROM shared_styles "


@dataclass(frozen=True, kw_only=True)
class SharedStyle:
    """A name, and what is painted for those who say it."""

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
        """Under which name this person shares this style, the latest of several."""
        return await self._one("owner = ? AND pictures = ? ORDER BY number DESC LIMIT 1", owner, to_json(pictures))

    async def name_for(self, job: Job) -> str | None:
        """By which everybody may ask for the style of a job; None where it is for nobody else."""
        if job.borrowed is not None:
            share = await self.get(job.borrowed)
        else:
            house = await self._styles.house_name_of(job.styles[0]) if len(job.styles) == 1 else None
            if house is not None:
                return house
            share = await self.own(job.place.user_id, job.styles)
        return None if share is None else share.name

    async def is_withdrawn(self, borrowed: int | None) -> bool:
        """Whether a style that was asked for by this number is no longer there to be asked for. None: it is the
        person's own, or the house's.
        """
        return borrowed is not None and await self.get(borrowed) is None

    async def add(self, *, owner: int, name: str, pictures: Sequence[str], now: float) -> None:
        """Share a style under a name that is free. Its pictures must be in the files already."""
        await self._sql.run(
            "INSERT INTO shared_styles (name, owner, pictures, shared_at) VALUES (?, ?, ?, ?)",
            (name, owner, to_json(pictures), now),
        )

    async def withdraw(self, number: int) -> SharedStyle | None:
        """From now on the name means nothing; None when it did so before."""
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
