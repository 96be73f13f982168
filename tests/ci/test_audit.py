"""The search for known vulnerabilities, with something in the place of pip-audit that says what the test wants."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WELL: dict[str, Any] = {"name": "rich", "version": "14.0", "vulns": []}
BAD: dict[str, Any] = {"name": "pillow", "version": "9.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["13.0"]}]}
UNKNOWN: dict[str, Any] = {"name": "numpy", "skip_reason": "not found"}


def audited(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    (folder / "pip_audit.py").write_text(program)
    return subprocess.run(
        (sys.executable, str(ROOT / ".ci" / "audit.py"), "a.lock"),
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def saying(*packages: dict[str, Any]) -> str:
    return f"print({json.dumps(json.dumps({'dependencies': packages}))})"


def test_nothing_known_is_well(tmp_path: Path) -> None:
    outcome = audited(tmp_path, saying(WELL, WELL))
    assert (outcome.returncode, outcome.stdout) == (0, "a.lock: 0 known vulnerabilities in 2 packages\n")


def test_a_vulnerability_fails_with_its_number_and_its_remedy(tmp_path: Path) -> None:
    outcome = audited(tmp_path, saying(WELL, BAD, UNKNOWN))
    assert outcome.returncode == 1
    assert outcome.stdout.splitlines() == [
        "a.lock: 1 known vulnerabilities in 2 packages",
        "NOT AUDITED, as the index does not know them: numpy",
        "pillow 9.0: PYSEC-1, mended in 13.0",
    ]


def test_an_index_without_advisories_is_not_taken_for_one_that_knows_of_none(tmp_path: Path) -> None:
    outcome = audited(tmp_path, saying(UNKNOWN, UNKNOWN))
    assert outcome.returncode == 0
    assert "NOT AUDITED: this package index has no advisories" in outcome.stdout


def test_without_a_network_it_says_so_and_does_not_fail(tmp_path: Path) -> None:
    outcome = audited(tmp_path, "import sys; sys.exit('no route to host')")
    assert outcome.returncode == 0
    assert outcome.stdout == "a.lock: NOT AUDITED, the advisories could not be had: no route to host\n"
