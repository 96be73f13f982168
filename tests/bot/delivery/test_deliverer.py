"""The loop that serves cards of every kind: it backs off, it never gives a card up, and none holds up another."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Literal

import pytest

from bot.delivery import deliverer as module
from bot.delivery.deliverer import Due
from bot.delivery.pauses import Pauses
from bot.jobs.model import Place
from bot.store import Store, StoreUnavailable
from bot.transport.errors import CallFailed, MediaForbidden, SlowDown, TopicGone
from tests.support.deliveries import serving
from tests.support.eventually import LONG, eventually
from tests.support.jobs import add_job

Step = Callable[[], float | None]


class Scripted:
    """Cards whose steps are given; once they are used up, there is nothing to do."""

    kind: Literal["job"] = "job"

    def __init__(self, **steps: list[Step]) -> None:
        self.steps = steps
        self.made: dict[str, int] = defaultdict(int)
        self.place: Callable[[], Place | None] = lambda: None
        self.urgent = 0
        self.forgotten: list[str] = []

    async def due(self) -> Sequence[Due]:
        return [Due(card_id=card_id, urgent=self.urgent) for card_id, steps in self.steps.items() if steps]

    async def step(self, card_id: str, *, hurries: bool) -> float | None:
        self.made[card_id] += 1
        steps = self.steps[card_id]
        return steps.pop(0)() if steps else None

    async def place_of(self, card_id: str) -> Place | None:
        return self.place()

    def forget(self, card_id: str) -> None:
        self.forgotten.append(card_id)


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that the deliverer asks for; here they take no time."""
    asked: list[float] = []

    async def rest(_: object, seconds: float) -> None:
        asked.append(seconds)
        await asyncio.sleep(0)

    monkeypatch.setattr(Pauses, "rest", rest)
    return asked


def raising(error: Exception) -> Step:
    def step() -> float | None:
        raise error

    return step


async def made(cards: Scripted, card_id: str, count: int) -> None:
    """Wait until so many steps were made for a card."""

    async def are_made() -> bool:
        return cards.made[card_id] >= count

    await eventually(are_made, LONG, 0.01)


async def test_failures_in_a_row_are_tried_again_ever_later(store: Store, rests: list[float]) -> None:
    failing = raising(CallFailed("no"))
    cards = Scripted(a=[*[failing] * 7, lambda: 0.0, failing])
    async with serving(store, cards):
        await made(cards, "a", 10)
    assert rests == [1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 60.0, 0, 1.0]


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (SlowDown(7.5), 7.5),
        (MediaForbidden("no photos"), module.FORBIDDEN_RETRY),
        (StoreUnavailable("busy"), module.BACK_OFF[0]),
        (ValueError("a mistake of ours"), module.BACK_OFF[-1]),
    ],
)
async def test_each_kind_of_trouble_has_its_pause(
    store: Store, rests: list[float], error: Exception, seconds: float
) -> None:
    cards = Scripted(a=[raising(error)])
    async with serving(store, cards):
        await made(cards, "a", 2)
    assert rests == [seconds]


async def test_a_card_that_fails_holds_up_no_other(store: Store) -> None:
    cards = Scripted(a=[raising(ValueError("a mistake of ours"))], b=[lambda: 0.0] * 3)
    async with serving(store, cards):
        await made(cards, "b", 4)
    assert cards.made["a"] == 1


async def test_a_card_with_nothing_to_do_is_served_again_after_a_change(store: Store) -> None:
    cards = Scripted(a=[lambda: None])
    async with serving(store, cards):
        await made(cards, "a", 1)
        cards.steps["a"].append(lambda: None)
        await add_job(store)
        await made(cards, "a", 2)


async def test_a_topic_that_cannot_be_left_yet_is_left_later(store: Store, rests: list[float]) -> None:
    places: list[Place | None] = [Place(chat_id=-5, user_id=7, topic_id=3)]

    def place() -> Place | None:
        if len(cards.steps["a"]) == 1:
            raise StoreUnavailable("busy")
        return places[0]

    cards = Scripted(a=[raising(TopicGone("gone")), raising(TopicGone("gone"))])
    cards.place = place
    async with serving(store, cards):
        await made(cards, "a", 3)
    assert cards.forgotten == ["a"]
    assert rests[:2] == [module.BACK_OFF[0], 0]


async def test_where_there_is_no_place_left_it_is_tried_again(store: Store, rests: list[float]) -> None:
    cards = Scripted(a=[raising(TopicGone("gone"))])
    cards.place = lambda: Place(chat_id=7, user_id=7)
    async with serving(store, cards):
        await made(cards, "a", 2)
    assert (cards.forgotten, rests) == ([], [module.BACK_OFF[-1]])


async def test_an_urgent_change_ends_a_pause_once(store: Store) -> None:
    cards = Scripted(a=[lambda: 600.0] * 3)
    async with serving(store, cards):
        await made(cards, "a", 1)
        cards.urgent = 5
        await add_job(store)
        await made(cards, "a", 2)
        await add_job(store, user_id=2)
        cards.steps["b"] = [lambda: None]
        await add_job(store, user_id=3)
        await made(cards, "b", 1)  # so it has looked, and called for nothing new
    assert cards.made["a"] == 2
