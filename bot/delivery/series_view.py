"""What the card of a series shows, and the words under its album. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.delivery.card_view import HOPELESS, INTERNAL, CardView, bar
from bot.jobs.model import CAME_TO_NOTHING, FINISHED, Job, JobState, StopRequest
from bot.texts.look_up import Texts
from bot.transport import painting
from bot.transport.button_kinds import JobButton, SeriesButton
from bot.transport.buttons import button
from bot.transport.verbs import Verb

IN_A_ROW = 5  #: buttons


def painted(jobs: Iterable[Job]) -> list[Job]:
    """Those of the pictures that came to a painting."""
    return [job for job in jobs if job.state in (JobState.DONE, JobState.DELIVERED)]


def at_work(
    series_id: str, jobs: Sequence[Job], places: Sequence[int], seconds: float | None, on_hold: bool, texts: Texts
) -> CardView:
    """The card until the last picture has ended.

    `places`: in the queue, of each picture, 0 for one that does not wait; `seconds`: until the last one ends, where the
    engine's speed is known; `on_hold`: the operator lets no job start.
    """
    done = len(painted(jobs))
    words = texts.say("series-progress", count=len(jobs), done=str(done), bar=bar(_work_done(jobs), 1000 * len(jobs)))
    now = _now(jobs, places, on_hold, texts)
    if now is None:
        return CardView(words="\n".join([words, texts.say("series-stopping")]))
    if seconds is not None and not on_hold:
        now = texts.say("series-eta", words=now, left=texts.duration(seconds))
    failed = [index for index, job in enumerate(jobs, 1) if job.state is JobState.FAILED]
    lines = [words, *([texts.say("series-left-out", numbers=_listed(failed))] if failed else []), now]
    stop = texts.say("button-stopseries-keep" if done else "button-stopseries")
    buttons = InlineKeyboardMarkup([[button(stop, SeriesButton(series_id))]])
    return CardView(words="\n".join(lines), buttons=buttons)


def ended(jobs: Sequence[Job], texts: Texts) -> CardView:
    """The card once every picture has ended. Its buttons send a painting again, or try again what failed."""
    done = painted(jobs)
    words = texts.say("series-done", count=len(jobs), painted=str(len(done))) if done else texts.say("series-none")
    lines = [words]
    numbered = list(enumerate(jobs, 1))
    for number, job in numbered:
        if job.state is JobState.FAILED:
            reason = texts.failure(job.status.error_code or INTERNAL)
            lines.append(texts.say("series-failed-picture", number=str(number), reason=reason))
    canceled = [number for number, job in numbered if job.state is JobState.CANCELED]
    if canceled:
        lines.append(texts.say("series-canceled", numbers=_listed(canceled)))
    again = [button(str(number), JobButton(job.id, Verb.RESEND)) for number, job in numbered if job in done]
    retries = [
        button(f"🔁 {number}", JobButton(job.id, Verb.RETRY)) for number, job in numbered if _may_be_retried(job)
    ]
    share = [button(texts.say("button-askshare"), JobButton(done[0].id, Verb.ASK_SHARE))] if done else []
    if retries:
        lines.append(texts.say("series-retry"))
    rows = [row for row in (*_rows(again), *_rows(retries), share) if row]
    return CardView(words="\n".join(lines), buttons=InlineKeyboardMarkup(rows) if rows else None)


def album_words(jobs: Sequence[Job], style: str | None, texts: Texts) -> str:
    """The words under the album: its style, where that has a name for everybody, and which pictures are not in it."""
    missing = [number for number, job in enumerate(jobs, 1) if job.state in CAME_TO_NOTHING]
    lines = [f"<b>{painting.style_title(style, texts)}</b>"] if style is not None else []
    if missing:
        lines.append(texts.say("series-left-out", numbers=_listed(missing)))
    return "\n".join(lines)


def _now(jobs: Sequence[Job], places: Sequence[int], on_hold: bool, texts: Texts) -> str | None:
    """What is being painted, or what is next; None when all that has not ended is being canceled."""
    going_on = [
        (number, job, place)
        for number, (job, place) in enumerate(zip(jobs, places, strict=True), 1)
        if job.state not in FINISHED and job.status.stop_request is not StopRequest.CANCEL
    ]
    if not going_on:
        return None
    running = [number for number, job, _ in going_on if job.state is JobState.RUNNING]
    if running:
        return texts.say("series-painting", numbers=_listed(running))
    number, _, place = min(going_on, key=lambda each: each[2])
    return texts.say("series-on-hold" if on_hold else "series-next", number=str(number), place=str(place))


def _work_done(jobs: Iterable[Job]) -> int:
    """The work done on all pictures, in thousandths of a picture."""
    return sum(_thousandths(job) for job in jobs)


def _thousandths(job: Job) -> int:
    if job.state in FINISHED:
        return 1000
    if job.status.progress is None:
        return 0
    return 1000 * job.status.progress.iteration // max(1, job.status.progress.iterations)


def _may_be_retried(job: Job) -> bool:
    return job.state is JobState.FAILED and job.status.error_code not in HOPELESS


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _rows(keys: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [keys[start : start + IN_A_ROW] for start in range(0, len(keys), IN_A_ROW)]
