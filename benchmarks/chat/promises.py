"""Whether the times that the cards promise come true: jobs of many sizes, each of another person."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.bench import Bench
from benchmarks.chat.crowd import jpeg
from benchmarks.chat.stage import stage
from benchmarks.report import Row, at_least
from tests.support.sandbox import SandboxUser, VisibleMessage

SIZES = (256, 320, 384, 448, 512)  #: pixels
ITERATIONS = (60, 100, 150, 200)
JOBS = len(SIZES) * len(ITERATIONS)
SHARE, OF_20 = 0.25, 16  #: so near must so many of the promises be
AT_WORK = ("Ready in", "▓", "░")  #: what stands on the card of a job that is painted
TIMEOUT = 1800.0  #: seconds for all of them

_SPAN = re.compile(r"≈(?:(\d+) h )?(?:(\d+) min ?)?(?:(\d+) s)?")


@dataclass
class Card:
    """What a card said when, in seconds since the beginning."""

    promised_start: float | None = None  #: as first shown
    promised_end: float | None = None  #: as first shown once it is painted
    started: float | None = None
    ended: float | None = None
    shown_start_at: float = field(default=0.0)
    shown_end_at: float = field(default=0.0)


def rows(bench: Bench) -> Iterator[Row]:
    bench.say(f"{JOBS} jobs of different sizes, by what their cards promise")
    pair = bench.pairs[0]
    cards = asyncio.run(_painted([jpeg(pair.content, 0), jpeg(pair.style, 0)], bench))
    ends = [
        (card.ended - card.shown_end_at) / card.promised_end
        for card in cards
        if card.ended is not None and card.promised_end
    ]
    starts = [
        (card.started - card.shown_start_at) / card.promised_start
        for card in cards
        if card.started is not None and card.promised_start
    ]
    yield _row("seconds ÷ what the card promised at its start", ends, JOBS)
    yield _row("seconds in the queue ÷ what the card promised", starts, JOBS - 1)


def _row(name: str, ratios: Sequence[float], jobs: int) -> Row:
    near = sum(abs(ratio - 1) <= SHARE for ratio in ratios)
    needed = -(-OF_20 * jobs // 20)
    shown = ", ".join(f"{ratio:.2f}" for ratio in sorted(ratios))
    return at_least(f"{name}: how many of {jobs} within {SHARE:.0%}", shown, near, needed, "–")


async def _painted(pictures: list[bytes], bench: Bench) -> list[Card]:
    async with stage({}) as scene:
        await _warm(scene.user, pictures)
        # One each: what a person has beyond that lets others go first, also those who come later.
        people = [await scene.user.add_person(f"Person {number}") for number in range(JOBS)]
        wanted = [(size, iterations) for iterations in ITERATIONS for size in SIZES]
        begun = time.perf_counter()
        watched = []
        for person, (size, iterations) in zip(people, wanted, strict=True):
            user = scene.user.at(as_=person, chat=person)
            await user.send_album(pictures, caption=f"size={size} iterations={iterations}")
            watched.append(asyncio.create_task(_watched(user, begun)))
        cards = await asyncio.gather(*watched)
        bench.say(f"{len(cards)} cards were read")
        await scene.end()
        return cards


async def _watched(user: SandboxUser, begun: float) -> Card:
    """What one person's card said until it showed its picture."""
    card = Card()
    await user.wait_for(lambda chat: _looked(chat, card, begun), TIMEOUT)
    return card


async def _warm(user: SandboxUser, pictures: list[bytes]) -> None:
    """The first job waits for the engine's start, of which no card can know."""
    await user.send_album(pictures, caption="size=128 iterations=10")
    await user.wait_for(lambda chat: any(message.media and "px ·" in message.text for message in chat), 120)


def _looked(chat: list[VisibleMessage], card: Card, begun: float) -> bool:
    """Note what is new on the card, the bot's first message; True once it shows its picture."""
    message = next((message for message in chat if message.from_bot), None)
    if message is not None:
        _note(card, message, time.perf_counter() - begun)
    return card.ended is not None


def _note(card: Card, message: VisibleMessage, now: float) -> None:
    if "px ·" in message.text:
        card.ended = card.ended or now
    elif any(sign in message.text for sign in AT_WORK):
        if card.promised_end is None:
            card.promised_end, card.shown_end_at = _seconds(message.text), now
    elif "queue" in message.text:
        if card.promised_start is None:
            card.promised_start, card.shown_start_at = _seconds(message.text), now
        return
    card.started = card.started or now


def _seconds(text: str) -> float | None:
    found = _SPAN.search(text)
    if found is None or not any(found.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return float(3600 * hours + 60 * minutes + seconds)
