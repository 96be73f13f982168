"""What a watcher of the store is told, and when."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.jobs.model import JobState, StopRequest
from bot.store import BacklogCounts, JobEnd, Store, Transaction
from tests.support.jobs import add_job


@dataclass
class Diary:
    commits: list[float] = field(default_factory=list)
    ends: list[JobEnd] = field(default_factory=list)
    told: list[float] = field(default_factory=list)

    def committed(self, seconds: float) -> None:
        self.commits.append(seconds)

    def job_ended(self, end: JobEnd) -> None:
        self.ends.append(end)

    def job_told(self, seconds: float) -> None:
        self.told.append(seconds)


async def test_it_hears_of_each_end_once_and_of_none_that_was_rolled_back(store: Store) -> None:
    diary = store.watcher = Diary()
    failing, canceled = await add_job(store, now=1000.0), await add_job(store, user_id=2, now=1001.0)
    claimed = await store.write(lambda tx: tx.jobs.claim(1005.0))
    assert claimed is not None

    async def fail_and_fall(tx: Transaction) -> None:
        await tx.jobs.fail(failing.id, 1, "bad_picture", 1010.0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(fail_and_fall)
    assert diary.ends == []
    for _ in range(2):
        await store.write(lambda tx: tx.jobs.fail(failing.id, 1, "bad_picture", 1010.0))
        await store.write(lambda tx: tx.jobs.request_stop(canceled.id, StopRequest.CANCEL, 1011.0))
        await store.write(lambda tx: tx.cards.mark_told(failing.id, 1012.5))
    assert diary.ends == [
        JobEnd(state=JobState.FAILED, error_code="bad_picture", waited=5.0),
        JobEnd(state=JobState.CANCELED, error_code=None, waited=None),
    ]
    assert diary.told == [2.5]
    assert len(diary.commits) == 9
    assert all(seconds >= 0 for seconds in diary.commits)


async def test_the_backlog_is_what_is_still_to_be_done(store: Store) -> None:
    async def backlog() -> BacklogCounts:
        return await store.read(lambda tx: tx.overview.backlog())

    assert await backlog() == BacklogCounts(waiting=0, running=0, untold=0, oldest=None)
    first = await add_job(store, now=1000.0)
    await add_job(store, user_id=2, now=1001.0)
    await store.write(lambda tx: tx.jobs.claim(1005.0))
    assert await backlog() == BacklogCounts(waiting=1, running=1, untold=0, oldest=1001.0)
    await store.write(lambda tx: tx.jobs.fail(first.id, 1, "bad_picture", 1010.0))
    assert await backlog() == BacklogCounts(waiting=1, running=0, untold=1, oldest=1001.0)
    await store.write(lambda tx: tx.cards.mark_told(first.id, 1012.5))
    assert (await backlog()).untold == 0
