"""kill -9 of the bot at the points of a job's way that matter, and at random ones; then it is started again."""

from __future__ import annotations

import asyncio
import random
import re
import secrets
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import Script
from tests.support.invariant import Tally, is_settled
from tests.support.painters import Painters
from tests.support.pictures import plain_png
from tests.support.processes import soon
from tests.support.sandbox import SandboxUser, VisibleMessage
from tests.support.scene import Scene, finished, results, scene

Figure = Callable[[str], None]


def lost(tally: Tally) -> str:
    return f"lost {tally.accepted - tally.delivered} of {tally.accepted}"


def sent(tally: Tally) -> str:
    return f"sent {1 + tally.stray_cards} times"


def seen(tally: Tally) -> str:
    return f"results twice 0 of {tally.delivered}"  # the invariant has counted them


def card_of(chat: list[VisibleMessage]) -> VisibleMessage | None:
    return next((message for message in chat if message.from_bot), None)


def preview_with_checkpoint(chat: list[VisibleMessage]) -> VisibleMessage | None:
    """A preview of iteration 10 or later: a checkpoint was made before, since each fifth iteration makes one."""
    shown = next((m for m in chat if m.media and m.from_bot and "░" in m.text), None)
    return shown if shown and int(re.findall(r"(\d+)/", shown.text)[0]) >= 10 else None


async def polls(user: SandboxUser) -> bool:
    """Whether the bot waits for updates."""
    return any(call["status"] is None for call in await user.calls("getUpdates"))


async def has_said(stage: Scene, words: str) -> bool:
    """Whether the bot has written this into its log."""
    return words in stage.bot.log()


async def calls_since(user: SandboxUser, number: int) -> int:
    """How often the bot has called Telegram since the call of this number."""
    return len(await user.calls(since=number))


async def happened(stage: Scene, number: int, more: int) -> None:
    """Wait until the bot has called Telegram so many more times. Raises TimeoutError where it says nothing."""

    async def enough() -> bool:
        assert stage.bot.process is not None
        assert stage.bot.process.returncode is None, "it has ended by itself"
        return await calls_since(stage.user, number) >= more

    await eventually(enough, LONG)


#: The points of a job's way, in their order: what the process does last, and how many results the chat shows then.
WAY = {
    "update-uncommitted": ("bot.store.inbox:InboxStore.add#2", 0),
    "placeholder-uncommitted": ("bot.store.cards:CardStore.card_sent", 0),
    "result-uncommitted": ("bot.store.jobs:JobStore.finish", 0),
    "done-unsent": ("bot.dispatch.recorder:Recorder.result", 0),
    "sent-uncommitted": ("bot.store.cards:CardStore.mark_delivered", 1),
}


@dataclass(frozen=True)
class Way:
    """What came of the one job whose bot was killed at each point of its way."""

    shown: dict[str, int]  #: point → results in the chat at that death
    tally: Tally


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> Way:
    """One job for all of these tests: it is six starts of the bot instead of ten."""
    return asyncio.run(_all_the_way(tmp_path_factory.mktemp("way")))


async def _all_the_way(directory: Path) -> Way:
    async with scene(directory, Script(iterations=20, seconds_per_iteration=0.02)) as stage:
        await stage.user.send_album([plain_png("red"), plain_png("blue")])
        shown = {}
        for key, (point, _) in WAY.items():
            await stage.bot.start(CRASH_AFTER=point)
            assert await stage.bot.died() == -signal.SIGKILL
            shown[key] = len(results(await stage.user.transcript()))
        await stage.bot.start()
        await stage.user.wait_for(finished(), LONG)
        await stage.settled()
        return Way(shown, await stage.end(accepted=1, crashes=len(WAY)))


@pytest.mark.parametrize(
    ("key", "figure_of"),
    [
        pytest.param(key, figure_of, marks=pytest.mark.fault(key))
        for key, figure_of in zip(WAY, (lost, sent, lost, lost, seen), strict=True)
    ],
)
def test_a_kill_on_a_jobs_way_is_made_good_by_the_next_start(
    key: str, figure_of: Callable[[Tally], str], way: Way, figure: Figure
) -> None:
    _, results_then = WAY[key]
    assert way.shown[key] == results_then  # it died where it was meant to
    assert way.tally.delivered == 1
    assert way.tally.stray_cards <= 1  # only one of the kills was between the placeholder and its row
    assert way.tally.untold == 0
    figure(figure_of(way.tally))


@pytest.mark.fault("offset-not-advanced")
async def test_an_update_that_telegram_sends_again_makes_no_second_job(tmp_path: Path, figure: Figure) -> None:
    async with scene(tmp_path, Script(hold_at=10)) as stage:
        await stage.bot.start()
        await stage.user.send_photo(plain_png("red"))
        await stage.user.wait_for(card_of, LONG)
        await eventually(lambda: polls(stage.user), LONG)
        # The poll that waits brings the second photo; those after it, which would confirm it, come to nothing.
        await stage.user.set_fault("cut", method="getUpdates", count=10_000)
        await stage.user.send_photo(plain_png("blue"))
        await stage.user.wait_for(
            lambda chat: any("v1:cancel:" in data for m in chat for data in m.callback_data), LONG
        )
        await stage.bot.kill()
        await stage.user.clear_faults()
        await stage.bot.start(LIGHT_SCRIPT="{}")
        await eventually(lambda: has_said(stage, "was here before"), LONG)
        await stage.user.wait_for(finished(), LONG)
        tally = await stage.end(accepted=1, crashes=1)
    figure(f"extra jobs {tally.accepted - 1} of 1 update sent twice")


@pytest.mark.fault("killed-running")
async def test_a_job_goes_on_from_its_checkpoint_and_the_engine_ends_with_its_bot(
    tmp_path: Path, figure: Figure
) -> None:
    async with scene(tmp_path, Script(iterations=60, seconds_per_iteration=0.02, hold_at=30)) as stage:
        await stage.bot.start()
        await stage.user.send_album([plain_png("red"), plain_png("blue")])
        shown = await stage.user.wait_for(preview_with_checkpoint, LONG)
        seconds = await stage.bot.kill()
        await stage.bot.start(LIGHT_SCRIPT="{}")
        [card] = await stage.user.wait_for(finished(), LONG)
        assert card.message_id > shown.message_id
        await stage.end(accepted=1, crashes=1)
    first, second = [int(iteration) for iteration in re.findall(r"iterations from (\d+)", stage.bot.log())]
    assert first == 0
    assert second >= 10
    assert seconds <= soon(2)
    figure(f"engine gone after {seconds:.2f} s, went on from iteration {second}")


@pytest.mark.fault("random-kills")
@pytest.mark.parametrize(
    ("kills", "seed"),
    [
        pytest.param(2, 1, id="few"),
        pytest.param(60, None, id="many", marks=[pytest.mark.thorough, pytest.mark.slow]),
    ],
)
async def test_kills_at_random_moments_lose_nothing_and_double_nothing(
    kills: int, seed: int | None, tmp_path: Path, figure: Figure
) -> None:
    seed = secrets.randbelow(10**6) if seed is None else seed
    figure(f"seed {seed}")
    chance = random.Random(seed)  # noqa: S311 - repeatable
    limits = {"STYLEGRAM_DAILY_QUOTA": "100000"}
    async with scene(tmp_path, Script(iterations=30, seconds_per_iteration=0.01), **limits) as stage:
        painters = Painters(stage.user, people=3)
        await painters.begin()
        seen = 0
        for _ in range(kills):
            await stage.bot.start()
            await happened(stage, seen, chance.randint(1, 40))
            await asyncio.sleep(chance.uniform(0, 0.05))
            await stage.bot.kill()
            seen += await calls_since(stage.user, seen)
        await stage.bot.start()
        await painters.end()
        await stage.settled()
        tally = await stage.end(*painters.readers, accepted=painters.asked, crashes=kills)
    figure(f"{lost(tally)} jobs in {kills} kills, results twice 0, cards sent once more {tally.stray_cards}")


@pytest.mark.fault("random-kills")
@pytest.mark.thorough
@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    [
        pytest.param("bot.store.connection:Database.write", id="commit"),
        pytest.param("bot.store.statements:Statements.run", id="statement"),
    ],
)
async def test_a_kill_at_each_step_of_a_jobs_way_is_made_good_by_the_next_start(
    step: str, request: pytest.FixtureRequest, tmp_path: Path, figure: Figure
) -> None:
    kills = seen = 0
    async with scene(tmp_path, Script(iterations=10), STYLEGRAM_DAILY_QUOTA="10000") as stage:
        while True:
            await stage.user.send_album([plain_png("red"), plain_png("blue")])
            await stage.bot.start(CRASH_AFTER=f"{step}#{kills + 1}")
            await eventually(partial(died_or_settled, stage, kills + 1), LONG)
            if await stage.bot.stop() == 0:
                break  # there are no more of them on a job's way
            kills += 1
            seen += await calls_since(stage.user, seen)
            await stage.bot.start()
            await stage.user.wait_for_call("getMe", since=seen, timeout=LONG)  # from now on it can be told to stop
            await stage.user.wait_for(lambda chat, count=kills: len(results(chat)) == count, LONG)
            await stage.settled()
            assert await stage.bot.stop() == 0
        tally = await stage.end(accepted=kills + 1, crashes=kills)
    assert kills > 10
    figure(f"{lost(tally)} jobs, each with a kill after another {request.node.callspec.id}")


async def died_or_settled(stage: Scene, count: int) -> bool:
    """Whether the bot has ended, or has shown so many results and has nothing left to do."""
    assert stage.bot.process is not None
    if stage.bot.process.returncode is not None:
        return True
    shown = len(results(await stage.user.transcript()))
    return shown == count and is_settled(stage.bot.data, stage.server.data)
