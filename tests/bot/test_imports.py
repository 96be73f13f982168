"""What the bot's process may not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("module", ["bot.app", "bot.command"])
def test_the_bot_leaves_the_heavy_libraries_unloaded(module: str) -> None:
    code = f"import sys, {module}; print({{'tensorflow', 'keras', 'ray', 'numpy', 'PIL', 'av'}} & set(sys.modules))"
    outcome = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "set()"
