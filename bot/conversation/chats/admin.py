"""What only the bot's admins can do, in their private chat with it. For everybody else these commands do not exist."""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import Final

from bot.conversation.core.owners import SHARED
from bot.conversation.core.update_context import UpdateContext
from bot.jobs.model import Job, JobState, StopRequest
from bot.jobs.operation import Mode
from bot.jobs.quota import DAY
from bot.store import ModerationStatus, StoreError, Transaction, backup_path
from bot.store.layout import BACKUPS
from bot.texts import recipe
from bot.texts.look_up import Texts
from bot.transport.errors import CallFailed

log = logging.getLogger(__name__)

LINES: Final = 30  #: most jobs that /queue lists
SHORT: Final = 8  #: characters of a job's id, of which /kill takes any beginning that names one job
SHORTEST: Final = 4
MOST_POINTS: Final = 1_000_000


async def stats(context: UpdateContext) -> None:
    """`/stats`: figures of the last day, and of this moment."""
    since = time.time() - DAY
    day = await context.services.store.read(lambda tx: tx.overview.statistics(since))
    running, waiting, mode = await context.services.store.read(_now)
    await context.settle()
    lines = [
        context.texts.say(
            "admin-stats-day",
            people=str(day.people),
            jobs=str(day.jobs),
            painted=str(day.painted),
            failed=str(day.failed),
            cancelled=str(day.cancelled),
        ),
        context.texts.say("admin-stats-now", running=str(len(running)), waiting=str(len(waiting))),
    ]
    if day.mean_seconds is not None and day.mean_wait is not None:
        painting, wait = context.texts.duration(day.mean_seconds), context.texts.duration(day.mean_wait)
        lines.insert(1, context.texts.say("admin-stats-means", painting=painting, wait=wait))
    await context.answer("\n".join([*lines, *_unusual(mode, context.texts)]))


async def queue(context: UpdateContext) -> None:
    """`/queue`: all running and waiting jobs, with the ids that /kill and /ban need."""
    running, waiting, mode = await context.services.store.read(_now)
    await context.settle()
    lines = [_running_line(job, context.texts) for job in running]
    lines += [_waiting_line(place, job, context.texts) for place, job in enumerate(waiting, 1)]
    if len(lines) > LINES:
        lines = [*lines[:LINES], context.texts.say("admin-queue-more", count=len(lines) - LINES)]
    lines = lines or [context.texts.say("admin-queue-empty")]
    await context.answer("\n".join([*lines, *_unusual(mode, context.texts)]))


async def kill(context: UpdateContext) -> None:
    """`/kill JOB` cancels it, and its owner hears who did."""
    start = context.argument.lower()
    if len(start) < SHORTEST:
        await _say(context, "admin-usage-kill")
        return
    job = await context.commit(partial(_kill, start))
    if job is None:
        await context.answer(context.texts.say("admin-no-job", job=start[:SHORT]))
        return
    await context.answer(context.texts.say("admin-killed", job=job.id[:SHORT]))
    language = await context.services.store.read(lambda tx: tx.chats.language(job.place.chat_id, job.place.user_id))
    try:
        await context.services.messenger.send_text(
            job.place,
            context.services.translations.of(language).say("killed-by-operator"),
            reply_to=job.card.message_id,
        )
    except CallFailed:
        await context.answer(context.texts.say("admin-not-told"))


async def ban(context: UpdateContext) -> None:
    """`/ban USER` or `/ban CHAT`: their jobs are canceled, and the bot answers them no more than that it is private.

    A chat is banned as the one in whose name people write, and as the place where they do.
    """
    user_id = _user_id(context.argument)
    if user_id is None or user_id in context.services.config.admins:
        await _say(context, "admin-usage-ban")
        return
    now = time.time()

    async def work(tx: Transaction) -> int:
        await tx.people.ban(user_id, now)
        jobs = [*await tx.overview.unfinished_by(user_id), *await tx.overview.unfinished_in(user_id)]
        stopped = {job.id for job in jobs}
        for job_id in stopped:
            await tx.jobs.request_stop(job_id, StopRequest.CANCEL, now)
        return len(stopped)

    count = await context.commit(work)
    await context.answer(context.texts.say("admin-banned", user=str(user_id), count=count))


async def unban(context: UpdateContext) -> None:
    """`/unban USER` lets a person use the bot again."""
    user_id = _user_id(context.argument)
    if user_id is None:
        await _say(context, "admin-usage-unban")
        return
    was_banned = await context.commit(lambda tx: tx.people.unban(user_id))
    await context.answer(context.texts.say("admin-unbanned" if was_banned else "admin-not-banned", user=str(user_id)))


async def quota(context: UpdateContext) -> None:
    """`/quota USER` shows a person's daily quota, `/quota USER N` sets it, `/quota USER default` takes it back."""
    written, _, value = context.argument.partition(" ")
    user_id, points = _user_id(written), _points(value)
    if user_id is None or (points is None and value not in ("", "default")):
        await _say(context, "admin-usage-quota")
        return

    async def work(tx: Transaction) -> ModerationStatus:
        if value:
            await tx.people.set_quota(user_id, points)
        return await tx.people.standing(user_id)

    own = (await context.commit(work)).daily_quota
    points = context.services.config.daily_quota if own is None else own
    await context.answer(context.texts.say("admin-quota", user=str(user_id), quota=points))


async def set_mode(context: UpdateContext, mode: Mode) -> None:
    """`/pause`, `/drain` and `/resume` change the mode: see bot.jobs.operation."""
    await context.commit(lambda tx: tx.operation.set_mode(mode))
    await context.answer(context.texts.say(f"mode-{mode}"))


async def backup(context: UpdateContext) -> None:
    """`/backup` makes a backup in the data directory, while work goes on."""
    await context.settle()  # first: a backup that a crash interrupts must not begin again at the next start
    await context.send_interim()
    now = time.time()
    try:
        made = await context.services.store.back_up(backup_path(context.services.config.data / BACKUPS, now), now)
    except (StoreError, OSError) as error:
        log.error("no backup could be made: %s", error)
        await context.answer(context.texts.say("admin-backup-failed"))
        return
    lines = [context.texts.say("admin-backup", name=made.path.name, count=made.pictures, size=made.size / 1e6)]
    if made.missing:
        lines.append(context.texts.say("admin-backup-damaged", count=len(made.missing)))
    await context.answer("\n".join(lines))


def _unusual(mode: Mode, texts: Texts) -> list[str]:
    return [] if mode is Mode.OPEN else [texts.say(f"mode-{mode}")]


async def _say(context: UpdateContext, key: str) -> None:
    await context.settle()
    await context.answer(context.texts.say(key))


async def _now(tx: Transaction) -> tuple[list[Job], list[Job], Mode]:
    return await tx.jobs.running(), await tx.jobs.waiting(), await tx.operation.mode()


async def _kill(start: str, tx: Transaction) -> Job | None:
    jobs = await tx.overview.unfinished_with(start)
    if len(jobs) != 1:
        return None
    return await tx.jobs.request_stop(jobs[0].id, StopRequest.CANCEL, time.time())


def _running_line(job: Job, texts: Texts) -> str:
    done = job.status.progress.iteration if job.status.progress is not None else 0
    return texts.say(
        "admin-queue-running",
        job=job.id[:SHORT],
        user=str(job.place.user_id),
        iteration=str(done),
        iterations=str(job.request.settings.iterations),
        recipe=recipe.write(job.request.settings),
    )


def _waiting_line(place: int, job: Job, texts: Texts) -> str:
    assert job.state is JobState.QUEUED
    return texts.say(
        "admin-queue-waiting",
        place=str(place),
        job=job.id[:SHORT],
        user=str(job.place.user_id),
        recipe=recipe.write(job.request.settings),
    )


def _user_id(written: str) -> int | None:
    """A person's number, or a chat's, which is negative; none of those that Telegram gives to many."""
    digits = written.removeprefix("-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) < 16
    return int(written) if is_number and int(digits) > 0 and int(written) not in SHARED else None


def _points(written: str) -> float | None:
    try:
        points = float(written)
    except ValueError:
        return None
    return points if 0 <= points <= MOST_POINTS else None
