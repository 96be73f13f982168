"""No statement of the store walks over a table that grows with the years: judged by SQLite's plans, not by time."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import aiosqlite
import pytest

from bot.jobs.model import Job, Origin, PaintingRequest, Preferences, StopRequest
from bot.jobs.operation import Mode
from bot.store import AlbumItem, AlbumKey, Draft, KeptLesson, OnePhoto, Store, Transaction
from bot.store.statements import Parameters, Statements
from engine.settings import TransferSettings
from tests.support.jobs import FIGURES, place_of, progress_at

#: What may be walked over: tables that stay small, or hold only what is waited for, and parts of a statement.
SMALL = {
    "drafts",
    "album_items",
    "styles",
    "shared_styles",
    "people",
    "erasures",
    "closed_chats",
    "moved_chats",
    "operation",
}
#: Of people, a row or two each; walked over when one of them is forgotten.
BY_PERSON = {"languages", "preferences"}
PARTS = {"json_each", "json_tree", "CONSTANT", "queue", "waiting", "phase", "style"}
#: Indexes over a few rows.
SHORT_INDEXES = {"jobs_untold", "series_untold", "jobs_placed", "inbox_unhandled"}
#: Where SQLite might choose another index, whose plan looks as good but which leads to more rows.
INTENDED = {
    "cards.needing_delivery": "jobs_untold",
    "files.named_for": "jobs_kept",
    "inbox.holds_item_of": "inbox_albums",
    "job_history.last": "jobs_kept",
    "job_history.made_of": "jobs_kept",
    "job_history.painted_before": "jobs_kept",
    "job_history.shown_in": "jobs_by_card",
    "overview.painted": "jobs_painted",
    "overview.results_of": "jobs_kept",
    "overview.statistics": "jobs_by_creation",
    "overview.unfinished_by": "jobs_unfinished",
    "overview.unfinished_of": "jobs_unfinished",
    "retention.delete_handled_updates": "inbox_handled",
    "retention.delete_jobs": "jobs_expired",
    "retention.expire_pictures": "jobs_with_pictures",
}
#: Walks by intention: the sweep needs all names of files.
WALKS = {"files.all", "charges.names"}

HERE = place_of(1)
SHA = "a" * 64
ALBUM = AlbumKey(place=HERE, media_group_id="g")


@dataclass
class Journal:
    """Every method of the transaction that ran, and the statements by the one that the test called."""

    methods: set[str]
    statements: dict[str, set[str]]
    current: str = ""


@pytest.fixture
def journal(monkeypatch: pytest.MonkeyPatch) -> Journal:
    journal = Journal(set(), {})

    def listening(original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def run(self: Statements, sql: str, parameters: Parameters = ()) -> Any:
            journal.statements.setdefault(journal.current, set()).add(sql)
            return original(self, sql, parameters)

        return run

    for name in ("run", "all"):  # `one` goes through `all`
        monkeypatch.setattr(Statements, name, listening(getattr(Statements, name)))
    for owner, method in public_methods():
        _, name = method.split(".")
        monkeypatch.setattr(owner, name, noting(journal, method, getattr(owner, name)))
    return journal


def noting(journal: Journal, method: str, original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(original)
    async def run(*arguments: Any, **options: Any) -> Any:
        journal.methods.add(method)
        before, journal.current = journal.current, method
        try:
            return await original(*arguments, **options)
        finally:
            journal.current = before

    return run


def public_methods() -> Iterable[tuple[type, str]]:
    """The classes behind a transaction's fields, each with a method, such as (JobStore, "jobs.claim")."""
    kinds = inspect.get_annotations(Transaction, eval_str=True)
    for each in dataclasses.fields(Transaction):
        for name, _ in inspect.getmembers(kinds[each.name], inspect.iscoroutinefunction):
            if not name.startswith("_"):
                yield kinds[each.name], f"{each.name}.{name}"


async def test_every_statement_finds_its_rows_by_an_index(store: Store, journal: Journal) -> None:
    for work in (do_jobs, do_series, do_chats, do_people, do_old_things):
        await store.write(work)
    assert {method for _, method in public_methods()} == journal.methods  # a new one belongs into the works below
    connection = store._database._connection  # the plans of this very one count
    found = {
        f"{method}: {walk} in {sql}"
        for method, statements in journal.statements.items()
        for sql in statements
        for walk in await walks(connection, sql)
        if method not in WALKS
    }
    assert not found, "\n".join(sorted(found))
    for method, index in INTENDED.items():
        used = [step for sql in journal.statements[method] for step in await plan(connection, sql)]
        assert any(step.endswith(index) or f"{index} (" in step for step in used), (method, used)


async def test_a_walk_would_be_noticed(store: Store) -> None:
    connection = store._database._connection
    assert await walks(connection, "SELECT * FROM jobs WHERE error_code = 'x'") == ["SCAN jobs"]
    assert await walks(connection, "SELECT * FROM jobs AS others WHERE error_code = 'x'") == ["SCAN others"]
    assert await walks(connection, "UPDATE inbox SET payload = NULL WHERE update_id = 1") == ["SCAN inbox"]


async def plan(connection: aiosqlite.Connection, sql: str) -> list[str]:
    """The steps of a statement, as SQLite describes them."""
    named = dict.fromkeys(re.findall(r":(\w+)", sql))
    unnamed = [None] * sql.count("?")
    rows = await connection.execute_fetchall(f"EXPLAIN QUERY PLAN {sql}", named or unnamed)
    return [row["detail"] for row in rows]


async def walks(connection: aiosqlite.Connection, sql: str) -> list[str]:
    """The steps that read all of something that is not small."""
    return [step for step in await plan(connection, sql) if step.startswith("SCAN ") and not is_short(step)]


def is_short(scan: str) -> bool:
    table, index = scan.split()[1], scan.rpartition("INDEX ")[2]
    return table in SMALL | BY_PERSON | PARTS or table.startswith("(") or index in SHORT_INDEXES


async def new_job(tx: Transaction, series_id: str | None = None, **fields: Any) -> Job:
    origin = Origin(series_id=series_id)
    request = PaintingRequest(settings=TransferSettings(), content=SHA, styles=(SHA,), **fields)
    return await tx.jobs.add(request, HERE, 1.0, origin=origin)


async def started(tx: Transaction) -> Job:
    await new_job(tx)
    job = await tx.jobs.claim(2.0)
    assert job is not None
    return job


async def do_jobs(tx: Transaction) -> None:
    """Call the methods about jobs."""
    waiting = await new_job(tx)
    await tx.job_history.swap(waiting.id)
    await tx.jobs.queue_place(waiting.id)
    await tx.jobs.request_stop(waiting.id, StopRequest.CANCEL, 1.0)
    job = await started(tx)
    await tx.jobs.record_progress(job.id, 1, progress_at(5), "b" * 64)
    await tx.jobs.record_checkpoint(job.id, 1, "c" * 64, 5)
    await tx.jobs.finish(job.id, 1, result_png="1" * 64, result_jpeg="2" * 64, figures=FIGURES, now=3.0)
    await tx.cards.card_sent(job.id, 10, 1)
    await tx.cards.card_shows(job.id, 2)
    await tx.cards.mark_delivered(job.id)
    await tx.cards.needing_delivery()
    await tx.cards.mark_told(job.id, 4.0)
    await tx.jobs.follow_up(job.id, "again")
    failing, stopping = await started(tx), await started(tx)
    await tx.jobs.fail(failing.id, 1, "internal", 5.0)
    await tx.jobs.mark_canceled(stopping.id, 1, 5.0)
    smaller = await started(tx)
    await tx.jobs.paint_smaller(smaller.id, 1, TransferSettings(size=128), "out_of_memory", 5.0)
    await tx.jobs.claim(5.0)
    await tx.jobs.requeue_running(6.0)
    await tx.jobs.waiting()
    await tx.overview.results_of(1, 1, 10)
    await tx.overview.unfinished_of(1, 1)
    await tx.overview.unfinished_by(1)
    await tx.overview.unfinished_in(1)
    await tx.overview.unfinished_with("ab")
    await tx.overview.painted(7)
    await tx.overview.any_waits()
    await tx.overview.backlog()
    await tx.overview.statistics(0.0)
    await tx.job_history.last(HERE)
    await tx.job_history.filmed(job.id, SHA)
    await tx.job_history.note_photo(job.id, "photo")
    await tx.job_history.photo(job.id)
    await tx.cards.announced(job.id, 12)
    await tx.cards.not_announced(job.id)
    await tx.cards.former_card_shrunk(job.id)
    await tx.cards.left_topic(HERE.chat_id, 3)
    await tx.cards.left_chat(HERE.chat_id)
    await tx.guests.add(job.id, "inline")
    await tx.guests.message_of(job.id)
    await tx.guests.needing_delivery()
    await tx.guests.remove(job.id)
    draft = Draft(place=HERE, photos=OnePhoto(picture=SHA), styles=(SHA,), updated_at=1.0)
    await tx.job_history.made_of(draft)
    await tx.job_history.shown_in(HERE.chat_id, 10)
    await tx.job_history.painted_before(draft, job.request.settings)
    done = await tx.jobs.get(job.id)
    assert done is not None
    await tx.job_history.repeat(done, draft, 7.0)
    steered = await started(tx)
    await tx.steering.steer(steered.id, TransferSettings(strength=80), [SHA])
    await tx.steering.made(steered.id, steered.status.attempt, 1, 5)
    sketching = await new_job(tx, sketches=(TransferSettings(),))
    await tx.jobs.claim(8.0)
    await tx.jobs.finish_sketches(sketching.id, 1, sheet="3" * 64, states=["4" * 64], iteration=50, now=9.0)


async def do_series(tx: Transaction) -> None:
    """Call the methods about series and shared styles."""
    series = await tx.series.add(HERE, 1, 1.0)
    job = await new_job(tx, series_id=series)
    await tx.series.get(series)
    await tx.series.jobs(series)
    await tx.series.untold()
    await tx.series.card_sent(series, 5)
    await tx.series.pictures_sent({job.id: 6})
    await tx.series.mark_told(series, 2.0)
    await tx.shares.add(owner=1, name="wave", pictures=[SHA], now=1.0)
    shared = await tx.shares.own(1, [SHA])
    assert shared is not None
    await tx.shares.get(shared.number)
    await tx.shares.named("wave")
    await tx.shares.of(1)
    await tx.shares.name_for(job)
    await tx.shares.is_withdrawn([shared.number])
    await tx.shares.lent([SHA], [shared.number])
    await tx.shares.are_own([SHA], [shared.number])
    await tx.shares.withdraw(shared.number)


async def do_chats(tx: Transaction) -> None:
    """Call the methods about chats."""
    await tx.inbox.add(1, 1, "{}", 1.0)
    await tx.inbox.mark_handled(1, 1, 1.0)
    await tx.inbox.unhandled(1)
    await tx.inbox.holds_item_of(1, "g")
    draft = await tx.drafts.save(Draft(place=HERE, photos=OnePhoto(picture=SHA), updated_at=1.0))
    await tx.drafts.save(draft)
    await tx.drafts.get(HERE)
    await tx.drafts.all_of(HERE)
    await tx.drafts.shown(1, 5)
    await tx.drafts.remove(draft)
    await tx.drafts.delete(HERE)
    await tx.drafts.add_album_item(AlbumItem(place=HERE, media_group_id="g", message_id=1, received_at=1.0))
    await tx.drafts.edit_album_item(HERE, 1, "size=512")
    await tx.drafts.album(ALBUM)
    await tx.drafts.arriving_albums()
    await tx.drafts.delete_album(ALBUM)
    await tx.chats.save_preferences(1, 1, Preferences())
    await tx.chats.preferences(1, 1)
    await tx.chats.note_client_language(1, 1, "de")
    await tx.chats.choose_language(1, 1, "ru")
    await tx.chats.language(1, 1)
    await tx.moves.move(1, -100)
    await tx.moves.whereabouts(1)
    await tx.moves.origin(-100)
    await tx.chats.close(-100, 1.0)
    await tx.chats.is_closed(-100)
    await tx.chats.reopen(-100)


async def do_people(tx: Transaction) -> None:
    """Call the methods about people, and those that forget them."""
    await tx.styles.keep(owner=1, name="mine", picture=SHA, tile=SHA, origin="chat")
    [style] = await tx.styles.of(1)
    await tx.styles.get(style.number)
    await tx.styles.named("mine", 1)
    await tx.styles.house_name_of(SHA)
    await tx.styles.instant()
    await tx.lessons.next([SHA])
    await tx.lessons.keep(KeptLesson(picture=SHA, state=b"", steps=1, wanted=1))
    await tx.lessons.learned([SHA])
    await tx.lessons.drop(SHA)
    await tx.styles.delete(1, style.number)
    await tx.styles.delete_all_but(1)
    await tx.people.ban(1, 1.0)
    await tx.people.standing(1)
    await tx.people.unban(1)
    await tx.people.set_quota(1, 5.0)
    await tx.people.spend(1, 0.05, 1.0)
    await tx.people.spendings(1)
    await tx.erasures.note_sent(HERE, 20, 1.0)
    await tx.erasures.reader_of(1, 20)
    await tx.erasures.begin(HERE, 21, "de", before_update=2, now=7.0)
    [erasure] = await tx.erasures.pending()
    await tx.erasures.delete_finished_jobs(erasure)
    await tx.erasures.forget_sent(await tx.erasures.sent_messages(erasure))
    await tx.erasures.end(erasure)


async def do_old_things(tx: Transaction) -> None:
    """Call the methods that delete by age, and those about the bot itself."""
    await tx.operation.begin(1.0)
    await tx.operation.set_mode(Mode.PAUSED)
    await tx.operation.mode()
    await tx.operation.end()
    await tx.retention.expire_pictures(before=10.0, now=10.0)
    await tx.retention.delete_jobs(10.0)
    await tx.retention.delete_handled_updates(10.0)
    await tx.retention.delete_sent_messages(10.0)
    await tx.retention.delete_spendings(10.0)
    await tx.retention.delete_closed_chats(10.0)
    await tx.files.all()
    await tx.files.among([SHA])
    await tx.charges.add(1, SHA, 5)
    await tx.charges.settle([], [SHA])
    await tx.charges.add(1, SHA, 5)
    await tx.charges.settle([SHA], [])
    await tx.charges.names()
    await tx.charges.size_bytes_of(1)
    await tx.files.of_person(1)
