"""Faults that repeat or come too late: NaN, a job that kills every engine, events of an earlier attempt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.breakable_engine import HASTY, BreakableEngine
from tests.support.eventually import LONG
from tests.support.fake_engine import Script
from tests.support.hearing import listening
from tests.support.invariant import chats_of, check, jobs_in, settled
from tests.support.paintings import TOLD_FAILED, Chat, ask, results, saying, told
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer

POISON = "seed=668 iterations=60"  #: over which the light worker dies


def says_once_what_went_wrong(chat: Chat) -> bool:
    """The progress card, which still offered to stop, has become one line or was deleted."""
    answers = [message.text for message in chat if message.from_bot]
    pointing = "Daraus wurde nichts: siehe unten"
    return [text for text in answers if pointing not in text] == [text for text in answers if "Stilbild" in text]


@pytest.mark.fault("not-a-number")
async def test_where_the_numbers_run_out_of_bounds_the_owner_hears_what_to_try_and_gets_no_picture(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    """After the engine has gone back once by itself: see tests/engine/test_health.py."""
    child = BreakableEngine(tmp_path / "engine")
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user("de") as user,
        running_bot(server, tmp_path / "data", child.engine(Script(fail_at=12))),
    ):
        await ask(user)
        await user.wait_for(saying("Versuch ein anderes Stilbild"), LONG)
        await user.wait_for(says_once_what_went_wrong, LONG)
        assert results(await user.transcript()) == []
        await settled(tmp_path / "data", None, LONG)
        chats = await chats_of(user)
    [job] = jobs_in(tmp_path / "data")
    assert (job.state, job.status.error_code, job.status.attempt) == ("failed", "not_finite", 1)
    assert job.card.told_at is not None
    assert job.result.png is None
    assert job.status.progress is None or job.status.preview is None
    await check(tmp_path / "data", chats, accepted=1)
    figure("NaN pictures 0, told 1 of 1")


@pytest.mark.fault("poison-job")
async def test_a_job_over_which_three_engines_died_is_set_aside_and_told_and_the_others_go_on(
    tmp_path: Path, figure: Callable[[str], None]
) -> None:
    """Though the bot is stopped in between, which forgets nothing."""
    child = BreakableEngine(tmp_path / "engine")
    data = tmp_path / "data"
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as user:
        # The first engine is not replaced: this bot sees one death only.
        first = child.engine(timings=replace(HASTY, first_pause=3600.0, longest_pause=3600.0))
        with listening("interrupted: engine 1") as interrupted:
            async with running_bot(server, data, first):
                await ask(user, POISON)
                await asyncio.wait_for(interrupted.wait(), LONG)
                await ask(user)
                await user.wait_for(saying("In the queue, place"), LONG)
        async with running_bot(server, data, child.engine()):
            await user.wait_for(told(1, TOLD_FAILED), LONG)
            await user.wait_for(saying("stopped three times while painting it. Try a smaller size"), LONG)
            await user.wait_for(told(1), LONG)
            assert len(results(await user.transcript())) == 1
            await settled(data, None, LONG)
            chats = await chats_of(user)
    poison, other = jobs_in(data)
    assert (poison.state, poison.status.error_code, poison.status.engine_deaths) == ("failed", "engine_lost", 3)
    assert (other.state, other.status.engine_deaths) == ("delivered", 0)
    assert len(child.lives()) <= 5  # 1 of the first bot; 3 of the second, and the one that was never needed
    child.assert_nothing_left()
    await check(data, chats, accepted=2)
    figure("3 deaths, over a restart; the other job delivered")


@pytest.mark.fault("stale-result")
@pytest.mark.parametrize("phase", ["result", pytest.param("preview", marks=[pytest.mark.thorough, pytest.mark.slow])])
async def test_words_of_an_earlier_attempt_end_the_engine_that_says_them(
    tmp_path: Path, phase: str, figure: Callable[[str], None]
) -> None:
    """At the second attempt it sends what belongs to the first: nothing of it is taken for the job's."""
    child = BreakableEngine(tmp_path / "engine")
    child.break_in("compile")
    async with (
        SandboxServer(tmp_path / "sandbox") as server,
        server.user() as user,
        running_bot(server, tmp_path / "data", child.engine()),
    ):
        with listening("of a job that it does not have") as refused:
            await ask(user)
            await child.broken()
            child.break_in(phase, "late-word")
            await asyncio.wait_for(refused.wait(), LONG)
        await user.wait_for(told(1), LONG)
        assert len(results(await user.transcript())) == 1
        await settled(tmp_path / "data", None, LONG)
        chats = await chats_of(user)
    [job] = jobs_in(tmp_path / "data")
    assert (job.state, job.status.attempt, job.status.engine_deaths) == ("delivered", 3, 2)
    child.assert_nothing_left()
    await check(tmp_path / "data", chats, accepted=1)
    figure("accepted 0 of 1 late word")
