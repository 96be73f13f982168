"""What a process holds, as the system tells it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.machine import memory

PEAK = "from engine.machine import memory; print(memory.peak(), memory.resident())"


def test_a_process_holds_no_more_than_its_peak() -> None:
    assert 10e6 < memory.resident() <= memory.peak()


def test_the_peak_is_what_was_held_and_let_go() -> None:
    before = memory.resident()
    held = np.ones(25_000_000)
    assert memory.resident() > before + 150e6
    del held
    assert memory.peak() > before + 150e6


@pytest.mark.skipif(not memory.anonymous(), reason="the system does not tell")
def test_what_is_mapped_from_files_is_told_apart() -> None:
    before = memory.anonymous()
    held = np.ones(25_000_000)
    assert before + 150e6 < memory.anonymous() < memory.resident()
    assert held.nbytes == 200e6


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system tells only what getrusage knows")
def test_the_peak_of_a_child_is_not_its_parent_s() -> None:
    held = np.ones(50_000_000)
    finished = subprocess.run([sys.executable, "-c", PEAK], capture_output=True, text=True, check=True)
    peak, resident = map(int, finished.stdout.split())
    assert 0 < resident < 1.1 * peak  # it is asked a moment later
    assert peak < held.nbytes / 2
