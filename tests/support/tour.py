"""A tour of the chat: stops that say beforehand what they touch, and people who do over HTTP what people do.

route = Route()

@route.stop(Row.STATIC_STICKER, Verb.DROP, "/status")
async def sticker(scene: Scene) -> None:
    await scene.ann.send_sticker()
    question = await scene.ann.hears("style-kept")
    ...
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from bot.languages import Language
from bot.texts.look_up import texts_in
from bot.transport.buttons import verb_of
from bot.transport.verbs import Verb
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage
from tests.support.sandbox_chat import recipe_of, results

ANY = "\ue000"  #: stands for any value of a sentence that is waited for

_COMMAND = re.compile(r"/[a-z_]+")


class Row(StrEnum):
    """What may happen in a chat besides two photos that become a painting: each has a behavior of its own."""

    IMAGE_DOCUMENT = "a picture as a file, whatever type it claims"
    MOVING = "a GIF, video or video note"
    STICKER = "a sticker, still or moving"
    TOO_HEAVY = "more than 20 MB"
    BAD_SHAPE = "tiny, too long, or too many pixels"
    CORRUPT = "damaged, or no picture"
    SAME_TWICE = "the same picture twice"
    THIRD_PHOTO = "a third photo while the first two are being painted"
    OTHER = "text, voice and whatever else"
    OUT_OF_MEMORY = "the engine has too little memory"
    RESTART = "the bot starts again in the middle of a job"
    BLOCKED = "the bot is blocked, and let in again"
    LIMITS = "more than is allowed"
    GROUP = "a group with several people and topics"
    IDLE_DRAFT = "a photo that waited too long for its partner"


class Tourist(SandboxUser):
    """A person of the sandbox who remembers what they have touched, and what the chat showed before they last acted."""

    language = Language.ENGLISH

    def __init__(self, server: SandboxServer, language: str | None = None, seat: dict[str, int] | None = None) -> None:
        super().__init__(server, language, seat)
        self.touched: set[str] = set()  #: commands with their slash, and verbs; also by this person elsewhere
        self._before: dict[int, VisibleMessage] = {}

    def at(self, **seat: int) -> Self:
        other = super().at(**seat)
        other.touched, other.language = self.touched, self.language
        return other

    def speaking(self, language: Language) -> Self:
        """The sentences that they expect are in this language from now on."""
        self.language = language
        return self

    def say(self, key: str, **values: str | int | float) -> str:
        """What the bot says to them."""
        return texts_in(self.language).say(key, **values)

    async def send_text(self, text: str, *, reply_to: int | None = None) -> int:
        await self._prepare(text)
        return await super().send_text(text, reply_to=reply_to)

    async def tap(self, message_id: int, callback_data: str, *, stale: bool = False) -> str:
        await self._prepare()
        if (verb := verb_of(callback_data)) is not None:
            self.touched.add(verb)
        return await super().tap(message_id, callback_data, stale=stale)

    async def hears(self, key: str, **values: str | int | float) -> VisibleMessage:
        """Wait for the latest message of the bot that says this, and did not before this person acted last."""
        said = self.say(key, **values)
        sentence = self._pattern(said)
        return await self._wait_for_news(lambda message: sentence.search(message.text) is not None, f"{key}, {said!r}")

    async def gets_result(self, *parts: str) -> VisibleMessage:
        """Wait for a painting whose recipe has these parts."""
        others: set[int] = set()
        while True:
            painting = await self._wait_for_news(
                lambda message: results([message]) != [] and message.message_id not in others,
                f"a painting with {parts or 'any recipe'}",
            )
            recipe = await self.recipe(painting) if parts else ""
            if all(part in recipe for part in parts):
                return painting
            others.add(painting.message_id)

    async def gets_painting(self, *parts: str) -> VisibleMessage:
        """Wait for a painting, as `gets_result` does."""
        return await self.gets_result(*parts)

    async def recipe(self, painting: VisibleMessage) -> str:
        """What the painting's button copies; the buttons are as before then."""
        recipe = recipe_of(await self._showing(painting, Verb.BACK, Verb.MENU))
        await self._showing(painting, Verb.MENU, Verb.BACK)
        return recipe

    async def _showing(self, painting: VisibleMessage, wanted: Verb, by: Verb) -> VisibleMessage:
        """The painting as it shows the button that is wanted, after a tap on the other one."""
        now = await self._now(painting)
        if not _data(now, wanted):
            await super().tap(now.message_id, _data(now, by)[0])
        return await self.wait_for(
            lambda chat: next((m for m in chat if m.message_id == now.message_id and _data(m, wanted)), None), LONG
        )

    async def _now(self, message: VisibleMessage) -> VisibleMessage:
        """The current state of a message."""
        return next((m for m in await self.transcript() if m.message_id == message.message_id), message)

    async def becomes(self, message: VisibleMessage, key: str, **values: str | int | float) -> VisibleMessage:
        """Wait until this message says this sentence."""
        said = self.say(key, **values)
        sentence = self._pattern(said)
        return await self.wait_for(
            lambda chat: next(
                (now for now in chat if now.message_id == message.message_id and sentence.search(now.text)), None
            ),
            LONG,
            f"that message {message.message_id} says {key}, {said!r}",
        )

    async def presses(self, message: VisibleMessage, verb: Verb, ending: str = "") -> dict[str, Any]:
        """Tap the message's first button with this verb, whose data ends so, if it still has it; the bot's answer."""
        if not _data(message, verb) and results([message]):
            message = await self._now(message)  # behind a button
            if not _data(message, verb):
                others = Verb.MENU if _data(message, Verb.MENU) else Verb.BACK
                await self.presses(message, others)
                message = await self.wait_for(
                    lambda chat: next((m for m in chat if m.message_id == message.message_id and _data(m, verb)), None),
                    LONG,
                )
        wanted = [data for data in _data(message, verb) if data.endswith(ending)]
        assert wanted, f"no {verb} among {message.callback_data}"
        query = await self.tap(message.message_id, wanted[0], stale=True)
        return await self.answer_to(query, LONG)

    async def own_id(self) -> int:
        """Their number at Telegram, which is that of their private chat, too."""
        return int((await self.state())["user"]["id"])

    async def _wait_for_news(self, is_it: Callable[[VisibleMessage], bool], wanted: str) -> VisibleMessage:
        def look(chat: Sequence[VisibleMessage]) -> VisibleMessage | None:
            news = [m for m in reversed(chat) if m.from_bot and not _is_as_before(m, self._before.get(m.message_id))]
            return next((message for message in news if is_it(message)), None)

        return await self.wait_for(look, LONG, wanted)

    async def _send(
        self,
        kind: str,
        files: Sequence[tuple[bytes, str, str]],
        caption: str | None,
        reply_to: int | None,
        thumbnail: bytes | None = None,
        **facts: int,
    ) -> list[int]:
        await self._prepare(caption or "")
        return await super()._send(kind, files, caption, reply_to, thumbnail, **facts)

    async def _prepare(self, words: str = "") -> None:
        if (command := _COMMAND.match(words)) is not None:
            self.touched.add(command.group())
        self._before = {message.message_id: message for message in await self.transcript()}

    @staticmethod
    def _pattern(sentence: str) -> re.Pattern[str]:
        visible = re.sub(r"</?(code|b)>", "", sentence)
        return re.compile(re.escape(visible).replace(ANY, ".+?"))


@dataclass
class Scene:
    """Who and what is there during a part of the tour."""

    server: SandboxServer
    engine: FakeEngine
    ann: Tourist  #: in her private chat
    data: Path  #: the bot's
    things: dict[str, Any] = field(default_factory=dict)  #: what one stop leaves to the next


Walk = Callable[[Scene], Awaitable[None]]


class Route:
    """Stops, in their order."""

    def __init__(self) -> None:
        self.stops: list[tuple[Walk, frozenset[str]]] = []

    @property
    def touches(self) -> set[str]:
        """The rows, verbs and commands of all stops."""
        return {each for _, touches in self.stops for each in touches}

    def stop(self, *touches: str) -> Callable[[Walk], Walk]:
        """Add a stop that touches these rows, verbs and commands (with their slash)."""

        def add(walk: Walk) -> Walk:
            self.stops.append((walk, frozenset(touches)))
            return walk

        return add

    async def walk(self, scene: Scene) -> None:
        """Make every stop, and hold each to its word."""
        for walk, touches in self.stops:
            scene.ann.touched.clear()
            await walk(scene)
            missed = {each for each in touches if not isinstance(each, Row)} - scene.ann.touched
            assert not missed, f"{walk} did not touch {missed}"


def _data(message: VisibleMessage, verb: Verb) -> list[str]:
    """What is behind the message's buttons with this verb."""
    return [data for data in message.callback_data if data.startswith(f"v1:{verb}:")]


def _is_as_before(now: VisibleMessage, before: VisibleMessage | None) -> bool:
    return before is not None and (now.text, now.buttons) == (before.text, before.buttons)
