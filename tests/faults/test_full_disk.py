"""A full disk, made for real: what is refused, what is said, and that everything goes on once there is room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.small_disk import can_mount, run_on_small_disk

pytestmark = pytest.mark.skipif(not can_mount(), reason="this machine lets nobody mount a small disk")


def test_the_store_refuses_whole_things_and_keeps_all_that_it_acknowledged(tmp_path: Path) -> None:
    run_on_small_disk("tests.faults.full_disk", "store", tmp_path / "disk", "6m")


@pytest.mark.fault("disk-full")
@pytest.mark.slow
def test_pictures_are_refused_aloud_jobs_go_on_or_wait_and_nothing_is_lost(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    figure(run_on_small_disk("tests.faults.full_disk", "bot", tmp_path / "disk", "160m"))
