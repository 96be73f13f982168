"""Stores for tests that need one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from bot.store import Store
from bot.store.layout import DATABASE

_EMPTY: list[bytes] = []  # a database with tables and no rows


async def open_store(directory: Path) -> Store:
    """An empty store there, as a bot finds it at its second start: making its tables takes ten times as long."""
    if not _EMPTY:
        with TemporaryDirectory() as elsewhere:
            await (await Store.open(Path(elsewhere))).aclose()
            _EMPTY.append(_database_in(Path(elsewhere)))
    _lay(directory)
    return await Store.open(directory)


def _database_in(directory: Path) -> bytes:
    return (directory / DATABASE).read_bytes()


def _lay(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / DATABASE).write_bytes(_EMPTY[0])
