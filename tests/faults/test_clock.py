"""Somebody sets the machine's clock while the bot works, by a library between it and the kernel."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.eventually import LONG
from tests.support.fake_engine import Script
from tests.support.invariant import jobs_in
from tests.support.pictures import plain_png
from tests.support.sandbox import ROOT, SandboxUser, VisibleMessage
from tests.support.scene import finished, scene

COMPILER = shutil.which("cc") or shutil.which("gcc")
HOUR = 3600


class Clock:
    """The clock of the processes that have these variables in their environment."""

    def __init__(self, directory: Path) -> None:
        library, self._control = directory / "jumping_clock.so", directory / "clock"
        source = ROOT / "tests" / "support" / "jumping_clock.c"
        subprocess.run([str(COMPILER), "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
        self._control.write_bytes(bytes(8))
        self.variables = {"LD_PRELOAD": str(library), "CLOCK_JUMP": str(self._control)}

    def jump(self, hours: int) -> None:
        """Set the clock to so many hours off the right time."""
        with self._control.open("r+b") as file:  # never shorter: it is mapped into memory
            file.write(struct.pack("q", hours * HOUR))


def preview(chat: list[VisibleMessage]) -> bool:
    return any(message.media and message.from_bot and "░" in message.text for message in chat)


@pytest.mark.fault("clock")
@pytest.mark.thorough
@pytest.mark.slow
@pytest.mark.skipif(COMPILER is None or sys.platform != "linux", reason="a C compiler on Linux is needed")
async def test_jumps_in_mid_job_between_photos_and_between_starts_change_nothing(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    clock = Clock(tmp_path)
    script = Script(iterations=60, seconds_per_iteration=0.02)
    async with scene(tmp_path, script, STYLEGRAM_RETENTION_HOURS="3", **clock.variables) as stage:

        async def newcomer(name: str) -> SandboxUser:
            person = await stage.user.add_person(name)
            return stage.user.at(as_=person, chat=person)

        people = [await newcomer(name) for name in ("Ada", "Bob")]
        await stage.bot.start()
        await stage.user.send_photo(plain_png("red"))
        for person, hours in zip(people, (1, -1), strict=True):
            await person.send_album([plain_png("green"), plain_png("gold")])
            await person.wait_for(preview, LONG)
            clock.jump(hours)
            await person.wait_for(finished(), LONG)
        await stage.user.send_photo(plain_png("blue"))  # the other one waited for an hour less than no time
        await stage.user.wait_for(finished(), LONG)
        await stage.settled()
        assert await stage.bot.stop() == 0
        clock.jump(1)
        await stage.bot.start()  # which deletes what is too old
        await stage.user.send_album([plain_png("green"), plain_png("gold")])
        await stage.user.wait_for(finished(2), LONG)
        await stage.settled()
        tally = await stage.end(*people, accepted=4)
    jobs = jobs_in(stage.bot.data)
    assert [job.status.attempt for job in jobs] == [1, 1, 1, 1]
    assert [job.status.expired_at for job in jobs] == [None] * 4
    assert max(job.status.created_at for job in jobs) - min(job.status.created_at for job in jobs) > HOUR  # it did jump
    figure(f"false timeouts 0 of {tally.delivered} jobs")
