"""How a worker process is started and what becomes of what it writes."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

import pytest

from engine.worker.process import ROOT, WorkerProcess, child_environment
from tests.support.eventually import LONG
from tests.support.processes import is_alive, wait_until_gone

PARENT = {
    "PATH": "/bin",
    "HOME": "/home/bot",
    "TELEGRAM_BOT_TOKEN": "123:secret",
    "TELEGRAM_WEBHOOK_SECRET": "secret",
    "STYLEGRAM_DATA": "/data",
    "STYLEGRAM_VGG16_WEIGHTS": "/weights.h5",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "CUDA_VISIBLE_DEVICES": "1",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}


def test_a_worker_sees_what_it_needs_and_no_secrets() -> None:
    environment = child_environment(PARENT, {"KERAS_HOME": "/keras", "TELEGRAM_BOT_TOKEN": "123:secret"})
    assert "secret" not in "".join(environment.values())
    assert environment == {
        "PATH": "/bin",
        "HOME": "/home/bot",
        "STYLEGRAM_VGG16_WEIGHTS": "/weights.h5",
        "CUDA_VISIBLE_DEVICES": "1",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "TF_CPP_MIN_LOG_LEVEL": "1",
        "KERAS_HOME": "/keras",
        "PYTHONPATH": str(ROOT),
    }


def test_the_python_path_of_the_parent_comes_after_ours() -> None:
    assert child_environment({"PYTHONPATH": "/mine"}, {})["PYTHONPATH"] == f"{ROOT}{os.pathsep}/mine"
    assert (ROOT / "engine" / "worker" / "process.py").is_file()


async def ran(source: str) -> tuple[WorkerProcess, str]:
    """Run Python code as a worker until it closes its pipe."""
    environment = child_environment(os.environ, {})
    process = await WorkerProcess.start("engine 7", (sys.executable, "-c", source), environment)
    assert await process.receive() is None
    return process, await process.end()


async def test_what_a_worker_writes_to_standard_error_goes_to_the_log_with_its_level(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lines = [
        "plain to begin with",
        "ERROR engine.worker.child: job failed",
        "Traceback (most recent call last):",
        "INFO engine.worker: going on",
        "2026-11-22 12:00:00.123456: I tensorflow/core/util/port.cc:153] built so",
        "W0000 00:00:1700000000.000000 1 gpu_device.cc:1] no GPU",
        "E0000 00:00:1700000000.000000 1 cuda.cc:1] broken",
        "WARNING:tensorflow:6 out of the last 6 calls triggered retracing",
        "WARNING:tensorflow:5 out of the last 5 calls to <f> triggered tf.function retracing.",
        "E0000 00:00:1700000000.000000 1 cuda_platform.cc:51] failed call to cuInit: INTERNAL: CUDA error",
        "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR",
        "x" * (2**20 + 2),
        "It is not a level",
        "\udcff is not UTF-8",
    ]
    source = f"""
import sys
for line in {lines!r}:
    sys.stderr.buffer.write((line + chr(10)).encode(errors="surrogateescape"))
"""
    with caplog.at_level(logging.DEBUG, logger="engine.worker.process"):
        await ran(source.replace(repr(lines[11]), "'x' * (2**20 + 2)"))
    assert [(record.levelname, record.getMessage()[:39]) for record in caplog.records] == [
        ("INFO", "engine 7: plain to begin with"),
        ("ERROR", "engine 7: ERROR engine.worker.child: jo"),
        ("ERROR", "engine 7: Traceback (most recent call l"),
        ("INFO", "engine 7: INFO engine.worker: going on"),
        ("DEBUG", "engine 7: 2026-11-22 12:00:00.123456: I"),
        ("INFO", "engine 7: W0000 00:00:1700000000.000000"),
        ("WARNING", "engine 7: E0000 00:00:1700000000.000000"),
        ("WARNING", "engine 7: WARNING:tensorflow:6 out of t"),
        ("DEBUG", "engine 7: WARNING:tensorflow:5 out of t"),
        ("DEBUG", "engine 7: E0000 00:00:1700000000.000000"),
        ("DEBUG", "engine 7: WARNING: All log messages bef"),
        ("WARNING", "engine 7: (a line of more than 1048576 "),
        ("WARNING", "engine 7: It is not a level"),
        ("WARNING", "engine 7: \ufffd is not UTF-8"),
    ]


async def test_how_a_worker_ended_is_put_into_words() -> None:
    assert (await ran("raise SystemExit(3)"))[1] == "exit status 3"
    assert (await ran("import os; os.kill(os.getpid(), 9)"))[1] == "killed by SIGKILL"
    assert (await ran("import os; os.close(1); import time; time.sleep(60)"))[1] == "killed by SIGKILL"


async def test_ending_a_worker_ends_what_it_started(tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    source = f"""
import pathlib, subprocess
pathlib.Path({str(note)!r}).write_text(str(subprocess.Popen(["sleep", "60"]).pid))
"""
    # The grandchild holds both pipes open, so that only the signal to the group can end it.
    process = await WorkerProcess.start("engine 7", (sys.executable, "-c", source + "\nimport os; os.close(1)"), {})
    while not note.exists() or not note.read_text():  # noqa: ASYNC110  # another process writes it
        await asyncio.sleep(0.01)
    grandchild = int(note.read_text())
    assert is_alive(grandchild)
    await process.end()
    wait_until_gone(grandchild, LONG)
    process.signal(signal.SIGKILL)  # of nobody: no error
