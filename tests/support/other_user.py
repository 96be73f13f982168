"""Another user of this machine, who can run the project: `python -m tests.support.other_user USER COMMAND…`, as root.

Where the way to interpreter and checkout is closed to others (both may lie in root's own folder), that folder is
covered by an empty one for this command and its children alone, in which there is nothing but what they need.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

from engine.worker.process import ROOT

SOMEBODY_ELSE = 54321


def command(user: int, arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The command that runs Python with these arguments as that user."""
    own_mounts = ("unshare", "--mount", "--propagation", "private")
    return (*own_mounts, sys.executable, "-m", "tests.support.other_user", str(user), sys.executable, *arguments)


def reason_against() -> str | None:
    """Why no command can run as another user here; None if one can."""
    if os.geteuid() != 0:
        return "only root can be somebody else"
    tried = subprocess.run(
        command(SOMEBODY_ELSE, ("-c", "import engine")), cwd=ROOT, capture_output=True, text=True, check=False
    )
    return None if tried.returncode == 0 else f"nobody else can run the project here: {tried.stderr.strip()[-200:]}"


def main() -> None:
    user, *line = sys.argv[1:]
    needed = {Path(path).resolve() for path in (sys.base_prefix, sys.prefix, ROOT)} | {ROOT}
    for folder in sorted({closed for path in needed if (closed := _closed_on_the_way(path)) is not None}):
        _uncover(folder, sorted(path for path in needed if folder in path.parents))
    os.setgroups([])
    os.setgid(int(user))
    os.setuid(int(user))
    os.execvp(line[0], line)  # noqa: S606 - no shell is wanted


def _closed_on_the_way(path: Path) -> Path | None:
    """The uppermost folder that others may not enter."""
    above = [*reversed(path.parents), path]
    return next((folder for folder in above if not folder.stat().st_mode & stat.S_IXOTH), None)


def _uncover(folder: Path, needed: list[Path]) -> None:
    """Leave of that folder only what is needed."""
    _mount("-t", "tmpfs", "-o", "mode=0755", "tmpfs", "/mnt")
    for number, path in enumerate(needed):
        place = Path("/mnt", str(number))
        place.mkdir()
        _mount("--bind", str(path), str(place))
    _mount("-t", "tmpfs", "-o", "mode=0755", "tmpfs", str(folder))
    for number, path in enumerate(needed):
        path.mkdir(mode=0o755, parents=True)
        _mount("--bind", f"/mnt/{number}", str(path))


def _mount(*arguments: str) -> None:
    subprocess.run(("mount", *arguments), check=True)  # noqa: S607 - found by PATH, as in a shell


if __name__ == "__main__":
    main()
