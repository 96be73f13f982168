"""The gates: how many calls pass, how fast, and who goes first."""

from __future__ import annotations

import asyncio
import time

from bot.transport.rate_limit import Allowance, Gate, Gates, Urgency, Wordless
from tests.support.eventually import LONG

QUICK = Allowance(burst=2, interval=0.05)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def passes_at_once(gate: Gate) -> bool:
    entering = asyncio.create_task(gate.enter(Urgency.ANSWER))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    if entering.done():
        return True
    entering.cancel()
    return False


async def test_a_burst_passes_and_the_next_call_waits_for_its_interval() -> None:
    clock = Clock()
    gate = Gate(Allowance(burst=2, interval=1.0), clock)
    assert [await passes_at_once(gate) for _ in range(3)] == [True, True, False]
    clock.now += 1.0
    assert [await passes_at_once(gate) for _ in range(2)] == [True, False]
    clock.now += 60.0
    assert [await passes_at_once(gate) for _ in range(3)] == [True, True, False]


async def test_nobody_passes_while_telegram_wants_silence() -> None:
    clock = Clock()
    gate = Gate(QUICK, clock)
    gate.close_for(3.0)
    gate.close_for(1.0)  # a shorter wish does not end a longer one
    clock.now += 2.9
    assert not await passes_at_once(gate)
    clock.now += 0.2
    assert await passes_at_once(gate)


async def test_the_most_urgent_goes_first_and_the_rest_in_order_of_arrival() -> None:
    all_wait = asyncio.Event()
    gate = Gate(Allowance(burst=1, interval=0.01), lambda: time.monotonic() if all_wait.is_set() else 0.0)
    order: list[str] = []

    async def call(name: str, urgency: Urgency) -> None:
        await gate.enter(urgency)
        order.append(name)

    await gate.enter(Urgency.ANSWER)
    calls = {
        "place in the queue": Urgency.PLACE,
        "preview": Urgency.PREVIEW,
        "first answer": Urgency.ANSWER,
        "second answer": Urgency.ANSWER,
        "tap": Urgency.TAP,
    }
    async with asyncio.TaskGroup() as tasks:
        for name, urgency in calls.items():
            tasks.create_task(call(name, urgency))
        await asyncio.sleep(0)
        assert order == []
        all_wait.set()
    assert order == ["tap", "first answer", "second answer", "preview", "place in the queue"]


async def test_a_canceled_caller_costs_the_others_nothing() -> None:
    clock = Clock()
    gate = Gate(Allowance(burst=1, interval=1.0), clock)
    await gate.enter(Urgency.ANSWER)
    given_up = asyncio.create_task(gate.enter(Urgency.TAP))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.wait([given_up])
    assert given_up.cancelled()  # it did wait
    clock.now += 1.0
    assert [await passes_at_once(gate) for _ in range(2)] == [True, False]


async def test_each_chat_has_its_own_gate_and_all_share_one() -> None:
    clock = Clock()
    gates = Gates(private=Allowance(1, 1.0), group=Allowance(2, 1.0), overall=Allowance(100, 1.0), clock=clock)
    assert [await passes_at_once(gates.of(7)) for _ in range(2)] == [True, False]
    assert await passes_at_once(gates.of(8))
    assert [await passes_at_once(gates.of(-9)) for _ in range(3)] == [True, True, False]
    assert gates.of(7) is gates.of(7)


async def test_calls_that_say_nothing_cost_no_answer_its_turn() -> None:
    clock = Clock()
    gates = Gates(private=Allowance(9, 1.0), overall=Allowance(1, 1.0), silent=Allowance(2, 1.0), clock=clock)
    async with asyncio.timeout(LONG):
        await gates.enter(Wordless.FILE, Urgency.ANSWER)
        await gates.enter(Wordless.FILE, Urgency.ANSWER)
        await gates.enter(7, Urgency.ANSWER)
    assert not await passes_at_once(gates.of(Wordless.FILE))
    assert await passes_at_once(gates.of(Wordless.TAP))


async def test_gates_of_chats_that_fell_silent_are_forgotten_and_no_others() -> None:
    clock = Clock()
    gates = Gates(clock=clock)
    silenced, silent, talking = (gates.of(chat_id) for chat_id in (1, 2, 3))
    silenced.close_for(3600)
    assert await passes_at_once(silent)
    clock.now += 60.0
    assert await passes_at_once(talking)
    for chat_id in range(4, 1100):
        gates.of(chat_id)
    assert gates.of(1) is silenced
    assert gates.of(2) is not silent
    assert gates.of(3) is talking
