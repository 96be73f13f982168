"""The commands, and texts that are none."""

from __future__ import annotations

import time

from telegram import InlineKeyboardMarkup

from bot.conversation.core.addressing import is_addressed
from bot.conversation.core.signs import acknowledge
from bot.conversation.core.turn import Turn
from bot.conversation.draft import waiting, wishes
from bot.conversation.draft.card import answer_about
from bot.conversation.draft.starting import Outcome, advance, describe, last_id
from bot.jobs.model import Job, JobState, StopRequest
from bot.store import Transaction
from bot.texts.look_up import Texts
from bot.transport.signs import Sign
from engine.settings import Range

COMMAND = "command"  #: the code of the hint about an unknown one, which whoever wrote it waits for
#: Codes of hints that only say what this bot is for: where something waits or is in work, that is said instead.
GENERAL = frozenset({"text", "sound", "other"})

Standing = tuple[str, InlineKeyboardMarkup | None]


async def help_(turn: Turn) -> None:
    """What it can do."""
    await turn.settle()
    iterations, size = turn.services.limits.iterations, turn.services.limits.size
    await turn.answer(turn.texts.say("help", iterations=_span(iterations), size=_span(size)))


async def status(turn: Turn) -> None:
    """This person's jobs in this chat, and the photo that waits for its partner, with what may be done with it."""
    words, buttons = await turn.commit(lambda tx: _standing(tx, turn))
    await turn.answer(words or turn.texts.say("status-none"), buttons)


async def cancel(turn: Turn) -> None:
    """Stop this person's jobs here and forget the draft."""
    now = time.time()

    async def work(tx: Transaction) -> tuple[int, bool]:
        jobs = await tx.overview.unfinished_of(turn.place.chat_id, turn.place.user_id)
        mine = [job for job in jobs if job.place == turn.place]
        for job in mine:
            await tx.jobs.request_stop(job.id, StopRequest.CANCEL, now)
        return len(mine), await tx.drafts.delete(turn.place)

    count, had_draft = await turn.commit(work)
    texts = turn.texts
    lines = [texts.say("cancelled-jobs", count=count)] if count else []
    lines += [texts.say("cancelled-draft")] if had_draft else []
    if lines:
        await acknowledge(turn, Sign.NOTED, "\n".join(lines))
    else:
        await turn.answer(texts.say("cancelled-nothing"))


async def text(turn: Turn) -> None:
    """A message in words: settings for the next picture, or nothing that the bot can use."""
    if wishes.read(turn.message.text, turn.services) and is_addressed(turn):
        await with_words(turn, turn.message.text or "")
    else:
        await hint(turn, "text")


async def with_words(turn: Turn, words: str) -> None:
    """The draft, with the settings and the style that these words name."""
    wanted = wishes.read(words, turn.services)
    now = time.time()

    async def work(tx: Transaction) -> Outcome:
        draft = await waiting.current(tx, turn.place, now)
        draft, mistakes = await wishes.applied(tx, draft, wanted, now, turn.message.message_id)
        return await advance(tx, turn.services, draft, now, mistakes)

    outcome = await turn.commit(work)
    answer, buttons = describe(outcome, turn.services, turn.texts)
    if outcome.job is None and wanted.settings and not outcome.mistakes and outcome.refusal is None:
        noted = " ".join(f"{name}={value}" for name, value in wanted.settings.items())
        answer = "\n".join(filter(None, [turn.texts.say("settings-noted", recipe=noted), answer]))
    await answer_about(turn, outcome, answer, buttons)


async def hint(turn: Turn, code: str) -> None:
    """One line about what cannot be used. In groups only for those who speak to the bot."""
    if not is_addressed(turn):
        await turn.settle()
        return
    words, buttons = await turn.commit(lambda tx: _standing(tx, turn)) if code in GENERAL else ("", None)
    await turn.settle()
    if code == COMMAND or turn.services.hints.is_due(turn.place.chat_id, f"{code} {bool(words)}"):
        await turn.answer(words or turn.texts.problem(code), buttons)


async def _standing(tx: Transaction, turn: Turn) -> Standing:
    """What is in work for this person here, and what their draft needs; no words where there is neither."""
    jobs = await tx.overview.unfinished_of(turn.place.chat_id, turn.place.user_id)
    lines = [_status_line(turn.texts, job, await tx.jobs.queue_place(job.id)) for job in jobs]
    draft = await waiting.current(tx, turn.place, time.time())
    needed, buttons = describe(Outcome(draft=draft, last=await last_id(tx, draft)), turn.services, turn.texts)
    return "\n".join(filter(None, [*lines, needed])), buttons


def _span(allowed: Range) -> str:
    return f"{allowed.low:g}–{allowed.high:g}"


def _status_line(texts: Texts, job: Job, place: int) -> str:
    if job.state is JobState.RUNNING:
        progress = job.status.progress
        done = texts.say("status-running", percent=_percent(job, progress.iteration if progress is not None else 0))
        left = progress.seconds_left if progress is not None else None
        return f"{done} · ≈{texts.duration(left)}" if left else done
    if job.status.checkpoint is not None:
        return texts.say("status-paused", percent=_percent(job, job.status.checkpoint_iteration))
    return texts.say("status-queued", place=str(place))


def _percent(job: Job, iteration: int) -> str:
    return str(100 * iteration // max(1, job.request.work.iterations))
