"""Which files the rows name: the table that follows the jobs says the same as the jobs."""

from __future__ import annotations

from bot.jobs.model import StopRequest
from bot.jobs.regions import Region, Regions
from bot.store import Draft, OnePhoto, Store
from tests.support.jobs import add_job, finish_job, place_of, progress_at, start_job

PREVIEW, CHECKPOINT = "b" * 64, "c" * 64


async def named(store: Store, *names: str) -> set[str]:
    """Those of the names that rows have, by both ways in which the store tells, which must agree."""
    everything = await store.read(lambda tx: tx.files.all())
    assert await store.read(lambda tx: tx.files.among(names)) == everything & set(names)
    return everything & set(names)


async def test_a_job_names_its_files_as_long_as_it_does(store: Store) -> None:
    job = await start_job(store)
    files = (job.request.content, *job.request.styles, PREVIEW, CHECKPOINT, "1" * 64, "2" * 64)
    assert await named(store, *files) == {job.request.content, *job.request.styles}
    await store.write(lambda tx: tx.jobs.record_progress(job.id, 1, progress_at(5), PREVIEW))
    await store.write(lambda tx: tx.jobs.record_checkpoint(job.id, 1, CHECKPOINT, 5))
    assert await named(store, *files) == {job.request.content, *job.request.styles, PREVIEW, CHECKPOINT}
    await finish_job(store, job)
    frame = PREVIEW  # of the time lapse
    assert await named(store, *files) == {job.request.content, *job.request.styles, frame, "1" * 64, "2" * 64}
    await store.write(lambda tx: tx.cards.mark_told(job.id, 3000.0))
    await store.write(lambda tx: tx.retention.expire_pictures(before=4000.0, now=4000.0))
    assert await named(store, *files) == set()
    await store.write(lambda tx: tx.retention.delete_jobs(before=4000.0))
    assert await named(store, *files) == set()


async def test_a_file_of_two_jobs_is_named_until_both_are_gone(store: Store) -> None:
    first, second = await add_job(store, 1), await add_job(store, 2)
    for job, left in ((first, {first.request.content}), (second, set())):
        await store.write(lambda tx, job=job: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0))
        await store.write(lambda tx, who=job.place: tx.erasures.begin(who, 1, None, before_update=0, now=2.0))
        [erasure] = [each for each in await store.read(lambda tx: tx.erasures.pending()) if each.place == job.place]
        await store.write(lambda tx, erasure=erasure: tx.erasures.delete_finished_jobs(erasure))
        assert await named(store, first.request.content) == left


async def test_the_same_picture_twice_in_a_job_is_one_file(store: Store) -> None:
    job = await add_job(store, content="d" * 64, styles=("d" * 64, "e" * 64, "d" * 64))
    assert await named(store, "d" * 64, "e" * 64, "f" * 64) == {"d" * 64, "e" * 64}
    await store.write(lambda tx: tx.job_history.swap(job.id))
    assert await named(store, "d" * 64, "e" * 64) == {"d" * 64, "e" * 64}


async def test_masks_are_files_of_a_job_too(store: Store) -> None:
    job = await add_job(store, masks=("e" * 64, None), protect="f" * 64)
    assert await named(store, "e" * 64, "f" * 64) == {"e" * 64, "f" * 64}
    assert {"e" * 64, "f" * 64} <= await store.read(lambda tx: tx.files.of_person(1))
    await store.write(lambda tx: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 1.0))
    await store.write(lambda tx: tx.cards.mark_told(job.id, 1.0))
    await store.write(lambda tx: tx.retention.expire_pictures(before=4000.0, now=4000.0))
    assert await named(store, "e" * 64, "f" * 64) == set()


async def test_the_regions_of_a_draft_name_files_until_it_goes(store: Store) -> None:
    names = tuple(letter * 64 for letter in "abcde")
    regions = Regions(
        painted=(Region(mask=names[0], style=names[1]), Region(mask=names[2])), protected=names[3], asked=names[4]
    )
    draft = Draft(place=place_of(1), photos=OnePhoto(picture="0" * 64, regions=regions), updated_at=1.0)
    draft = await store.write(lambda tx, new=draft: tx.drafts.save(new))
    assert await store.read(lambda tx: tx.drafts.get(place_of(1))) == draft
    assert await named(store, *names) == set(names)
    assert set(names) <= await store.read(lambda tx: tx.files.of_person(1))
    await store.write(lambda tx: tx.retention.expire_pictures(before=4000.0, now=4000.0))
    assert await named(store, *names) == set()


async def test_what_a_draft_names_counts_too(store: Store) -> None:
    draft = Draft(
        place=place_of(1), photos=OnePhoto(picture="a" * 64, choices=("c" * 64,)), styles=("b" * 64,), updated_at=1.0
    )
    await store.write(lambda tx: tx.drafts.save(draft))
    assert await named(store, "a" * 64, "b" * 64, "c" * 64, "d" * 64) == {"a" * 64, "b" * 64, "c" * 64}
