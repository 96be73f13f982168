"""The buttons under a painting that is being painted: more of the style, less of it, or another style."""

from __future__ import annotations

import time
from dataclasses import replace

from bot.conversation.core.refusals import describe_refusal
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import card as draft_card
from bot.conversation.draft import offers, waiting
from bot.conversation.draft.starting import Outcome
from bot.jobs.follow_ups import Bound
from bot.jobs.model import Job
from bot.jobs.steering import can_steer, went, with_more_style
from bot.store import Draft, Transaction
from bot.submission import steering as submission
from bot.submission.admission import Refusal
from bot.transport.verbs import StrengthVerb, Verb

STEPS: dict[StrengthVerb, int] = {Verb.STEER_STRONGER: 1, Verb.STEER_SOFTER: -1}
STEERED, OVER, BEFORE = "tap-steered", "tap-over", "tap-steered-before"


async def strength_tapped(context: UpdateContext, job_id: str, number: int, verb: StrengthVerb) -> None:
    """Let the job go another way, once for each state of its card. A second tap on the same button does nothing; one
    on the other button steers back.
    """

    async def work(tx: Transaction) -> str | Refusal:
        job = await _steerable(tx, job_id)
        if isinstance(job, str):
            return job
        if job.request.earlier[number:] and went(job.request.earlier[-1], job.request) == STEPS[verb]:
            return BEFORE
        settings = with_more_style(job.request.settings, STEPS[verb])
        if isinstance(settings, Bound):
            return settings.value
        return _said(await submission.steer(tx, context.services.policy, job, settings, time.time()))

    await _answer(context, await context.commit(work))


async def style_tapped(context: UpdateContext, job_id: str) -> None:
    """Wait for the picture that becomes its style; a style that waits already becomes it at once. The question is
    noted as the draft's, so that it can be taken back once the painting has come to its end.
    """
    now = time.time()

    async def work(tx: Transaction) -> tuple[str | Refusal, Draft | None]:
        job = await _steerable(tx, job_id)
        if isinstance(job, str):
            return job, None
        draft = await waiting.current(tx, context.place, now)
        draft = replace(draft, steers=job.id, updated_at=now)
        if draft.styles:
            return _said(await submission.steer_to_style_of(tx, context.services.policy, draft, now)), None
        return "tap-send-style", await tx.drafts.save(draft)

    said, draft = await context.commit(work)
    await _answer(context, said)
    if draft is not None:
        asked = await context.answer(context.texts.say("steer-how"), offers.to_gallery(context.place, context.texts))
        await draft_card.note(context.services, Outcome(draft=draft), asked)


def _said(steered: Job | Refusal | None) -> str | Refusal:
    if isinstance(steered, Refusal):
        return steered
    return OVER if steered is None else STEERED


async def _answer(context: UpdateContext, said: str | Refusal) -> None:
    words = describe_refusal(said, context.texts) if isinstance(said, Refusal) else context.texts.say(said)
    await context.answer_tap(words, alert=isinstance(said, Refusal))


async def _steerable(tx: Transaction, job_id: str) -> Job | str:
    """The job, if it may still be steered as its card says; otherwise the key of what to answer."""
    job = await tx.jobs.get(job_id)
    return OVER if job is None or not can_steer(job) else job
