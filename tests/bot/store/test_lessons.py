"""What the engine has learned of kept styles: in their order, for today's network, and no longer than they are kept."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from bot.jobs.model import Place
from bot.store import HOUSE, KeptLesson, Store
from bot.store import lessons as lessons_module
from tests.bot.store.test_styles import keep

ADA, EVE = 7, 8


async def following(store: Store, passed_over: Collection[str] = ()) -> KeptLesson | None:
    return await store.read(lambda tx: tx.lessons.next(passed_over))


async def of(store: Store, picture: str) -> KeptLesson | None:
    return await store.read(lambda tx: tx.lessons.of(picture))


async def note(store: Store, picture: str, steps: int) -> bool:
    lesson = KeptLesson(picture=picture, state=b"state", steps=steps, wanted=10)
    return await store.write(lambda tx: tx.lessons.keep(lesson))


async def test_the_styles_of_people_are_learned_one_after_the_other(store: Store) -> None:
    await keep(store, HOUSE, "waves", "house")
    one, two = await keep(store, ADA, "one", "1"), await keep(store, EVE, "two", "2")
    begun = KeptLesson(picture=one.picture, state=b"", steps=0, wanted=0)
    assert await following(store) == begun
    assert await note(store, one.picture, 4)
    assert await following(store) == KeptLesson(picture=one.picture, state=b"state", steps=4, wanted=10)
    assert await note(store, one.picture, 10)
    after = await following(store)
    assert after is not None
    assert after.picture == two.picture
    assert await following(store, [two.picture]) is None
    learned = await store.read(lambda tx: tx.lessons.learned([one.picture, two.picture]))
    assert list(learned) == [one.picture]


async def test_it_says_how_much_of_a_style_is_learned() -> None:
    shares = [KeptLesson(picture="p", state=b"", steps=steps, wanted=300).percent for steps in (0, 1, 299, 300)]
    assert shares == [0, 0, 99, 100]


async def test_it_goes_with_the_last_style_of_the_picture(store: Store) -> None:
    one, same = await keep(store, ADA, "one", "1"), await keep(store, EVE, "two", "1")
    assert one.picture == same.picture
    await note(store, one.picture, 4)
    await store.write(lambda tx: tx.styles.delete(ADA, one.number))
    assert await of(store, one.picture) is not None
    await keep(store, EVE, "two", "another")
    assert await of(store, one.picture) is None


async def test_it_goes_with_a_person_who_is_forgotten_and_does_not_come_back(store: Store) -> None:
    one = await keep(store, ADA, "one", "1")
    await note(store, one.picture, 4)
    place = Place(chat_id=ADA, user_id=ADA)
    await store.write(lambda tx: tx.erasures.begin(place, 77, "de", before_update=100, now=1.0))
    assert await of(store, one.picture) is None
    assert not await note(store, one.picture, 5)
    assert await following(store) is None


async def test_what_was_learned_for_another_network_is_learned_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await keep(store, ADA, "one", "1")
    await note(store, one.picture, 10)
    monkeypatch.setattr(lessons_module, "INSTANT_KERNELS", "another")
    assert await of(store, one.picture) is None
    anew = await following(store)
    assert anew is not None
    assert (anew.state, anew.steps) == (b"", 0)
    assert await note(store, one.picture, 1)
    assert await of(store, one.picture) is not None
