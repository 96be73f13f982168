"""Drafts, albums and preferences: what people have sent so far, each in their own place."""

from __future__ import annotations

from bot.jobs.model import Place, Preferences
from bot.store import AlbumItem, AlbumKey, Draft, Store
from tests.support.jobs import place_of


async def test_a_draft_comes_back_as_it_was_saved_and_the_last_one_counts(store: Store) -> None:
    draft = Draft(
        place=place_of(1, topic_id=3),
        content="c" * 64,
        content_message_id=10,
        overrides=Preferences(iterations=300),
        updated_at=5.0,
    )
    await store.write(lambda tx: tx.drafts.save(Draft(place=draft.place, styles=("5" * 64,), updated_at=1.0)))
    await store.write(lambda tx: tx.drafts.save(draft))
    assert await store.read(lambda tx: tx.drafts.get(draft.place)) == draft


async def test_drafts_of_other_people_and_topics_are_apart(store: Store) -> None:
    await store.write(lambda tx: tx.drafts.save(Draft(place=place_of(1), updated_at=1.0)))
    for place in (Place(chat_id=1, user_id=2), Place(chat_id=2, user_id=1), place_of(1, topic_id=9)):
        assert await store.read(lambda tx, place=place: tx.drafts.get(place)) is None
    assert await store.write(lambda tx: tx.drafts.delete(place_of(1)))
    assert not await store.write(lambda tx: tx.drafts.delete(place_of(1)))


def item(message_id: int, received_at: float, **fields: str) -> AlbumItem:
    return AlbumItem(
        place=place_of(1), media_group_id="album", message_id=message_id, received_at=received_at, **fields
    )


async def test_an_album_is_gathered_in_the_order_of_its_messages(store: Store) -> None:
    key = AlbumKey(place=place_of(1), media_group_id="album")
    second = item(12, 1.0, picture="a" * 64, caption="size=768")
    first = item(11, 1.2, error_code="picture_truncated")
    assert await store.write(lambda tx: tx.drafts.add_album_item(second))
    assert await store.write(lambda tx: tx.drafts.add_album_item(first))
    assert not await store.write(lambda tx: tx.drafts.add_album_item(first))
    assert await store.read(lambda tx: tx.drafts.album(key)) == [first, second]
    assert "a" * 64 in await store.read(lambda tx: tx.files.all())
    assert await store.write(lambda tx: tx.drafts.delete_album(key)) == 2
    assert await store.read(lambda tx: tx.drafts.album(key)) == []


async def test_an_album_is_settled_when_its_latest_photo_is_old_enough(store: Store) -> None:
    key = AlbumKey(place=place_of(1), media_group_id="album")
    await store.write(lambda tx: tx.drafts.add_album_item(item(11, 1.0)))
    await store.write(lambda tx: tx.drafts.add_album_item(item(12, 2.0)))
    assert await store.read(lambda tx: tx.drafts.settled_albums(before=2.0)) == []
    assert await store.read(lambda tx: tx.drafts.settled_albums(before=2.1)) == [key]


async def test_preferences_are_kept_per_chat_and_user(store: Store) -> None:
    assert await store.read(lambda tx: tx.chats.preferences(1, 1)) == Preferences()
    await store.write(lambda tx: tx.chats.save_preferences(1, 1, Preferences(size=768)))
    await store.write(lambda tx: tx.chats.save_preferences(1, 1, Preferences(iterations=500, size=768)))
    assert await store.read(lambda tx: tx.chats.preferences(1, 1)) == Preferences(iterations=500, size=768)
    assert await store.read(lambda tx: tx.chats.preferences(1, 2)) == Preferences()
    assert await store.read(lambda tx: tx.chats.preferences(2, 1)) == Preferences()
