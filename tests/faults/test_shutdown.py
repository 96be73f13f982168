"""SIGTERM, whatever the bot does: it ends soon, says on the cards that it goes on, and does so at the next start."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.eventually import LONG
from tests.support.fake_engine import Script
from tests.support.pictures import plain_png
from tests.support.processes import soon
from tests.support.sandbox import VisibleMessage
from tests.support.scene import Scene, finished, scene

Figure = Callable[[str], None]
State = Callable[[Scene], Awaitable[int]]  #: brings the bot into a state; returns how many jobs there are

PROMISED = 20.0  #: seconds
SILENT = {"seconds": 40.0, "count": 1000}
HELD = Script(iterations=60, hold_at=30)


def shows(part: str) -> Callable[[list[VisibleMessage]], VisibleMessage | None]:
    return lambda chat: next((m for m in reversed(chat) if m.from_bot and part in m.text), None)


async def ask(stage: Scene) -> None:
    await stage.user.send_album([plain_png("red"), plain_png("blue")])


async def idle(stage: Scene) -> int:
    asked = await stage.user.send_text("/help")
    await stage.user.wait_for(lambda chat: any(m.from_bot and m.message_id > asked for m in chat), LONG)
    return 0


async def downloading(stage: Scene) -> int:
    await stage.user.set_fault("silence", method="getFile", **SILENT)
    await ask(stage)
    await stage.user.wait_for_call("getFile", timeout=LONG)
    return 1


async def painting(stage: Scene) -> int:
    await ask(stage)
    await stage.user.wait_for(shows("30/60"), LONG)
    return 1


async def queued(stage: Scene) -> int:
    await painting(stage)
    await ask(stage)
    await stage.user.wait_for(shows("In the queue"), LONG)
    return 2


async def sending_a_preview(stage: Scene) -> int:
    await stage.user.set_fault("silence", method="editMessageMedia", **SILENT)
    await ask(stage)
    await stage.user.wait_for_call("editMessageMedia", timeout=LONG)
    return 1


async def telegram_silent(stage: Scene) -> int:
    await painting(stage)
    await stage.user.set_fault("silence", **SILENT)
    await ask(stage)
    await stage.user.wait_for_call("getFile", timeout=LONG)
    return 2


long_form = [pytest.mark.thorough, pytest.mark.slow]


@pytest.mark.fault("shutdown")
@pytest.mark.parametrize(
    ("state", "script", "words"),
    [
        pytest.param(idle, HELD, None, id="idle", marks=long_form),
        pytest.param(downloading, HELD, None, id="downloading", marks=long_form),
        pytest.param(queued, HELD, "In the queue", id="queued", marks=long_form),
        pytest.param(painting, HELD, "Interrupted at 25 of", id="the engine hangs"),
        pytest.param(
            sending_a_preview,
            Script(iterations=2000, seconds_per_iteration=0.05),
            None,
            id="a preview is being sent",
            marks=long_form,
        ),
        pytest.param(
            sending_a_preview,
            Script(iterations=60, seconds_per_iteration=0.05, preview_every=1000),
            None,
            id="the result is being sent",
            marks=long_form,
        ),
        pytest.param(telegram_silent, HELD, None, id="Telegram does not answer", marks=long_form),
    ],
)
async def test_it_ends_in_time_and_goes_on_where_it_was(
    state: State, script: Script, words: str | None, tmp_path: Path, figure: Figure, request: pytest.FixtureRequest
) -> None:
    patience = {} if words is None else {"CARDS_TO_END": str(LONG)}  # a slow machine must not keep them from being said
    # The engine does not listen to SIGTERM.
    async with scene(tmp_path, script, LIGHT_STUBBORN="1", **patience) as stage:
        await stage.bot.start()
        jobs = await state(stage)
        before = time.monotonic()
        assert await stage.bot.stop() == 0
        seconds = time.monotonic() - before
        if words is not None:
            chat = await stage.user.transcript()
            assert shows(words)(chat), [message.text for message in chat]
        await stage.user.clear_faults()
        await stage.bot.start(LIGHT_SCRIPT="{}")
        await idle(stage)
        if jobs:
            await stage.user.wait_for(finished(jobs), LONG)
        await stage.end(accepted=jobs)
    assert seconds < soon(PROMISED)
    figure(f"{seconds:.1f} s ({request.node.callspec.id})")
