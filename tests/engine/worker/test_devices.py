"""How a machine is shared out among several engine processes."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from engine.backends.local import LocalEngine
from engine.worker.devices import Share, gpus, shares, usual_count
from tests.support.eventually import LONG, eventually
from tests.support.processes import children_of

LIGHT = (sys.executable, "-m", "tests.support.light_worker")


@pytest.mark.parametrize(
    ("visible", "expected"), [("", ()), ("-1", ()), ("0", ("0",)), ("2, 3", ("2", "3")), ("GPU-8a,", ("GPU-8a",))]
)
def test_what_may_be_used_goes_before_what_is_there(visible: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "0000:01:00.0").mkdir()
    assert gpus({"CUDA_VISIBLE_DEVICES": visible}, tmp_path) == expected


def test_the_driver_knows_the_gpus(tmp_path: Path) -> None:
    for name in ("0000:01:00.0", "0000:02:00.0"):
        (tmp_path / name).mkdir()
    assert gpus({}, tmp_path) == ("0", "1")
    assert gpus({}, tmp_path / "none") == ()
    assert (usual_count(("0", "1")), usual_count(())) == (2, 1)


def test_each_process_has_a_gpu_of_its_own() -> None:
    assert shares(2, ("0", "3"), 16) == [
        Share(None, {"CUDA_VISIBLE_DEVICES": "0"}),
        Share(None, {"CUDA_VISIBLE_DEVICES": "3"}),
    ]


def test_processes_that_share_a_gpu_take_no_more_of_its_memory_than_they_need() -> None:
    several = shares(3, ("0", "1"), 16, threads=2)
    assert [share.environment["CUDA_VISIBLE_DEVICES"] for share in several] == ["0", "1", "0"]
    assert {share.environment["TF_FORCE_GPU_ALLOW_GROWTH"] for share in several} == {"true"}
    assert {share.threads for share in several} == {2}


@pytest.mark.parametrize(
    ("count", "cores", "threads", "expected"), [(1, 8, None, None), (2, 8, None, 4), (3, 2, None, 1), (2, 8, 1, 1)]
)
def test_the_cores_are_shared_out_evenly(count: int, cores: int, threads: int | None, expected: int | None) -> None:
    assert shares(count, (), cores, threads) == [Share(expected)] * count


async def test_each_process_sees_its_own_gpu_and_its_successor_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "5,7")
    engine = LocalEngine(command=LIGHT)
    try:
        await engine.describe()
        await eventually(_both_see, LONG)
        before = children_of(os.getpid())
        os.kill(before[0], signal.SIGKILL)
        await eventually(lambda: _differ_from(before), LONG)
        await eventually(_both_see, LONG)
    finally:
        await engine.aclose()


async def _both_see() -> bool:
    return sorted(_variable(child, "CUDA_VISIBLE_DEVICES") for child in children_of(os.getpid())) == ["5", "7"]


async def _differ_from(before: list[int]) -> bool:
    now = children_of(os.getpid())
    return len(now) == len(before) and set(now) != set(before)


def _variable(process: int, name: str) -> str:
    try:
        pairs = Path(f"/proc/{process}/environ").read_bytes().decode().split("\0")
    except OSError:  # it has just ended
        return ""
    return next((pair.partition("=")[2] for pair in pairs if pair.startswith(f"{name}=")), "")
