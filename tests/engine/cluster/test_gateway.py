"""The one thing that the gateway must get right between its threads: that no cancel is lost."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from engine.cluster.gateway import RemoteStop
from engine.settings import JobSpec, TransferSettings
from tests.support.pictures import plain_png

JOB = JobSpec(
    job_id="job", attempt=2, settings=TransferSettings(), content=plain_png("red"), styles=(plain_png("blue"),)
)


@pytest.mark.parametrize("early", [False, True])
def test_a_cancel_reaches_the_painter_after_its_job_and_once(early: bool) -> None:
    heard: list[tuple[object, ...]] = []
    painter = SimpleNamespace(cancel=SimpleNamespace(remote=lambda *told: heard.append(told)))
    stop = RemoteStop(painter)
    if early:
        stop.request(keep=True)
        assert heard == []
    stop.begins(JOB)
    if not early:
        stop.request(keep=True)
    assert heard == [("job", 2, True)]
