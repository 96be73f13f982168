"""Forgetting a person: what goes at once, what goes later, what stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.jobs.model import JobState, Place, Preferences
from bot.store import AlbumItem, AlbumKey, Draft, Erasure, OnePhoto, SentMessage, Store
from tests.support.jobs import FIGURES, add_job, job_now, place_of, start_job

ADA, EVE = 1, 2
NOW = 5000.0


async def fill(store: Store, user_id: int, mark: bytes) -> list[str]:
    """A draft, an album, settings, a language; returns the pictures."""
    place = place_of(user_id)
    pictures = [await store.files.put(mark + b"%d" % number) for number in range(2)]
    item = AlbumItem(place=place, media_group_id="g", message_id=1, picture=pictures[1], received_at=1.0)
    draft = Draft(place=place, photos=OnePhoto(picture=pictures[0]), updated_at=1.0)
    await store.write(lambda tx: tx.drafts.save(draft))
    await store.write(lambda tx: tx.drafts.add_album_item(item))
    await store.write(lambda tx: tx.chats.save_preferences(place.chat_id, user_id, Preferences(iterations=20)))
    await store.write(lambda tx: tx.chats.choose_language(place.chat_id, user_id, "de"))
    return pictures


async def begin(store: Store, user_id: int = ADA, now: float = NOW, before_update: int = 100) -> Erasure:
    place = Place(chat_id=user_id, user_id=user_id)
    await store.write(lambda tx: tx.erasures.begin(place, 77, "de", before_update=before_update, now=now))
    (erasure,) = await store.read(lambda tx: tx.erasures.pending())
    return erasure


async def named(store: Store) -> set[str]:
    return await store.read(lambda tx: tx.files.all())


async def test_drafts_albums_settings_and_language_go_at_once_and_only_of_this_person(store: Store) -> None:
    await fill(store, ADA, b"ada")
    others = await fill(store, EVE, b"eve")
    await begin(store)
    place = place_of(ADA)
    assert await named(store) == set(others)
    assert await store.read(lambda tx: tx.drafts.get(place)) is None
    assert await store.read(lambda tx: tx.drafts.album(AlbumKey(place=place, media_group_id="g"))) == []
    assert await store.read(lambda tx: tx.chats.preferences(ADA, ADA)) == Preferences()
    assert await store.read(lambda tx: tx.chats.language(ADA, ADA)) is None
    assert await store.read(lambda tx: tx.chats.language(EVE, EVE)) == "de"


async def test_the_files_that_nobody_else_names_can_go(store: Store) -> None:
    shared = await store.files.put(b"shared")
    await fill(store, ADA, b"ada")
    for user_id in (ADA, EVE):
        draft = Draft(place=Place(chat_id=-9, user_id=user_id), photos=OnePhoto(picture=shared), updated_at=1.0)
        await store.write(lambda tx, draft=draft: tx.drafts.save(draft))
    await begin(store)
    await store.sweep_files(grace=0)
    assert await store.files.read(shared) == b"shared"
    assert len(list(store.files.path(shared).parents[1].glob("*/*"))) == 1


async def test_waiting_jobs_are_canceled_and_nothing_is_told_of_any(store: Store) -> None:
    job = await add_job(store, ADA)
    await begin(store)
    ended = await job_now(store, job.id)
    assert ended.state is JobState.CANCELED
    assert ended.card.told_at == NOW
    assert await store.read(lambda tx: tx.cards.needing_delivery()) == []


async def test_a_running_job_is_asked_to_stop_and_goes_when_it_has(store: Store) -> None:
    job = await start_job(store, ADA)
    erasure = await begin(store)
    assert not await store.write(lambda tx: tx.erasures.delete_finished_jobs(erasure))
    await store.write(lambda tx: tx.jobs.mark_canceled(job.id, 1, NOW))
    assert await store.write(lambda tx: tx.erasures.delete_finished_jobs(erasure))
    assert await store.read(lambda tx: tx.jobs.get(job.id)) is None
    assert await named(store) == set()


async def test_the_late_words_of_an_engine_change_nothing(store: Store) -> None:
    job = await start_job(store, ADA)
    png = await store.files.put(b"png")
    finish: dict[str, Any] = {"result_png": png, "result_jpeg": png, "figures": FIGURES, "now": NOW}
    erasure = await begin(store)
    assert not await store.write(lambda tx: tx.jobs.finish(job.id, 1, **finish))  # it was done before it could stop
    assert await store.read(lambda tx: tx.cards.needing_delivery()) == []
    assert await store.write(lambda tx: tx.erasures.delete_finished_jobs(erasure))
    assert not await store.write(lambda tx: tx.jobs.finish(job.id, 1, **finish))
    assert await named(store) == set()


async def test_what_comes_after_it_is_a_new_beginning(store: Store) -> None:
    erasure = await begin(store)
    later = await add_job(store, ADA)
    assert await store.write(lambda tx: tx.erasures.delete_finished_jobs(erasure))
    assert (await job_now(store, later.id)).state is JobState.QUEUED


async def test_what_was_spent_stays_for_the_day(store: Store) -> None:
    await start_job(store, ADA)
    await begin(store)
    assert len(await store.read(lambda tx: tx.people.spendings(ADA))) == 1


async def test_what_the_person_sent_before_counts_as_handled(store: Store) -> None:
    def message(user_id: int) -> str:
        return json.dumps({"message": {"message_id": 1, "from": {"id": user_id}}})

    tap = json.dumps({"callback_query": {"from": {"id": ADA}}})
    for update_id, payload in ((1, message(ADA)), (2, tap), (3, message(EVE)), (101, message(ADA))):
        await store.write(lambda tx, number=update_id, text=payload: tx.inbox.add(9, number, text, 1.0))
    await begin(store, before_update=100)
    assert [row.update_id for row in await store.read(lambda tx: tx.inbox.unhandled(9))] == [3, 101]
    assert not await store.write(lambda tx: tx.inbox.mark_handled(9, 1, NOW))


async def test_only_what_was_said_before_is_to_be_deleted(store: Store) -> None:
    for message_id, user_id, sent_at in ((5, ADA, 10.0), (6, ADA, 20.0), (7, EVE, 20.0), (8, ADA, NOW + 1)):
        await store.write(
            lambda tx, user=user_id, number=message_id, at=sent_at: tx.erasures.note_sent(place_of(user), number, at)
        )
    erasure = await begin(store)
    sent = await store.read(lambda tx: tx.erasures.sent_messages(erasure))
    assert sent == [SentMessage(chat_id=ADA, message_id=number) for number in (6, 5)]
    await store.write(lambda tx: tx.erasures.forget_sent(sent))
    assert await store.read(lambda tx: tx.erasures.sent_messages(erasure)) == []


async def test_a_second_wish_is_not_ended_with_the_first(store: Store) -> None:
    first = await begin(store)
    second = await begin(store, now=NOW + 1)
    await store.write(lambda tx: tx.erasures.end(first))
    assert await store.read(lambda tx: tx.erasures.pending()) == [second]
    await store.write(lambda tx: tx.erasures.end(second))
    assert await store.read(lambda tx: tx.erasures.pending()) == []


def all_bytes_in(directory: Path) -> bytes:
    return b"".join(file.read_bytes() for file in directory.iterdir() if file.is_file())


async def test_deleted_words_are_not_to_be_found_in_the_database_file(directory: Path) -> None:
    store = await Store.open(directory)
    words = "a caption for nobody else"
    item = AlbumItem(place=place_of(ADA), media_group_id="g", message_id=1, caption=words, received_at=1.0)
    await store.write(lambda tx: tx.drafts.add_album_item(item))
    await begin(store)
    await store.aclose()
    kept = all_bytes_in(directory)
    assert b"album_items" in kept
    assert words.encode() not in kept
