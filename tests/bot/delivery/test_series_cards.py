"""The card and the album of a series follow its jobs, whatever Telegram does meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import pytest

from bot.delivery import deliverer as module
from bot.jobs.model import Job, JobState, Origin, PaintingRequest, Place, StopRequest
from bot.store import Store
from bot.transport.messenger import Messenger
from engine.settings import TransferSettings
from tests.support.deliveries import BLOCKED, GONE, NO_PHOTOS, NO_TOPIC, called, delivering_series, forgotten
from tests.support.eventually import LONG, eventually
from tests.support.fake_telegram import FakeTelegram, Refusal, Request, read_timeout
from tests.support.jobs import FIGURES, job_now, place_of

ADA = place_of(1)
BEN = place_of(2)  #: once something is said to Ben, the deliverer has come past Ada
TOPIC_CLOSED = Refusal(400, "Bad Request: TOPIC_CLOSED")


pytestmark = pytest.mark.usefixtures("_short_pauses")


async def begin(store: Store, count: int = 3, place: Place = ADA) -> tuple[str, list[Job]]:
    style = await store.files.put(b"style")
    photos = [await store.files.put(b"photo %d" % number) for number in range(count)]
    series_id = await store.write(lambda tx: tx.series.add(place, 55, 1.0))
    jobs = [
        await store.write(
            lambda tx, photo=photo: tx.jobs.add(
                PaintingRequest(settings=TransferSettings(strength=60), content=photo, styles=(style,)),
                place,
                1.0,
                origin=Origin(series_id=series_id, reply_to_message_id=55),
            )
        )
        for photo in photos
    ]
    return series_id, jobs


async def paint(store: Store, count: int = 1) -> None:
    """The next jobs of the queue."""
    for _ in range(count):
        job = await store.write(lambda tx: tx.jobs.claim(time.time()))
        assert job is not None
        png, jpeg = await store.files.put(b"png"), await store.files.put(f"jpeg {job.request.content}".encode())
        await store.write(
            lambda tx, job=job, png=png, jpeg=jpeg: tx.jobs.finish(
                job.id, job.status.attempt, result_png=png, result_jpeg=jpeg, figures=FIGURES, now=2.0
            )
        )


async def fail(store: Store, code: str = "not_finite") -> None:
    job = await store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    await store.write(lambda tx: tx.jobs.fail(job.id, job.status.attempt, code, 2.0))


async def told(store: Store, series_id: str) -> None:
    async with asyncio.timeout(LONG):
        while (series := await store.read(lambda tx: tx.series.get(series_id))) and series.told_at is None:
            await store.wait_for_change(store.revision, 0.02)  # what a chat shows is no change


def texts_of(telegram: FakeTelegram) -> list[str]:
    return [request.parameters["text"] for request in telegram.requests if "text" in request.parameters]


def chats_of(requests: Sequence[Request]) -> set[int]:
    return {int(request.parameters["chat_id"]) for request in requests}


async def states(store: Store, jobs: Sequence[Job]) -> list[JobState]:
    return [(await job_now(store, job.id)).state for job in jobs]


async def test_one_card_tells_of_all_and_one_album_shows_them(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store)
    async with delivering_series(store, telegram):
        await called(telegram, "sendMessage")
        await paint(store)
        await called(telegram, "editMessageText")
        await paint(store, 2)
        await told(store, series_id)
        await called(telegram, "sendMessage", 2)
    card, notice = telegram.of("sendMessage")
    assert card.parameters["text"].startswith("<b>Series of 3 pictures</b> · done: 0\n░░░░░░░░░░\nNext: picture 1")
    assert "all done in ≈" in card.parameters["text"]
    (album,) = telegram.of("sendMediaGroup")
    assert len(album.uploads) == 3
    assert len(set(album.uploads)) == 1  # empty canvases
    paintings = telegram.of("editMessageMedia")
    assert [request.uploads for request in paintings] == [(f"jpeg {job.request.content}".encode(),) for job in jobs]
    assert "iterations=" not in str(paintings[0].parameters["media"])  # the recipe is behind a painting's buttons
    last = telegram.of("editMessageText")[-1].parameters
    assert "painted: 3" in last["text"]
    assert [key["text"] for row in last["reply_markup"]["inline_keyboard"] for key in row] == [
        *("1", "2", "3"),
        "🔗 Share this style",
    ]
    offered = [key["callback_data"] for row in last["reply_markup"]["inline_keyboard"] for key in row]
    assert offered == [*(f"v1:resend:{job.id}" for job in jobs), f"v1:askshare:{jobs[0].id}"]
    assert notice.parameters["reply_markup"] == last["reply_markup"]  # the newest message has them, too
    assert notice.parameters["text"] == "Here are your 3 paintings."
    assert await states(store, jobs) == [JobState.DELIVERED] * 3
    assert all([(await job_now(store, job.id)).card.told_at is not None for job in jobs])


async def test_pictures_that_failed_are_left_out_and_named(store: Store, telegram: FakeTelegram) -> None:
    series_id, _ = await begin(store)
    await paint(store)
    await fail(store)
    await paint(store)
    async with delivering_series(store, telegram):
        await told(store, series_id)
    (album,) = telegram.of("sendMediaGroup")
    assert len(album.uploads) == 2
    assert "Not painted: 2" in str(telegram.of("editMessageMedia")[0].parameters["media"])
    card = telegram.of("sendMessage")[0].parameters
    assert "Picture 2 failed. The painting came apart on the way." in card["text"]
    assert "🔁 2" in str(card["reply_markup"])


async def test_a_single_painting_comes_by_itself(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store, 2)
    await paint(store)
    await store.write(lambda tx: tx.jobs.request_stop(jobs[1].id, StopRequest.CANCEL, 2.0))
    async with delivering_series(store, telegram):
        await told(store, series_id)
    assert telegram.of("sendMediaGroup") == []
    assert len(telegram.of("sendPhoto")) == len(telegram.of("editMessageMedia")) == 1
    assert "because you stopped: 2" in telegram.of("sendMessage")[0].parameters["text"]


async def test_what_was_canceled_as_a_whole_says_so_and_nothing_more(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store, 2)
    async with delivering_series(store, telegram):
        await called(telegram, "sendMessage")
        for job in jobs:
            await store.write(lambda tx, job=job: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 2.0))
        await told(store, series_id)
    assert len(telegram.of("sendMessage")) == 1
    assert "nothing was painted" in telegram.of("editMessageText")[-1].parameters["text"]


async def test_a_start_after_a_crash_paints_the_canvases_that_are_there(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store)
    await paint(store, 3)
    await store.write(lambda tx: tx.series.pictures_sent({job.id: 70 + n for n, job in enumerate(jobs)}))
    await store.write(lambda tx: tx.cards.mark_delivered(jobs[0].id))
    async with delivering_series(store, telegram):
        await told(store, series_id)
    assert telegram.of("sendMediaGroup") == []
    assert [int(request.parameters["message_id"]) for request in telegram.of("editMessageMedia")] == [71, 72]


async def test_a_time_out_of_the_album_leaves_empty_canvases_but_no_painting_twice(
    store: Store, telegram: FakeTelegram
) -> None:
    series_id, _ = await begin(store)
    await paint(store, 3)
    telegram.answer_next("sendMediaGroup", read_timeout())
    async with delivering_series(store, telegram):
        await told(store, series_id)
    assert len(telegram.of("sendMediaGroup")) == 2
    assert len(telegram.of("editMessageMedia")) == 3


async def test_a_canvas_that_was_deleted_is_sent_by_itself(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store, 2)
    await paint(store, 2)
    telegram.answer_next("editMessageMedia", GONE)
    async with delivering_series(store, telegram):
        await told(store, series_id)
    (single,) = telegram.of("sendPhoto")
    assert single.uploads == (f"jpeg {jobs[0].request.content}".encode(),)
    assert len(telegram.of("editMessageMedia")) == 2


async def test_a_painting_that_telegram_refuses_comes_as_a_file(store: Store, telegram: FakeTelegram) -> None:
    series_id, _ = await begin(store, 2)
    await paint(store, 2)
    telegram.answer_next("editMessageMedia", Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED"))
    async with delivering_series(store, telegram):
        await told(store, series_id)
    assert len(telegram.of("sendDocument")) == 1


async def test_where_pictures_may_not_be_sent_the_card_says_so_and_the_album_comes_once_they_may(
    store: Store, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FORBIDDEN_RETRY", 0.05)
    series_id, jobs = await begin(store, 2)
    await paint(store, 2)
    telegram.answer_next("sendMediaGroup", *[NO_PHOTOS] * 3)
    async with delivering_series(store, telegram):
        await told(store, series_id)
    said = telegram.of("sendMessage")[0].parameters["text"]
    assert said.startswith("The paintings of your series are ready, but I may not send pictures")
    assert len(telegram.of("sendMediaGroup")) == 4
    assert "painted: 2" in telegram.of("editMessageText")[-1].parameters["text"]
    assert await states(store, jobs) == [JobState.DELIVERED] * 2


@pytest.mark.parametrize(("answers", "chats"), [((NO_TOPIC,), [-5, -5]), ((NO_TOPIC, TOPIC_CLOSED), [-5, -5, 7])])
async def test_what_was_to_come_in_a_deleted_topic_comes_in_the_group_or_to_the_person(
    store: Store, telegram: FakeTelegram, answers: tuple[Refusal, ...], chats: list[int]
) -> None:
    series_id, jobs = await begin(store, 2, Place(chat_id=-5, user_id=7, topic_id=3))
    await store.write(lambda tx: tx.series.card_sent(series_id, 60))
    await paint(store, 2)
    telegram.answer_next("sendMediaGroup", *answers)
    async with delivering_series(store, telegram):
        await told(store, series_id)
        await called(telegram, "sendMessage", 2)
    assert [int(request.parameters["chat_id"]) for request in telegram.of("sendMediaGroup")] == chats
    assert {int(request.parameters["chat_id"]) for request in telegram.of("sendMessage")} == {chats[-1]}
    assert len(telegram.of("editMessageMedia")) == 2
    assert await states(store, jobs) == [JobState.DELIVERED] * 2


async def test_a_closed_chat_is_left_alone_until_it_opens_again(store: Store, telegram: FakeTelegram) -> None:
    series_id, _ = await begin(store, 2)
    open_one, _ = await begin(store, 2, BEN)
    await paint(store, 4)
    await store.write(lambda tx: tx.chats.close(ADA.chat_id, 1.0))
    async with delivering_series(store, telegram):
        await told(store, open_one)
        assert chats_of(telegram.requests) == {BEN.chat_id}
        telegram.answer_next("sendMediaGroup", BLOCKED)
        await store.write(lambda tx: tx.chats.reopen(ADA.chat_id))
        await eventually(lambda: store.read(lambda tx: tx.chats.is_closed(ADA.chat_id)))  # which the refusal says
        await store.write(lambda tx: tx.chats.reopen(ADA.chat_id))
        await told(store, series_id)
    assert len([edit for edit in telegram.of("editMessageMedia") if chats_of([edit]) == {ADA.chat_id}]) == 2


async def test_a_group_that_moved_gets_card_and_album_in_its_new_chat(store: Store, telegram: FakeTelegram) -> None:
    series_id, jobs = await begin(store, 2)
    await paint(store, 2)
    await store.write(lambda tx: tx.series.card_sent(series_id, 60))
    await store.write(lambda tx: tx.series.pictures_sent({job.id: 70 for job in jobs}))
    await store.write(lambda tx: tx.moves.move(ADA.chat_id, -200))
    async with delivering_series(store, telegram):
        await told(store, series_id)
    assert {int(request.parameters["chat_id"]) for request in telegram.requests} == {-200}
    assert len(telegram.of("sendMediaGroup")) == 1


async def test_a_series_whose_owner_was_forgotten_says_nothing_more(store: Store, telegram: FakeTelegram) -> None:
    await begin(store, 2)
    another, _ = await begin(store, 2, BEN)
    await paint(store, 4)
    await store.write(lambda tx: tx.erasures.begin(ADA, 1, None, before_update=0, now=3.0))
    async with delivering_series(store, telegram):
        await told(store, another)
    assert chats_of(telegram.requests) == {BEN.chat_id}


async def test_what_was_being_sent_of_a_series_while_its_owner_was_forgotten_does_not_stay(
    store: Store, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(store, 2)
    await paint(store, 2)
    send = Messenger.send_album

    async def overtaken(messenger: Messenger, *arguments: Any, **more: Any) -> list[int]:
        message_ids = await send(messenger, *arguments, **more)
        await store.write(lambda tx: tx.erasures.begin(ADA, 1, None, before_update=0, now=3.0))
        return message_ids

    monkeypatch.setattr(Messenger, "send_album", overtaken)
    async with delivering_series(store, telegram):
        await called(telegram, "deleteMessages", 1)
        (deleted,) = telegram.of("deleteMessages")
        await forgotten(store, *((ADA.chat_id, int(message_id)) for message_id in deleted.parameters["message_ids"]))
    assert deleted.parameters["chat_id"] == ADA.chat_id
    assert len(deleted.parameters["message_ids"]) == 2


async def test_a_series_goes_with_the_last_of_its_jobs(store: Store, telegram: FakeTelegram) -> None:
    series_id, _ = await begin(store, 2)
    await paint(store, 2)
    async with delivering_series(store, telegram):
        await told(store, series_id)
    assert await store.write(lambda tx: tx.retention.expire_pictures(9e9, 9e9)) == 2
    assert await store.write(lambda tx: tx.retention.delete_jobs(9e9)) == 2
    assert await store.read(lambda tx: tx.series.get(series_id)) is None
