"""A disk whose reads, writes or syncs fail with EIO, by a library between SQLite and the kernel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPILER = shutil.which("cc") or shutil.which("gcc")


@pytest.mark.fault("disk-errors")
@pytest.mark.skipif(COMPILER is None or sys.platform != "linux", reason="a C compiler on Linux is needed")
def test_what_was_acknowledged_stays_and_work_goes_on_when_the_disk_is_well_again(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    library = tmp_path / "io_errors.so"
    source = ROOT / "tests" / "support" / "io_errors.c"
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.faults.failing_disk", str(tmp_path / "data")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ
        | {"LD_PRELOAD": str(library), "IO_ERRORS": str(tmp_path / "control"), "IO_ERRORS_IN": "stylegram.sqlite3"},
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["w 20 0", "s 20 0", "ws 20 0"]  # no write was taken for done
    figure("acknowledged 0 of 60 writes that failed, lost 0 of the others")
