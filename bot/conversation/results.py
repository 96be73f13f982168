"""What taps need of a finished painting: that it is the tapper's own, and that its files are still kept."""

from __future__ import annotations

from bot.conversation.turn import Turn
from bot.jobs.model import Job


async def own_job(turn: Turn, job_id: str) -> Job | None:
    """The job under whose card the tap was, if it is this person's; otherwise the tap is answered."""
    job = await turn.services.store.read(lambda tx: tx.jobs.get(job_id))
    if job is None or job.expired_at is not None:
        await turn.end_tap("tap-expired", alert=True)
    elif not turn.owns(job):
        await turn.end_tap("tap-not-yours", alert=True)
    else:
        return job
    return None


async def own_result(turn: Turn, job_id: str) -> Job | None:
    """The same, if it has come to a painting."""
    job = await own_job(turn, job_id)
    if job is not None and job.result_png is None:
        await turn.end_tap("tap-no-result")
        return None
    return job


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
    job = await own_result(turn, job_id)
    png = await kept_file(turn, job.result_png) if job is not None else None
    if job is None or png is None:
        return
    await turn.end_tap("tap-sending")
    await turn.services.messenger.send_document(job.place, png, f"{job.file_stem}.png", reply_to=job.card_message_id)
