"""The inbox: each update once, until it is handled."""

from __future__ import annotations

from bot.store import InboxUpdate, Store

BOT = 7


async def test_an_update_is_kept_once_per_bot(store: Store) -> None:
    assert await store.write(lambda tx: tx.inbox.add(BOT, 12, '{"a": 1}', 5.0))
    assert not await store.write(lambda tx: tx.inbox.add(BOT, 12, '{"a": 2}', 6.0))
    assert await store.write(lambda tx: tx.inbox.add(BOT + 1, 12, "{}", 7.0))
    assert await store.read(lambda tx: tx.inbox.unhandled(BOT)) == [
        InboxUpdate(update_id=12, payload='{"a": 1}', received_at=5.0)
    ]


async def test_unhandled_updates_come_back_in_the_order_of_their_arrival(store: Store) -> None:
    for update_id in (900, 12, 13):  # Telegram's numbers may start anew after a quiet week
        await store.write(lambda tx, number=update_id: tx.inbox.add(BOT, number, "{}", 1.0))
    assert [update.update_id for update in await store.read(lambda tx: tx.inbox.unhandled(BOT))] == [900, 12, 13]


async def test_a_handled_update_is_not_taken_again_and_its_text_is_gone(store: Store) -> None:
    await store.write(lambda tx: tx.inbox.add(BOT, 12, '{"text": "private"}', 1.0))
    assert await store.write(lambda tx: tx.inbox.mark_handled(BOT, 12, 2.0))
    assert not await store.write(lambda tx: tx.inbox.mark_handled(BOT, 12, 3.0))
    assert not await store.write(lambda tx: tx.inbox.add(BOT, 12, '{"text": "private"}', 4.0))
    assert await store.read(lambda tx: tx.inbox.unhandled(BOT)) == []
    rows = await store._database._connection.execute_fetchall("SELECT payload FROM inbox")
    assert [row["payload"] for row in rows] == [None]


async def test_whether_an_item_of_an_album_waits(store: Store) -> None:
    payloads = [
        '{"message": {"media_group_id": "g"}}',
        '{"message": {"text": "g"}}',
        "no JSON",
        '{"message": 5}',
        "null",
    ]
    for number, payload in enumerate(payloads, 1):
        await store.write(lambda tx, number=number, payload=payload: tx.inbox.add(BOT, number, payload, 1.0))
    assert await store.read(lambda tx: tx.inbox.holds_item_of(BOT, "g"))
    assert not await store.read(lambda tx: tx.inbox.holds_item_of(BOT, "h"))
    assert not await store.read(lambda tx: tx.inbox.holds_item_of(BOT + 1, "g"))
    await store.write(lambda tx: tx.inbox.mark_handled(BOT, 1, 2.0))
    assert not await store.read(lambda tx: tx.inbox.holds_item_of(BOT, "g"))
