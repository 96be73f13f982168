"""People who want one painting after the other, whatever happens to the bot."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests.support.bot_process import LONG
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser
from tests.support.scene import results

COLOURS = ("red", "green", "blue", "gold", "navy", "olive", "teal", "pink")


@dataclass
class Painters:
    """So many people at once, each in a private chat: one sends two photos, waits for the result, and begins anew."""

    user: SandboxUser
    people: int
    readers: list[SandboxUser] = field(default_factory=list)  #: those who have come
    asked: int = 0  #: jobs in all
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _enough: bool = False

    async def begin(self) -> None:
        """Let them come."""
        for number in range(self.people):
            person = await self.user.add_person(f"Painter {number}")
            self.readers.append(self.user.at(as_=person, chat=person))
        self._tasks = [asyncio.create_task(self._paint(number)) for number in range(self.people)]

    async def end(self) -> None:
        """Let each have what was begun, and go. Raises what went wrong for one of them."""
        self._enough = True
        await asyncio.gather(*self._tasks)

    async def _paint(self, number: int) -> None:
        mine = 0
        while not self._enough:
            photos = [plain_png(COLOURS[(number + mine + which) % len(COLOURS)]) for which in (0, 1)]
            await self.readers[number].send_album(photos)
            mine += 1
            self.asked += 1
            await self.readers[number].wait_for(lambda chat, count=mine: len(results(chat)) >= count, 10 * LONG)
