"""Two hundred people write at once while the engine works as hard as it can."""

from __future__ import annotations

import asyncio
import io
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from benchmarks.bench import Bench
from benchmarks.chat.stage import Callbacks, stage
from benchmarks.chat.watched_bot import LIMIT
from benchmarks.report import Row, at_most
from engine.image import images
from tests.support.sandbox import SandboxUser, VisibleMessage

PEOPLE, SECONDS = 200, 10.0  #: each sends one photo, spread evenly over so long
PHOTO_EDGE = 1280  #: pixels, as Telegram's clients send them
FIRST_ANSWER = 2.0  #: seconds within which 99 of 100 shall have an answer
LONG_WORK = "size=1024 iterations=2000"
START, TIMEOUT = 120.0, 60.0  #: seconds until the engine has begun, and for a slow answer


@dataclass(frozen=True)
class Crowd:
    """What was seen."""

    waits: Sequence[float]  #: seconds from a photo's arrival to the first answer
    answers: Sequence[int]  #: messages of the bot in each chat, some seconds later
    excesses: dict[str, int]  #: calls beyond Telegram's limits
    previews: int  #: edits of the card of the picture in work meanwhile
    callbacks: Callbacks


def rows(bench: Bench) -> Iterator[Row]:
    bench.say(f"{PEOPLE} people at a bot whose engine works")
    photo = bench.pairs[0].content
    seen = asyncio.run(_crowd(images.resize(photo, PHOTO_EDGE * photo.shape[0] // photo.shape[1], PHOTO_EDGE)))
    ordered = sorted(seen.waits)
    late, usual = ordered[round(0.99 * len(ordered)) - 1], statistics.median(ordered)
    name = f"{PEOPLE} chats, a photo each within {SECONDS:g} s: 99 of 100 have an answer after"
    yield at_most(name, f"{late:.2f} s (median {usual:.2f} s)", late, FIRST_ANSWER, " s")
    name = "the longest callback of the bot's event loop, processor time"
    longest = seen.callbacks.longest
    yield at_most(name, f"{1000 * longest:.0f} ms of {seen.callbacks.count} callbacks", longest, LIMIT, " s")
    broken = sum(seen.excesses.values())
    yield at_most("calls beyond Telegram's limits", f"{broken}", broken, 0, " calls")
    wrong = sum(count != 1 for count in seen.answers)
    yield at_most("chats with none, or more than one, answer", f"{wrong} of {len(seen.answers)}", wrong, 0, " chats")
    yield Row("previews and figures of the picture in work meanwhile", f"{seen.previews} edits of its card")


async def _crowd(photo: images.FloatImage) -> Crowd:
    limits = {"STYLEGRAM_QUEUE_LIMIT": "500", "STYLEGRAM_DAILY_QUOTA": "1000"}
    async with stage(limits) as scene:
        user = scene.user
        await user.send_album([jpeg(photo, 0), jpeg(photo[::-1], 0)], caption=LONG_WORK)
        card = await user.wait_for(_painting, START)
        people = [user.at(as_=person, chat=person) for person in await _gathered(user)]
        photos = [jpeg(photo, number) for number in range(1, PEOPLE + 1)]
        await user.watch_rates()
        begun = time.perf_counter()
        waits = await asyncio.gather(
            *(
                _served(person, data, begun + number * SECONDS / PEOPLE)
                for number, (person, data) in enumerate(zip(people, photos, strict=True))
            )
        )
        await asyncio.sleep(3)  # what else would come
        answers = [len([message for message in await each.transcript() if message.from_bot]) for each in people]
        later = next(message for message in await user.transcript() if message.message_id == card.message_id)
        excesses: dict[str, int] = (await user.rates())["excesses"]
        return Crowd(waits, answers, excesses, later.edits - card.edits, await scene.end())


async def _gathered(user: SandboxUser) -> list[int]:
    return [await user.add_person(f"Person {number}") for number in range(PEOPLE)]


async def _served(person: SandboxUser, data: bytes, at: float) -> float:
    """Seconds from when the bot could know of the photo to its answer."""
    await asyncio.sleep(max(0.0, at - time.perf_counter()))
    await person.send_photo(data)
    arrived = time.perf_counter()
    await person.wait_for(lambda chat: any(message.from_bot for message in chat), TIMEOUT)
    return time.perf_counter() - arrived


def _painting(chat: list[VisibleMessage]) -> VisibleMessage | None:
    return next((message for message in chat if message.from_bot and "▓" in message.text), None)


def jpeg(photo: images.FloatImage, number: int) -> bytes:
    """The photo with a mark, so that no two people send the same file."""
    pixels = np.array(photo * 255, np.uint8)
    pixels[:8, :8] = number
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=87)
    return buffer.getvalue()
