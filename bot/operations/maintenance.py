"""`python -m bot backup | restore | verify`: the operator's commands for a stopped bot."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from bot.store import BadBackup, StoreCorrupt, StoreError, StoreTooNew, StoreUnreadable, backup_path
from bot.store.backup import TAR, Backup, back_up
from bot.store.connection import Database
from bot.store.files import PictureFiles
from bot.store.layout import BACKUPS, DATABASE, PICTURES
from bot.store.restore import Restored, restore
from bot.store.verification import Verdict, lock_existing, verify, verify_backup

FAILED: Final = 1
#: What is stored needs a person: it is damaged, cannot be read, or is of a newer version. To start again does not help.
DAMAGED: Final = 3

_DAMAGE: Final = (StoreCorrupt, StoreUnreadable, StoreTooNew)
_MOST_PROBLEMS: Final = 50  #: that are listed

_BACKUP = f"""\
Back up the database and the pictures that it names; the bot must be stopped. DIR gets a new folder stylegram-TIME in
it; a name that ends in {TAR} becomes that file. A backup is there whole or not at all. It holds everything that people
sent: keep it as safe as the data, and no longer than you promised them.
Exit codes: 0 done; 1 not done; 3 done, but pictures were missing, or not done because the database is damaged."""

_RESTORE = """\
Put a backup in the place of the data; the bot must be stopped. FROM is a folder or .tar that `backup` made, or a
database alone, such as the copy STYLEGRAM_DATA/backups/stylegram-schema-N.sqlite3 from before an upgrade: then the
pictures stay as they are. Everything is checked before anything is touched, and an interrupted restore is finished at
the next start. What came after the backup is forgotten.
Exit codes: 0 done; 1 not done; 3 not done because the backup is damaged, or of a newer version."""

_VERIFY = """\
Check the database, that every picture that it names is there, and that it holds what it should. Changes nothing. The
bot must be stopped, but not to check a backup.
Exit codes: 0 sound; 1 not checked; 3 damaged, or of a newer version."""


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add the commands. Each stores its work in the options as `keep`."""
    commands = parser.add_subparsers(title="for a stopped bot", metavar="[COMMAND]", description="Each has a --help.")
    command = _add(commands, "backup", "back up database and pictures", _BACKUP)
    command.add_argument("to", nargs="?", type=Path, metavar="DIR", help="by default STYLEGRAM_DATA/backups")
    command.set_defaults(keep=lambda options, data: _backup(data, options.to or data / BACKUPS))
    command = _add(commands, "restore", "go back to a backup", _RESTORE)
    command.add_argument("source", type=Path, metavar="FROM")
    command.add_argument("--replace", action="store_true", help="put what is there into STYLEGRAM_DATA/replaced-TIME")
    command.set_defaults(keep=lambda options, data: _restore(data, options.source, options.replace))
    command = _add(commands, "verify", "look for damage", _VERIFY)
    command.add_argument("backup", nargs="?", type=Path, metavar="BACKUP", help="by default the data itself")
    command.set_defaults(keep=lambda options, data: _verify(data, options.backup))


def carry_out(options: argparse.Namespace, data: Path) -> int:
    """Run the command that was given on this data directory; returns the exit code."""
    work: Callable[[argparse.Namespace, Path], Awaitable[int]] = options.keep

    async def run() -> int:
        return await work(options, data)

    try:
        return asyncio.run(run())
    except (*_DAMAGE, BadBackup) as error:
        return _complain(str(error), DAMAGED)
    except StoreError as error:
        return _complain(str(error), FAILED)
    except OSError as error:
        return _complain(_words(error), FAILED)


def _words(error: OSError) -> str:
    """An error in words. Our own errors are whole sentences; others get the name of their file."""
    if error.filename is None or error.strerror is None:
        return str(error)
    return f"{error.filename}: {error.strerror[0].lower()}{error.strerror[1:]}"


def damage_in(error: BaseException) -> BaseException | None:
    """The error, or the one within a group, which says that stored data is damaged, unreadable or of a newer version;
    None where there is none.
    """
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(damage_in, error.exceptions)), None)
    return error if isinstance(error, _DAMAGE) else None


async def _backup(data: Path, target: Path) -> int:
    now = time.time()
    with await asyncio.to_thread(lock_existing, data):
        database = await Database.open(data / DATABASE, backups=None)
        try:
            made = await back_up(database, PictureFiles(data / PICTURES), backup_path(target, now), now)
        finally:
            await database.aclose()
    _say(_told_backup(made))
    return DAMAGED if made.missing else 0


async def _restore(data: Path, source: Path, replace: bool) -> int:
    _say(_told_restore(await restore(data, source, replace=replace, now=time.time()), data))
    return 0


async def _verify(data: Path, backup: Path | None) -> int:
    verdict = await (verify(data) if backup is None else verify_backup(backup))
    _say(_told_verdict(verdict, backup or data))
    return DAMAGED if verdict.problems else 0


def _told_backup(made: Backup) -> str:
    told = f"{made.path}: the database and {_pictures(made.pictures)}, {made.size / 1e6:.1f} MB"
    if made.missing:
        are = "is" if len(made.missing) == 1 else "are"
        told += f"\n{_pictures(len(made.missing))} that the database names {are} missing or damaged; verify lists all"
    return told


def _told_restore(done: Restored, data: Path) -> str:
    pictures = "the pictures stayed as they were" if done.pictures is None else _pictures(done.pictures)
    told = f"{data} is restored: a database of schema {done.schema}; {pictures}"
    if done.replaced is not None:
        told += f"\nWhat was there before is in {done.replaced}; delete it when you no longer need it"
    return told


def _told_verdict(verdict: Verdict, what: Path) -> str:
    if verdict.problems:
        more = len(verdict.problems) - _MOST_PROBLEMS
        rest = (f"and {more} more",) if more > 0 else ()
        return "\n".join((f"{what} is damaged:", *verdict.problems[:_MOST_PROBLEMS], *rest))
    told = f"{what} is sound: schema {verdict.schema}, {_pictures(verdict.pictures)}"
    if verdict.orphans:
        told += f"; {verdict.orphans} files belong to nothing, and go at the next start"
    return told


def _pictures(count: int) -> str:
    return f"{count} picture" if count == 1 else f"{count} pictures"


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str, description: str
) -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    return commands.add_parser(name, help=summary, description=description, formatter_class=formatter)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _complain(text: str, code: int) -> int:
    sys.stderr.write(f"{text}\n")
    return code
