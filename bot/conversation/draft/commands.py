"""The commands, and texts that are none."""

from __future__ import annotations

import time

from telegram import InlineKeyboardMarkup

from bot.conversation.core.addressing import is_addressed
from bot.conversation.core.signs import acknowledge
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import caption_request, waiting
from bot.conversation.draft.card import answer_about
from bot.conversation.draft.starting import Outcome, advance, describe, last_id
from bot.jobs.model import Job, JobState, StopRequest
from bot.store import Transaction
from bot.texts import recipe
from bot.texts.look_up import Texts
from bot.transport.signs import Sign
from engine.settings import Range

COMMAND = "command"  #: the code of the hint about an unknown command, which its author waits for
#: Codes of hints that only say what this bot is for: where something waits or is in work, that is said instead.
GENERAL = frozenset({"text", "sound", "other"})

Standing = tuple[str, InlineKeyboardMarkup | None]


async def help_(context: UpdateContext) -> None:
    """`/help`: what the bot can do."""
    await context.settle()
    iterations, size = context.services.limits.iterations, context.services.limits.size
    await context.answer(context.texts.say("help", iterations=_span(iterations), size=_span(size)))


async def status(context: UpdateContext) -> None:
    """`/status`: this person's jobs in this chat, and the photo that waits for its style, with its buttons."""
    words, buttons = await context.commit(lambda tx: _standing(tx, context))
    await context.answer(words or context.texts.say("status-none"), buttons)


async def cancel(context: UpdateContext) -> None:
    """`/cancel`: stop this person's jobs here and forget the draft."""
    now = time.time()

    async def work(tx: Transaction) -> tuple[int, bool]:
        jobs = await tx.overview.unfinished_of(context.place.chat_id, context.place.user_id)
        mine = [job for job in jobs if job.place == context.place]
        for job in mine:
            await tx.jobs.request_stop(job.id, StopRequest.CANCEL, now)
        return len(mine), await tx.drafts.delete(context.place)

    count, had_draft = await context.commit(work)
    texts = context.texts
    lines = [texts.say("canceled-jobs", count=count)] if count else []
    lines += [texts.say("canceled-draft")] if had_draft else []
    if lines:
        await acknowledge(context, Sign.NOTED, "\n".join(lines))
    else:
        await context.answer(texts.say("canceled-nothing"))


async def text(context: UpdateContext) -> None:
    """A message in words: settings for the next picture, or nothing that the bot can use."""
    if caption_request.read(context.message.text, context.services) and is_addressed(context):
        await with_words(context, context.message.text or "")
    else:
        await hint(context, "text")


async def with_words(context: UpdateContext, words: str) -> None:
    """The draft, with the settings and the style that these words name."""
    wanted = caption_request.read(words, context.services)
    now = time.time()

    async def work(tx: Transaction) -> Outcome:
        draft = await waiting.current(tx, context.place, now)
        draft, mistakes = await caption_request.applied(tx, draft, wanted, now, context.message.message_id)
        return await advance(tx, context.services, draft, now, mistakes)

    outcome = await context.commit(work)
    answer, buttons = describe(outcome, context.services, context.texts)
    if outcome.job is None and wanted.settings and not outcome.mistakes and outcome.refusal is None:
        noted = recipe.line_of(wanted.settings)
        answer = "\n".join(filter(None, [context.texts.say("settings-noted", recipe=noted), answer]))
    await answer_about(context, outcome, answer, buttons)


async def hint(context: UpdateContext, code: str) -> None:
    """One line about what cannot be used. In groups only for those who speak to the bot."""
    if not is_addressed(context):
        await context.settle()
        return
    words, buttons = await context.commit(lambda tx: _standing(tx, context)) if code in GENERAL else ("", None)
    await context.settle()
    if code == COMMAND or context.services.notice_throttle.is_due(context.place.chat_id, f"{code} {bool(words)}"):
        await context.answer(words or context.texts.problem(code), buttons)


async def _standing(tx: Transaction, context: UpdateContext) -> Standing:
    """This person's unfinished jobs here, and what their draft needs; no words where there is neither."""
    jobs = await tx.overview.unfinished_of(context.place.chat_id, context.place.user_id)
    lines = [_status_line(context.texts, job, await tx.jobs.queue_place(job.id)) for job in jobs]
    draft = await waiting.current(tx, context.place, time.time())
    needed, buttons = describe(Outcome(draft=draft, last=await last_id(tx, draft)), context.services, context.texts)
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
