"""What taps need of a finished painting: that it and its files are still kept."""

from __future__ import annotations

import time

from bot.conversation.core.limits import describe_refusal
from bot.conversation.core.turn import Turn
from bot.jobs.model import Job
from bot.submission.extras import take_extra


async def kept_job(turn: Turn, job_id: str) -> Job | None:
    """The job under whose card the tap was, if it is still kept; otherwise the tap is answered."""
    job = await turn.services.store.read(lambda tx: tx.jobs.get(job_id))
    if job is None or job.status.expired_at is not None:
        await turn.end_tap("tap-expired", alert=True)
    else:
        return job
    return None


async def kept_result(turn: Turn, job_id: str) -> Job | None:
    """The same, if it has come to a painting."""
    job = await kept_job(turn, job_id)
    if job is not None and job.result.png is None:
        await turn.end_tap("tap-no-result")
        return None
    return job


async def begins_extra(turn: Turn, job: Job, key: str) -> bool:
    """Settle the tap for something that is made of a painting, and say so with this key; or say why it is not made."""
    refused = await turn.commit(lambda tx: take_extra(tx, turn.services.policy, job, time.time()))
    if refused is not None:
        await turn.answer_tap(describe_refusal(refused, turn.texts), alert=True)
        return False
    await turn.answer_tap(turn.texts.say(key))
    return True


async def kept_file(turn: Turn, name: str | None) -> bytes | None:
    """A file of a painting; where it has expired in this moment, the tap is answered."""
    if name is not None:
        try:
            return await turn.services.store.files.read(name)
        except FileNotFoundError:
            pass
    await turn.end_tap("tap-expired", alert=True)
    return None


async def send_original(turn: Turn, job_id: str) -> None:
    """The painting as a lossless file."""
    job = await kept_result(turn, job_id)
    png = await kept_file(turn, job.result.png) if job is not None else None
    if job is None or png is None:
        return
    await turn.end_tap("tap-sending")
    await turn.services.messenger.send_document(job.place, png, f"{job.file_stem}.png", reply_to=job.card.message_id)
