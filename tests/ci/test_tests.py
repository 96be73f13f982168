"""The tests themselves: they pass in the background of a script and under nohup as well, and none hangs for ever."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

from tests.support.eventually import LONG

ROOT = Path(__file__).resolve().parents[2]
IN_THE_BACKGROUND = """
import os, signal, sys

from tests.support.eventually import LONG
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGHUP, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
os.execv(sys.executable, [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *sys.argv[1:]])
"""


def test_what_the_tests_start_ignores_and_blocks_no_signal() -> None:
    status = subprocess.check_output(("cat", "/proc/self/status"), text=True)  # noqa: S607 - found by PATH, as in a shell
    masks = re.findall(r"^(?:SigIgn|SigBlk):\t(\w+)$", status, re.MULTILINE)
    assert len(masks) == 2
    assert [set(signals_of(int(mask, 16))) & signal.valid_signals() for mask in masks] == [set(), set()]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def signals_of(mask: int) -> Iterator[int]:
    """The numbers of the signals in a mask of the kernel's; 32 and 33 among them, which belong to the C library."""
    yield from (number for number in range(1, 65) if mask >> (number - 1) & 1)


def test_nor_when_a_shell_has_started_the_tests_in_the_background() -> None:
    test = f"{__file__}::{test_what_the_tests_start_ignores_and_blocks_no_signal.__name__}"
    outcome = ran("-c", IN_THE_BACKGROUND, test)
    assert outcome.returncode == 0, outcome.stdout
    assert "1 passed" in outcome.stdout


def test_one_that_hangs_is_ended_and_says_where_it_stood(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """pytest ends it. The longest wait of a test is shorter, so that it can say what it waited for."""
    assert LONG < float(pytestconfig.getini("timeout")) < float(pytestconfig.getini("faulthandler_timeout"))
    test = tmp_path / "test_hanging.py"
    test.write_text("import threading\n\ndef test_it():\n    threading.Event().wait()\n\ndef test_next(): pass\n")
    arguments = ("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), "-p", "no:cacheprovider", str(test))
    outcome = ran("-m", "pytest", "-o", "timeout=1", *arguments)
    assert outcome.returncode == pytest.ExitCode.TESTS_FAILED
    for said in (">       threading.Event().wait()", "Failed: Timeout (>1.0s)", "1 failed, 1 passed"):
        assert said in outcome.stdout
    # Where Python does not get to handle the signal, another thread ends it.
    outcome = ran("-m", "pytest", "-o", "timeout=0", "-o", "faulthandler_timeout=1", *arguments)
    assert outcome.returncode != 0
    assert 'test_hanging.py", line 4 in test_it' in outcome.stderr


def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments, without the variables that pytest gives to its children."""
    return subprocess.run(
        (sys.executable, *arguments),
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
    )


#: Calls that wait, and the position of their seconds where these are not named.
WAITS = {"timeout": 0, "wait": 0, "wait_for": 1, "eventually": 1, "answer_to": 1, "wait_until_gone": 1}
NAMED = {"run", "communicate", "wait_for_call", "until"}  #: calls whose seconds are always named: `timeout`


def test_no_wait_has_a_limit_of_its_own() -> None:
    """Limits of a second and more are found. Shorter ones are for waits that are meant to time out."""
    found = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in (ROOT / "tests").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call) and any(seconds >= 1 for seconds in own_limits(call))
    ]
    assert found == [], "LONG of tests.support.eventually is for this"


def own_limits(call: ast.Call) -> Iterator[float]:
    """The numbers of seconds that are written into a call that waits."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in WAITS or name in NAMED:
        limits = [
            *call.args[WAITS.get(name, len(call.args)) :][:1],
            *(word.value for word in call.keywords if word.arg == "timeout"),
        ]
        yield from (limit.value for limit in limits if isinstance(limit, ast.Constant) and is_number(limit.value))


def is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
