"""What the gateway must get right without Ray: that no cancel is lost between its threads, and what it asks for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from engine.cluster.gateway import RayTarget, RemoteControl, checked
from engine.cluster.joining import JoinRefused
from engine.cluster.painter import Orders
from engine.settings import JobSpec, Precision, TransferSettings
from tests.support.pictures import plain_png

JOB = JobSpec(
    job_id="job", attempt=2, settings=TransferSettings(), content=plain_png("red"), styles=(plain_png("blue"),)
)


@pytest.mark.parametrize("early", [False, True])
def test_a_cancel_reaches_the_painter_after_its_job_and_once(early: bool) -> None:
    heard: list[tuple[object, ...]] = []
    painter = SimpleNamespace(cancel=SimpleNamespace(remote=lambda *told: heard.append(told)))
    control = RemoteControl(painter)
    if early:
        control.request(keep=True)
        assert heard == []
    control.begins(JOB)
    if not early:
        control.request(keep=True)
    assert heard == [("job", 2, True)]


@pytest.mark.parametrize(
    ("target", "resources", "shares_gpu"),
    [
        (RayTarget(address=""), {"num_gpus": 1, "num_cpus": 1}, False),
        (RayTarget(address="", cpus=4), {"num_cpus": 4}, False),
        (RayTarget(address="", gpus=0.5), {"num_gpus": 0.5, "num_cpus": 1}, True),
        (RayTarget(address="", gpus=1, cpus=4), {"num_gpus": 1, "num_cpus": 4}, False),
    ],
)
def test_a_painter_takes_a_gpu_or_cores_or_a_part_of_a_gpu(
    target: RayTarget, resources: dict[str, float], shares_gpu: bool
) -> None:
    assert target.resources() == resources
    assert target.orders().shares_gpu is shares_gpu


def test_what_the_bot_says_reaches_the_painter() -> None:
    target = RayTarget(address="", cpus=2, precision=Precision.FLOAT32, command=["paint", "-x"])
    assert target.orders() == Orders(command=("paint", "-x"), precision=Precision.FLOAT32, threads=2)


def test_what_a_painter_returns_is_bytes_or_refused() -> None:
    assert checked(b"msgpack") == b"msgpack"
    for said in ("text", bytearray(b"bytes"), None, {"job": 1}):
        with pytest.raises(JoinRefused, match="instead of bytes"):
            checked(said)
