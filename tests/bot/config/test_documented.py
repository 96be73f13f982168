"""The table in docs/settings.md and bot.config say the same; so do the files that people copy from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config import Config, shown
from bot.config.environment import NOT_SETTINGS
from bot.config.model import NAMES
from engine.settings import RANGES

ROOT = Path(__file__).resolve().parents[3]
ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
OURS = re.compile(r"\b(?:STYLEGRAM|TELEGRAM|ALLOWED|ADMIN)_[A-Z0-9_]+|\bBOT_LANGUAGE\b")
#: Settings whose default is no literal, but found out at the start.
BY_CIRCUMSTANCES = {
    "TELEGRAM_WEBHOOK_SECRET",
    "STYLEGRAM_ENGINE_COUNT",
    "STYLEGRAM_THREADS",
    "STYLEGRAM_MEMORY_LIMIT",
}


def table() -> dict[str, tuple[str, str]]:
    """The rows: default and meaning by name."""
    text = (ROOT / "docs/settings.md").read_text()
    return {name: (default.strip(), meaning.strip()) for name, default, meaning in ROW.findall(text)}


def test_each_setting_has_a_row_and_each_row_a_setting() -> None:
    assert set(table()) == set(NAMES)


@pytest.mark.parametrize("name", sorted(set(NAMES) - BY_CIRCUMSTANCES))
def test_the_default_in_the_row_is_the_default(name: str) -> None:
    default = shown(Config())[name]
    written = table()[name][0]
    if default:
        assert written == f"`{default}`"
    else:
        assert re.match(r"none\b", written)


@pytest.mark.parametrize("name", sorted(BY_CIRCUMSTANCES))
def test_where_it_depends_the_row_says_on_what(name: str) -> None:
    field = next(field for field in Config.model_fields.values() if field.alias == name)
    assert field.default is None or field.default_factory is not None
    assert not table()[name][0].startswith(("none", "`"))


@pytest.mark.parametrize(("name", "key"), [("STYLEGRAM_MAX_SIZE", "size"), ("STYLEGRAM_MAX_ITERATIONS", "iterations")])
def test_the_engine_s_own_limits_are_in_the_row(name: str, key: str) -> None:
    assert f"the engine itself takes up to {RANGES[key].high}" in table()[name][1]


@pytest.mark.parametrize(
    "file",
    [
        ".env.example",
        "compose.yaml",
        "Dockerfile",
        "deploy/stylegram.service",
        "docs/operations.md",
        "docs/security.md",
        "docs/cluster.md",
        "docs/scaling.md",
    ],
)
def test_no_file_names_a_setting_that_there_is_not(file: str) -> None:
    named = set(OURS.findall((ROOT / file).read_text()))
    assert named
    assert named <= {*NAMES, *NOT_SETTINGS}
