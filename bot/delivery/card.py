"""What the card of a job shows: pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.jobs.children import MORE_ITERATIONS, TAKE
from bot.jobs.limits import takes_strength
from bot.jobs.model import FINISHED, Job, JobProgress, JobState, StopRequest
from bot.jobs.steering import as_it_came_out, can_turn, takes_style
from bot.texts import recipe
from bot.texts.look_up import Texts
from bot.transport.taps import Verb, button, mark
from engine.errors import InvalidSettings
from engine.settings import Colours

BAR_CELLS = 10
FIRST = "1"  #: place in the queue
INTERNAL = "internal"  #: the code of a failure that nobody foresaw
#: Failures that the same request would meet again: another picture or other settings are wanted.
HOPELESS = frozenset({"picture", InvalidSettings.code})


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Where a job stands in the queue."""

    place: int  #: 1 for the next
    seconds: float | None  #: until it starts, where the engine's speed is known
    on_hold: bool = False  #: the operator lets no job start


@dataclass(frozen=True, kw_only=True)
class Face:
    """What the card should look like. Without a picture, the one that it has stays."""

    words: str  #: with Telegram's HTML tags
    picture: str | None = None  #: sha256 of a JPEG
    buttons: InlineKeyboardMarkup | None = None


def face(job: Job, waiting: Waiting | None, texts: Texts, style: str | None = None) -> Face:
    """The card of a job as it stands; `style` is the name by which everybody may ask for its style.

    Before its end, the card of a child says which of its siblings it is.
    """
    if job.state is JobState.RUNNING and job.stop_request is StopRequest.CANCEL:
        job = replace(job, state=JobState.CANCELLED)  # it cannot end otherwise
    plain = _plain_face(job, waiting, texts, style)
    if job.error_code is not None and job.state not in (JobState.FAILED, JobState.CANCELLED):
        plain = replace(plain, words="\n".join([plain.words, texts.say("card-smaller")]))
    if job.wish is None or job.state in FINISHED:
        return plain
    wish, _, number = job.wish.partition(".")
    if wish == TAKE:
        asked = texts.say("card-taken", number=int(number) + 1)
    else:
        asked = _label(Verb(wish), texts, keeps_colours=job.settings.colours is not Colours.KEEP)
    return replace(plain, words=f"<b>{asked}</b>\n{plain.words}")


def _plain_face(job: Job, waiting: Waiting | None, texts: Texts, style: str | None) -> Face:
    match job.state:
        case JobState.QUEUED:
            return Face(words=_queue_words(job, waiting, texts), buttons=_before_work(job, texts))
        case JobState.RUNNING:
            return _running(job, texts)
        case JobState.DONE | JobState.DELIVERED if job.sketches:
            return Face(words=texts.say("card-sketched"), picture=job.result_jpeg, buttons=_sketch_buttons(job))
        case JobState.DONE | JobState.DELIVERED:
            words = _result_words(job, texts, style)
            return Face(words=words, picture=job.result_jpeg, buttons=_result_buttons(job, texts))
        case JobState.CANCELLED:
            return Face(words=texts.say("card-cancelled"))
        case JobState.FAILED:
            code = job.error_code or INTERNAL
            buttons = None if code in HOPELESS else _buttons(job, texts, Verb.RETRY)
            return Face(words=texts.failure(code), buttons=buttons)


def _queue_words(job: Job, waiting: Waiting | None, texts: Texts) -> str:
    place = str(waiting.place if waiting is not None else 1)
    if waiting is not None and waiting.on_hold:
        return texts.say("card-on-hold", place=place)
    if job.checkpoint is not None:
        iterations = str(job.work.iterations)
        return texts.say("card-paused", iteration=str(job.checkpoint_iteration), iterations=iterations)
    if waiting is None or waiting.seconds is None or waiting.seconds < 1:
        return texts.say("card-next") if place == FIRST else texts.say("card-queued", place=place)
    return texts.say("card-queued-eta", place=place, wait=texts.duration(waiting.seconds))


def _running(job: Job, texts: Texts) -> Face:
    progress = job.progress
    picture = progress.preview if progress is not None else None
    if job.stop_request is StopRequest.KEEP:
        return Face(words=texts.say("card-finishing"), picture=picture)
    if progress is None:
        return Face(words=texts.say("card-starting"), buttons=_before_work(job, texts))
    if progress.losses is None:
        return Face(words=_studying_words(progress, texts), picture=picture, buttons=_before_work(job, texts))
    words = _progress_words(progress, texts)
    if job.phases:
        words = "\n".join([words, _turn_words(job, texts)])
    return Face(words=words, picture=picture, buttons=_while_painting(job, texts))


def _turn_words(job: Job, texts: Texts) -> str:
    """Which way it goes now, and since when."""
    before, since = job.phases[-1], job.phases[-1].until
    if before.styles != job.styles:
        what = texts.say("turn-style")
    else:
        stronger = (job.settings.strength or 0, job.settings.style_weight) > (
            before.settings.strength or 0,
            before.settings.style_weight,
        )
        what = texts.say("button-stronger" if stronger else "button-softer")
    return texts.say("card-turning", what=what) if since is None else texts.say("card-turned", what=what, since=since)


def _while_painting(job: Job, texts: Texts) -> InlineKeyboardMarkup:
    """Sketches are soon done; a painting may be steered, or taken as it is."""
    if job.sketches:
        return _buttons(job, texts, Verb.CANCEL)
    rows = [[_key(job, texts, verb) for verb in (Verb.KEEP, Verb.CANCEL)]]
    if not can_turn(job):
        return InlineKeyboardMarkup(rows)
    subject = f"{job.id}.{len(job.phases)}"
    strength = {Verb.TURN_STRONGER: "button-stronger", Verb.TURN_SOFTER: "button-softer"}
    turns = strength if takes_strength(job.settings) else {}
    if takes_style(job):
        turns = {**turns, Verb.TURN_STYLE: "button-restyle"}
    return InlineKeyboardMarkup([[button(texts.say(key), verb, subject) for verb, key in turns.items()], *rows])


def _sketch_buttons(job: Job) -> InlineKeyboardMarkup:
    """One for each, numbered as the sheet numbers them."""
    keys = [button(str(number + 1), Verb.TAKE, f"{job.id}.{number}") for number in range(len(job.sketch_states))]
    return InlineKeyboardMarkup([keys])


def _studying_words(progress: JobProgress, texts: Texts) -> str:
    if progress.iteration == 0:
        words = texts.say("card-learning" if progress.preview is None else "card-draft")
    else:
        words = texts.say("card-resumed", iteration=str(progress.iteration), iterations=str(progress.iterations))
    if progress.seconds_left is None:
        return words
    return texts.say("card-foretold", words=words, left=texts.duration(progress.seconds_left))


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


def _result_words(job: Job, texts: Texts, style: str | None) -> str:
    words = recipe.line(as_it_came_out(job), style)
    if job.figures is None:
        return words
    done = texts.say(
        "card-done",
        recipe=words,
        iterations=job.figures.iterations,
        width=str(job.figures.width),
        height=str(job.figures.height),
        time=texts.duration(job.figures.seconds),
    )
    regions = sum(mask is not None for mask in job.masks)
    remarks = [
        *([texts.say("card-regions", count=regions)] if regions else []),
        *([texts.say("card-protected")] if job.protected is not None else []),
        *([] if job.attempt else [texts.say("card-repeated")]),
    ]
    return "\n".join([done, *remarks])


def _before_work(job: Job, texts: Texts) -> InlineKeyboardMarkup:
    """While nothing is painted yet, photo and style may still change places."""
    cancel = button(texts.say("button-cancel"), Verb.CANCEL, job.id)
    begun = job.checkpoint is not None or (job.progress is not None and job.progress.iteration > 0)
    of_regions = bool(job.masks) or job.protected is not None
    if begun or job.initial is not None or len(job.styles) > 1 or of_regions or job.borrowed is not None:
        return InlineKeyboardMarkup([[cancel]])
    swap = button(texts.say("button-swap"), Verb.SWAP, f"{job.id}.{mark(job.content)}")
    return InlineKeyboardMarkup([[swap, cancel]])


def _buttons(job: Job, texts: Texts, *verbs: Verb) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[_key(job, texts, verb) for verb in verbs]])


def _result_buttons(job: Job, texts: Texts) -> InlineKeyboardMarkup:
    """What can be made of a result. Of a film, which shows how an earlier one came about, nothing more."""
    if job.film:
        return _buttons(job, texts, Verb.FILM, Verb.ORIGINAL)
    strengths = [[Verb.STRONGER, Verb.SOFTER]] if takes_strength(job.settings) else []
    rows = [
        *strengths,
        [Verb.COLORS, Verb.BIGGER],
        [Verb.MORE, Verb.AGAIN],
        [Verb.RESTYLE, Verb.ORIGINAL],
        [Verb.FILM, Verb.VARIANTS],
        [Verb.SHARE],
    ]
    return InlineKeyboardMarkup([[_key(job, texts, verb) for verb in row] for row in rows])


def _key(job: Job, texts: Texts, verb: Verb) -> InlineKeyboardButton:
    return button(_label(verb, texts, keeps_colours=job.settings.colours is Colours.KEEP), verb, job.id)


def _label(verb: Verb, texts: Texts, *, keeps_colours: bool) -> str:
    """The words of a button under a picture that has the photo's colours, or not."""
    if verb is Verb.COLORS and keeps_colours:
        return texts.say("button-colors-style")
    if verb is Verb.MORE:
        return texts.say("button-more", count=MORE_ITERATIONS)
    return texts.say(f"button-{verb}")
