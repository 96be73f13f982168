"""People who ask for one painting after another, whatever happens to the bot."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from tests.support.eventually import LONG
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser
from tests.support.scene import results

COLORS = ("red", "green", "blue", "gold", "navy", "olive", "teal", "pink")
ENOUGH = 20  #: paintings of one person, after which another one comes: nobody scrolls through endless chats


@dataclass
class Painters:
    """So many people at once, each in a private chat: one sends two photos, waits for the result, and begins anew."""

    user: SandboxUser
    people: int
    pace: float = 0.0  #: least seconds between two requests of one person
    readers: list[SandboxUser] = field(default_factory=list)  #: those who have come
    asked: int = 0  #: jobs in all
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    async def begin(self) -> None:
        """Let the people begin."""
        self._tasks = [asyncio.create_task(self._take_turns(number)) for number in range(self.people)]

    async def end(self) -> None:
        """Let each have what was begun, and go. Raises what went wrong for one of them."""
        self._over.set()
        await asyncio.gather(*self._tasks)

    async def _take_turns(self, number: int) -> None:
        while not self._over.is_set():
            person = await self.user.add_person(f"Painter {number}")
            reader = self.user.at(as_=person, chat=person)
            self.readers.append(reader)
            await self._paint(reader)

    async def _paint(self, reader: SandboxUser) -> None:
        for count in range(1, ENOUGH + 1):
            began = time.monotonic()
            content, style = (plain_png(COLORS[(self.asked + which) % len(COLORS)]) for which in (0, 1))
            self.asked += 1
            await reader.send_album([content, style])
            await reader.wait_for(lambda chat, count=count: len(results(chat)) >= count, 10 * LONG)
            if await self._is_over_within(began + self.pace - time.monotonic()):
                return

    async def _is_over_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                await self._over.wait()
        except TimeoutError:
            return self._over.is_set()
        return True
