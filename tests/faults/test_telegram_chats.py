"""What people do to the chat while their picture is being painted: they block the bot, delete its card, and move."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser, VisibleMessage
from tests.support.sandbox_chat import Chat, button_of, recipe_of
from tests.support.scene import finished, results
from tests.support.stage import Stage, stage

Figure = Callable[[str], None]

NAME = "@stylegram_sandbox_bot"
HELD = Script(iterations=60, hold_at=30)

long_form = [pytest.mark.thorough, pytest.mark.slow]


def pair() -> list[bytes]:
    return [plain_png("red"), plain_png("blue")]


def says(*parts: str) -> Callable[[list[VisibleMessage]], VisibleMessage | None]:
    """The bot's latest message that contains all of this."""
    return lambda chat: next((m for m in reversed(chat) if m.from_bot and all(part in m.text for part in parts)), None)


async def refused(user: SandboxUser) -> list[str]:
    """The methods of the calls that Telegram answered by 403."""
    return [call["method"] for call in await user.calls() if call["status"] == 403]


async def group_of(here: Stage, **kind: Any) -> int:
    """A group in which the bot hears everything."""
    await here.user.set_privacy_mode(False)
    return await here.user.add_group("Painters", [(await here.user.state())["chat_id"]], **kind)


async def delete(here: Stage, message_id: int) -> None:
    """Delete a message, as a person does."""
    chat_id = (await here.user.state())["chat_id"]
    url = f"{here.server.url}/bot{here.server.token}/deleteMessage"
    message = {"chat_id": chat_id, "message_id": message_id}
    async with aiohttp.ClientSession() as session, session.post(url, json=message) as response:
        assert response.status == 200


async def another_is_served(here: Stage) -> SandboxUser:
    """Somebody else gets a painting: what was begun before has come to its end then. Returns the other person."""
    ada = await here.user.add_person("Ada", "en")
    seat = here.user.at(as_=ada, chat=ada)
    await seat.send_album(pair(), caption="iterations=20")
    await seat.wait_for(finished(), LONG)
    return seat


def shows_few_buttons(message_id: int) -> Callable[[Chat], object]:
    return lambda chat: any(
        message.message_id == message_id and any(":menu:" in data for data in message.callback_data) for message in chat
    )


@pytest.mark.fault("kicked")
@pytest.mark.parametrize(
    "tells",
    [
        pytest.param(True, id="Telegram says so", marks=long_form),
        pytest.param(False, id="only the calls fail"),
    ],
)
async def test_who_blocks_the_bot_hears_nothing_until_they_let_it_in_again(
    tells: bool, tmp_path: Path, figure: Figure
) -> None:
    engine = FakeEngine(HELD, Script())
    async with stage(tmp_path) as here:
        async with here.bot(engine):
            for _ in range(2):  # one runs, one waits
                await here.user.send_album(pair(), caption="iterations=60")
            await here.user.wait_for(says("30/60"), LONG)
            await here.user.wait_for(says("In the queue"), LONG)
            if tells:
                await here.user.set_bot_status("kicked")
            else:
                await here.user.set_fault("blocked", chat_id=(await here.user.state())["chat_id"], count=10**6)
            engine.release()
            ada = await another_is_served(here)
            calls = await refused(here.user)
            await here.user.clear_faults()
            if tells:
                await here.user.set_bot_status("member")
            await here.user.send_text("/help")
            await here.user.wait_for(finished(), LONG)
        tally = await here.check(ada, accepted=3)
    assert tally.delivered >= 2  # what waited is for nobody, where the bot hears of that before its turn comes
    assert len(calls) <= 4, calls  # the answer, and at most one call for each card and its next preview
    figure(f"{len(calls)} calls into a chat that is closed")


@pytest.mark.fault("kicked")
async def test_a_group_that_removes_the_bot_is_left_alone(tmp_path: Path, figure: Figure) -> None:
    engine = FakeEngine(HELD, Script())
    async with stage(tmp_path) as here:
        there = here.user.at(chat=await group_of(here))
        async with here.bot(engine):
            await there.send_album(pair(), caption=f"{NAME} iterations=60")
            await there.wait_for(says("30/60"), LONG)
            await there.set_bot_status("kicked")
            engine.release()
            ada = await another_is_served(here)
            calls = await refused(here.user)
            await there.set_bot_status("member")
            await there.wait_for(finished(), LONG)
        tally = await here.check(there, ada, accepted=2)
    assert tally.delivered == 2
    assert len(calls) <= 2, calls
    figure(f"{len(calls)} calls into a group that removed the bot")


@pytest.mark.fault("card-deleted")
async def test_the_result_comes_anew_when_somebody_has_deleted_the_card(tmp_path: Path, figure: Figure) -> None:
    engine = FakeEngine(HELD)
    async with stage(tmp_path) as here:
        async with here.bot(engine):
            await here.user.send_album(pair())
            card = await here.user.wait_for(says("30/60"), LONG)
            await delete(here, card.message_id)
            engine.release()
            [result] = await here.user.wait_for(finished(), LONG)
            assert result.message_id != card.message_id
        await here.check(accepted=1)
        figure(f"results {len(results(await here.user.transcript()))}")


@pytest.mark.fault("chat-migrated")
@pytest.mark.parametrize(
    "method",
    [
        pytest.param(None, marks=long_form),
        pytest.param("editMessageMedia", marks=long_form),
        "sendMessage",
    ],
)
async def test_everything_goes_on_in_the_chat_that_a_group_has_become(
    method: str | None, tmp_path: Path, figure: Figure
) -> None:
    """By itself, or in the middle of a call of this method."""
    engine = FakeEngine(HELD, Script())
    async with stage(tmp_path) as here:
        old = await group_of(here, kind="group")
        there = here.user.at(chat=old)
        async with here.bot(engine):
            await there.send_text(f"/iterations{NAME} 44")
            await there.wait_for(lambda chat: any(message.reaction for message in chat), LONG)
            await there.send_album(pair(), caption=NAME)  # runs
            await there.wait_for(says("30/60"), LONG)
            await there.send_album(pair(), caption=NAME)  # waits
            await there.wait_for(says("In the queue"), LONG)
            await there.send_photo(plain_png("green"), caption=f"/content{NAME}")
            await there.wait_for(says("Now send"), LONG)
            if method is None:
                new = await there.migrate()
            else:
                await here.user.set_fault("migration", method=method, chat_id=old)
                await there.send_text(f"/status{NAME}")  # something to answer; the first result comes soon
                engine.release()
                new = await moved_to(here.user, old)
            afterwards = here.user.at(chat=new)
            await afterwards.send_photo(plain_png("gold"), caption=f"/style{NAME}")  # the draft has come along
            engine.release()
            cards = await afterwards.wait_for(finished(3), LONG)
            for card in cards:  # the settings have come along, too
                opened = await afterwards.opened(card)
                assert "iterations=44" in recipe_of(opened)
                await afterwards.tap(card.message_id, button_of(opened, "back"))
                await afterwards.wait_for(shows_few_buttons(card.message_id), LONG)
            await afterwards.send_text(f"/history{NAME}")
            await afterwards.wait_for(lambda chat: chat[-1].from_bot and chat[-1].media, LONG)
        tally = await here.check(afterwards, accepted=3)
    figure(f"lost {tally.accepted - tally.delivered} of {tally.accepted} in a group that moved")


async def moved_to(user: SandboxUser, old: int) -> int:
    """The number of the supergroup, once the group is one."""

    def rooms(state: dict[str, Any]) -> list[int]:
        return [room["chat_id"] for room in state["rooms"]]

    known: list[int] = []

    async def moved() -> bool:
        known[:] = rooms(await user.state())
        return old not in known

    await eventually(moved, LONG)
    return known[-1]
