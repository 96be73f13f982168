"""The shelf of styles: names, owners, and the files that stay as long as something names them."""

from __future__ import annotations

from bot.store import HOUSE, KeptStyle, Store


async def keep(store: Store, owner: int, name: str, picture: str = "p", rank: int = 0) -> KeptStyle:
    """A style whose picture and tile are files of a few bytes."""
    files = [await store.files.put(f"{kind} {picture}".encode()) for kind in ("picture", "tile")]
    await store.write(
        lambda tx: tx.styles.keep(owner=owner, name=name, picture=files[0], tile=files[1], origin="chat", rank=rank)
    )
    return next(style for style in await of(store, owner) if style.name == name)


async def of(store: Store, owner: int) -> list[KeptStyle]:
    return await store.read(lambda tx: tx.styles.of(owner))


async def test_ones_own_style_goes_before_that_of_the_house_and_is_nobody_elses(store: Store) -> None:
    house = await keep(store, HOUSE, "waves", "house")
    assert await store.read(lambda tx: tx.styles.named("waves", 7)) == house
    own = await keep(store, 7, "waves", "own")
    assert await store.read(lambda tx: tx.styles.named("waves", 7)) == own
    assert await store.read(lambda tx: tx.styles.named("waves", 8)) == house
    assert await store.read(lambda tx: tx.styles.named("sea", 7)) is None
    assert await store.read(lambda tx: tx.styles.get(own.number)) == own


async def test_a_picture_of_the_house_tells_its_name_and_one_of_a_person_does_not(store: Store) -> None:
    house, own = await keep(store, HOUSE, "waves", "house"), await keep(store, 7, "sea", "own")
    assert await store.read(lambda tx: tx.styles.house_name_of(house.picture)) == "waves"
    assert await store.read(lambda tx: tx.styles.house_name_of(own.picture)) is None


async def test_the_same_name_again_changes_the_picture_and_keeps_the_number(store: Store) -> None:
    before = await keep(store, 7, "waves", "one")
    after = await keep(store, 7, "waves", "two")
    assert after.number == before.number
    assert after.picture != before.picture
    assert await of(store, 7) == [after]


async def test_the_house_keeps_its_order(store: Store) -> None:
    for rank, name in ((2, "a"), (0, "c"), (1, "b")):
        await keep(store, HOUSE, name, name, rank)
    assert [style.name for style in await of(store, HOUSE)] == ["c", "b", "a"]


async def test_only_its_owner_deletes_a_style_and_its_number_never_comes_back(store: Store) -> None:
    style = await keep(store, 7, "waves")
    assert not await store.write(lambda tx: tx.styles.delete(8, style.number))
    assert await store.write(lambda tx: tx.styles.delete(7, style.number))
    assert not await store.write(lambda tx: tx.styles.delete(7, style.number))
    assert (await keep(store, 7, "sea")).number > style.number


async def test_all_styles_of_a_person_can_go_at_once_or_all_but_some(store: Store) -> None:
    for owner, name in ((7, "a"), (7, "b"), (7, "c"), (8, "a")):
        await keep(store, owner, name)
    assert await store.write(lambda tx: tx.styles.delete_all_but(7, {"b", "z"})) == 2
    assert [style.name for style in await of(store, 7)] == ["b"]
    assert await store.write(lambda tx: tx.styles.delete_all_but(7)) == 1
    assert len(await of(store, 8)) == 1


async def test_the_files_of_a_style_are_not_swept_before_it_is_deleted(store: Store) -> None:
    style = await keep(store, 7, "waves")
    assert await store.sweep_files(grace=0) == 0
    await store.write(lambda tx: tx.styles.delete(7, style.number))
    assert await store.sweep_files(grace=0) == 2
