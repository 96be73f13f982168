"""The bot is blocked, removed, and let in again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.jobs.model import JobState
from tests.bot.conversation.conftest import Chat
from tests.support import updates
from tests.support.fake_telegram import Refusal
from tests.support.jobs import job_now


async def test_blocking_the_bot_cancels_what_waits_and_lets_the_running_job_wait_for_a_better_day(chat: Chat) -> None:
    for _ in range(2):
        await chat.feed(chat.picture("red"), chat.picture("blue"))
    running = await chat.store.write(lambda tx: tx.jobs.claim(1.0))
    assert running is not None
    assert await chat.feed(updates.membership("kicked", chat.bot)) == []
    assert [job.id for job in await chat.jobs()] == [running.id]
    assert (await job_now(chat.store, running.id)).status.stop_request is None
    assert await chat.store.read(lambda tx: tx.cards.needing_delivery()) == []
    seen = chat.store.revision
    assert await chat.feed(updates.membership("member", chat.bot)) == []
    assert chat.store.revision > seen
    assert running.id in [job.id for job in await chat.store.read(lambda tx: tx.cards.needing_delivery())]
    assert await chat.unhandled() == 0


@pytest.mark.parametrize("status", ["kicked", "left"])
async def test_out_of_a_group_means_out_for_everybody_in_it(chat: Chat, status: str) -> None:
    mention = {"chat": updates.GROUP, "caption": "@stylegram_test_bot"}
    friend = {"id": 8, "is_bot": False, "first_name": "Eve"}
    for user in (updates.USER, friend):
        await chat.feed(chat.picture("red", **mention, user=user), chat.picture("blue", **mention, user=user))
    assert len(await chat.store.read(lambda tx: tx.jobs.waiting())) == 2
    await chat.feed(updates.membership(status, chat.bot, chat=updates.GROUP))
    assert await chat.store.read(lambda tx: tx.jobs.waiting()) == []
    assert await chat.store.read(lambda tx: tx.chats.is_closed(updates.GROUP["id"]))
    await chat.feed(updates.membership("member", chat.bot, chat=updates.GROUP))
    assert not await chat.store.read(lambda tx: tx.chats.is_closed(updates.GROUP["id"]))


async def test_a_chat_in_which_somebody_speaks_is_open_though_nobody_said_so(chat: Chat) -> None:
    await chat.feed(updates.membership("kicked", chat.bot))
    assert await chat.store.read(lambda tx: tx.chats.is_closed(7))
    assert await chat.send("/status")
    assert not await chat.store.read(lambda tx: tx.chats.is_closed(7))


@pytest.mark.fault("kicked")
async def test_an_answer_that_cannot_be_given_tells_that_the_chat_is_closed(
    chat: Chat, figure: Callable[[str], None]
) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    chat.telegram.answer_next("sendMessage", Refusal(403, "Forbidden: bot was blocked by the user"))
    await chat.feed(updates.text("/help", chat.bot))
    assert await chat.store.read(lambda tx: tx.chats.is_closed(7))
    assert await chat.jobs() == []  # what waited is for nobody
    assert await chat.store.read(lambda tx: tx.cards.needing_delivery()) == []
    assert await chat.unhandled() == 0
    assert await chat.send("/status")  # it was opened again
    assert not await chat.store.read(lambda tx: tx.chats.is_closed(7))
    figure("cards tried after an answer was refused 0")


SUPERGROUP = {"id": -1005, "type": "supergroup", "title": "Painters"}
MOVES: list[dict[str, Any]] = [
    {"chat": updates.GROUP, "migrate_to_chat_id": -1005},
    {"chat": SUPERGROUP, "migrate_from_chat_id": -5},
]


@pytest.mark.parametrize("heard", [MOVES, MOVES[:1], MOVES[1:]], ids=["both", "the old chat", "the new chat"])
async def test_a_group_that_becomes_a_supergroup_takes_its_jobs_along(chat: Chat, heard: list[dict[str, Any]]) -> None:
    mention = {"chat": updates.GROUP, "caption": "@stylegram_test_bot"}
    await chat.feed(chat.picture("red", **mention), chat.picture("blue", **mention))
    (job,) = await chat.store.read(lambda tx: tx.jobs.waiting())
    assert await chat.feed(*(updates.message(chat.bot, **words) for words in heard)) == []
    assert (await job_now(chat.store, job.id)).place.chat_id == -1005
    # The old messages are still there to be tapped, and name the old chat.
    await chat.feed(updates.tap(f"v1:cancel:{job.id}", chat.bot, chat=updates.GROUP))
    assert (await job_now(chat.store, job.id)).state is JobState.CANCELED
    await chat.feed(updates.membership("left", chat.bot, chat=updates.GROUP))
    assert not await chat.store.read(lambda tx: tx.chats.is_closed(-1005))
    assert await chat.unhandled() == 0


@pytest.mark.parametrize("settings", [{"allowed_chats": "-5"}])
async def test_a_group_that_was_let_in_stays_so_when_it_becomes_a_supergroup(chat: Chat) -> None:
    hello = updates.text("/help@stylegram_test_bot", chat.bot, chat=SUPERGROUP)
    assert await chat.feed(hello) == []
    await chat.feed(updates.message(chat.bot, **MOVES[0]))
    assert len(await chat.feed(updates.text("/help@stylegram_test_bot", chat.bot, chat=SUPERGROUP))) == 1
