"""What systemd itself says of deploy/stylegram.service."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "stylegram.service"
DROP_IN = ROOT / "deploy" / "stylegram.service.d" / "gpu.conf"
WORST = 20  #: ten times the exposure level; up to 20 systemd calls it OK

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


@pytest.fixture(params=[False, True], ids=["CPU", "GPU"])
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The unit, installed as its head says, but below another folder than /opt."""
    python = tmp_path / "opt" / "stylegram" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    installed = tmp_path / "system" / UNIT.name
    installed.parent.mkdir()
    installed.write_text(UNIT.read_text().replace("/opt/", f"{tmp_path}/opt/"))
    if request.param:
        (tmp_path / "system" / DROP_IN.parent.name).mkdir()
        shutil.copy(DROP_IN, tmp_path / "system" / DROP_IN.parent.name)
    return installed


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ("systemd-analyze", *words),  # noqa: S607 - found by PATH, as in a shell
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@needs_systemd
def test_systemd_finds_nothing_to_complain_of(unit: Path) -> None:
    verified = analyze("verify", str(unit))
    assert (verified.returncode, verified.stdout) == (0, "")


@needs_systemd
def test_a_mistake_in_it_would_be_found(unit: Path) -> None:
    unit.write_text(unit.read_text().replace("ProtectHome=yes", "ProtectHomes=yes"))
    assert "ProtectHomes" in analyze("verify", str(unit)).stdout


@needs_systemd
def test_it_is_confined_as_well_as_operations_says(unit: Path) -> None:
    judged = analyze("security", "--offline=true", f"--threshold={WORST}", str(unit))
    assert judged.returncode == 0, judged.stdout
    assert "Overall exposure level" in judged.stdout
