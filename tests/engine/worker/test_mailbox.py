"""The mailbox between an engine's pipe and a consumer: bounded, and never out of order."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import EngineLost
from engine.events import AnyEvent, Canceled, Checkpoint, Losses, LossTerm, Progress, Started
from engine.settings import FeatureSource, Precision
from engine.worker.mailbox import Mailbox

TERM = LossTerm(value=1.0, weight=1.0)
LOSSES = Losses(content=TERM, style=TERM, denoise=TERM)


def progress(sequence: int, preview: bytes | None = None) -> Progress:
    return Progress(
        sequence=sequence,
        iteration=sequence,
        iterations=100,
        height=1,
        width=1,
        losses=LOSSES,
        seconds_left=0.0,
        preview=preview,
    )


def started() -> Started:
    return Started(features=FeatureSource.SELF_TAUGHT, precision=Precision.FLOAT32, scales=(), iterations=100)


async def contents(mailbox: Mailbox) -> list[AnyEvent]:
    return [event async for event in mailbox.events()]


@given(st.lists(st.sampled_from(["progress", "checkpoint"]), max_size=30))
async def test_a_late_consumer_gets_the_first_event_the_latest_of_each_kind_and_the_last(kinds: list[str]) -> None:
    mailbox = Mailbox()
    mailbox.put(started())
    for sequence, kind in enumerate(kinds, start=1):
        mailbox.put(progress(sequence) if kind == "progress" else Checkpoint(sequence=sequence, iteration=1, state=b""))
    mailbox.put(Canceled(sequence=len(kinds) + 1))
    expected = {len(kinds) - kinds[::-1].index(kind) for kind in set(kinds)}
    assert [event.sequence for event in await contents(mailbox)] == [0, *sorted(expected), len(kinds) + 1]


async def test_a_consumer_that_keeps_up_gets_everything() -> None:
    mailbox = Mailbox()
    task = asyncio.create_task(contents(mailbox))
    for sequence in range(5):
        mailbox.put(progress(sequence))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    mailbox.put(Canceled(sequence=5))
    assert [event.sequence for event in await task] == [0, 1, 2, 3, 4, 5]


async def test_a_preview_outlives_the_progress_that_brought_it() -> None:
    mailbox = Mailbox()
    mailbox.put(progress(0, b"first"))
    mailbox.put(progress(1, b"second"))
    mailbox.put(progress(2))
    mailbox.put(Canceled(sequence=3))
    assert (await contents(mailbox))[0] == progress(2, b"second")


async def test_a_failure_comes_after_the_events_before_it() -> None:
    mailbox = Mailbox()
    mailbox.put(started())
    mailbox.fail(EngineLost("gone"))
    events = mailbox.events()
    assert await anext(events) == started()
    with pytest.raises(EngineLost, match="gone"):
        await anext(events)
