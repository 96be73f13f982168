"""The card in the chat follows the job in the store, whatever Telegram does meanwhile."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.delivery import deliverer as module
from bot.delivery import first_look
from bot.delivery.edit_spacing import Spacing
from bot.jobs.forecast import Waiting
from bot.jobs.model import Job, JobProgress, JobState, PaintingRequest, Place, StopRequest
from bot.store import DRAWN, HOUSE, Draft, Store
from bot.store.cards import CardStore
from bot.transport.messenger import Messenger
from engine.presets import PRESETS
from engine.settings import TransferSettings
from tests.support.deliveries import (
    BLOCKED,
    GONE,
    NO_PHOTOS,
    NO_TEXT,
    NO_TOPIC,
    called,
    delivering_jobs,
    forgotten,
    is_told,
    is_up_to_date,
    paint,
    preview,
    until,
)
from tests.support.eventually import LONG
from tests.support.fake_telegram import FakeTelegram, Refusal, flood, no_connection, read_timeout
from tests.support.jobs import add_job, job_now, job_of, start_job

AGES = Spacing(private=600.0, group=600.0, after_sending=600.0)


pytestmark = pytest.mark.usefixtures("_short_pauses")


async def killed(*_: object) -> None:
    """Stands for the call in which the bot is killed. A call that waits would keep the store open."""
    raise asyncio.CancelledError


async def cancel(store: Store, job: Job) -> None:
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 2.0))
    await store.write(lambda tx: tx.jobs.mark_canceled(job.id, job.status.attempt, 2.0))


async def test_the_painting_is_the_newest_message_and_the_card_goes(store: Store, telegram: FakeTelegram) -> None:
    job = await add_job(store, reply_to_message_id=55)
    async with delivering_jobs(store, telegram):
        await until(store, job, is_up_to_date)
        running = await store.write(lambda tx: tx.jobs.claim(time.time()))
        assert running is not None
        await preview(store, running, 100, b"first")
        await until(store, job, is_up_to_date)
        await paint(store, running)
        done = await until(store, job, is_told)
    assert done.state is JobState.DELIVERED
    card, told = telegram.of("sendMessage")
    assert card.parameters["text"] == "In the queue, place 1: it starts in a moment."
    assert "55" in str(card.parameters["reply_parameters"])
    assert told.parameters["text"] == "Here is your painting."  # which makes a sound, as edits do not
    assert "55" in str(told.parameters["reply_parameters"])
    previewed, painted = telegram.of("editMessageMedia")
    assert (previewed.uploads, painted.uploads) == ((b"first",), (b"jpeg",))
    former, newest = int(previewed.parameters["message_id"]), int(painted.parameters["message_id"])
    assert former < newest == done.card.message_id
    (gone,) = telegram.of("deleteMessage")  # a picture cannot become a line
    assert int(gone.parameters["message_id"]) == former
    assert done.card.former_message_id is None


async def test_a_card_in_words_shrinks_to_a_line_that_points_to_the_painting(
    store: Store, telegram: FakeTelegram
) -> None:
    job = await start_job(store)
    async with delivering_jobs(store, telegram):
        await until(store, job, is_up_to_date)
        await paint(store, job)
        await until(store, job, is_told)
    shrunk = telegram.of("editMessageText")[-1].parameters
    assert shrunk["text"] == "✓ Painted: see below."
    assert "reply_markup" not in shrunk
    assert int(shrunk["message_id"]) == 1001
    assert telegram.of("deleteMessage") == []


async def test_a_picture_that_is_too_old_to_be_deleted_keeps_but_a_line(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
    await paint(store, job)
    telegram.answer_next("editMessageText", NO_TEXT)  # it shows a preview, as nobody remembers after a restart
    telegram.answer_next("deleteMessage", Refusal(400, "Bad Request: message can't be deleted for everyone"))
    async with delivering_jobs(store, telegram):
        await until(store, job, is_told)
    (edit,) = telegram.of("editMessageCaption")
    assert (int(edit.parameters["message_id"]), edit.parameters["caption"]) == (77, "✓ Painted: see below.")


async def test_a_crash_after_the_words_doubles_these_and_not_the_painting(
    store: Store, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
    await paint(store, job)
    with monkeypatch.context() as crashing:
        crashing.setattr(CardStore, "announced", killed)
        async with delivering_jobs(store, telegram):
            await called(telegram, "sendMessage", 1)
    async with delivering_jobs(store, telegram):
        done = await until(store, job, is_told)
    assert telegram.said == ["Here is your painting."] * 2
    (painted,) = telegram.of("editMessageMedia")
    assert int(painted.parameters["message_id"]) == done.card.message_id == 1002


async def test_where_pictures_may_not_be_sent_words_say_so_and_the_painting_comes_once_they_may(
    store: Store, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FORBIDDEN_RETRY", 0.05)
    job = await start_job(store)
    telegram.answer_next("editMessageMedia", *[NO_PHOTOS] * 3)
    async with delivering_jobs(store, telegram):
        await until(store, job, is_up_to_date)
        await preview(store, job, 100, b"first")
        await called(telegram, "editMessageText", 1)
        assert "100/300" in telegram.of("editMessageText")[0].parameters["text"]  # the words go on
        await paint(store, job)
        done = await until(store, job, is_told)
    texts = [request.parameters["text"] for request in telegram.of("editMessageText")]
    assert any(text.startswith("Your painting is ready, but I may not send pictures") for text in texts)
    assert telegram.of("editMessageMedia")[-1].uploads == (b"jpeg",)
    assert done.state is JobState.DELIVERED
    assert not await store.read(lambda tx: tx.chats.is_closed(job.place.chat_id))


async def test_what_was_to_come_in_a_deleted_topic_comes_in_the_group(store: Store, telegram: FakeTelegram) -> None:
    await add_job(store, place=Place(chat_id=-5, user_id=7, topic_id=3))
    job = await store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    await paint(store, job)
    telegram.answer_next("sendMessage", NO_TOPIC)
    async with delivering_jobs(store, telegram):
        done = await until(store, job, is_told)
    tried, sent = telegram.of("sendMessage")
    assert tried.parameters["message_thread_id"] == 3
    assert "message_thread_id" not in sent.parameters
    assert done.place == Place(chat_id=-5, user_id=7)
    assert telegram.of("editMessageMedia")[0].uploads == (b"jpeg",)


async def test_what_can_come_nowhere_in_a_group_comes_to_the_person(store: Store, telegram: FakeTelegram) -> None:
    await add_job(store, place=Place(chat_id=-5, user_id=7, topic_id=3))
    job = await store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    await paint(store, job)
    telegram.answer_next("sendMessage", NO_TOPIC, Refusal(400, "Bad Request: TOPIC_CLOSED"))
    async with delivering_jobs(store, telegram):
        done = await until(store, job, is_told)
    assert [request.parameters["chat_id"] for request in telegram.of("sendMessage")] == [-5, -5, 7]
    assert (done.place, done.state) == (Place(chat_id=7, user_id=7), JobState.DELIVERED)


async def test_only_the_latest_state_is_shown_of_many(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    async with delivering_jobs(store, telegram, AGES) as deliverer:
        await until(store, job, is_up_to_date)
        for iteration in range(1, 40):
            await preview(store, job, iteration, b"preview %d" % iteration)
        await deliverer.flush(LONG)
    assert [request.uploads for request in telegram.of("editMessageMedia")] == [(b"preview 39",)]


async def test_previews_keep_their_distance(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    async with delivering_jobs(store, telegram, Spacing(private=600.0, after_sending=0.0)) as deliverer:
        await until(store, job, is_up_to_date)
        await preview(store, job, 10, b"preview 10")
        await until(store, job, is_up_to_date)
        for iteration in (20, 30):
            await preview(store, job, iteration, b"preview %d" % iteration)
        await deliverer.flush(LONG)
    edits = [str(request.parameters) for request in telegram.requests if request.method.startswith("edit")]
    assert [found[1] for edit in edits if (found := re.search(r"(\d+)/300", edit))] == ["10", "30"]


async def test_a_stop_and_the_end_break_into_the_pause(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    async with delivering_jobs(store, telegram, AGES):
        await until(store, job, is_up_to_date)
        await preview(store, job, 10, b"a preview that has to wait")
        await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.KEEP, 1.0))
        await until(store, job, is_up_to_date)
        await paint(store, job)
        await until(store, job, is_told)
    stopping, done = telegram.of("editMessageMedia")
    assert stopping.parameters["media"]["caption"] == "Finishing with what is there…"
    assert done.parameters["media"]["caption"] == "512×384 px · 42 s"


async def test_a_canceled_job_is_shown_as_that_before_the_engine_has_stopped(
    store: Store, telegram: FakeTelegram
) -> None:
    job = await start_job(store)
    async with delivering_jobs(store, telegram, AGES):
        await until(store, job, is_up_to_date)
        await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0))
        await until(store, job, is_up_to_date)
        (shown,) = telegram.of("editMessageText")
        assert shown.parameters["text"] == "Canceled."
        await paint(store, job)  # too late
        await until(store, job, is_told)
    assert {request.parameters["text"] for request in telegram.of("editMessageText")} == {"Canceled."}
    assert len(telegram.of("sendMessage")) == 1


async def test_the_result_is_shown_once_and_told_once_though_the_bot_starts_again(
    store: Store, telegram: FakeTelegram
) -> None:
    job = await start_job(store)
    async with delivering_jobs(store, telegram):
        await until(store, job, is_up_to_date)
    await paint(store, job)
    for _ in range(3):
        async with delivering_jobs(store, telegram):
            await until(store, job, is_told)
    assert len(telegram.of("editMessageMedia")) == 1
    assert telegram.said.count("Here is your painting.") == 1


async def test_a_crash_before_the_edit_was_noted_edits_again_and_that_is_no_error(
    store: Store, telegram: FakeTelegram
) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
    await paint(store, job)
    telegram.answer_next("editMessageMedia", Refusal(400, "Bad Request: message is not modified"))
    async with delivering_jobs(store, telegram):
        await until(store, job, is_told)
    assert len(telegram.of("editMessageMedia")) == 1
    assert telegram.of("sendPhoto") == []


async def test_words_that_are_deleted_before_they_become_the_painting_are_sent_anew(
    store: Store, telegram: FakeTelegram
) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
    await paint(store, job)
    telegram.answer_next("editMessageMedia", GONE)
    async with delivering_jobs(store, telegram):
        done = await until(store, job, is_told)
    assert done.state is JobState.DELIVERED
    assert telegram.said == ["Here is your painting."] * 2
    assert int(telegram.of("editMessageMedia")[-1].parameters["message_id"]) == done.card.message_id


async def test_a_deleted_card_is_sent_anew(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
    await preview(store, job, 10, b"preview")
    telegram.answer_next("editMessageMedia", GONE)
    async with delivering_jobs(store, telegram):
        await until(store, job, lambda now: now.card.message_id != 77)
    assert [request.uploads for request in telegram.of("sendPhoto")] == [(b"preview",)]


async def test_after_a_restart_the_words_of_a_picture_are_changed_as_a_caption(
    store: Store, telegram: FakeTelegram
) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0))
    telegram.answer_next("editMessageText", NO_TEXT)
    async with delivering_jobs(store, telegram):
        await called(telegram, "editMessageCaption", 1)
    assert telegram.of("editMessageCaption")[0].parameters["caption"] == "Canceled."


async def test_a_failure_is_the_newest_message_too(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
    await store.write(lambda tx: tx.jobs.fail(job.id, 1, "not_finite", 2000.0))
    async with delivering_jobs(store, telegram):
        done = await until(store, job, is_told)
    assert telegram.said == ["I could not paint this one."]
    told, former = telegram.of("editMessageText")
    assert "came apart" in told.parameters["text"]
    assert int(told.parameters["message_id"]) == done.card.message_id
    assert (int(former.parameters["message_id"]), former.parameters["text"]) == (77, "✖ It came to nothing: see below.")


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (paint, "This painting is finished, so its style stays. New style, below it, paints the photo once more in"),
        (cancel, "This picture is finished already."),
    ],
)
async def test_who_was_asked_for_another_style_need_not_send_it_once_the_painting_has_ended(
    store: Store, telegram: FakeTelegram, ends: Callable[[Store, Job], Awaitable[None]], words: str
) -> None:
    job = await start_job(store)
    draft = await store.write(lambda tx: tx.drafts.save(Draft(place=job.place, steers=job.id, updated_at=1.0)))
    assert draft.number is not None
    number = draft.number
    await store.write(lambda tx: tx.drafts.shown(number, 66))
    telegram.answer_next("editMessageText", NO_TEXT)  # the gallery was opened in the question's place
    async with delivering_jobs(store, telegram):
        await until(store, job, is_up_to_date)
        await ends(store, job)
        await until(store, job, is_told)
    edits = [*telegram.of("editMessageText"), *telegram.of("editMessageCaption")]
    said = [edit.parameters for edit in edits if int(edit.parameters["message_id"]) == 66]
    assert any(each.get("text", each.get("caption", "")).startswith(words) for each in said)
    assert not any(each.get("reply_markup") for each in said)
    assert await store.read(lambda tx: tx.drafts.get(job.place)) is None


async def test_a_canceled_job_changes_its_card_without_a_sound(store: Store, telegram: FakeTelegram) -> None:
    job = await add_job(store)
    async with delivering_jobs(store, telegram):
        await until(store, job, is_up_to_date)
        await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0))
        await until(store, job, is_told)
    assert telegram.of("editMessageText")[-1].parameters["text"] == "Canceled."
    assert len(telegram.said) == 1


async def test_a_job_that_was_canceled_before_its_card_gets_none(store: Store, telegram: FakeTelegram) -> None:
    job = await add_job(store)
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0))
    async with delivering_jobs(store, telegram):
        await until(store, job, is_told)
    assert telegram.requests == []


@pytest.mark.parametrize(
    "troubles", [[no_connection()] * 3, [read_timeout()] * 3, [Refusal(502, "Bad Gateway")] * 3, [flood(1)]]
)
async def test_network_trouble_delays_the_result_and_loses_nothing(
    store: Store, telegram: FakeTelegram, troubles: list[Any]
) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
    await paint(store, job)
    telegram.answer_next("editMessageMedia", *troubles)
    async with delivering_jobs(store, telegram):
        await until(store, job, is_told)
    assert telegram.said == ["Here is your painting."]


async def test_a_chat_that_turns_out_to_be_closed_is_left_alone(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
    waiting = await add_job(store)
    telegram.answer_next("sendMessage", BLOCKED)
    async with delivering_jobs(store, telegram):
        await until(store, waiting, lambda now: now.state is JobState.CANCELED)
        await paint(store, job)
        other = await add_job(store, user_id=2)
        await until(store, other, is_up_to_date)
        assert [request.parameters["chat_id"] for request in telegram.requests] == [1, 2]
        await store.write(lambda tx: tx.chats.reopen(1))
        done = await until(store, job, is_told)
    assert done.state is JobState.DELIVERED
    assert telegram.of("editMessageMedia")[0].uploads == (b"jpeg",)


async def test_a_result_that_is_refused_as_a_photo_comes_as_a_file(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
    await paint(store, job)
    telegram.answer_next("editMessageMedia", Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    async with delivering_jobs(store, telegram):
        await until(store, job, is_told)
    assert telegram.of("sendDocument")[0].uploads == (b"png",)
    assert telegram.of("editMessageText")[0].parameters["text"] == "512×384 px · 42 s"


async def test_before_the_end_the_cards_are_brought_up_to_date_at_once(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    async with delivering_jobs(store, telegram, Spacing(private=60.0, after_sending=60.0)) as deliverer:
        await until(store, job, is_up_to_date)
        state = await store.files.put(b"state")
        await store.write(lambda tx: tx.jobs.record_checkpoint(job.id, 1, state, 120))
        await store.write(lambda tx: tx.jobs.requeue_running(1.0))
        await deliverer.flush(LONG)
    assert telegram.of("editMessageText")[-1].parameters["text"].startswith("Interrupted at 120 of 300")


async def test_the_card_and_the_reply_are_in_the_language_that_the_owner_has_by_then(
    store: Store, telegram: FakeTelegram
) -> None:
    await store.write(lambda tx: tx.chats.note_client_language(1, 1, "ru"))
    job = await add_job(store)
    async with delivering_jobs(store, telegram):
        await until(store, job, is_up_to_date)
        await store.write(lambda tx: tx.chats.choose_language(1, 1, "de"))
        running = await store.write(lambda tx: tx.jobs.claim(time.time()))
        assert running is not None
        await paint(store, running)
        await until(store, job, is_told)
    assert telegram.said == ["Место в очереди: 1. Сейчас начну.", "Hier ist dein Gemälde."]
    assert telegram.of("editMessageText")[-1].parameters["text"] == "✓ Fertig: siehe unten."


async def test_a_card_is_marked_up(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await paint(store, job)
    async with delivering_jobs(store, telegram):
        await until(store, job, is_told)
    (shown,) = telegram.of("editMessageMedia")
    assert shown.parameters["media"]["parse_mode"] == "HTML"
    assert shown.parameters["media"]["caption"] == "512×384 px · 42 s"


async def test_into_a_closed_chat_nothing_is_sent_until_it_is_open_again(store: Store, telegram: FakeTelegram) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.chats.close(job.place.chat_id, 1.0))
    other = await add_job(store, user_id=2)
    async with delivering_jobs(store, telegram):
        await paint(store, job)
        await until(store, other, is_up_to_date)
        assert [request.parameters["chat_id"] for request in telegram.requests] == [2]
        await store.write(lambda tx: tx.chats.reopen(job.place.chat_id))
        done = await until(store, job, is_told)
    assert done.state is JobState.DELIVERED
    assert telegram.of("editMessageMedia")[0].uploads == (b"jpeg",)


async def test_the_card_of_somebody_who_was_forgotten_meanwhile_is_not_sent_anew(
    store: Store, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
    edit = Messenger.edit_photo

    async def overtaken(messenger: Messenger, *arguments: Any, **more: Any) -> None:
        await store.write(lambda tx: tx.erasures.begin(job.place, 78, None, before_update=1, now=2.0))
        (erasure,) = await store.read(lambda tx: tx.erasures.pending())
        assert await store.write(lambda tx: tx.erasures.delete_finished_jobs(erasure))
        await edit(messenger, *arguments, **more)

    monkeypatch.setattr(Messenger, "edit_photo", overtaken)
    await paint(store, job)
    telegram.answer_next("editMessageMedia", GONE)
    later = await add_job(store, user_id=2)
    async with delivering_jobs(store, telegram):
        await called(telegram, "editMessageMedia", 1)
        await until(store, later, is_up_to_date)
        await called(telegram, "sendMessage", 2)
    assert telegram.of("sendPhoto") == []
    assert sorted(request.parameters["chat_id"] for request in telegram.of("sendMessage")) == [1, 2]


@pytest.mark.parametrize("ended", [False, True])
async def test_what_was_being_sent_while_its_owner_was_forgotten_does_not_stay(
    store: Store, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch, ended: bool
) -> None:
    job = await start_job(store)
    if ended:  # then the notice of the end is being sent, otherwise the card
        await store.write(lambda tx: tx.cards.card_sent(job.id, 77, job.card.revision))
        await paint(store, job)
    send = Messenger.send_text

    async def overtaken(messenger: Messenger, *arguments: Any, **more: Any) -> int:
        message_id = await send(messenger, *arguments, **more)
        await store.write(lambda tx: tx.erasures.begin(job.place, 78, None, before_update=1, now=2.0))
        return message_id

    monkeypatch.setattr(Messenger, "send_text", overtaken)
    async with delivering_jobs(store, telegram):
        await called(telegram, "deleteMessage", 1)
        await forgotten(store, (1, 1001))
    (deleted,) = telegram.of("deleteMessage")
    assert (deleted.parameters["chat_id"], deleted.parameters["message_id"]) == (1, 1001)
    assert (await job_now(store, job.id)).card.message_id != 1001


async def keep_waves(store: Store, picture: str) -> None:
    await store.write(
        lambda tx: tx.styles.keep(owner=HOUSE, name="waves", picture=picture, tile=picture, origin=f"{DRAWN}1")
    )


async def test_the_card_is_sent_as_the_first_look_where_that_comes_in_an_instant(
    store: Store, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_look, "LONGEST", LONG)
    await keep_waves(store, await store.files.put(b"style"))
    job = await add_job(store)
    async with delivering_jobs(store, telegram):
        running = await store.write(lambda tx: tx.jobs.claim(time.time()))
        assert running is not None
        looked = JobProgress(iteration=0, iterations=300, losses=None, seconds_left=None)
        picture = await store.files.put(b"look")
        await store.write(lambda tx: tx.jobs.record_progress(job.id, 1, looked, picture))
        await until(store, job, is_up_to_date)
    (card,) = telegram.of("sendPhoto")
    assert card.uploads == (b"look",)
    assert "first look" in str(card.parameters["caption"])
    assert not telegram.of("sendMessage")


@pytest.mark.parametrize(
    ("waiting", "seconds"),
    [
        (Waiting(place=1, seconds=0.0), first_look.LONGEST),
        (Waiting(place=1, seconds=9.0), 0.0),
        (Waiting(place=1, seconds=None, on_hold=True), 0.0),
        pytest.param(None, first_look.LONGEST, id="it began after it was read"),
    ],
)
def test_a_card_waits_for_the_first_look_of_a_job_that_begins_now(waiting: Waiting | None, seconds: float) -> None:
    job = job_of(PaintingRequest(content="photo", styles=("waves",), settings=TransferSettings()))
    assert first_look.seconds_until_sent(job, waiting, {job.request.styles[0]}, 0.0) == seconds


async def test_a_painting_that_comes_in_an_instant_is_the_only_message(
    store: Store, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_look, "LONGEST", LONG)
    await keep_waves(store, await store.files.put(b"style"))
    job = await add_job(store, settings=PRESETS["instant"])
    async with delivering_jobs(store, telegram):
        running = await store.write(lambda tx: tx.jobs.claim(time.time()))
        assert running is not None
        await paint(store, running)
        await until(store, job, is_told)
    (told,) = telegram.of("sendMessage")
    assert told.parameters["text"] == "Here is your painting."
    assert not telegram.of("sendPhoto")
    assert not telegram.of("deleteMessage")


@pytest.mark.parametrize("busy", [True, False])
async def test_a_card_does_not_wait_long_and_not_at_all_behind_another_job(
    store: Store, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch, busy: bool
) -> None:
    monkeypatch.setattr(first_look, "LONGEST", LONG if busy else 0.05)
    if busy:
        await start_job(store, user_id=2, now=time.time())
    await keep_waves(store, await store.files.put(b"style"))
    job = await add_job(store)
    async with delivering_jobs(store, telegram):
        await until(store, job, is_up_to_date)
    assert "In the queue" in telegram.of("sendMessage")[-1].parameters["text"]
