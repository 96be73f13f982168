"""The language and the settings of a person in a chat."""

from __future__ import annotations

from bot.jobs.model import Preferences
from bot.store import Store
from engine.settings import Colors, InitialImage


async def test_nobody_knows_the_language_of_a_stranger_but_their_client(store: Store) -> None:
    assert await store.read(lambda tx: tx.chats.language(1, 1)) is None
    assert await store.read(lambda tx: tx.chats.language(1, 1, "de")) == "de"


async def test_what_the_client_says_now_goes_before_what_it_said(store: Store) -> None:
    for client in ("de", "ru", "ru"):
        await store.write(lambda tx, client=client: tx.chats.note_client_language(1, 1, client))
    assert await store.read(lambda tx: tx.chats.language(1, 1)) == "ru"
    assert await store.read(lambda tx: tx.chats.language(1, 1, "es")) == "es"


async def test_a_choice_goes_before_the_client_in_this_chat_only(store: Store) -> None:
    for chosen in ("es", "de"):
        await store.write(lambda tx, chosen=chosen: tx.chats.choose_language(1, 1, chosen))
    await store.write(lambda tx: tx.chats.note_client_language(1, 1, "ru"))
    assert await store.read(lambda tx: tx.chats.language(1, 1, "ru")) == "de"
    assert await store.read(lambda tx: tx.chats.language(-5, 1, "ru")) == "ru"
    assert await store.read(lambda tx: tx.chats.language(1, 2)) is None


async def test_all_settings_come_back_as_they_were_kept_for_this_person_in_this_chat(store: Store) -> None:
    kept = Preferences(
        preset="fine",
        iterations=120,
        size=256,
        strength=0,
        colors=Colors.KEEP,
        style_scale=150,
        init=InitialImage.STYLE_STATISTICS,
        seed=3,
    )
    for preferences in (Preferences(size=128), kept):
        await store.write(lambda tx, preferences=preferences: tx.chats.save_preferences(1, 1, preferences))
    assert await store.read(lambda tx: tx.chats.preferences(1, 1)) == kept
    assert await store.read(lambda tx: tx.chats.preferences(-5, 1)) == Preferences()
