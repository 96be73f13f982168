"""Questions about a person's jobs."""

from __future__ import annotations

from bot.jobs.model import FINISHED, StopRequest
from bot.store import HOUSE, AlbumItem, Draft, OnePhoto, Store, workload
from tests.support.jobs import add_job, finish_job, place_of, progress_at, start_job
from tests.support.pictures import plain_png


async def test_unfinished_jobs_are_those_of_this_person_in_this_chat(store: Store) -> None:
    running = await start_job(store, user_id=1)
    waiting = await add_job(store, user_id=1)
    await add_job(store, user_id=2)
    finished = await add_job(store, user_id=1)
    await store.write(lambda tx: tx.jobs.request_stop(finished.id, StopRequest.CANCEL, 3000.0))
    unfinished = await store.read(lambda tx: tx.overview.unfinished_of(1, 1))
    assert [job.id for job in unfinished] == [running.id, waiting.id]
    assert not any(job.state in FINISHED for job in unfinished)
    assert await store.read(lambda tx: tx.overview.unfinished_of(2, 1)) == []


def sha(user: int, letter: str) -> str:
    return f"{user}{letter}" * 32


async def fill(store: Store, user: int) -> None:
    """Let the user have one file of every kind."""
    job = await start_job(store, user_id=user)
    await store.write(lambda tx: tx.jobs.record_checkpoint(job.id, 1, sha(user, "a"), 10))
    await store.write(lambda tx: tx.jobs.record_progress(job.id, 1, progress_at(9), sha(user, "b")))
    await finish_job(store, await start_job(store, user_id=user))
    draft = Draft(
        place=place_of(user),
        photos=OnePhoto(picture=sha(user, "c"), choices=(sha(user, "e"),)),
        styles=(sha(user, "d"),),
        updated_at=1.0,
    )
    item = AlbumItem(place=place_of(user), media_group_id="g", message_id=1, picture=sha(user, "f"), received_at=1.0)
    await store.write(lambda tx: tx.drafts.save(draft))
    await store.write(lambda tx: tx.drafts.add_album_item(item))
    await keep_style(store, user)


async def keep_style(store: Store, owner: int) -> None:
    await store.write(
        lambda tx: tx.styles.keep(
            owner=owner, name="waves", picture=sha(owner, "8"), tile=sha(owner, "9"), origin="chat"
        )
    )


async def test_the_files_of_a_person_are_all_that_rows_name_but_those_of_others(store: Store) -> None:
    for user in (1, 2):
        await fill(store, user)
    await keep_style(store, HOUSE)
    everything = await store.read(lambda tx: tx.files.all())
    first, second, house = [await store.read(lambda tx, who=who: tx.files.of_person(who)) for who in (1, 2, HOUSE)]
    assert first | second | house == everything
    assert house == {sha(HOUSE, "8"), sha(HOUSE, "9")}
    assert {sha(1, letter) for letter in "abcdef89"} == first - second  # add_job and finish_job give the same to all
    assert {sha(2, letter) for letter in "abcdef89"} == second - first


async def test_expired_pictures_are_nobodys(store: Store) -> None:
    job = await start_job(store)
    await finish_job(store, job)
    await store.write(lambda tx: tx.cards.mark_told(job.id, 3000.0))
    await store.write(lambda tx: tx.retention.expire_pictures(before=4000.0, now=4000.0))
    assert await store.read(lambda tx: tx.files.of_person(1)) == set()


async def test_what_was_canceled_is_no_longer_in_work_though_the_engine_still_stops(store: Store) -> None:
    job = await start_job(store)
    for request, expected in ((StopRequest.KEEP, [job.id]), (StopRequest.CANCEL, [])):
        await store.write(lambda tx, request=request: tx.jobs.request_stop(job.id, request, 3000.0))
        here = await store.read(lambda tx: tx.overview.unfinished_of(1, 1))
        everywhere = await store.read(lambda tx: tx.overview.unfinished_by(1))
        assert [each.id for each in here] == [each.id for each in everywhere] == expected


async def test_what_was_painted_of_late_in_one_go_says_how_long_jobs_take(store: Store) -> None:
    painted = []
    for _ in range(3):
        job = await start_job(store)
        await finish_job(store, job)
        painted.append(job.id)
    stopped = await start_job(store)
    await store.write(lambda tx: tx.jobs.request_stop(stopped.id, StopRequest.KEEP, 1002.0))
    await finish_job(store, stopped)
    twice = await start_job(store)
    await store.write(lambda tx: tx.jobs.requeue(twice.id, 1, engine_died=True, drop_checkpoint=False, now=1.0))
    again = await store.write(lambda tx: tx.jobs.claim(1002.0))
    assert again is not None
    await finish_job(store, again)
    latest = await store.read(lambda tx: tx.overview.painted(2))
    assert [job.id for job in latest] == painted[:0:-1]


async def test_the_workload_knows_the_shapes_of_the_pictures(store: Store) -> None:
    picture = await store.files.put(plain_png("red", 40, 20))
    running = await start_job(store)
    waiting = await add_job(store, user_id=2, content=picture)
    work = await store.read(lambda tx: workload(tx))
    assert ([job.id for job in work.running], [job.id for job in work.waiting]) == ([running.id], [waiting.id])
    assert (work.painted, work.shapes) == ([], {picture: (20, 40)})
