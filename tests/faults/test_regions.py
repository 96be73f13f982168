"""kill -9 of bot and engine around regions: while one is asked about, once it is right, and while they are painted."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store import Store
from tests.faults.test_bot_killed import preview_with_checkpoint
from tests.support.drawings import CUP, Drawing, drawn, jpeg, photo_of
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import Script
from tests.support.invariant import jobs_in
from tests.support.pictures import plain_png
from tests.support.sandbox import VisibleMessage
from tests.support.sandbox_chat import Chat, button_of
from tests.support.scene import Scene, finished, scene


def with_button(verb: str) -> Callable[[Chat], VisibleMessage | None]:
    return lambda chat: next((m for m in chat if any(f":{verb}:" in data for data in m.callback_data)), None)


async def engine_of(stage: Scene) -> int:
    """The engine's process id, once there is one."""

    async def there() -> bool:
        return bool(stage.bot.engines())

    await eventually(there, LONG)
    return stage.bot.engines()[0]


@pytest.mark.fault("region-killed")
async def test_regions_survive_whoever_dies_around_them(tmp_path: Path, figure: Callable[[str], None]) -> None:
    async with scene(tmp_path, Script(iterations=60, hold_at=30)) as stage:
        await stage.bot.start()
        content = await stage.user.send_photo(jpeg(photo_of("coffee", 640)))
        await stage.user.wait_for(with_button("sketch"), LONG)
        over = drawn(Drawing(thing=CUP, kind="loop"), photo_of("coffee", 640))
        await stage.user.send_photo(over, caption="/region", reply_to=content)
        asked = await stage.user.wait_for(with_button("right"), LONG)
        await stage.bot.kill()
        await stage.bot.start(CRASH_AFTER="bot.store.drafts:DraftStore.save")
        await stage.user.tap(asked.message_id, button_of(asked, "right"))
        assert await stage.bot.died() == -signal.SIGKILL
        await stage.bot.start()
        await stage.user.wait_for(lambda chat: any("the style for region 1" in m.text for m in chat), LONG)
        await stage.user.send_photo(plain_png("red"))
        rest = await stage.user.wait_for(with_button("reststays"), LONG)
        await stage.user.tap(rest.message_id, button_of(rest, "reststays"))
        await stage.user.wait_for(preview_with_checkpoint, LONG)
        await stage.bot.kill()
        await stage.bot.start(LIGHT_SCRIPT="{}")
        os.kill(await engine_of(stage), signal.SIGKILL)
        [card] = await stage.user.wait_for(finished(), LONG)
        tally = await stage.end(accepted=1, crashes=3)
        store = await Store.open(stage.bot.data)
        [row] = jobs_in(stage.bot.data)
        job = await store.read(lambda tx: tx.jobs.get(row.id))
        assert job is not None
        [mask] = job.request.masks
        assert mask is not None
        assert await store.files.has(mask)
        await store.aclose()
    assert "One region has a style of its own." in card.text
    figure(f"regions lost 0, results {tally.delivered} with 3 kills of the bot and 1 of the engine")
