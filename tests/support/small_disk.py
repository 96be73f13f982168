"""A disk that is really full: a small tmpfs, mounted where only one child process sees it."""

from __future__ import annotations

import errno
import functools
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_MOUNT = 'mount -t tmpfs -o "size=$1,mode=700" tmpfs "$2" && shift 2 && exec "$@"'


@functools.cache
def can_mount() -> bool:
    """Whether this machine lets its users mount something in a namespace of their own."""
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def run_on_small_disk(module: str, what: str, disk: Path, size: str) -> str:
    """`python -m MODULE WHAT DISK` with a disk of this size; its standard output. Raises AssertionError."""
    disk.mkdir()
    ended = subprocess.run(
        [
            *("unshare", "--mount", "--map-root-user", "sh", "-c", _MOUNT, "sh", size, str(disk)),
            *(sys.executable, "-m", module, what, str(disk)),
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"TELEGRAM_BOT_TOKEN": ""},
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


class Ballast:
    """A file that takes all the room there is, or all but some."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / "ballast"

    def fill(self, spare: int = 0) -> None:
        """Leave so many bytes."""
        chunk = b"x" * 65536
        with self._file.open("ab", buffering=0) as file:
            try:
                while taken := file.write(chunk):  # of a full disk, some kernels say 0 and no error
                    chunk = chunk[:taken] if len(chunk) > 4096 else chunk
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
            file.truncate(max(0, file.tell() - spare))

    def drop(self) -> None:
        """Make room again."""
        self._file.unlink()
