"""The files that rows name: of everybody, of one person, or of rows that were replaced."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from typing import Final

import msgspec

from bot.store.statements import Statements

#: Columns that name files, or lists of files as JSON, for a statement's RETURNING; `names_in` reads them.
OF_JOBS: Final = (
    "content, styles, checkpoint, preview, initial, result_png, result_jpeg, result_film, masks, protected,"
    " sketch_states, frames,"
    " (SELECT json_group_array(style.value)"
    " FROM json_each(phases) AS phase, json_each(phase.value, '$.styles') AS style)"
)
OF_DRAFTS: Final = (
    "content, styles, choices, series, (SELECT json_group_array(atom) FROM json_tree(regions) WHERE type = 'text')"
)
OF_ALBUM_ITEMS: Final = "picture"

_BEYOND_JOBS: Final = (
    "SELECT content AS name FROM drafts UNION SELECT value FROM drafts, json_each(styles)"
    " UNION SELECT value FROM drafts, json_each(choices) UNION SELECT picture FROM album_items"
    " UNION SELECT picture FROM styles UNION SELECT tile FROM styles"
    " UNION SELECT value FROM shared_styles, json_each(pictures) UNION SELECT value FROM drafts, json_each(series)"
    " UNION SELECT atom FROM drafts, json_tree(regions) WHERE json_tree.type = 'text'"
)


def names_in(rows: Iterable[sqlite3.Row]) -> set[str]:
    """The files named in rows of these columns."""
    names: set[str | None] = set()
    for value in (value for row in rows for value in row if value is not None):
        names.update(msgspec.json.decode(value, type=tuple[str | None, ...]) if value.startswith("[") else (value,))
    return {name for name in names if name is not None}


class FileReferences:
    """The files that rows name, as one transaction sees them."""

    def __init__(self, statements: Statements) -> None:
        self._sql = statements

    async def all(self) -> set[str]:
        """The files that rows name, except those of expired jobs. Its cost grows with the number of rows."""
        return _names(await self._sql.all(f"SELECT name FROM job_files UNION {_BEYOND_JOBS}"))  # noqa: S608 - all of it is ours

    async def among(self, names: Collection[str]) -> set[str]:
        """Those of these files that rows name, except those of expired jobs."""
        asked = "SELECT value FROM json_each(:names)"
        rows = await self._sql.all(
            f"SELECT name FROM job_files WHERE name IN ({asked})"  # noqa: S608 - all of it is ours
            f" UNION SELECT name FROM ({_BEYOND_JOBS}) WHERE name IN ({asked})",
            {"names": msgspec.json.encode(list(names)).decode()},
        )
        return _names(rows)

    async def of_person(self, user_id: int) -> set[str]:
        """The files that are kept for this person, named or not."""
        rows = await self._sql.all("SELECT name FROM charges WHERE user_id = ?", (user_id,))
        return await self.named_for(user_id) | _names(rows)

    async def named_for(self, user_id: int) -> set[str]:
        """The files that rows of this person name: of jobs, drafts, albums and styles."""
        rows = await self._sql.all(
            "WITH mine AS NOT MATERIALIZED (SELECT * FROM jobs WHERE user_id = :owner AND expired_at IS NULL),"
            " waiting AS NOT MATERIALIZED (SELECT * FROM drafts WHERE user_id = :owner),"
            " shelf AS NOT MATERIALIZED (SELECT * FROM styles WHERE owner = :owner),"
            " shared AS NOT MATERIALIZED (SELECT * FROM shared_styles WHERE owner = :owner)"
            " SELECT content AS name FROM mine UNION SELECT value FROM mine, json_each(styles)"
            " UNION SELECT checkpoint FROM mine UNION SELECT preview FROM mine UNION SELECT initial FROM mine"
            " UNION SELECT result_png FROM mine UNION SELECT result_jpeg FROM mine UNION SELECT result_film FROM mine"
            " UNION SELECT value FROM mine, json_each(sketch_states) UNION SELECT value FROM mine, json_each(frames)"
            " UNION SELECT value FROM mine, json_each(masks) UNION SELECT protected FROM mine"
            " UNION SELECT style.value FROM mine, json_each(phases) AS phase,"
            " json_each(phase.value, '$.styles') AS style"
            " UNION SELECT content FROM waiting UNION SELECT value FROM waiting, json_each(waiting.styles)"
            " UNION SELECT value FROM waiting, json_each(choices)"
            " UNION SELECT picture FROM album_items WHERE user_id = :owner"
            " UNION SELECT picture FROM shelf UNION SELECT tile FROM shelf"
            " UNION SELECT value FROM shared, json_each(pictures) UNION SELECT value FROM waiting, json_each(series)"
            " UNION SELECT atom FROM waiting, json_tree(regions) WHERE json_tree.type = 'text'",
            {"owner": user_id},
        )
        return _names(rows)


def _names(rows: Iterable[sqlite3.Row]) -> set[str]:
    return {row["name"] for row in rows if row["name"] is not None}
