"""An environment in which nothing is set."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

#: Variables that all programs share, and this one reads, too.
SHARED = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variables of this machine, and no .env file."""
    for name in os.environ:
        if name.startswith(("TELEGRAM_", "STYLEGRAM_", "ALLOWED_", "BOT_", "ADMIN_")) or name.upper() in SHARED:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
