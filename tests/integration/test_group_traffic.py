"""How much a bot says in a group for one painting: calls, messages, and messages that are left in the end.

Before there were reactions these were, in calls, messages sent and messages left: for a painting 6, 3 and 2; for one
that fails 6, 3 and 2; for a series of two 11, 5 and 6; for a setting 1, 1 and 1.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.languages import Language
from bot.texts.look_up import texts_in
from bot.transport.verbs import Verb
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.invariant import settled
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage
from tests.support.sandbox_chat import results, shows

ENGLISH = texts_in(Language.ENGLISH)
#: Requests that no chat sees anything of.
UNSEEN = {"getupdates", "getfile", "getme", "setmycommands", "deletewebhook", "getchatadministrators"}


@dataclass(frozen=True)
class Traffic:
    """What the bot did in the group."""

    calls: int
    messages: int  #: that it sent
    left: int  #: of its messages in the end
    signs: int  #: reactions


@dataclass
class Group:
    """A group with one person who speaks to the bot."""

    member: SandboxUser
    engine: FakeEngine
    name: str  #: the bot's
    data: Path

    async def says(self, *parts: str) -> VisibleMessage:
        return await self.member.wait_for(shows(*parts), LONG)

    async def asks_for_painting(self, script: Script) -> int:
        """Send a photo, and its style in reply to the bot's question; returns the message with the style."""
        self.engine.plan(script)
        await self.member.send_photo(plain_png("red"), caption=f"/content@{self.name}")
        question = await self.says(ENGLISH.say("content-kept"))
        style = await self.member.send_photo(plain_png("blue"), reply_to=question.message_id)
        await self.member.wait_for(lambda chat: any(f"v1:{Verb.CANCEL}:" in str(m.callback_data) for m in chat), LONG)
        await self.engine.held()  # so that there is a card in any case
        self.engine.release()
        return style

    async def reaction_to(self, message_id: int) -> str | None:
        return next(m.reaction for m in await self.member.transcript() if m.message_id == message_id)

    async def traffic(self, is_over: Callable[[list[VisibleMessage]], Any]) -> Traffic:
        """The traffic up to the moment when the chat shows that it is over, and the bot has nothing more to do."""
        await self.member.wait_for(is_over, LONG)
        await settled(self.data, None, LONG)
        made = await self.made()
        sent = [call for call in made if call["method"].startswith("send") and call["method"] != "sendchataction"]
        left = [message for message in await self.member.transcript() if message.from_bot]
        signs = [call for call in made if call["method"] == "setmessagereaction"]
        return Traffic(len(made), len(sent), len(left), len(signs))

    async def made(self) -> list[dict[str, Any]]:
        return [call for call in await self.member.calls() if call["method"] not in UNSEEN]


@asynccontextmanager
async def group(tmp_path: Path) -> AsyncIterator[Group]:
    engine = FakeEngine(Script(iterations=5, preview_every=1000))
    async with SandboxServer(tmp_path / "sandbox") as server, server.user() as ann:
        state = await ann.state()
        number = await ann.add_group("Painters", [state["user"]["id"]])
        async with running_bot(server, tmp_path / "bot", engine):
            yield Group(ann.at(chat=number), engine, state["bot"]["username"], tmp_path / "bot")


async def test_a_painting_leaves_nothing_but_itself(tmp_path: Path) -> None:
    async with group(tmp_path) as here:
        style = await here.asks_for_painting(Script(iterations=5, hold_at=3, preview_every=1000))
        traffic = await here.traffic(results)
        assert (traffic.messages, traffic.left, traffic.signs) == (3, 1, 1)
        assert traffic.calls <= 8
        assert await here.reaction_to(style) == "👀"


async def test_a_failure_is_one_message_and_a_reaction(tmp_path: Path) -> None:
    async with group(tmp_path) as here:
        await here.asks_for_painting(Script(fail_at=4, hold_at=3, preview_every=1000))
        traffic = await here.traffic(lambda chat: any(message.reaction == "👎" for message in chat))
        assert (traffic.messages, traffic.left) == (2, 1)
        failed = await here.says(ENGLISH.failure("not_finite"))
        assert f"v1:{Verb.RETRY}:" in str(failed.callback_data)


async def test_the_end_of_a_series_is_a_reaction_to_its_photos(tmp_path: Path) -> None:
    async with group(tmp_path) as here:
        await here.member.set_privacy_mode(False)  # of an album only one photo has the caption
        await here.member.send_photo(plain_png("gold"), caption=f"/style@{here.name}")
        await here.says(ENGLISH.say("style-kept"))
        first, _ = await here.member.send_album([plain_png("red"), plain_png("blue")], caption=f"/series@{here.name}")
        start = f"v1:{Verb.START_SERIES}:"
        offer = await here.member.wait_for(
            lambda chat: next((m for m in chat if start in str(m.callback_data)), None), LONG
        )
        await here.member.tap(offer.message_id, next(data for data in offer.callback_data if data.startswith(start)))
        traffic = await here.traffic(lambda chat: any(message.reaction == "🎉" for message in chat))
        assert await here.reaction_to(first) == "🎉"
        assert ENGLISH.say("series-told", count=2) not in [message.text for message in await here.member.transcript()]
        assert (traffic.messages, traffic.left) == (3, 3)


async def test_a_setting_is_a_reaction_and_no_message(tmp_path: Path) -> None:
    async with group(tmp_path) as here:
        message = await here.member.send_text(f"/size@{here.name} 384")
        traffic = await here.traffic(lambda chat: any(each.reaction for each in chat))
        assert await here.reaction_to(message) == "👌"
        assert traffic == Traffic(calls=1, messages=0, left=0, signs=1)


async def test_where_reactions_are_not_allowed_words_say_it(tmp_path: Path) -> None:
    async with group(tmp_path) as here:
        await here.member.allow_reactions(False)
        await here.asks_for_painting(Script(fail_at=4, hold_at=3, preview_every=1000))
        await here.traffic(shows(ENGLISH.say("told-failed")))
        await here.member.send_text(f"/size@{here.name} 384")
        await here.says(ENGLISH.say("setting-saved-size", value=384))
