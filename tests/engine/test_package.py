"""The package's face: what `from engine import …` gives, and what importing it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest


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
    assert run_python("import sys, engine.images; print('tensorflow' in sys.modules)") == "False"


def test_the_package_gives_the_function_even_after_the_module_of_that_name_is_imported() -> None:
    import engine.stylize
    from engine import TransferRequest, TransferSettings, stylize
    from engine.plan import TransferRequest as TheRequest
    from engine.stylize import stylize as the_function

    assert stylize is the_function
    assert engine.stylize is the_function
    assert TransferRequest is TheRequest
    assert TransferSettings().iterations > 0
