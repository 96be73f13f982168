"""What is kept for people is charged to them, from before it is written until it is gone."""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path

import pytest

from bot.store import Draft, OnePhoto, OwnerFull, Store, Transaction
from bot.store import store as module
from tests.support.eventually import LONG, eventually
from tests.support.jobs import place_of

ADA, EVE = 1, 2
LIMIT = 1000


async def weight(store: Store, user_id: int) -> int:
    return await store.read(lambda tx: tx.charges.size_bytes_of(user_id))


async def names(store: Store, user_id: int, *pictures: str) -> None:
    """Replace the person's draft by one that names these pictures."""

    async def work(tx: Transaction) -> None:
        await tx.drafts.delete(place_of(user_id))
        await tx.drafts.save(Draft(place=place_of(user_id), photos=OnePhoto(choices=pictures), updated_at=1.0))

    await store.write(work)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that nothing needs any more are deleted without delay."""
    monkeypatch.setattr(module, "DISCARD_GRACE", 0.0)


def becomes(store: Store, user_id: int, size: int) -> Awaitable[None]:
    async def is_so() -> bool:
        return await weight(store, user_id) == size

    return eventually(is_so, LONG)


async def test_nobody_may_have_more_than_the_limit_whether_rows_name_it_or_not(store: Store) -> None:
    for number in range(3):
        await store.put_for(ADA, bytes([number]) * 300, limit=LIMIT)
    with pytest.raises(OwnerFull):
        await store.put_for(ADA, b"x" * 300, limit=LIMIT)
    assert await weight(store, ADA) == 900
    assert len(store.files.all_names()) == 3
    await store.put_for(ADA, b"x" * 100, limit=LIMIT)
    await store.put_for(EVE, b"y" * 1000, limit=LIMIT)


async def test_the_same_bytes_are_charged_once_and_to_everybody_who_brings_them(store: Store) -> None:
    for _ in range(5):
        await store.put_for(ADA, b"x" * 600, limit=LIMIT)
    await store.put_for(EVE, b"x" * 600, limit=LIMIT)
    assert (await weight(store, ADA), await weight(store, EVE)) == (600, 600)


async def test_what_is_let_go_without_a_row_is_deleted_and_charged_until_then(store: Store, soon: None) -> None:
    name = await store.put_for(ADA, b"x" * 600, limit=LIMIT)
    await store.sweep_files(grace=0)
    assert await store.files.has(name)  # an update still holds it
    store.let_go([name])
    await becomes(store, ADA, 0)
    assert not await store.files.has(name)


async def test_what_a_row_names_stays(store: Store, soon: None) -> None:
    name = await store.put_for(ADA, b"x" * 600, limit=LIMIT)
    other = await store.put_for(ADA, b"y" * 100, limit=LIMIT)
    await names(store, ADA, name)
    store.let_go([name, other])
    await becomes(store, ADA, 600)
    assert await store.files.has(name)
    await names(store, ADA)
    await becomes(store, ADA, 0)
    assert not await store.files.has(name)


async def test_what_two_hold_stays_until_both_let_go(store: Store, soon: None) -> None:
    name = await store.put_for(ADA, b"x" * 600, limit=LIMIT)
    await store.put_for(EVE, b"x" * 600, limit=LIMIT)
    store.let_go([name])
    marker = await store.put_for(EVE, b"marker", limit=LIMIT)
    store.let_go([marker])
    await becomes(store, EVE, 600)  # the marker is deleted, so the deletion has looked at this one, too
    assert await store.files.has(name)
    store.let_go([name])
    await becomes(store, EVE, 0)
    assert await weight(store, ADA) == 0


async def test_what_only_others_have_rows_for_is_charged_to_them_alone(store: Store, soon: None) -> None:
    name = await store.put_for(ADA, b"x" * 600, limit=LIMIT)
    await store.put_for(EVE, b"x" * 600, limit=LIMIT)
    await names(store, EVE, name)
    store.let_go([name, name])
    await becomes(store, ADA, 0)
    assert await weight(store, EVE) == 600


async def test_who_is_forgotten_leaves_no_file_and_no_charge(store: Store, soon: None) -> None:
    name = await store.put_for(ADA, b"x" * 600, limit=LIMIT)
    store.let_go([name])
    await store.put_for(ADA, b"y" * 300, limit=LIMIT)
    await names(store, ADA, name)
    await store.write(lambda tx: tx.erasures.begin(place_of(ADA), 1, None, before_update=0, now=1.0))
    await becomes(store, ADA, 300)  # what an update in work still holds goes when that is over
    assert not await store.files.has(name)


@pytest.mark.parametrize("before", [True, False])
async def test_after_a_crash_nobody_is_charged_for_what_is_not_there(
    store: Store, directory: Path, before: bool
) -> None:
    """The crash comes between the charge and the file, or between the file and the row."""
    name = "a" * 64
    if before:
        await store.write(lambda tx: tx.charges.add(ADA, name, 600))
    else:
        name = await store.put_for(ADA, b"x" * 600, limit=LIMIT)
    await store.aclose()
    again = await Store.open(directory)
    assert await weight(again, ADA) == 0
    assert not await again.files.has(name)
    await again.aclose()


async def test_nothing_is_charged_where_the_disk_refuses(
    store: Store, soon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object, **__: object) -> str:
        raise OSError("no")

    monkeypatch.setattr(store.files, "put", refuse)
    with pytest.raises(OSError, match="no"):
        await store.put_for(ADA, b"x" * 600, limit=LIMIT)
    await becomes(store, ADA, 0)
