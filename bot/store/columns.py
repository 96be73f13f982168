"""Which columns hold a record: one definition, by which rows are read and written.

Each field of a frozen dataclass has a column of its name, unless `renamed` gives another; the fields of its `parts`,
dataclasses too, have columns of their own. What is no number, word or truth value is JSON in its column.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from enum import Enum
from functools import reduce
from types import NoneType
from typing import Any, Final, Generic, TypeVar, get_args, get_type_hints

import msgspec

from bot.store.statements import Value

Record = TypeVar("Record")

Insertion = tuple[str, dict[str, Value]]  #: a statement and its parameters
_Cell = Callable[[Any], object]
_NO_NAMES: Final[Mapping[str, str]] = {}


def to_json(value: object) -> str:
    """JSON as columns hold it."""
    return msgspec.json.encode(value).decode()


class Columns(Generic[Record]):
    """The columns of a kind of record."""

    def __init__(
        self, kind: type[Record], parts: Collection[type[object]] = (), renamed: Mapping[str, str] = _NO_NAMES
    ) -> None:
        """`renamed`: columns by fields, where they differ; the fields of a part are named "part.field"."""
        self._of_paths: dict[str, str] = {}
        self._parts, self._renamed = frozenset(parts), renamed
        self._read: Callable[[sqlite3.Row], Record] = self._reader(kind, "")

    @property
    def names(self) -> list[str]:
        """The columns, in the order of the fields."""
        return list(self._of_paths.values())

    def read(self, row: sqlite3.Row) -> Record:
        """The record of a row that has all these columns. Raises msgspec.ValidationError, ValueError."""
        return self._read(row)

    def values(self, record: Record) -> dict[str, Value]:
        """What the columns hold of a record, by their names."""
        return {column: _written(reduce(getattr, path.split("."), record)) for path, column in self._of_paths.items()}

    def insertion(self, table: str, record: Record, *, or_replace: bool = False, **more: Value) -> Insertion:
        """The statement that inserts the record, and its parameters; `more` are values of columns of no field."""
        values = self.values(record) | more
        insert = "INSERT OR REPLACE" if or_replace else "INSERT"
        return f"{insert} INTO {table} ({', '.join(values)}) VALUES (:{', :'.join(values)})", values

    def _reader(self, kind: Any, above: str) -> Callable[[sqlite3.Row], Any]:
        readers: dict[str, Callable[[sqlite3.Row], Any]] = {}
        hints = get_type_hints(kind)
        for field in fields(kind):
            path, hint = f"{above}{field.name}", hints[field.name]
            if hint in self._parts:
                readers[field.name] = self._reader(hint, f"{path}.")
            else:
                column = self._of_paths[path] = self._renamed.get(path, field.name)
                readers[field.name] = _of_column(column, _cell_of(hint))
        return lambda row: kind(**{name: read(row) for name, read in readers.items()})


def _of_column(column: str, cell: _Cell) -> Callable[[sqlite3.Row], object]:
    def read(row: sqlite3.Row) -> object:
        value = row[column]
        return None if value is None else cell(value)

    return read


def _cell_of(hint: Any) -> _Cell:
    """How a value that is not NULL is read."""
    kinds = [kind for kind in get_args(hint) if kind is not NoneType] if NoneType in get_args(hint) else [hint]
    [kind] = kinds
    if kind in (str, int, float):
        return lambda value: value
    if kind is bool or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind  # called with the value, both give the member
    decoder = msgspec.json.Decoder(kind)
    return decoder.decode


def _written(value: Any) -> Value:
    if value is None or isinstance(value, str | int | float):
        return value.value if isinstance(value, Enum) else value
    return to_json(sorted(value) if isinstance(value, frozenset) else value)
