"""docs/security.md: each promise names the files and tests that keep it, and they exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
PROMISED = PAGE.partition("## What is not defended")[0]


def test_every_file_and_test_that_it_names_is_there() -> None:
    named = re.findall(r"`((?:tests|bot|engine|docs)/[\w/.-]+)`", PAGE)
    assert len(named) > 30
    assert [path for path in named if not (ROOT / path).exists()] == []
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in re.findall(r"`(test_\w+)`", PAGE) if f"def {name}(" not in tests] == []


def test_every_promise_names_one() -> None:
    points = re.findall(r"^- .*(?:\n  .*)*", PROMISED, flags=re.MULTILINE)
    assert len(points) > 20
    assert [point for point in points if not re.search(r"`(?:tests/|test_)", point)] == []
