"""Drafts, albums and preferences: what people have sent so far, each in their own place."""

from __future__ import annotations

from dataclasses import replace

from bot.jobs.model import Place, Preferences
from bot.store import AlbumItem, AlbumKey, Draft, OnePhoto, Said, Store
from bot.store.drafts import MOST
from tests.support.jobs import place_of


async def test_a_draft_comes_back_as_it_was_saved_and_the_last_one_counts(store: Store) -> None:
    draft = Draft(
        place=place_of(1, topic_id=3),
        photos=OnePhoto(picture="c" * 64),
        content_message_id=10,
        overrides=Preferences(iterations=300),
        portrait="c" * 64,
        updated_at=5.0,
    )
    await store.write(lambda tx: tx.drafts.save(Draft(place=draft.place, styles=("5" * 64,), updated_at=1.0)))
    saved = await store.write(lambda tx: tx.drafts.save(draft))
    assert saved == replace(draft, number=saved.number)
    assert await store.read(lambda tx: tx.drafts.get(draft.place)) == saved
    changed = replace(
        saved, photos=OnePhoto(picture="d" * 64), said=(Said(message_id=4, settings=Preferences(size=256)),)
    )
    assert await store.write(lambda tx: tx.drafts.save(changed)) == changed
    assert await store.read(lambda tx: tx.drafts.get(draft.place)) == changed


async def test_several_drafts_wait_and_the_one_that_was_saved_last_is_the_current_one(store: Store) -> None:
    place = place_of(1)

    async def current() -> Draft | None:
        return await store.read(lambda tx: tx.drafts.get(place))

    first, second = [
        await store.write(
            lambda tx, name=name: tx.drafts.save(Draft(place=place, photos=OnePhoto(picture=name * 64), updated_at=1.0))
        )
        for name in "ab"
    ]
    assert await store.read(lambda tx: tx.drafts.all_of(place)) == [first, second]
    assert await current() == second
    await store.write(lambda tx: tx.drafts.save(first))
    assert await current() == first
    await store.write(lambda tx: tx.drafts.remove(first))
    assert await current() is None  # what waits is gone on with when its owner says so, not by itself
    assert await store.read(lambda tx: tx.drafts.all_of(place)) == [second]


async def test_of_many_drafts_the_oldest_goes_and_its_pictures_with_it(store: Store) -> None:
    picture = await store.files.put(b"picture")
    drafts = [
        Draft(place=place_of(1), photos=OnePhoto(picture=picture if number == 0 else None), updated_at=1.0)
        for number in range(9)
    ]
    for draft in drafts[:-1]:
        await store.write(lambda tx, draft=draft: tx.drafts.save(draft))
    assert await store.read(lambda tx: tx.files.all()) == {picture}
    await store.write(lambda tx: tx.drafts.save(drafts[-1]))
    assert len(await store.read(lambda tx: tx.drafts.all_of(place_of(1)))) == MOST
    assert await store.read(lambda tx: tx.files.all()) == set()


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


async def test_albums_that_arrive_are_counted(store: Store) -> None:
    keys = [AlbumKey(place=place_of(1), media_group_id=name) for name in ("later", "album")]
    assert await store.read(lambda tx: tx.drafts.arriving_albums()) == {}
    for each in (item(11, 1.0), item(12, 2.0), replace(item(13, 3.0), media_group_id="later")):
        await store.write(lambda tx, each=each: tx.drafts.add_album_item(each))
    albums = await store.read(lambda tx: tx.drafts.arriving_albums())
    assert list(albums.items()) == [(keys[1], 2), (keys[0], 1)]


async def test_preferences_are_kept_per_chat_and_user(store: Store) -> None:
    assert await store.read(lambda tx: tx.chats.preferences(1, 1)) == Preferences()
    await store.write(lambda tx: tx.chats.save_preferences(1, 1, Preferences(size=768)))
    await store.write(lambda tx: tx.chats.save_preferences(1, 1, Preferences(iterations=500, size=768)))
    assert await store.read(lambda tx: tx.chats.preferences(1, 1)) == Preferences(iterations=500, size=768)
    assert await store.read(lambda tx: tx.chats.preferences(1, 2)) == Preferences()
    assert await store.read(lambda tx: tx.chats.preferences(2, 1)) == Preferences()
