"""The locks' own check: as they are, and as they must not be."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "locks").glob("*.lock"))
HASH = f"--hash=sha256:{'0' * 64}"
GOOD = f"""\
pillow==13.0.0 ; sys_platform != 'win32' \\
    {HASH} \\
    {HASH}
    # via stylegram
rich==14.0 \\
    {HASH}
"""


def checked(*locks: Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, str(ROOT / ".ci" / "check_locks.py"), *map(str, locks))
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_locks_are_pinned_and_hashed_and_name_no_index() -> None:
    assert len(LOCKS) == 4
    outcome = checked(*LOCKS)
    assert (outcome.returncode, outcome.stdout) == (0, "")


def test_pillow_is_new_enough_for_the_fixes_of_its_decoders() -> None:
    for lock in LOCKS:
        (version,) = [line.split("==")[1] for line in lock.read_text().splitlines() if line.startswith("pillow==")]
        assert int(version.split(".")[0]) >= 13


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda lock: "", "empty"),
        (lambda lock: lock + "numpy==2.2\n", "no hash: numpy==2.2"),
        (lambda lock: lock.replace("rich==14.0", "rich>=14.0"), "not one version of one package: rich>=14.0"),
        (lambda lock: lock.replace("rich==14.0", "rich @ https://example.org/rich.whl"), "not one version"),
        (lambda lock: "--extra-index-url https://example.org/simple\n" + lock, "--extra-index-url"),
        (lambda lock: "-i https://example.org/simple\n" + lock, "-i https://example.org/simple"),
        (lambda lock: lock.replace("sha256", "md5"), "md5"),
        (lambda lock: lock + "-e .\n", "-e ."),
    ],
)
def test_anything_else_is_named(tmp_path: Path, change: object, complaint: str) -> None:
    lock = tmp_path / "a.lock"
    lock.write_text(GOOD)
    assert checked(lock).returncode == 0
    assert callable(change)
    lock.write_text(change(GOOD))
    outcome = checked(lock)
    assert outcome.returncode == 1
    assert complaint in outcome.stdout


def test_nothing_else_than_the_one_script_installs_locks() -> None:
    """Every other command resolves, and fails or changes with the releases of others."""
    texts = [*ROOT.glob("*"), *ROOT.glob("*/*"), *ROOT.glob(".ci/*"), *ROOT.glob("docs/*/*"), *ROOT.glob("bot/*/*.py")]
    installing = re.compile(r"pip3? install.*(requirements|\.lock)|install -r ")
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in texts
        if file.suffix in (".py", ".md", ".yaml", ".service", "") and file.is_file() and ".git" not in file.parts
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines()
        if installing.search(line)
    ]
    assert found == []
    makefile, image = (ROOT / "Makefile").read_text(), (ROOT / "Dockerfile").read_text()
    assert makefile.count("deploy/install.py") == 2
    assert "install.py $locks" in image
