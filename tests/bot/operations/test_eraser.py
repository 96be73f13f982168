"""The end of a request to be forgotten: after running jobs, through trouble and restarts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.operations import eraser as module
from bot.operations.eraser import Eraser
from bot.store import Store
from bot.texts.look_up import Translations
from bot.transport.messenger import Messenger
from bot.transport.rate_limit import Allowance, Gates
from bot.transport.sent_messages import remembering
from tests.support.eventually import LONG
from tests.support.fake_telegram import FakeTelegram, Refusal, bot_of, flood, read_timeout
from tests.support.jobs import place_of, start_job
from tests.support.stores import open_store

ADA, BEN = place_of(1), place_of(2)
QUESTION = 77  #: the message with the buttons


@pytest.fixture
async def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    monkeypatch.setattr(module, "TRY_AGAIN", 0.05)
    store = await open_store(tmp_path)
    for message_id in (75, 76, QUESTION):
        await store.write(lambda tx, number=message_id: tx.erasures.note_sent(ADA, number, 10.0))
    yield store
    await store.aclose()


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@asynccontextmanager
async def erasing(store: Store, telegram: FakeTelegram) -> AsyncIterator[Messenger]:
    free = Allowance(burst=1000, interval=0.001)
    messenger = remembering(await bot_of(telegram), store, Gates(private=free, group=free), back_off=(0.01,))
    task = asyncio.create_task(Eraser(store, messenger, Translations()).run())
    try:
        yield messenger
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def ask_to_be_forgotten(store: Store) -> None:
    await store.write(lambda tx: tx.erasures.begin(ADA, QUESTION, "de", before_update=1, now=20.0))


async def is_done(store: Store) -> None:
    async with asyncio.timeout(LONG):
        while await store.read(lambda tx: tx.erasures.pending()):  # noqa: ASYNC110 - the store tells only of jobs
            await asyncio.sleep(0.02)


async def test_the_bots_messages_go_and_the_question_becomes_the_answer(store: Store, telegram: FakeTelegram) -> None:
    async with erasing(store, telegram):
        await ask_to_be_forgotten(store)
        await is_done(store)
    (deletion,) = telegram.of("deleteMessages")
    assert sorted(deletion.parameters["message_ids"]) == [75, 76]
    (answer,) = telegram.of("editMessageText")
    assert int(answer.parameters["message_id"]) == QUESTION
    assert answer.parameters["text"].startswith("Erledigt: Ich habe nichts mehr von dir.")


class SlowTelegram(FakeTelegram):
    """Sends a message only when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.let = asyncio.Event(), asyncio.Event()

    async def do_request(self, url: str, *arguments: Any, **others: Any) -> tuple[int, bytes]:
        if url.endswith("/sendMessage"):
            self.asked.set()
            await self.let.wait()
        return await super().do_request(url, *arguments, **others)


async def test_an_answer_that_is_on_its_way_goes_too(store: Store) -> None:
    telegram = SlowTelegram()
    async with erasing(store, telegram) as messenger, asyncio.timeout(LONG):
        late = asyncio.create_task(messenger.send_text(ADA, "One moment"))
        await telegram.asked.wait()
        for person in (ADA, BEN):
            await store.write(
                lambda tx, who=person: tx.erasures.begin(who, QUESTION, "de", before_update=1, now=time.time())
            )
        while len(await store.read(lambda tx: tx.erasures.pending())) > 1:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)
        telegram.let.set()
        message_id = await late
        await is_done(store)
    (deletion,) = telegram.of("deleteMessage")
    assert int(deletion.parameters["message_id"]) == message_id  # the others are from long before
    assert await store.read(lambda tx: tx.erasures.reader_of(ADA.chat_id, message_id)) is None


async def test_nothing_is_said_before_a_running_job_has_ended(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store, ADA.user_id)
    await ask_to_be_forgotten(store)
    await store.write(lambda tx: tx.erasures.begin(BEN, QUESTION, "de", before_update=1, now=21.0))
    async with erasing(store, telegram):
        async with asyncio.timeout(LONG):  # it has come past Ada once Ben's is done
            while len(await store.read(lambda tx: tx.erasures.pending())) > 1:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.02)
        assert {int(request.parameters["chat_id"]) for request in telegram.requests} == {BEN.chat_id}
        await store.write(lambda tx: tx.jobs.mark_canceled(job.id, 1, 30.0))
        await is_done(store)
    assert await store.read(lambda tx: tx.jobs.get(job.id)) is None


async def test_what_was_interrupted_is_ended_by_the_next_process(store: Store, telegram: FakeTelegram) -> None:
    await ask_to_be_forgotten(store)
    telegram.answer_next("deleteMessages", *[read_timeout()] * 20)
    async with erasing(store, telegram):
        async with asyncio.timeout(LONG):
            while len(telegram.of("deleteMessages")) < 3:  # noqa: ASYNC110 - the fake tells nobody
                await asyncio.sleep(0.01)
    assert await store.read(lambda tx: tx.erasures.pending())
    second = FakeTelegram()
    async with erasing(store, second):
        await is_done(store)
    assert len(second.of("deleteMessages")) == 1
    assert len(second.of("editMessageText")) == 1


async def test_what_telegram_does_not_delete_is_no_reason_to_try_for_ever(store: Store, telegram: FakeTelegram) -> None:
    await ask_to_be_forgotten(store)
    too_old = Refusal(400, "Bad Request: message can't be deleted")
    telegram.answer_next("deleteMessages", too_old)
    telegram.answer_next("deleteMessage", too_old)
    telegram.answer_next("editMessageText", Refusal(400, "Bad Request: message to edit not found"))
    async with erasing(store, telegram):
        await is_done(store)
    assert len(telegram.of("deleteMessage")) == 2


async def test_a_chat_that_is_closed_ends_it_all_the_same(store: Store, telegram: FakeTelegram) -> None:
    await ask_to_be_forgotten(store)
    blocked = Refusal(403, "Forbidden: bot was blocked by the user")
    telegram.answer_next("deleteMessages", blocked)
    telegram.answer_next("editMessageText", blocked)
    async with erasing(store, telegram):
        await is_done(store)


async def test_one_chat_that_has_to_be_silent_for_an_hour_keeps_nobody_else(
    store: Store, telegram: FakeTelegram
) -> None:
    telegram.answer_next("deleteMessages", flood(3600))
    eve = place_of(8)
    async with erasing(store, telegram):
        await ask_to_be_forgotten(store)
        async with asyncio.timeout(LONG):
            while not telegram.of("deleteMessages"):  # noqa: ASYNC110 - the fake tells nobody
                await asyncio.sleep(0.01)
        await store.write(lambda tx: tx.erasures.begin(eve, 5, "en", before_update=1, now=21.0))
        async with asyncio.timeout(LONG):
            while len(await store.read(lambda tx: tx.erasures.pending())) > 1:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.02)
    [left] = await store.read(lambda tx: tx.erasures.pending())
    assert left.place == ADA
