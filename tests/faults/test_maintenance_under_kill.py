"""kill -9 at every step of a backup, a restore and a migration: the next start goes on from what is left.

A step is a statement that SQLite runs, an fsync, or something that happens to a name or to a file opened for writing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.fault("maintenance-killed")
@pytest.mark.slow
@pytest.mark.parametrize(("what", "fewest"), [("backup", 60), ("restore", 35), ("migration", 25)])
def test_whatever_the_step_nothing_is_lost_and_the_next_start_goes_on(what: str, fewest: int, tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.faults.maintenance_under_kill", what, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"STYLEGRAM_DATA": str(tmp_path / "data"), "TELEGRAM_BOT_TOKEN": ""},
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) >= fewest  # otherwise the kills missed what they were meant for
