"""A group becomes a supergroup: what is kept of it goes along."""

from __future__ import annotations

from dataclasses import replace

from bot.jobs.model import Job, JobState, Place, Preferences
from bot.store import AlbumItem, AlbumKey, Draft, OnePhoto, Store
from tests.support.jobs import add_job, finish_job, job_now

OLD, NEW = -5, -1005
ADA = Place(chat_id=OLD, user_id=1)
THERE = replace(ADA, chat_id=NEW)


async def move(store: Store) -> None:
    await store.write(lambda tx: tx.moves.move(OLD, NEW))


async def job_with_card(store: Store) -> Job:
    job = await add_job(store, place=ADA)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 70, job.card.revision))
    return job


async def test_drafts_albums_settings_and_language_go_along(store: Store) -> None:
    picture = await store.files.put(b"picture")
    draft = Draft(place=ADA, photos=OnePhoto(picture=picture), content_message_id=3, updated_at=1.0)
    item = AlbumItem(place=ADA, media_group_id="g", message_id=1, picture=picture, received_at=1.0)
    draft = await store.write(lambda tx: tx.drafts.save(draft))
    await store.write(lambda tx: tx.drafts.add_album_item(item))
    await store.write(lambda tx: tx.chats.save_preferences(OLD, 1, Preferences(iterations=20)))
    await store.write(lambda tx: tx.chats.choose_language(OLD, 1, "de"))
    await move(store)
    moved = await store.read(lambda tx: tx.drafts.get(THERE))
    assert moved == replace(draft, place=THERE, content_message_id=None)  # that message stayed behind
    assert len(await store.read(lambda tx: tx.drafts.album(AlbumKey(place=THERE, media_group_id="g")))) == 1
    assert await store.read(lambda tx: tx.chats.preferences(NEW, 1)) == Preferences(iterations=20)
    assert await store.read(lambda tx: tx.chats.language(NEW, 1)) == "de"
    assert await store.read(lambda tx: tx.drafts.get(ADA)) is None


async def test_what_was_begun_in_the_new_chat_is_not_overwritten(store: Store) -> None:
    old, new = await store.files.put(b"old"), await store.files.put(b"new")
    await store.write(lambda tx: tx.drafts.save(Draft(place=ADA, photos=OnePhoto(picture=old), updated_at=1.0)))
    await store.write(lambda tx: tx.drafts.save(Draft(place=THERE, photos=OnePhoto(picture=new), updated_at=2.0)))
    await store.write(lambda tx: tx.chats.save_preferences(OLD, 1, Preferences(iterations=20)))
    await store.write(lambda tx: tx.chats.save_preferences(NEW, 1, Preferences(iterations=30)))
    await move(store)
    draft = await store.read(lambda tx: tx.drafts.get(THERE))
    assert draft is not None
    assert draft.content == new
    assert await store.read(lambda tx: tx.chats.preferences(NEW, 1)) == Preferences(iterations=30)
    assert await store.read(lambda tx: tx.files.all()) == {new}


async def test_a_job_goes_along_and_needs_a_new_card(store: Store) -> None:
    job = await job_with_card(store)
    await move(store)
    moved = await job_now(store, job.id)
    assert (moved.place, moved.card.message_id, moved.origin.reply_to_message_id) == (THERE, None, None)
    assert [needing.id for needing in await store.read(lambda tx: tx.cards.needing_delivery())] == [job.id]


async def test_to_move_again_changes_nothing_of_what_was_sent_since(store: Store) -> None:
    job = await job_with_card(store)
    await move(store)
    await store.write(lambda tx: tx.cards.card_sent(job.id, 3, job.card.revision))
    await move(store)
    assert (await job_now(store, job.id)).card.message_id == 3


async def test_a_result_that_is_shown_already_is_not_needed_again(store: Store) -> None:
    job = await job_with_card(store)
    running = await store.write(lambda tx: tx.jobs.claim(1001.0))
    assert running is not None
    await finish_job(store, running)
    done = await job_now(store, job.id)
    await store.write(lambda tx: tx.cards.card_shows(job.id, done.card.revision))
    await store.write(lambda tx: tx.cards.mark_delivered(job.id))
    await move(store)
    moved = await job_now(store, job.id)
    assert moved.state is JobState.DELIVERED
    assert moved.card.shown_revision == moved.card.revision


async def test_the_old_chat_is_known_by_the_new_one_and_the_other_way_round(store: Store) -> None:
    await store.write(lambda tx: tx.chats.close(OLD, 1.0))
    await move(store)
    assert await store.read(lambda tx: tx.moves.whereabouts(OLD)) == NEW
    assert await store.read(lambda tx: tx.moves.whereabouts(NEW)) == NEW
    assert await store.read(lambda tx: tx.moves.origin(NEW)) == OLD
    assert await store.read(lambda tx: tx.moves.origin(OLD)) is None
    assert not await store.read(lambda tx: tx.chats.is_closed(OLD))


async def test_what_cannot_be_reached_any_more_is_not_tried(store: Store) -> None:
    await store.write(lambda tx: tx.erasures.begin(ADA, 77, "de", before_update=9, now=5.0))
    await store.write(lambda tx: tx.erasures.note_sent(ADA, 70, 4.0))
    await move(store)
    [erasure] = await store.read(lambda tx: tx.erasures.pending())
    assert (erasure.place, erasure.message_id) == (THERE, 0)
    assert await store.read(lambda tx: tx.erasures.sent_messages(erasure)) == []
