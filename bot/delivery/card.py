"""What the card of a job shows: pure."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.jobs.model import Job, JobProgress, JobState, StopRequest
from bot.texts import recipe
from bot.texts.look_up import Texts
from bot.transport.taps import Verb, button

BAR_CELLS = 10


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Where a job stands in the queue."""

    place: int  #: 1 for the next
    seconds: float | None  #: until it starts, where the engine's speed is known
    on_hold: bool = False  #: the operator lets no job start


@dataclass(frozen=True, kw_only=True)
class Face:
    """What the card should look like. Without a picture, the one that it has stays."""

    words: str
    picture: str | None = None  #: sha256 of a JPEG
    buttons: InlineKeyboardMarkup | None = None


def face(job: Job, waiting: Waiting | None, texts: Texts) -> Face:
    """The card of a job as it stands."""
    match job.state:
        case JobState.QUEUED:
            return Face(words=_queue_words(job, waiting, texts), buttons=_buttons(job, texts, Verb.CANCEL))
        case JobState.RUNNING:
            return _running(job, texts)
        case JobState.DONE | JobState.DELIVERED:
            return Face(
                words=_result_words(job, texts), picture=job.result_jpeg, buttons=_buttons(job, texts, Verb.ORIGINAL)
            )
        case JobState.CANCELLED:
            return Face(words=texts.say("card-cancelled"))
        case JobState.FAILED:
            return Face(words=texts.failure(job.error_code or "internal"))


def _queue_words(job: Job, waiting: Waiting | None, texts: Texts) -> str:
    place = str(waiting.place if waiting is not None else 1)
    if waiting is not None and waiting.on_hold:
        return texts.say("card-on-hold", place=place)
    if job.checkpoint is not None:
        iterations = str(job.settings.iterations)
        return texts.say("card-paused", iteration=str(job.checkpoint_iteration), iterations=iterations)
    if waiting is None or waiting.seconds is None or waiting.seconds < 1:
        return texts.say("card-queued", place=place)
    return texts.say("card-queued-eta", place=place, wait=texts.duration(waiting.seconds))


def _running(job: Job, texts: Texts) -> Face:
    progress = job.progress
    picture = progress.preview if progress is not None else None
    if job.stop_request is not None:
        key = "card-finishing" if job.stop_request is StopRequest.KEEP else "card-stopping"
        return Face(words=texts.say(key), picture=picture)
    if progress is None:
        return Face(words=texts.say("card-starting"), buttons=_buttons(job, texts, Verb.CANCEL))
    if progress.losses is None:
        return Face(words=_studying_words(progress, texts), picture=picture, buttons=_buttons(job, texts, Verb.CANCEL))
    buttons = _buttons(job, texts, Verb.KEEP, Verb.CANCEL)
    return Face(words=_progress_words(progress, texts), picture=picture, buttons=buttons)


def _studying_words(progress: JobProgress, texts: Texts) -> str:
    if progress.iteration == 0:
        return texts.say("card-learning")
    return texts.say("card-resumed", iteration=str(progress.iteration), iterations=str(progress.iterations))


def _progress_words(progress: JobProgress, texts: Texts) -> str:
    assert progress.losses is not None
    return texts.say(
        "card-progress",
        bar=bar(progress.iteration, progress.iterations),
        iteration=str(progress.iteration),
        iterations=str(progress.iterations),
        left=texts.duration(progress.seconds_left or 0),
        content=progress.losses.content.value,
        style=progress.losses.style.value,
    )


def bar(done: int, total: int) -> str:
    """A progress bar of BAR_CELLS cells."""
    filled = min(BAR_CELLS, BAR_CELLS * done // max(1, total))
    return "▓" * filled + "░" * (BAR_CELLS - filled)


def _result_words(job: Job, texts: Texts) -> str:
    words = recipe.write(job.settings)
    if job.figures is None:
        return words
    return texts.say(
        "card-done",
        recipe=words,
        iterations=job.figures.iterations,
        width=str(job.figures.width),
        height=str(job.figures.height),
        time=texts.duration(job.figures.seconds),
    )


def _buttons(job: Job, texts: Texts, *verbs: Verb) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[button(texts.say(f"button-{verb}"), verb, job.id) for verb in verbs]])
