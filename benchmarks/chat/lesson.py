"""How much later the first picture comes when the engine is in the middle of a lesson: of a kept style, in idle time.

A lesson begins after some seconds without a job. So of two jobs, the first comes while one goes on, and the second soon
after, while there is none.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.chat.cancel import LIMITS, Jobs
from benchmarks.chat.crowd import jpeg
from benchmarks.chat.first_picture import PATIENCE, REST, STYLE, until_first, until_painted
from benchmarks.chat.stage import stage
from benchmarks.report import Row, at_most

LIMIT = 0.2  #: seconds by which a lesson may delay a job
STYLES = 10  #: to learn: more than there is time for
LOOK = 0.05  #: seconds between two looks at what is learned


def rows(bench: Bench) -> Iterator[Row]:
    rounds, pair = bench.scope.lessons, bench.pairs[0]
    bench.say(f"{rounds} jobs, each in the middle of a lesson and without")
    photos = [jpeg(pair.content, number) for number in range(2 * rounds + 2)]
    styles = [jpeg(pair.style, number) for number in range(STYLES)]
    within, without = asyncio.run(_measured(photos, styles, rounds, bench.scope.edge))
    delay = statistics.median(within) - statistics.median(without)
    each = ", ".join(f"{seconds:.2f}" for seconds in within)
    yield at_most(
        "photo sent in the middle of a lesson → first picture, beyond one without",
        f"{delay:.2f} s ({each} s)",
        delay,
        LIMIT,
        " s",
        baseline=f"{statistics.median(without):.2f} s",
    )


async def _measured(
    photos: list[bytes], styles: list[bytes], rounds: int, edge: int
) -> tuple[list[float], list[float]]:
    """Seconds until the first pictures of jobs in the middle of a lesson, and of others."""
    async with stage({**LIMITS, "STYLEGRAM_FEATURES": "auto"}) as scene:
        user, left, words = scene.user, iter(photos), f"{STYLE} size={edge}"
        album = await user.send_album([next(left), next(left)], caption="size=128 iterations=10")
        await until_painted(user, album[0])
        for number, style in enumerate(styles):
            await user.send_photo(style, caption=f"/savestyle kept {number}")
        jobs, within, without = Jobs(scene.database), list[float](), list[float]()
        for _ in range(rounds):
            await _one_step_more(scene.database)
            within.append(await until_first(user, next(left), words, jobs))
            await asyncio.sleep(REST)
            without.append(await until_first(user, next(left), words, jobs))
        await scene.end()
    return within, without


async def _one_step_more(database: Path) -> None:
    """Wait until a lesson has saved what it has learned since now: then it goes on with its next step."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        before = _steps(connection)
        async with asyncio.timeout(PATIENCE):
            while True:
                if _steps(connection) != before:
                    return
                await asyncio.sleep(LOOK)


def _steps(connection: sqlite3.Connection) -> int:
    (steps,) = connection.execute("SELECT coalesce(sum(steps), 0) FROM lessons").fetchone()
    return int(steps)
