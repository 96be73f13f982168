"""What delivery is told to do, and notes as done."""

from __future__ import annotations

from bot.jobs.model import JobState
from bot.store import Store
from tests.support.jobs import finish_job, job_now, progress_at, start_job


async def needing(store: Store) -> list[str]:
    return [job.id for job in await store.read(lambda tx: tx.cards.needing_delivery())]


async def test_delivery_is_needed_until_the_card_is_up_to_date_and_the_owner_told(store: Store) -> None:
    job = await start_job(store)
    assert await needing(store) == [job.id]  # no card
    await store.write(lambda tx: tx.cards.card_sent(job.id, 55, job.card.revision))
    assert await needing(store) == []
    await store.write(lambda tx: tx.jobs.record_progress(job.id, 1, progress_at(10)))
    assert await needing(store) == [job.id]  # the card is behind
    await store.write(lambda tx: tx.cards.card_shows(job.id, job.card.revision + 1))
    await store.write(lambda tx: tx.cards.card_shows(job.id, job.card.revision))  # a late word changes nothing
    assert await needing(store) == []
    await finish_job(store, job)
    done = await job_now(store, job.id)
    await store.write(lambda tx: tx.cards.card_shows(job.id, done.card.revision))
    assert await store.write(lambda tx: tx.cards.mark_delivered(job.id))
    assert not await store.write(lambda tx: tx.cards.mark_delivered(job.id))
    assert await needing(store) == [job.id]  # the owner is not told
    assert await store.write(lambda tx: tx.cards.mark_told(job.id, 4000.0))
    assert not await store.write(lambda tx: tx.cards.mark_told(job.id, 5000.0))
    assert await needing(store) == []
    delivered = await job_now(store, job.id)
    assert (delivered.state, delivered.card.told_at, delivered.card.message_id) == (JobState.DELIVERED, 4000.0, 55)


async def test_nobody_is_told_the_end_before_it(store: Store) -> None:
    job = await start_job(store)
    assert not await store.write(lambda tx: tx.cards.mark_told(job.id, 4000.0))
    assert not await store.write(lambda tx: tx.cards.mark_delivered(job.id))


async def test_a_job_whose_owner_cannot_be_reached_is_closed_without_a_card(store: Store) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.jobs.fail(job.id, 1, "internal", 3000.0))
    await store.write(lambda tx: tx.cards.mark_told(job.id, 3001.0))
    assert await needing(store) == []


async def test_what_a_card_shows_wakes_nobody(store: Store) -> None:
    job = await start_job(store)
    seen = store.revision
    await store.write(lambda tx: tx.cards.card_sent(job.id, 55, job.card.revision))
    await store.write(lambda tx: tx.cards.card_shows(job.id, job.card.revision))
    assert store.revision == seen
