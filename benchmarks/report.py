"""Rows of results, and the page that they are written to as they come."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

NONE = "–"


@dataclass(frozen=True)
class Row:
    """One result. Texts carry their units."""

    name: str
    measured: str
    baseline: str = NONE  #: what it is compared with
    ratio: float | None = None  #: of the two, as the name says; None where the measured value is judged itself
    target: str = NONE
    met: bool | None = None  #: None: there is no target


def at_most(name: str, measured: str, value: float, limit: float, unit: str = "", baseline: str = NONE) -> Row:
    """A row whose `value` must not be above `limit`; it is the row's ratio, unless it has a unit."""
    return Row(name, measured, baseline, None if unit else value, f"≤ {limit:g}{unit}", value <= limit)


def at_least(name: str, measured: str, ratio: float, limit: float, baseline: str) -> Row:
    """A row whose `ratio` must not be below `limit`."""
    return Row(name, measured, baseline, ratio, f"≥ {limit:g}", ratio >= limit)


def within(name: str, measured: str, ratio: float, share: float, baseline: str) -> Row:
    """A row whose `ratio` must not be further from 1 than `share`."""
    return Row(name, measured, baseline, ratio, f"1 ± {share:g}", abs(ratio - 1) <= share)


def failed(name: str, why: str) -> Row:
    """A row for what could not be measured."""
    return Row(name, why, met=False)


@dataclass
class Report:
    """Collects rows by group, and writes the whole page anew after each: an interrupted run keeps what it has."""

    title: str
    facts: Mapping[str, str]
    path: Path | None  #: None: nothing is written
    _groups: dict[str, list[tuple[Row, float]]] = field(default_factory=dict)

    def add(self, group: str, row: Row, load: float) -> None:
        """`load` is the load average when the row was begun."""
        self._groups.setdefault(group, []).append((row, load))
        if self.path is not None:
            unfinished = self.path.with_name(self.path.name + ".part")
            unfinished.write_text(self.page())
            unfinished.replace(self.path)

    def page(self) -> str:
        """All of it as Markdown."""
        lines = ["# Benchmarks", "", self.title, "", "| machine | |", "|---|---|"]
        lines += [f"| {name} | {value} |" for name, value in self.facts.items()]
        for group, rows in self._groups.items():
            lines += ["", f"## {group}", "", "| | measured | baseline | ratio | target | | load |"]
            lines += ["|---|---|---|---|---|---|---|"]
            lines += [_line(row, load) for row, load in rows]
        return "\n".join(lines) + "\n"


def _line(row: Row, load: float) -> str:
    ratio = NONE if row.ratio is None else f"{row.ratio:.3g}"
    met = {True: "met", False: "**missed**", None: ""}[row.met]
    return f"| {row.name} | {row.measured} | {row.baseline} | {ratio} | {row.target} | {met} | {load:.1f} |"


def load() -> float:
    """The machine's load average over the last minute."""
    return os.getloadavg()[0]
