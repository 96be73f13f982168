"""What the store's statements have in common."""

from __future__ import annotations

import re
from pathlib import Path

import bot


def test_parameters_have_names_or_none_and_no_numbers() -> None:
    """Python 3.12.1 warns of `?1` with a sequence."""
    files = sorted(Path(bot.__file__).parent.rglob("*.py"))
    numbered = [file.name for file in files if re.search(r"\?\d", file.read_text(encoding="utf-8"))]
    assert numbered == []
