"""Bad days at Telegram and on the way to it: refusals, failures, answers that are lost, no network at all."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import deliverer
from bot.transport import calls, telegram_api
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FakeEngine, Script
from tests.support.invariant import settled
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser, VisibleMessage
from tests.support.scene import finished
from tests.support.stage import stage

Figure = Callable[[str], None]

HELD = Script(iterations=60, hold_at=30)
SLOW = Script(iterations=60, seconds_per_iteration=0.05)
LONGEST_PAUSE = 60.0  #: seconds; what the bot promises
#: Seconds, the least of the first pauses: between two tries to fetch updates, and to say something.
GROWING = ((1.0, 1.5, 2.25), (0.5, 1.0, 2.0))
MINUTE = [
    pytest.param(3.0, id="seconds"),
    pytest.param(60.0, id="a minute", marks=[pytest.mark.thorough, pytest.mark.slow]),
]


TRIED = re.compile("has to be repeated|has to wait|cannot be fetched")  #: in the log

SINGLE = [
    pytest.param({"kind": "cut"}, id="reset"),
    pytest.param({"kind": "error", "status": 502}, id="502", marks=[pytest.mark.thorough, pytest.mark.slow]),
]


def pair() -> list[bytes]:
    return [plain_png("red"), plain_png("blue")]


def shows(part: str) -> Callable[[list[VisibleMessage]], VisibleMessage | None]:
    return lambda chat: next((m for m in chat if m.from_bot and part in m.text), None)


async def chat_of(user: SandboxUser) -> int:
    return int((await user.state())["chat_id"])


async def calls_to(user: SandboxUser, chat_id: int) -> list[dict[str, Any]]:
    return [call for call in await user.calls() if str(call["parameters"].get("chat_id")) == str(chat_id)]


def violations(made: list[dict[str, Any]]) -> int:
    """Calls into a chat that came while Telegram wanted silence there."""
    count, silent_until = 0, 0.0
    for call in made:
        count += call["at"] < silent_until
        if call["status"] == 429:
            silent_until = call["at"] + call["answer"]["parameters"]["retry_after"]
    return count


@pytest.mark.fault("too-many-requests")
async def test_telegram_asks_for_silence_and_gets_it(tmp_path: Path, figure: Figure) -> None:
    async with stage(tmp_path) as here:
        async with here.bot(FakeEngine(SLOW)):
            await here.user.set_fault("flood", method="sendMessage", seconds=1)
            await here.user.set_fault("flood", method="editMessageMedia", seconds=2)
            await here.user.send_album(pair())
            await here.user.wait_for(finished(), LONG)
            assert await here.user.waiting_faults() == []
        made = await calls_to(here.user, await chat_of(here.user))
        tally = await here.check(accepted=1)
    assert violations(made) == 0
    figure(f"violations 0 of {len(made)} calls, lost {tally.accepted - tally.delivered}")


@pytest.mark.fault("too-many-requests")
async def test_an_hour_of_silence_in_one_chat_is_no_business_of_the_others(tmp_path: Path, figure: Figure) -> None:
    engine = FakeEngine(HELD, Script())
    async with stage(tmp_path) as here:
        mine, hers = await chat_of(here.user), await here.user.add_person("Ada", "en")
        async with here.bot(engine):
            await here.user.send_album(pair())
            card = await here.user.wait_for(shows("30/60"), LONG)
            await here.user.set_fault("flood", method="sendPhoto", chat_id=mine, seconds=3600)
            await here.user.send_album([*pair(), plain_png("gold")])  # is answered by the styles to choose from
            await eventually(lambda: refused(here.user), LONG)
            engine.release()
            query = await here.user.tap(card.message_id, card.callback_data[0], stale=True)
            await here.user.answer_to(query, LONG)  # a finger on a button does not wait
            ada = here.user.at(as_=hers, chat=hers)
            await ada.send_album(pair())
            await ada.wait_for(finished(), LONG)
        made = await calls_to(here.user, mine)
        assert violations(made) == 0
        async with here.bot(FakeEngine()):
            await here.user.wait_for(finished(), LONG)
        tally = await here.check(ada, accepted=2)
    figure(f"violations 0 in an hour of silence, lost {tally.accepted - tally.delivered}")


async def refused(user: SandboxUser) -> bool:
    """Whether Telegram has answered a call by 429."""
    return any(call["status"] == 429 for call in await user.calls())


async def last_call(user: SandboxUser) -> int:
    return max((call["number"] for call in await user.calls()), default=0)


@pytest.mark.fault("server-errors")
@pytest.mark.parametrize("seconds", MINUTE)
async def test_while_telegram_fails_it_is_asked_more_and_more_seldom(
    seconds: float, tmp_path: Path, figure: Figure
) -> None:
    engine = FakeEngine(HELD)
    async with stage(tmp_path) as here:
        async with here.bot(engine):
            await here.user.send_album(pair())
            await here.user.wait_for(shows("30/60"), LONG)
            began, since = time.monotonic(), await last_call(here.user)
            await here.user.set_fault("error", status=500, count=10**6)
            await here.user.ask_inline("")  # so that the poll that waits comes to its end
            engine.release()
            await asyncio.sleep(seconds)  # the outage itself
            await eventually(lambda: has_paused(here.user, since), LONG)
            made, lasted = await here.user.calls(since=since), time.monotonic() - began
            await here.user.clear_faults()
            await here.user.wait_for(finished(), 3 * LONG)
            await settled(here.data, here.server.data, 3 * LONG)
        tally = await here.check(accepted=1)
    for pauses, least in zip(pauses_in(made), GROWING, strict=True):
        assert all(pause >= shortest for pause, shortest in zip(pauses, least, strict=False))
        assert min(pauses) >= least[0]
    made = [call for call in made if call["method"] != "answerinlinequery"]  # which is soon given up
    assert len(made) <= 8 + lasted / 2  # a few at first, then one in some seconds
    figure(f"{len(made)} calls in {lasted:.0f} s of failures, lost {tally.accepted - tally.delivered}")


def pauses_in(made: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    """Seconds between the failures to fetch updates, and between those to say something in the chat."""
    failed = [call for call in made if call["status"] == 500]
    fetching = [call["at"] for call in failed if call["method"] == "getupdates"]
    speaking = [call["at"] for call in failed if "chat_id" in call["parameters"]]
    return gaps(fetching), gaps(speaking)


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(times)]


async def has_paused(user: SandboxUser, since: int) -> bool:
    """Whether the bot has made all the pauses of GROWING."""
    both = zip(pauses_in(await user.calls(since=since)), GROWING, strict=True)
    return all(len(pauses) >= len(least) for pauses, least in both)


@pytest.mark.fault("server-errors")
@pytest.mark.parametrize("kind", SINGLE)
async def test_single_failures_before_the_effect_lose_nothing(
    kind: dict[str, Any], tmp_path: Path, figure: Figure
) -> None:
    methods = ("getUpdates", "getFile", "sendPhoto", "sendMessage", "editMessageMedia")
    engine = FakeEngine(HELD, slots=0)  # so that the card begins with photo and style
    async with stage(tmp_path) as here:
        async with here.bot(engine):
            for method in methods:
                await here.user.set_fault(method=method, **kind)
            await here.user.send_album(pair())
            await here.user.wait_for(shows("In the queue"), LONG)
            engine.slots = 1
            await here.user.wait_for(shows("30/60"), LONG)
            engine.release()
            await here.user.wait_for(finished(), LONG)
            assert await here.user.waiting_faults() == []
        tally = await here.check(accepted=1)
    figure(f"lost {tally.accepted - tally.delivered} after {len(methods)} failures ({kind['kind']})")


def test_every_pause_is_capped() -> None:
    pauses = (*calls.BACK_OFF, *deliverer.BACK_OFF, *telegram_api.CONNECT_BACK_OFF)
    assert max(pauses) <= LONGEST_PAUSE


LOST_ANSWERS = [
    pytest.param({"kind": "cut"}, id="the connection ends"),
    pytest.param({"kind": "silence", "seconds": 120.0}, id="silence", marks=[pytest.mark.thorough, pytest.mark.slow]),
]


@pytest.mark.fault("timeout-after-send")
@pytest.mark.parametrize("trouble", LOST_ANSWERS)
async def test_an_answer_that_is_lost_doubles_no_result(
    trouble: dict[str, Any], tmp_path: Path, figure: Figure
) -> None:
    script = Script(iterations=60, hold_at=30, preview_every=1000)
    engine = FakeEngine(script, slots=0)  # so that the card begins with photo and style, and the result comes next
    async with stage(tmp_path) as here:
        async with here.bot(engine):
            for method in ("sendPhoto", "editMessageMedia"):
                await here.user.set_fault(method=method, applied=True, **trouble)
            await here.user.send_album(pair(), caption="iterations=60 size=128")  # no first look
            await here.user.wait_for(lambda chat: sum(message.from_bot for message in chat) == 2, LONG)
            engine.slots = 1
            await engine.held()
            engine.release()
            await here.user.wait_for(finished(), LONG)
            await eventually(lambda: is_made_again(here.user, "editMessageMedia"), LONG)  # it shows before
            assert await here.user.waiting_faults() == []
        edits = await here.user.calls("editMessageMedia")
        tally = await here.check(accepted=1, crashes=1)  # that the card was sent, nobody heard
    assert len(edits) == 2
    figure(f"results twice 0 of {tally.delivered}, cards sent once more {tally.stray_cards}")


async def is_made_again(user: SandboxUser, method: str) -> bool:
    """Whether a second call of this method was answered."""
    return [call["status"] for call in await user.calls(method)] == [None, 200]


@pytest.mark.fault("no-network")
@pytest.mark.parametrize("seconds", MINUTE)
async def test_after_a_time_without_network_everything_arrives(
    seconds: float, tmp_path: Path, figure: Figure, caplog: pytest.LogCaptureFixture
) -> None:
    engine = FakeEngine(HELD)
    async with stage(tmp_path) as here:
        with caplog.at_level(logging.INFO, "bot"):
            async with here.bot(engine):
                await here.user.send_album(pair())
                await here.user.wait_for(shows("30/60"), LONG)
                await here.server.kill()
                caplog.clear()
                engine.release()
                await asyncio.sleep(seconds)  # the outage itself
                await eventually(lambda: has_tried(caplog), LONG)
                tries = tries_in(caplog)
                await here.server.start()
                await here.user.wait_for(finished(), 3 * LONG)
        tally = await here.check(accepted=1)
    assert len(tries) <= 8 + seconds / 2
    figure(f"{len(tries)} tries in {seconds:g} s without network, lost {tally.accepted - tally.delivered}")


def tries_in(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if "has to" in record.message or "cannot be" in record.message]


async def has_tried(caplog: pytest.LogCaptureFixture) -> bool:
    return bool(tries_in(caplog))
