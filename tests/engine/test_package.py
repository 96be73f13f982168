"""The package's face: what `from engine import …` gives, and what importing it costs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import engine


def run_python(program: str) -> str:
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return finished.stdout.strip()


@pytest.mark.parametrize("module", ["engine", "engine.settings", "engine.events", "engine.errors"])
def test_what_the_bot_imports_loads_neither_tensorflow_nor_numpy(module: str) -> None:
    loaded = run_python(
        f"import sys, {module}; print(*({{'tensorflow', 'keras', 'numpy', 'PIL', 'ray'}} & set(sys.modules)))"
    )
    assert loaded == ""


def test_the_pictures_are_read_without_tensorflow() -> None:
    assert run_python("import sys, engine.image.images; print('tensorflow' in sys.modules)") == "False"


def test_the_package_gives_what_loads_tensorflow_when_it_is_asked_for() -> None:
    from engine import TransferRequest, TransferSettings, stylize
    from engine.run.request import TransferRequest as TheRequest
    from engine.run.transfer import stylize as the_function

    assert stylize is the_function
    assert TransferRequest is TheRequest
    assert TransferSettings().iterations > 0


def test_the_package_gives_nothing_else() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'paint'"):
        engine.paint  # type: ignore[attr-defined]  # noqa: B018 - that it is missing is the test


def test_no_graph_is_converted_by_autograph() -> None:
    """A conversion leaves a file in the folder for temporary files when the process is killed, as engines often are."""
    sources = "\n".join(file.read_text() for file in Path(engine.__file__).parent.rglob("*.py"))
    graphs = re.findall(r"@tf\.function\b(.*)", sources)
    assert graphs
    assert [graph for graph in graphs if "autograph=False" not in graph] == []
