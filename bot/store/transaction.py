"""The tables of the store, put together for one transaction."""

from __future__ import annotations

from dataclasses import dataclass

import aiosqlite

from bot.store.cards import CardStore
from bot.store.charges import ChargeStore
from bot.store.chats import ChatStore
from bot.store.drafts import DraftStore
from bot.store.erasures import ErasureStore
from bot.store.guests import GuestStore
from bot.store.inbox import InboxStore
from bot.store.job_history import JobHistory
from bot.store.jobs import JobStore
from bot.store.lessons import LessonStore
from bot.store.moves import MoveStore
from bot.store.operation import OperationStore
from bot.store.overview import OverviewStore
from bot.store.people import PeopleStore
from bot.store.references import FileReferences
from bot.store.retention import RetentionStore
from bot.store.seen_files import SeenFiles
from bot.store.series import SeriesStore
from bot.store.shares import ShareStore
from bot.store.statements import Changes, Statements
from bot.store.steering import SteeringStore
from bot.store.styles import StyleStore


@dataclass(frozen=True, kw_only=True)
class Transaction:
    """The tables, for as long as one transaction lasts."""

    inbox: InboxStore
    drafts: DraftStore
    jobs: JobStore
    job_history: JobHistory
    steering: SteeringStore
    cards: CardStore
    chats: ChatStore
    styles: StyleStore
    lessons: LessonStore
    shares: ShareStore
    series: SeriesStore
    people: PeopleStore
    overview: OverviewStore
    operation: OperationStore
    erasures: ErasureStore
    moves: MoveStore
    guests: GuestStore
    retention: RetentionStore
    files: FileReferences
    charges: ChargeStore
    seen: SeenFiles  #: what is known of the files without a look at the disk


def transaction_on(connection: aiosqlite.Connection, changes: Changes, seen: SeenFiles) -> Transaction:
    """The tables on this connection; what happens to jobs is noted in `changes`."""
    statements = Statements(connection)
    jobs, files = JobStore(statements, changes), FileReferences(statements)
    styles = StyleStore(statements, changes)
    return Transaction(
        inbox=InboxStore(statements),
        drafts=DraftStore(statements, changes),
        jobs=jobs,
        job_history=JobHistory(statements, changes),
        steering=SteeringStore(statements, changes),
        cards=CardStore(statements, changes),
        chats=ChatStore(statements, changes, jobs),
        styles=styles,
        lessons=LessonStore(statements, changes),
        shares=ShareStore(statements, changes, styles),
        series=SeriesStore(statements, changes),
        people=PeopleStore(statements),
        overview=OverviewStore(statements),
        operation=OperationStore(statements, changes),
        erasures=ErasureStore(statements, changes, jobs, files),
        moves=MoveStore(statements, changes),
        guests=GuestStore(statements, changes),
        retention=RetentionStore(statements, changes),
        files=files,
        charges=ChargeStore(statements, changes, files, seen),
        seen=seen,
    )
