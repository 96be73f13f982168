"""How soon the chat shows a first picture, in a style that the engine paints in an instant; and how soon the whole
painting by the instant preset. Engine warm, each job alone, from the photo's sending on, over HTTP.
"""

from __future__ import annotations

import asyncio
import math
import statistics
import time
from collections.abc import Iterator, Sequence

from benchmarks.bench import Bench
from benchmarks.chat.cancel import LIMITS, Jobs
from benchmarks.chat.crowd import jpeg
from benchmarks.chat.stage import stage
from benchmarks.report import Row
from bot.transport.verbs import Verb
from tests.support.sandbox import SandboxUser, VisibleMessage
from tests.support.sandbox_chat import button_of

STYLE = "style=waves"
FIRST_LOOK = "A first look."  #: what the card says with it
LIMIT = 1.0  #: seconds until the first picture
REST = 6.0  #: seconds between two jobs, in which the bot may send again as much as Telegram allows at once
PATIENCE = 900.0  #: seconds for a painting


def rows(bench: Bench) -> Iterator[Row]:
    rounds, content = bench.scope.first_pictures, bench.pairs[0].content
    bench.say(f"the first picture of {rounds} jobs in an instant style")
    photos = [jpeg(content, number) for number in range(2 * rounds + 3)]
    firsts, instants, painting = asyncio.run(_measured(photos, rounds, bench.scope.edge))
    yield _row(f"photo sent with {STYLE} → first picture in its card, ÷ the painting", firsts, painting)
    yield _row("photo sent with preset=instant → the painting, ÷ the standard painting", instants, painting)


def _row(name: str, seconds: Sequence[float], painting: float) -> Row:
    median, worst = statistics.median(seconds), sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1]
    measured = f"{median:.2f} s (19 of 20: {worst:.2f} s)"
    return Row(name, measured, f"{painting:.1f} s", median / painting, f"≤ {LIMIT:g} s", median <= LIMIT)


async def _measured(photos: list[bytes], rounds: int, edge: int) -> tuple[list[float], list[float], float]:
    """Seconds until the first pictures, until the paintings of the instant preset, and until a standard one."""
    async with stage({**LIMITS, "STYLEGRAM_FEATURES": "auto"}) as scene:
        user, left = scene.user, iter(photos)
        album = await user.send_album([next(left), next(left)], caption="size=128 iterations=10")
        await until_painted(user, album[0])  # the engine has started, and the house's styles are on their shelf
        painting = await _painted(user, next(left), f"{STYLE} size={edge}")
        firsts, instants, jobs = [], [], Jobs(scene.database)
        for _ in range(rounds):
            await asyncio.sleep(REST)
            instants.append(await _painted(user, next(left), f"{STYLE} preset=instant size={edge}"))
            await asyncio.sleep(REST)
            firsts.append(await until_first(user, next(left), f"{STYLE} size={edge}", jobs))
        await scene.end()
    return firsts, instants, painting


async def _painted(user: SandboxUser, photo: bytes, words: str) -> float:
    began = time.perf_counter()
    await until_painted(user, await user.send_photo(photo, caption=words))
    return time.perf_counter() - began


async def until_painted(user: SandboxUser, sent: int) -> None:
    await user.wait_for(lambda chat: any("px ·" in m.text and m.media for m in _answers(chat, sent)), PATIENCE)


async def until_first(user: SandboxUser, photo: bytes, words: str, jobs: Jobs) -> float:
    """The rest of the painting is not waited for."""
    began = time.perf_counter()
    sent = await user.send_photo(photo, caption=words)
    card = await user.wait_for(
        lambda chat: next((m for m in _answers(chat, sent) if m.media and FIRST_LOOK in m.text), None), PATIENCE
    )
    seconds = time.perf_counter() - began
    job = await jobs.latest_when(lambda seen: seen.iteration > 0)
    await user.tap(card.message_id, button_of(card, Verb.CANCEL), stale=True)
    await jobs.ended(job)
    return seconds


def _answers(chat: Sequence[VisibleMessage], sent: int) -> list[VisibleMessage]:
    return [message for message in chat if message.from_bot and message.reply_to == sent]
