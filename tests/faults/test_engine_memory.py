"""Too little memory: a picture is painted smaller, and its owner told; where that does not help, it fails in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.backends.local import LocalEngine
from engine.settings import Precision
from tests.support.breakable_engine import BreakableEngine
from tests.support.eventually import LONG
from tests.support.filters import NONE_HERE
from tests.support.invariant import chats_of, check, jobs_in, settled
from tests.support.paintings import TOLD_FAILED, ask, results, saying, told
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer

#: The kernel lets a child of tests.support.accident_worker take 64 MiB (its ROOM) more than it began with.
ENOUGH_FOR_352 = "300"  #: bytes for each pixel: 37 MB at an edge of 352, 79 MB at one of 512
ENOUGH_FOR_NONE = "10000"


@pytest.mark.fault("out-of-memory")
@pytest.mark.parametrize("bytes_by_pixel", [ENOUGH_FOR_352, ENOUGH_FOR_NONE])
async def test_a_run_that_meets_the_limit_of_its_process_is_repeated_once_and_smaller(
    tmp_path: Path, bytes_by_pixel: str, figure: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    child = BreakableEngine(tmp_path / "engine")
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        running_bot(server, tmp_path / "data", child.engine(BYTES_BY_PIXEL=bytes_by_pixel)),
    ):
        await ask(user, "size=512 iterations=200")
        if bytes_by_pixel == ENOUGH_FOR_352:
            await user.wait_for(saying("needs more memory than the machine has, so I paint it smaller"), LONG)
            await user.wait_for(told(1), LONG)
            assert len(results(await user.transcript())) == 1
        else:
            await user.wait_for(told(1, TOLD_FAILED), LONG)
            assert saying("too little memory for this size. Try a smaller one")(await user.transcript())
        await settled(tmp_path / "data", None, LONG)
        chats = await chats_of(user)
    [job] = jobs_in(tmp_path / "data")
    assert (job.status.attempt, job.status.engine_deaths, job.request.settings.size) == (2, 0, 352)
    assert len(child.lives()) == 1  # it has survived, and so has the bot
    assert caplog.text.count("too little memory, so it is painted with 352 pixels: MemoryError") == 1
    child.assert_nothing_left()
    await check(tmp_path / "data", chats, accepted=1)
    figure("smaller once, crashes 0")


@pytest.mark.fault("out-of-memory")
@pytest.mark.thorough
@pytest.mark.slow
async def test_what_the_engine_knows_not_to_fit_is_painted_smaller_too(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    """The real engine, with a limit that is enough for 352 pixels, and not for 512."""
    limit = 1_370_000_000
    engine = LocalEngine(precision=Precision.FLOAT32, memory_limit=limit, environment=NONE_HERE)
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        running_bot(server, tmp_path / "data", engine),
    ):
        await ask(user, "size=512 iterations=10")
        await user.wait_for(saying("so I paint it smaller"), 5 * LONG)
        await user.wait_for(told(1), 5 * LONG)
        assert "352×293 px" in results(await user.transcript())[0].text
    figure("refused by the real engine: smaller once")
