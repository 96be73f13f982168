"""The promise of the whole bot, checked after whatever happened: what was accepted is delivered once, or failed and
told, or canceled.

    async with SandboxServer(...) as server, server.user() as user:
        ...                      # faults, and at last a bot that ends as it should
        tally = await check(data, await chats_of(user), accepted=3, crashes=1, sandbox=server.data)

It looks at what is left: the database, the files beside it, and the chats as their readers see them.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.jobs.model import Job, JobState
from bot.store import Store
from bot.store.job_rows import SELECT_JOBS, to_job
from bot.store.layout import DATABASE
from bot.store.verification import verify
from bot.transport.buttons import VERSION
from bot.transport.verbs import Verb
from tests.support.eventually import LONG, eventually
from tests.support.sandbox import SandboxUser, VisibleMessage

Chats = Mapping[int, Sequence[VisibleMessage]]

#: Buttons of a card whose job has not ended.
_UNFINISHED = (Verb.CANCEL, Verb.KEEP, Verb.SWAP)
#: Notices that are shown for a moment, before the painting is; a crash may leave one.
_NOTICES = ("Here is your painting.", "Here are four variants: choose one.", "I could not paint this one.")


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What became of everything."""

    updates: int
    accepted: int
    delivered: int
    failed: int
    canceled: int
    stray_cards: int  #: cards, or words of an end, that were sent once more after a crash: the first was never noted
    untold: int  #: jobs whose end came without a message of its own


async def chats_of(*readers: SandboxUser) -> dict[int, list[VisibleMessage]]:
    """The messages of these people's current chats, by chat."""
    return {int((await reader.state())["chat_id"]): await reader.transcript() for reader in readers}


def jobs_in(data: Path) -> list[Job]:
    """All jobs of the store, in the order in which they came. The bot may be at work."""
    with reading(data / DATABASE) as database:
        return [to_job(row) for row in database.execute(SELECT_JOBS + "ORDER BY number")]


def is_settled(data: Path, sandbox: Path | None) -> bool:
    """Whether every update has arrived (where the sandbox is given) and was handled, and every job has come to its end
    and somebody was told: a notice that a crash swallowed is no sign of that in the chat.
    """
    return not any(_of_updates(data, sandbox)) and all(job.card.told_at is not None for job in jobs_in(data))


async def settled(data: Path, sandbox: Path | None, timeout: float) -> None:
    """Wait until `is_settled`. Raises TimeoutError."""

    async def over() -> bool:
        return is_settled(data, sandbox)

    await eventually(over, timeout, every=0.3)


async def check(
    data: Path, chats: Chats, *, accepted: int | None = None, crashes: int = 0, sandbox: Path | None = None
) -> Tally:
    """Raises AssertionError with everything that is broken. The bot must have ended.

    `accepted`: how many jobs were asked for, where the test knows; `crashes`: how often the bot was killed;
    `sandbox`: the server's directory, for whether all that it had to say arrived.
    """
    await (await Store.open(data)).aclose()  # sweeps
    verdict = await verify(data)
    jobs = jobs_in(data)
    problems = [*verdict.problems]
    if verdict.orphans:
        problems.append(f"{verdict.orphans} files that no row names are left after the sweep")
    if accepted is not None and len(jobs) != accepted:
        problems.append(f"{accepted} jobs were asked for, and there are {len(jobs)}")
    problems += _of_updates(data, sandbox)
    cards = [_shown(job, chats.get(job.place.chat_id, ())) for job in jobs]
    problems += _of_albums(jobs, chats)
    problems += [f"job {each.job.id}, {each.job.state}: {wrong}" for each in cards for wrong in each.problems(crashes)]
    assert not problems, "\n".join(problems)
    states = Counter(job.state for job in jobs)
    return Tally(
        updates=len(_updates(data)),
        accepted=len(jobs),
        delivered=states[JobState.DELIVERED],
        failed=states[JobState.FAILED],
        canceled=states[JobState.CANCELED],
        stray_cards=sum(len(each.strays) for each in cards),
        untold=sum(each.lacks_notice for each in cards),
    )


def _of_updates(data: Path, sandbox: Path | None) -> Iterator[str]:
    """The inbox has each update once, by its key: what may be wrong is that one is missing, or was not handled."""
    updates = _updates(data)
    if waiting := [update_id for update_id, handled_at in updates.items() if handled_at is None]:
        yield f"updates that nobody handled: {waiting}"
    if sandbox is not None and updates:
        with reading(sandbox / "sandbox.sqlite3") as database:
            query = "SELECT CAST(body AS INTEGER) FROM documents WHERE kind = 'counter' AND key = 'update_id'"
            [last] = database.execute(query).fetchone()
        if lost := set(range(min(updates), last + 1)) - set(updates):
            yield f"updates that never arrived: {sorted(lost)}"


def _updates(data: Path) -> dict[int, float | None]:
    """When each update was handled."""
    with reading(data / DATABASE) as database:
        return {row["update_id"]: row["handled_at"] for row in database.execute("SELECT * FROM inbox")}


@contextmanager
def reading(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection that changes nothing, to a database that others may be using."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=LONG)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def _of_albums(jobs: Sequence[Job], chats: Chats) -> Iterator[str]:
    """A canvas that was edited is a painting: each belongs to one picture of a series."""
    known = {(job.place.chat_id, job.card.message_id) for job in jobs if job.origin.series_id is not None}
    for chat_id, chat in chats.items():
        painted = [m.message_id for m in chat if m.from_bot and m.media_group_id is not None and m.edits]
        if strange := [message_id for message_id in painted if (chat_id, message_id) not in known]:
            yield f"paintings in an album that no job knows: {strange}"


def _shown(job: Job, chat: Sequence[VisibleMessage]) -> _Cards:
    return _Cards(job, chat) if job.origin.series_id is None else _Canvas(job, chat)


class _Cards:
    """What a chat shows of one job."""

    def __init__(self, job: Job, chat: Sequence[VisibleMessage]) -> None:
        self.job = job
        self._chat = [message for message in chat if message.from_bot]
        self._card = next((message for message in self._chat if message.message_id == job.card.message_id), None)

    @property
    def strays(self) -> list[VisibleMessage]:
        """Messages that look like a card of this job, and are not."""
        return [message for message in self._chat if message is not self._card and self._resembles(message)]

    @property
    def lacks_notice(self) -> bool:
        """Whether the end came without a message of its own, which is the one that makes a sound."""
        return self.job.state in (JobState.DELIVERED, JobState.FAILED) and not self.job.card.is_announced

    def problems(self, crashes: int) -> Iterator[str]:
        """A sentence for each broken part of the promise."""
        if self.job.state not in (JobState.DELIVERED, JobState.FAILED, JobState.CANCELED):
            yield "it came to no end"
        elif self.job.card.told_at is None:
            yield "nobody was told"
        if len(self.strays) > crashes:
            yield f"its card was sent {1 + len(self.strays)} times, with {crashes} crashes"
        if self.lacks_notice and not crashes:
            yield "there is no notice of its end"
        yield from self._wrong_in_chat()

    def _wrong_in_chat(self) -> Iterator[str]:
        of_its_result = Verb.TAKE if self.job.request.sketches else Verb.MENU
        results = [message for message in self._chat if self._offers(message, of_its_result)]
        expected = [self._card] if self.job.state is JobState.DELIVERED else []
        if results != expected:
            yield f"its result is visible in {[message.message_id for message in results]}, not once in its card"
        if any(message.media is None for message in results):
            yield "its result is without a picture"
        if self._card is None and self.job.state is not JobState.CANCELED:
            yield "its card is not in the chat"
        if self._card is not None and self._offers(self._card, *_UNFINISHED):
            yield f"its card looks as if it went on: {self._card.text!r}"
        if self._card is not None and self._card.text in _NOTICES:
            yield "its end is told in words, and not shown"

    def _resembles(self, message: VisibleMessage) -> bool:
        if self._offers(message, *_UNFINISHED):
            return True
        same_photo = message.reply_to is not None and message.reply_to == self.job.origin.reply_to_message_id
        return same_photo and (message.text in _NOTICES or (self._card is not None and message.text == self._card.text))

    def _offers(self, message: VisibleMessage, *verbs: Verb) -> bool:
        """Whether it has one of these buttons, about this job."""
        subjects = tuple(f"{VERSION}:{verb}:{self.job.id}" for verb in verbs)
        return any(data.startswith(subjects) for data in message.callback_data)


class _Canvas(_Cards):
    """What a chat shows of a picture of a series: no card, no notice of its own, and a painting at most."""

    @property
    def strays(self) -> list[VisibleMessage]:
        return []

    @property
    def lacks_notice(self) -> bool:
        return False

    def _wrong_in_chat(self) -> Iterator[str]:
        if self.job.state is not JobState.DELIVERED:
            if self.job.card.message_id is not None:
                yield "it has a place in the album, though it has no painting"
        elif self._card is None or self._card.media is None:
            yield "its painting is not in the chat"
        elif self._card.media_group_id is not None and not self._card.edits:
            yield "its canvas is still empty"
