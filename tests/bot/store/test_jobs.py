"""The jobs' state machine: fair turns, fenced attempts, cards that change exactly when they must."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.jobs.model import Job, JobState, PaintingRequest, StopRequest
from bot.jobs.quota import cost_of
from bot.jobs.setting_limits import MAX_ENGINE_DEATHS
from bot.store import Store, Transaction
from engine.settings import TransferSettings
from tests.support.jobs import FIGURES, add_job, finish_job, job_now, place_of, progress_at, start_job
from tests.support.stores import open_store


async def claim(store: Store, now: float = 2000.0) -> Job:
    job = await store.write(lambda tx: tx.jobs.claim(now))
    assert job is not None
    return job


async def places(store: Store, *jobs: Job) -> list[int]:
    return [await store.read(lambda tx, id=job.id: tx.jobs.queue_place(id)) for job in jobs]


async def test_a_new_job_comes_back_as_it_was_given(store: Store) -> None:
    parent = await add_job(store, user_id=4)
    wanted = TransferSettings(iterations=77, size=640, seed=5)
    job = await add_job(store, user_id=4, now=12.5, settings=wanted, parent_id=parent.id, reply_to_message_id=99)
    assert job == await job_now(store, job.id)
    assert (job.state, job.status.attempt, job.place, job.request.settings) == (JobState.QUEUED, 0, place_of(4), wanted)
    assert (job.origin.parent_id, job.origin.reply_to_message_id, job.status.created_at) == (parent.id, 99, 12.5)
    assert job.card.revision > job.card.shown_revision
    assert (job.status.progress, job.result.figures, job.card.told_at, job.card.message_id) == (None,) * 4


async def test_a_follow_up_keeps_what_it_goes_on_from_and_is_found_by_its_kind(store: Store) -> None:
    parent = await add_job(store)
    start = await store.files.put(b"start")
    wanted: dict[str, Any] = {"parent_id": parent.id, "follow_up": "more", "initial": start, "steps": 200, "film": True}
    job = await add_job(store, settings=TransferSettings(iterations=500), **wanted)
    assert (job.request.initial, job.request.steps, job.request.film) == (start, 200, True)
    assert job.request.work.iterations == 200
    assert job.request.settings.iterations == 500
    assert await store.read(lambda tx: tx.jobs.follow_up(parent.id, "more")) == job
    assert await store.read(lambda tx: tx.jobs.follow_up(parent.id, "again")) is None
    assert start in await store.read(lambda tx: tx.files.all())


async def test_a_kind_has_one_follow_up_until_that_has_come_to_nothing(store: Store) -> None:
    parent = await add_job(store)
    follow_up = await add_job(store, parent_id=parent.id, follow_up="again")
    with pytest.raises(sqlite3.IntegrityError):
        await add_job(store, parent_id=parent.id, follow_up="again")
    await store.write(lambda tx: tx.jobs.request_stop(follow_up.id, StopRequest.CANCEL, 2000.0))
    second = await add_job(store, parent_id=parent.id, follow_up="again")
    assert await store.read(lambda tx: tx.jobs.follow_up(parent.id, "again")) == second


async def test_an_empty_queue_gives_nothing(store: Store) -> None:
    assert await store.write(lambda tx: tx.jobs.claim(1.0)) is None
    assert await store.read(lambda tx: tx.jobs.get("unknown")) is None


async def test_users_take_turns_and_their_own_jobs_keep_their_order(store: Store) -> None:
    first, second, third = [await add_job(store, user_id=1) for _ in range(3)]
    other = await add_job(store, user_id=2)
    last = await add_job(store, user_id=3)
    assert await places(store, first, second, third, other, last) == [1, 4, 5, 2, 3]
    order = [(await claim(store)).id for _ in range(5)]
    assert order == [first.id, other.id, last.id, second.id, third.id]


async def test_whoever_started_last_waits_for_the_others_even_when_the_clock_goes_back(store: Store) -> None:
    await add_job(store, user_id=1)
    await claim(store, now=5000.0)
    await add_job(store, user_id=2)
    await claim(store, now=1000.0)  # an hour "earlier"
    again = await add_job(store, user_id=2)
    longer_ago = await add_job(store, user_id=1)
    assert await places(store, longer_ago, again) == [1, 2]


async def test_an_interrupted_job_goes_on_before_new_ones_start(store: Store) -> None:
    interrupted = await start_job(store, user_id=1)
    await add_job(store, user_id=2)
    await store.write(lambda tx: tx.jobs.requeue_running(now=2000.0))
    again = await claim(store)
    assert again.id == interrupted.id
    assert again.status.attempt == 2


USERS = st.integers(1, 4)


@settings(max_examples=25, deadline=None)
@given(users=st.lists(USERS, max_size=10), ended=st.lists(USERS, max_size=4), interrupted=st.lists(USERS, max_size=3))
async def test_the_places_shown_are_the_order_of_the_starts(
    tmp_path_factory: pytest.TempPathFactory, users: list[int], ended: list[int], interrupted: list[int]
) -> None:
    store = await open_store(tmp_path_factory.mktemp("data"))
    try:
        for user in ended:
            await finish_job(store, await start_job(store, user_id=user))
        jobs = [await start_job(store, user_id=user) for user in interrupted]
        jobs += [await add_job(store, user_id=user) for user in users]
        await store.write(lambda tx: tx.jobs.requeue_running(1.0))
        shown = dict(zip(await places(store, *jobs), jobs, strict=True))
        waiting = await store.read(lambda tx: tx.jobs.waiting())
        order = [(await claim(store)).id for _ in jobs]
        assert order == [shown[place + 1].id for place in range(len(jobs))] == [job.id for job in waiting]
        assert set(order[: len(interrupted)]) == {job.id for job in jobs[: len(interrupted)]}
        starts: Counter[int] = Counter()
        # Nobody gets a second turn while somebody waits for a first; those that were interrupted have had theirs.
        for job_id in [] if interrupted else order:
            user = next(job.place.user_id for job in jobs if job.id == job_id)
            starts[user] += 1
            assert all(starts[other] >= min(starts[user] - 1, users.count(other)) for other in users)
    finally:
        await store.aclose()


async def test_only_the_cards_of_jobs_that_moved_in_the_queue_change(store: Store) -> None:
    first = await add_job(store, user_id=1)
    own_second = await add_job(store, user_id=1)
    other = await add_job(store, user_id=2)
    before = {job.id: (await job_now(store, job.id)).card.revision for job in (first, own_second, other)}
    assert before[first.id] == first.card.revision  # still the first
    assert before[own_second.id] > own_second.card.revision  # went from 2 to 3
    await add_job(store, user_id=2)
    after = {job.id: (await job_now(store, job.id)).card.revision for job in (first, own_second, other)}
    assert after == before
    assert (await claim(store)).id == first.id
    assert (await job_now(store, other.id)).card.revision > before[other.id]
    assert await places(store, first, other, own_second) == [0, 1, 2]


async def test_a_start_raises_the_attempt_and_is_dated(store: Store) -> None:
    job = await add_job(store)
    running = await claim(store, now=2000.0)
    assert (running.id, running.state, running.status.attempt, running.status.started_at) == (
        job.id,
        JobState.RUNNING,
        1,
        2000.0,
    )
    assert running.card.revision > job.card.revision
    assert await store.read(lambda tx: tx.jobs.running()) == [running]


async def test_progress_keeps_the_preview_until_the_next_one_and_some_of_them_for_the_film(store: Store) -> None:
    job = await start_job(store)
    first, second = await store.files.put(b"first"), await store.files.put(b"second")
    for progress, preview in ((progress_at(10), first), (progress_at(20), None)):
        assert await store.write(
            lambda tx, said=progress, preview=preview: tx.jobs.record_progress(job.id, 1, said, preview)
        )
    now = await job_now(store, job.id)
    assert (now.status.progress, now.status.preview) == (progress_at(20), first)
    assert now.card.revision == job.card.revision + 2
    assert await store.write(lambda tx: tx.jobs.record_progress(job.id, 1, progress_at(30), second))
    now = await job_now(store, job.id)
    assert (now.status.progress, now.status.preview) == (progress_at(30), second)
    crowded = [await store.files.put(b"%d" % number) for number in range(9)]
    for preview in crowded:  # more than so few iterations are worth
        assert await store.write(
            lambda tx, preview=preview: tx.jobs.record_progress(job.id, 1, progress_at(31), preview)
        )
    now = await job_now(store, job.id)
    assert now.status.stills[:2] == (first, second)
    kept = await store.read(lambda tx: tx.files.all())
    assert {first, second, crowded[-1]} <= kept
    assert not {preview for preview in crowded if preview not in now.status.stills} - {crowded[-1]} & kept
    assert len(now.status.stills) < 2 + len(crowded)


async def test_a_checkpoint_is_kept_for_the_next_attempt_without_changing_the_card(store: Store) -> None:
    job = await start_job(store)
    checkpoint = await store.files.put(b"checkpoint")
    assert await store.write(lambda tx: tx.jobs.record_checkpoint(job.id, 1, checkpoint, 120))
    assert (await job_now(store, job.id)).card.revision == job.card.revision
    requeued = await store.write(lambda tx: tx.jobs.requeue(job.id, 1, engine_died=True, now=2000.0))
    assert requeued is not None
    assert (requeued.state, requeued.status.checkpoint, requeued.status.checkpoint_iteration) == (
        JobState.QUEUED,
        checkpoint,
        120,
    )


async def test_a_useless_checkpoint_can_be_dropped(store: Store) -> None:
    job = await start_job(store)
    checkpoint = await store.files.put(b"checkpoint")
    await store.write(lambda tx: tx.jobs.record_checkpoint(job.id, 1, checkpoint, 120))
    await store.write(lambda tx: tx.jobs.record_progress(job.id, 1, progress_at(130)))
    requeued = await store.write(
        lambda tx: tx.jobs.requeue(job.id, 1, engine_died=False, now=2000.0, drop_checkpoint=True)
    )
    assert requeued is not None
    assert (requeued.status.checkpoint, requeued.status.checkpoint_iteration, requeued.status.progress) == (
        None,
        0,
        None,
    )


async def test_a_job_is_given_up_after_so_many_deaths_of_its_engine(store: Store) -> None:
    job = await add_job(store)
    for death in range(1, MAX_ENGINE_DEATHS + 1):
        running = await claim(store)
        after = await store.write(
            lambda tx, attempt=running.status.attempt: tx.jobs.requeue(job.id, attempt, engine_died=True, now=9.0)
        )
        assert after is not None
        assert after.status.engine_deaths == death
        assert after.state is (JobState.FAILED if death == MAX_ENGINE_DEATHS else JobState.QUEUED)
    assert (after.status.error_code, after.status.finished_at) == ("engine_lost", 9.0)
    assert await store.write(lambda tx: tx.jobs.claim(1.0)) is None


async def test_restarts_of_the_bot_do_not_count_toward_giving_up(store: Store) -> None:
    job = await add_job(store)
    for _ in range(MAX_ENGINE_DEATHS + 2):
        await claim(store)
        [requeued] = await store.write(lambda tx: tx.jobs.requeue_running(now=5.0))
        assert (requeued.id, requeued.state, requeued.status.engine_deaths) == (job.id, JobState.QUEUED, 0)


@pytest.mark.fault("stale-result")
async def test_every_word_of_an_earlier_attempt_is_refused(store: Store) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.jobs.requeue(job.id, 1, engine_died=True, now=2000.0))
    await claim(store)
    before = await job_now(store, job.id)
    refused = [
        await store.write(lambda tx: tx.jobs.record_progress(job.id, 1, progress_at(10))),
        await store.write(lambda tx: tx.jobs.record_checkpoint(job.id, 1, "3" * 64, 10)),
        await finish_job(store, job),
        await store.write(lambda tx: tx.jobs.fail(job.id, 1, "internal", 3000.0)),
        await store.write(lambda tx: tx.jobs.mark_canceled(job.id, 1, 3000.0)),
        await store.write(lambda tx: tx.jobs.requeue(job.id, 1, engine_died=True, now=3000.0)),
    ]
    assert refused == [False, False, False, False, False, None]
    assert await job_now(store, job.id) == before


async def test_the_right_attempt_is_refused_too_when_it_does_not_run(store: Store) -> None:
    job = await start_job(store)
    assert await finish_job(store, job)
    before = await job_now(store, job.id)
    assert not await finish_job(store, job)
    assert not await store.write(lambda tx: tx.jobs.fail(job.id, 1, "internal", 4000.0))
    assert not await store.write(lambda tx: tx.jobs.mark_canceled(job.id, 1, 4000.0))
    assert not await store.write(lambda tx: tx.jobs.record_progress(job.id, 1, progress_at(10)))
    assert await job_now(store, job.id) == before


async def test_a_result_ends_the_job_and_lets_go_of_what_led_to_it(store: Store) -> None:
    job = await start_job(store)
    preview, checkpoint = await store.files.put(b"preview"), await store.files.put(b"checkpoint")
    await store.write(lambda tx: tx.jobs.record_progress(job.id, 1, progress_at(290), preview))
    await store.write(lambda tx: tx.jobs.record_checkpoint(job.id, 1, checkpoint, 280))
    assert await finish_job(store, job)
    done = await job_now(store, job.id)
    assert (done.state, done.status.finished_at, done.result.figures) == (JobState.DONE, 3000.0, FIGURES)
    assert (done.result.png, done.result.jpeg) == ("1" * 64, "2" * 64)
    assert (done.status.progress, done.status.preview, done.status.checkpoint) == (progress_at(290), None, None)
    referenced = await store.read(lambda tx: tx.files.all())
    assert done.status.stills == (preview,)  # for the film
    assert referenced == {job.request.content, job.request.styles[0], "1" * 64, "2" * 64, preview}


async def test_what_was_canceled_ends_as_that_though_a_result_or_a_failure_came_first(store: Store) -> None:
    for outcome in ("result", "failure"):
        job = await start_job(store)
        await store.write(lambda tx, job=job: tx.jobs.request_stop(job.id, StopRequest.CANCEL, 2500.0))
        if outcome == "result":
            assert not await finish_job(store, job)
        else:
            await store.write(lambda tx, job=job: tx.jobs.fail(job.id, 1, "not_finite", 3000.0))
        ended = await job_now(store, job.id)
        assert (ended.state, ended.status.error_code, ended.result.png) == (JobState.CANCELED, None, None)
        assert ended.status.finished_at == 3000.0


async def test_a_failure_keeps_its_code(store: Store) -> None:
    job = await start_job(store)
    assert await store.write(lambda tx: tx.jobs.fail(job.id, 1, "not_finite", 3000.0))
    failed = await job_now(store, job.id)
    assert (failed.state, failed.status.error_code, failed.status.finished_at) == (
        JobState.FAILED,
        "not_finite",
        3000.0,
    )


async def request_stop(store: Store, job: Job, request: StopRequest) -> Job | None:
    return await store.write(lambda tx: tx.jobs.request_stop(job.id, request, 2500.0))


@pytest.mark.parametrize("request_", StopRequest)
async def test_a_waiting_job_is_canceled_at_once(store: Store, request_: StopRequest) -> None:
    job = await add_job(store)
    behind = await add_job(store)
    canceled = await request_stop(store, job, request_)
    assert canceled is not None
    assert (canceled.state, canceled.status.finished_at) == (JobState.CANCELED, 2500.0)
    assert await places(store, job, behind) == [0, 1]


@pytest.mark.parametrize("request_", StopRequest)
async def test_a_running_job_carries_the_request_until_the_engine_stops(store: Store, request_: StopRequest) -> None:
    job = await start_job(store)
    asked = await request_stop(store, job, request_)
    assert asked is not None
    assert (asked.state, asked.status.stop_request) == (JobState.RUNNING, request_)
    assert asked.card.revision == job.card.revision + 1
    assert await request_stop(store, job, request_) == asked  # a second tap
    assert await store.write(lambda tx: tx.jobs.mark_canceled(job.id, 1, 2600.0))
    assert (await job_now(store, job.id)).state is JobState.CANCELED


async def test_cancel_overrules_keep_but_not_the_other_way_round(store: Store) -> None:
    job = await start_job(store)
    for request, outcome in (
        (StopRequest.KEEP, StopRequest.KEEP),
        (StopRequest.CANCEL, StopRequest.CANCEL),
        (StopRequest.KEEP, StopRequest.CANCEL),
    ):
        asked = await request_stop(store, job, request)
        assert asked is not None
        assert asked.status.stop_request is outcome


async def test_an_interrupted_job_keeps_its_picture_when_asked_to(store: Store) -> None:
    job = await start_job(store)
    await store.write(lambda tx: tx.jobs.record_checkpoint(job.id, 1, "c" * 64, 120))
    await store.write(lambda tx: tx.jobs.requeue_running(now=2000.0))
    asked = await request_stop(store, job, StopRequest.KEEP)
    assert asked is not None
    assert (asked.state, asked.status.stop_request) == (JobState.QUEUED, StopRequest.KEEP)
    assert (await claim(store)).status.stop_request is StopRequest.KEEP


async def test_a_canceled_job_does_not_start_again_when_its_engine_dies_meanwhile(store: Store) -> None:
    job = await start_job(store)
    await request_stop(store, job, StopRequest.CANCEL)
    requeued = await store.write(lambda tx: tx.jobs.requeue(job.id, 1, engine_died=True, now=2600.0))
    assert requeued is not None
    assert (requeued.state, requeued.status.finished_at) == (JobState.CANCELED, 2600.0)
    assert await store.write(lambda tx: tx.jobs.claim(1.0)) is None


@pytest.mark.parametrize("request_", StopRequest)
async def test_nothing_can_be_stopped_after_the_end(store: Store, request_: StopRequest) -> None:
    job = await start_job(store)
    await finish_job(store, job)
    before = await job_now(store, job.id)
    assert await request_stop(store, job, request_) is None
    await store.write(lambda tx: tx.cards.mark_delivered(job.id))
    assert await request_stop(store, job, request_) is None
    assert (await job_now(store, job.id)).card.revision == before.card.revision
    assert await store.write(lambda tx: tx.jobs.request_stop("unknown", request_, 1.0)) is None


async def test_a_job_and_the_handled_mark_of_its_update_are_one_transaction(store: Store) -> None:
    await store.write(lambda tx: tx.inbox.add(7, 1, "{}", 1.0))
    picture = await store.files.put(b"picture")

    async def handle(tx: Transaction) -> None:
        request = PaintingRequest(settings=TransferSettings(), content=picture, styles=(picture,))
        await tx.jobs.add(request, place_of(1), 1.0)
        if not await tx.inbox.mark_handled(7, 1, 2.0):
            raise LookupError("handled before")

    await store.write(handle)
    with pytest.raises(LookupError):
        await store.write(handle)
    assert len(await store.read(lambda tx: tx.jobs.waiting())) == 1


async def test_commits_that_touch_jobs_raise_the_revision_and_others_do_not(store: Store) -> None:
    job = await add_job(store)
    seen = store.revision
    await store.write(lambda tx: tx.inbox.add(7, 1, "{}", 1.0))
    await store.write(lambda tx: tx.jobs.record_progress(job.id, 1, progress_at(1)))  # fenced out: it does not run
    assert store.revision == seen
    await claim(store)
    assert store.revision > seen


DRAFT, LARGE = TransferSettings(size=256, iterations=120), TransferSettings(size=2048, iterations=300)


async def test_a_draft_is_not_stuck_behind_the_large_pictures_of_others(store: Store) -> None:
    large = [await add_job(store, user_id=user, settings=LARGE) for user in range(1, 5)]
    draft = await add_job(store, user_id=5, settings=DRAFT)
    assert await places(store, draft, *large) == [1, 2, 3, 4, 5]


async def test_a_large_picture_is_not_passed_for_ever_by_small_ones(store: Store) -> None:
    large = await add_job(store, user_id=1, settings=LARGE)
    passed = 0
    for user in range(2, 2000):  # each a new person, and always two of them waiting
        await add_job(store, user_id=user, settings=DRAFT)
        if user == 2:
            continue
        if (await claim(store)).id == large.id:
            break
        passed += 1
        [small] = [job for job in await store.read(lambda tx: tx.jobs.running()) if job.id != large.id]
        await finish_job(store, small)
    assert passed <= 4.1 * cost_of(LARGE)  # each counts for 1, and there are three people at a time


async def test_two_people_with_much_to_do_share_the_engine_by_work(store: Store) -> None:
    for _ in range(24):
        await add_job(store, user_id=1, settings=TransferSettings(size=512, iterations=300))
    for _ in range(4):
        await add_job(store, user_id=2, settings=TransferSettings(size=1024, iterations=300))
    work: defaultdict[int, float] = defaultdict(float)
    for _ in range(24):
        job = await claim(store)
        work[job.place.user_id] += cost_of(job.request.settings)
        await finish_job(store, job)
        assert abs(work[1] - work[2]) <= 5 or work[2] == 16


async def test_what_one_person_piles_up_holds_nobody_else_up(store: Store) -> None:
    pile = [await add_job(store, user_id=1) for _ in range(10)]
    for _ in range(3):
        await finish_job(store, await claim(store))
    late = await add_job(store, user_id=2)
    assert await places(store, late, *pile[3:]) == [1, 2, 3, 4, 5, 6, 7, 8]
