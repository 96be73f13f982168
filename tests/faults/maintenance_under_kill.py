"""`python -m tests.faults.maintenance_under_kill WHAT ROOT`: backup, restore or migration, killed at each of its steps.

Prints the number of steps; an AssertionError on standard error says what a kill broke.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from contextlib import redirect_stdout
from pathlib import Path

from bot.command import main as bot
from bot.jobs.model import Job
from bot.store import Store
from bot.store.examination import examine
from bot.store.layout import BACKUPS, DATABASE
from bot.store.migrate import migration_files
from bot.store.restore import restore
from bot.store.verification import verify, verify_backup
from tests.support.crash_points import in_child, kill_at_every_step, killed_at
from tests.support.jobs import add_job

ROOT = Path(sys.argv[2]) if __name__ == "__main__" else Path()
TEMPLATE, DATA, SAFE = ROOT / "template", ROOT / "data", ROOT / "safe"
NOW = 1_800_000_000.0


async def fill(directory: Path, word: str) -> None:
    """A job whose pictures hold this word."""
    store = await Store.open(directory)
    await add_job(store, content=await store.files.put(word.encode()))
    if word == "new":
        await store.back_up(SAFE / "good.tar", NOW)
    else:
        shutil.copytree(directory, TEMPLATE)  # as a kill leaves it, with rows that are only in the log
        (TEMPLATE / "lock").unlink()
    await store.aclose()


def prepare() -> None:
    for directory in (DATA, ROOT / "backups"):
        shutil.rmtree(directory, ignore_errors=True)
    shutil.copytree(TEMPLATE, DATA)


def run(work: Callable[[], Awaitable[object]]) -> None:
    async def whole() -> None:
        await work()

    asyncio.run(whole())


def command(*arguments: str | Path) -> int:
    with redirect_stdout(io.StringIO()):
        return bot([str(argument) for argument in arguments])


async def word_of(directory: Path) -> str:
    """The word of the one job, after the start of a bot; all of its pictures must be there."""
    store = await Store.open(directory)
    [job] = await store.read(lambda tx: tx.jobs.waiting())
    word = (await store.files.read(job.request.content)).decode()
    await store.aclose()
    verdict = await verify(directory)
    assert (verdict.problems, verdict.orphans) == ((), 0)
    return word


# Backup


def back_up() -> None:
    assert command("backup", ROOT / "backups") == 0
    assert command("backup", ROOT / "backups" / "one.tar") == 0


def check_backup(step: int) -> None:
    async def work() -> None:
        for backup in (ROOT / "backups").glob("*"):
            if backup.suffix != ".unfinished":
                assert (await verify_backup(backup)).problems == (), backup
        assert await word_of(DATA) == "old"

    run(work)
    (ROOT / "backups" / "one.tar").unlink(missing_ok=True)
    assert command("backup", ROOT / "backups" / "one.tar") == 0
    assert not (ROOT / "backups" / "one.tar.unfinished").exists()


# Restore


def go_back() -> None:
    assert command("restore", SAFE / "good.tar", "--replace") == 0


def check_restore(step: int) -> None:
    decided = bool(list(DATA.glob("restoring-*")))
    if decided:  # the next start, which finishes it, is killed as well
        in_child(lambda: killed_at(1 + step % 12, lambda: run(lambda: word_of(DATA))))

    async def work() -> None:
        word = await word_of(DATA)
        replaced = list(DATA.glob("replaced-*"))
        assert (word == "new") == bool(replaced)
        assert not decided or word == "new"
        if replaced:
            await restore(DATA, replaced[0] / DATABASE, replace=True, now=NOW + 1)
            shutil.copytree(replaced[0] / "pictures", DATA / "pictures", dirs_exist_ok=True)
            assert await word_of(DATA) == "old"
        await restore(DATA, SAFE / "good.tar", replace=True, now=NOW + 2)
        assert await word_of(DATA) == "new"

    run(work)


# Migration


def make_old() -> None:
    """Make the template a database of the first schema."""
    shutil.rmtree(TEMPLATE)
    TEMPLATE.mkdir()
    database = sqlite3.connect(TEMPLATE / DATABASE)
    database.executescript(migration_files()[0].read_text(encoding="utf-8"))
    database.executescript(
        "INSERT INTO jobs (id, chat_id, user_id, topic_id, state, settings, content, style, created_at)"
        " VALUES ('old', 7, 8, 0, 'queued', '{}', lower(hex(zeroblob(32))), lower(hex(zeroblob(32))), 1.0);"
        "PRAGMA user_version = 1;"
    )
    database.close()


async def start() -> list[Job]:
    store = await Store.open(DATA)
    jobs = await store.read(lambda tx: tx.jobs.waiting())
    await store.aclose()
    return jobs


def check_migration(step: int) -> None:
    async def work() -> None:
        assert [job.id for job in await start()] == ["old"]
        before = await examine(DATA / BACKUPS / "stylegram-schema-1.sqlite3")
        assert (before.schema, before.problems) == (1, ())
        assert not list((DATA / BACKUPS).glob("*.unfinished"))
        assert (await verify(DATA)).schema == len(migration_files())

    run(work)


def main(what: str) -> int:
    match what:
        case "backup":
            run(lambda: fill(ROOT / "first", "old"))
            return kill_at_every_step(prepare, back_up, check_backup)
        case "restore":
            run(lambda: fill(ROOT / "first", "old"))
            run(lambda: fill(ROOT / "second", "new"))
            return kill_at_every_step(prepare, go_back, check_restore)
        case _:
            TEMPLATE.mkdir()
            make_old()
            return kill_at_every_step(prepare, lambda: run(start), check_migration)


if __name__ == "__main__":
    sys.stdout.write(f"{main(sys.argv[1])}\n")
