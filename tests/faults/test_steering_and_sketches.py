"""kill -9 of bot and engine around what is steered on its way, or begun small in several ways."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from bot.jobs.model import Job
from bot.store import Store
from tests.faults.test_bot_killed import preview_with_checkpoint
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import Script
from tests.support.invariant import jobs_in
from tests.support.pictures import plain_png
from tests.support.sandbox import VisibleMessage
from tests.support.sandbox_chat import Chat, button_of, recipe_of
from tests.support.scene import Scene, finished, results, scene

Figure = Callable[[str], None]


def with_button(verb: str) -> Callable[[Chat], VisibleMessage | None]:
    return lambda chat: next((m for m in chat if any(f":{verb}:" in data for data in m.callback_data)), None)


async def tap(stage: Scene, verb: str) -> None:
    """Tap the first button with this verb, once there is one."""
    card = await stage.user.wait_for(with_button(verb), LONG)
    await stage.user.tap(card.message_id, button_of(card, verb))


async def recipe_under(stage: Scene, card: VisibleMessage) -> str:
    """The recipe that can be copied under a painting; its further buttons are hidden again at the end."""
    await stage.user.tap(card.message_id, button_of(card, "menu"))
    opened = await stage.user.wait_for(with_button("back"), LONG)
    await stage.user.tap(card.message_id, button_of(opened, "back"))
    await stage.user.wait_for(with_button("menu"), LONG)
    return recipe_of(opened)


async def jobs_after(stage: Scene) -> list[Job]:
    """All jobs, once the bot has ended."""
    store = await Store.open(stage.bot.data)
    try:
        found = [await store.read(lambda tx, row=row: tx.jobs.get(row.id)) for row in jobs_in(stage.bot.data)]
    finally:
        await store.aclose()
    return [job for job in found if job is not None]


@pytest.mark.fault("steering-killed")
async def test_a_change_is_made_once_whoever_dies_around_it(tmp_path: Path, figure: Figure) -> None:
    script = tmp_path / "script.json"  # read anew for each job: while the bot is killed, the painting is not to end
    script.write_bytes(msgspec.json.encode(Script(iterations=2000, seconds_per_iteration=0.05)))
    async with scene(tmp_path, LIGHT_SCRIPT_FILE=str(script)) as stage:
        await stage.bot.start(CRASH_AFTER="bot.store.steering:SteeringStore.steer")
        await stage.user.send_album([plain_png("red"), plain_png("blue")])
        await stage.user.wait_for(preview_with_checkpoint, LONG)  # what begins anew has nothing to steer from
        await tap(stage, "turnstronger")
        assert await stage.bot.died() == -signal.SIGKILL
        await stage.bot.start(CRASH_AFTER="bot.store.steering:SteeringStore.made")
        assert await stage.bot.died() == -signal.SIGKILL
        await stage.bot.start()
        await stage.user.wait_for(lambda chat: any("Stronger, since iteration" in m.text for m in chat), LONG)
        script.write_bytes(msgspec.json.encode(Script(iterations=100)))
        [engine] = stage.bot.engines()
        os.kill(engine, signal.SIGKILL)
        [card] = await stage.user.wait_for(finished(), LONG)
        recipe = await recipe_under(stage, card)
        tally = await stage.end(accepted=1, crashes=2)
        [job] = await jobs_after(stage)
    assert len(job.request.earlier) == 1
    assert job.request.earlier[0].until is not None
    assert job.request.settings.style_weight > job.request.earlier[0].settings.style_weight
    assert "strength=" in recipe
    figure(f"changes lost 0, made twice 0, results {tally.delivered} with 2 kills of the bot and 1 of the engine")


@pytest.mark.fault("sketch-killed")
async def test_sketches_and_the_choice_among_them_survive(tmp_path: Path, figure: Figure) -> None:
    async with scene(tmp_path, Script(iterations=20, seconds_per_iteration=0.02)) as stage:
        await stage.bot.start(CRASH_AFTER="bot.store.jobs:JobStore.finish_sketches")
        await stage.user.send_text("/variants")
        await stage.user.wait_for(lambda chat: any("sketch four variants" in m.text for m in chat), LONG)
        await stage.user.send_album([plain_png("red"), plain_png("blue")])
        assert await stage.bot.died() == -signal.SIGKILL
        await stage.bot.start(CRASH_AFTER="bot.store.jobs:JobStore.add")
        await tap(stage, "take")
        assert await stage.bot.died() == -signal.SIGKILL
        await stage.bot.start(CRASH_AFTER="bot.store.jobs:JobStore.claim")
        assert await stage.bot.died() == -signal.SIGKILL
        await stage.bot.start()
        await stage.user.wait_for(results, LONG)
        await eventually(lambda: _all_told(stage), LONG)
        tally = await stage.end(accepted=2, crashes=3)
    figure(f"lost {tally.accepted - tally.delivered} of 1 sheet and 1 painting taken on from it, 3 kills")


async def _all_told(stage: Scene) -> bool:
    return all(job.card.told_at is not None for job in jobs_in(stage.bot.data))
