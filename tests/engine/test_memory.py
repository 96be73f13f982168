"""What a process holds, as the system tells it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.machine import memory

PEAK = "from engine.machine import memory; print(memory.peak(), memory.resident())"
#: Prints what is held before 200 MB, with them, and the peak after they are gone.
HOLD = """
import numpy as np
from engine.machine import memory

before = memory.{what}()
held = np.ones(25_000_000)
now = memory.{what}()
del held
print(before, now, memory.peak())
"""


def test_a_process_holds_no_more_than_its_peak() -> None:
    assert 10e6 < memory.resident() <= memory.peak()


def told(program: str) -> list[int]:
    """What a fresh process prints: in this one, other tests may have left memory that is taken again."""
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return [int(word) for word in finished.stdout.split()]


def test_the_peak_is_what_was_held_and_let_go() -> None:
    before, held, peak = told(HOLD.format(what="resident"))
    assert held > before + 150e6
    assert peak > before + 150e6


@pytest.mark.skipif(not memory.anonymous(), reason="the system does not tell")
def test_what_is_mapped_from_files_is_told_apart() -> None:
    before, held, peak = told(HOLD.format(what="anonymous"))
    assert before + 150e6 < held < peak


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system tells only what getrusage knows")
def test_the_peak_of_a_child_is_not_its_parent_s() -> None:
    held = np.ones(50_000_000)
    peak, resident = told(PEAK)
    assert 0 < resident < 1.1 * peak  # it is asked a moment later
    assert peak < held.nbytes / 2
