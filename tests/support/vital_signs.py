"""What a process takes of the machine, from /proc."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.processes import children_of, zombies_of


@dataclass(frozen=True)
class Signs:
    """What a process holds at one moment of its life."""

    process: int
    age: float  #: seconds since it was first looked at
    megabytes: float  #: resident
    descriptors: int


@dataclass
class Watch:
    """Looks at a process, which may be another one each time, about once a second."""

    seen: list[Signs] = field(default_factory=list)
    children: set[int] = field(default_factory=set)  #: of all lives
    _born: dict[int, float] = field(default_factory=dict)
    _undead: Counter[int] = field(default_factory=Counter)

    @property
    def zombies(self) -> int:
        """Children that stayed unreaped for more than two looks in a row."""
        return sum(looks > 2 for looks in self._undead.values())

    async def look(self, process: int) -> None:
        """Look once."""
        await asyncio.to_thread(self._look, process)

    def _look(self, process: int) -> None:
        try:
            status = Path(f"/proc/{process}/status").read_text()
            descriptors = len(list(Path(f"/proc/{process}/fd").iterdir()))
            resident = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        except (OSError, StopIteration):
            return  # it is just dying
        now = time.monotonic()
        age = now - self._born.setdefault(process, now)
        self.seen.append(Signs(process, age, int(resident.split()[1]) / 1024, descriptors))
        self.children |= set(children_of(process))
        self._undead.update(zombies_of(process))

    def of(self, process: int) -> list[Signs]:
        """The signs of one process."""
        return [signs for signs in self.seen if signs.process == process]


@dataclass(frozen=True)
class Growth:
    """How much a process grows from the second quarter of its life, when it is warm, to the last."""

    seconds: float
    megabytes: float
    descriptors: float


def growth(life: Sequence[Signs]) -> Growth:
    """The growth of the medians, so that no single moment counts."""
    quarter = max(1, len(life) // 4)
    early, late = life[quarter : 2 * quarter] or life, life[-quarter:]
    return Growth(
        seconds=late[-1].age - early[0].age,
        megabytes=statistics.median(s.megabytes for s in late) - statistics.median(s.megabytes for s in early),
        descriptors=statistics.median(s.descriptors for s in late) - statistics.median(s.descriptors for s in early),
    )
