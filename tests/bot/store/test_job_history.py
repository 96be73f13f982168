"""The pictures of the job before, and those that change places."""

from __future__ import annotations

from dataclasses import replace

from bot.jobs.model import StopRequest
from bot.store import Draft, OnePhoto, Store
from tests.support.jobs import add_job, job_now, place_of


async def test_the_last_job_of_a_place_is_found_whatever_became_of_it(store: Store) -> None:
    assert await store.read(lambda tx: tx.job_history.last(place_of(1))) is None
    await add_job(store, 1)
    last = await add_job(store, 1)
    await add_job(store, 2)
    await store.write(lambda tx: tx.jobs.claim(1.0))
    assert await store.read(lambda tx: tx.job_history.last(place_of(1))) == await job_now(store, last.id)
    assert await store.read(lambda tx: tx.job_history.last(place_of(1, topic_id=3))) is None


async def test_a_film_is_not_the_last_job(store: Store) -> None:
    painted = await add_job(store)
    await add_job(store, film=True)
    last = await store.read(lambda tx: tx.job_history.last(place_of(1)))
    assert last is not None
    assert last.id == painted.id


async def test_a_job_is_found_by_its_pictures_unless_it_came_to_nothing(store: Store) -> None:
    job = await add_job(store)
    same = Draft(
        place=place_of(1), photos=OnePhoto(picture=job.request.content), styles=job.request.styles, updated_at=1.0
    )
    for other in (
        replace(same, place=place_of(2)),
        replace(same, place=place_of(1, topic_id=3)),
        replace(same, photos=OnePhoto(picture=job.request.styles[0])),
        replace(same, styles=(*job.request.styles, job.request.content)),
    ):
        assert await store.read(lambda tx, draft=other: tx.job_history.made_of(draft)) is None
    assert await store.read(lambda tx: tx.job_history.made_of(same)) == job
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0))
    assert await store.read(lambda tx: tx.job_history.made_of(same)) is None


async def test_photo_and_style_change_places_until_the_job_starts(store: Store) -> None:
    job = await add_job(store)
    assert await store.write(lambda tx: tx.job_history.swap(job.id))
    swapped = await job_now(store, job.id)
    assert (swapped.request.content, swapped.request.styles) == (job.request.styles[0], (job.request.content,))
    assert swapped.card.revision > job.card.revision
    await store.write(lambda tx: tx.jobs.claim(1.0))
    assert not await store.write(lambda tx: tx.job_history.swap(job.id))


async def test_a_blend_does_not_change_places(store: Store) -> None:
    job = await add_job(store, styles=(await store.files.put(b"1"), await store.files.put(b"2")))
    assert not await store.write(lambda tx: tx.job_history.swap(job.id))
    assert (await job_now(store, job.id)).request.styles == job.request.styles


async def test_every_picture_of_a_blend_and_of_a_choice_is_kept(store: Store) -> None:
    pictures = [await store.files.put(str(number).encode()) for number in range(5)]
    await add_job(store, content=pictures[0], styles=tuple(pictures[1:3]))
    draft = Draft(place=place_of(1), photos=OnePhoto(picture=pictures[0], choices=tuple(pictures[3:])), updated_at=1.0)
    draft = await store.write(lambda tx, new=draft: tx.drafts.save(new))
    assert await store.read(lambda tx: tx.drafts.get(draft.place)) == draft
    assert set(pictures) <= await store.read(lambda tx: tx.files.all())
