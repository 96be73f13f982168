"""What taps need of a finished painting: that it and its files are still kept."""

from __future__ import annotations

import time

from bot.conversation.core.refusals import describe_refusal
from bot.conversation.core.update_context import UpdateContext
from bot.jobs.model import Job
from bot.submission.extras import take_extra


async def kept_job(context: UpdateContext, job_id: str) -> Job | None:
    """The job under whose card the tap was, if it is still kept; otherwise the tap is answered."""
    job = await context.services.store.read(lambda tx: tx.jobs.get(job_id))
    if job is None or job.status.expired_at is not None:
        await context.end_tap("tap-expired", alert=True)
    else:
        return job
    return None


async def kept_result(context: UpdateContext, job_id: str) -> Job | None:
    """The job of `kept_job`, if it has a painting; otherwise the tap is answered."""
    job = await kept_job(context, job_id)
    if job is not None and job.result.png is None:
        await context.end_tap("tap-no-result")
        return None
    return job


async def begins_extra(context: UpdateContext, job: Job, key: str) -> bool:
    """Settle the tap for something that is made of a painting, and say so with this key; or say why it is not made."""
    refused = await context.commit(lambda tx: take_extra(tx, context.services.policy, job, time.time()))
    if refused is not None:
        await context.answer_tap(describe_refusal(refused, context.texts), alert=True)
        return False
    await context.answer_tap(context.texts.say(key))
    return True


async def kept_file(context: UpdateContext, name: str | None) -> bytes | None:
    """A file of a painting; where it has expired in this moment, the tap is answered."""
    if name is not None:
        try:
            return await context.services.store.files.read(name)
        except FileNotFoundError:
            pass
    await context.end_tap("tap-expired", alert=True)
    return None


async def send_original(context: UpdateContext, job_id: str) -> None:
    """The painting as a lossless file."""
    job = await kept_result(context, job_id)
    png = await kept_file(context, job.result.png) if job is not None else None
    if job is None or png is None:
        return
    await context.end_tap("tap-sending")
    await context.services.messenger.send_document(job.place, png, f"{job.file_stem}.png", reply_to=job.card.message_id)
