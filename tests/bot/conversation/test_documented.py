"""docs/commands.md lists the commands that there are."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.commands import NAMES

PAGE = Path(__file__).resolve().parents[3] / "docs/commands.md"


def test_each_command_has_its_place_in_the_table() -> None:
    rows = [line.split("|")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `/")]
    named = [name for row in rows for name in re.findall(r"`/([a-z_]+)", row)]
    assert sorted(named) == sorted(NAMES)
