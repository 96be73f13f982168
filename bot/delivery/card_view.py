"""What the card of a job shows. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.jobs.follow_ups import taken_number
from bot.jobs.forecast import Waiting
from bot.jobs.model import CAME_TO_NOTHING, Job, JobProgress, JobState, StopRequest
from bot.jobs.setting_limits import takes_strength
from bot.jobs.steering import can_steer, takes_style, went
from bot.texts.look_up import Texts
from bot.transport import painting
from bot.transport.button_kinds import JobButton, OtherStyleButton, SketchButton, SteeringButton, SwapButton
from bot.transport.buttons import button, mark
from bot.transport.painting import Ways
from bot.transport.verbs import JobVerb, StrengthVerb, Verb
from engine.errors import InvalidSettings
from engine.settings import Colors, Faces

BAR_CELLS = 10
FIRST = "1"  #: place in the queue
#: By the direction in which a painting was steered, the text that names it.
DIRECTIONS = {1: "button-stronger", -1: "button-softer", None: "steer-style"}
INTERNAL = "internal"  #: the code of a failure that nobody foresaw
#: Failures that the same request would meet again: another picture or other settings are wanted.
HOPELESS = frozenset({"picture", InvalidSettings.code})


@dataclass(frozen=True, kw_only=True)
class CardView:
    """What a card should show. Without a picture, it keeps the one that it has."""

    words: str  #: with Telegram's HTML tags
    picture: str | None = None  #: sha256 of a JPEG, or what else tells it from others
    sheet: bytes | None = None  #: that JPEG, where it is not a file
    buttons: InlineKeyboardMarkup | None = None


def card_view(job: Job, waiting: Waiting | None, texts: Texts, style: str | None = None, *, ways: Ways) -> CardView:
    """The card of a job as it stands. `style` is the name by which everybody may ask for its style.

    The card of a follow-up says which one it is.
    """
    if job.state is JobState.RUNNING and job.status.stop_request is StopRequest.CANCEL:
        job = replace(job, status=replace(job.status, state=JobState.CANCELED))  # it cannot end otherwise
    plain = _plain_view(job, waiting, texts, style, ways)
    if job.status.error_code is not None and job.state not in (JobState.FAILED, JobState.CANCELED):
        plain = replace(plain, words="\n".join([plain.words, texts.say("card-smaller")]))
    if job.origin.follow_up is None or job.state in CAME_TO_NOTHING:
        return plain
    number = taken_number(job.origin.follow_up)
    if number is not None:
        asked = texts.say("card-taken", number=number + 1)
    else:
        kept, natural = job.request.settings.colors is Colors.KEEP, job.request.settings.faces is Faces.NATURAL
        asked = painting.verb_label(
            Verb(job.origin.follow_up), texts, keeps_colors=not kept, has_natural_faces=not natural
        )
    return replace(plain, words=f"<b>{asked}</b>\n{plain.words}")


def _plain_view(job: Job, waiting: Waiting | None, texts: Texts, style: str | None, ways: Ways) -> CardView:
    match job.state:
        case JobState.QUEUED:
            return CardView(words=_queue_words(job, waiting, texts), buttons=_before_work(job, texts))
        case JobState.RUNNING:
            return _running(job, texts)
        case JobState.DONE | JobState.DELIVERED if job.request.sketches:
            return CardView(words=texts.say("card-sketched"), picture=job.result.jpeg, buttons=_sketch_buttons(job))
        case JobState.DONE | JobState.DELIVERED:
            words = painting.words(job, texts, style)
            return CardView(words=words, picture=job.result.jpeg, buttons=painting.buttons(job, texts, style, ways))
        case JobState.CANCELED:
            return CardView(words=texts.say("card-canceled"))
        case JobState.FAILED:
            code = job.status.error_code or INTERNAL
            buttons = None if code in HOPELESS else _buttons(job, texts, Verb.RETRY)
            return CardView(words=texts.failure(code), buttons=buttons)


def _queue_words(job: Job, waiting: Waiting | None, texts: Texts) -> str:
    place = str(waiting.place if waiting is not None else 1)
    if waiting is not None and waiting.on_hold:
        return texts.say("card-on-hold", place=place)
    if job.status.checkpoint is not None:
        iterations = str(job.request.work.iterations)
        return texts.say("card-paused", iteration=str(job.status.checkpoint_iteration), iterations=iterations)
    if waiting is not None and waiting.warms_up:
        return texts.say("card-warming", place=place)
    if waiting is None or waiting.seconds is None or waiting.seconds < 1:
        return texts.say("card-next") if place == FIRST else texts.say("card-queued", place=place)
    return texts.say("card-queued-eta", place=place, wait=texts.duration(waiting.seconds))


def _running(job: Job, texts: Texts) -> CardView:
    progress = job.status.progress
    picture = job.status.preview if progress is not None else None
    if job.status.stop_request is StopRequest.KEEP:
        return CardView(words=texts.say("card-finishing"), picture=picture)
    if progress is None:
        return CardView(words=texts.say("card-starting"), buttons=_before_work(job, texts))
    if progress.losses is None:
        words = _studying_words(progress, picture, texts)
        return CardView(words=words, picture=picture, buttons=_before_work(job, texts))
    words = _progress_words(progress, texts)
    if job.request.earlier:
        words = "\n".join([words, _steering_words(job, texts)])
    return CardView(words=words, picture=picture, buttons=_while_painting(job, texts))


def _steering_words(job: Job, texts: Texts) -> str:
    """In which direction the painting was steered last, and since which iteration."""
    before, since = job.request.earlier[-1], job.request.earlier[-1].until
    what = texts.say(DIRECTIONS[went(before, job.request)])
    return texts.say("card-steering", what=what) if since is None else texts.say("card-steered", what=what, since=since)


def _while_painting(job: Job, texts: Texts) -> InlineKeyboardMarkup:
    """The buttons of a running job: a painting may be steered or kept as it is; sketches only canceled."""
    if job.request.sketches:
        return _buttons(job, texts, Verb.CANCEL)
    rows = [[_key(job, texts, Verb.KEEP), _key(job, texts, Verb.CANCEL)]]
    if not can_steer(job):
        return InlineKeyboardMarkup(rows)
    strength: dict[StrengthVerb, str] = {Verb.STEER_STRONGER: "button-stronger", Verb.STEER_SOFTER: "button-softer"}
    offered = strength if takes_strength(job.request.settings) else {}
    count = len(job.request.earlier)
    keys = [button(texts.say(key), SteeringButton(job.id, count, verb)) for verb, key in offered.items()]
    if takes_style(job):
        keys.append(button(texts.say("button-restyle"), OtherStyleButton(job.id, count)))
    return InlineKeyboardMarkup([keys, *rows])


def _sketch_buttons(job: Job) -> InlineKeyboardMarkup:
    """One for each, numbered as the sheet numbers them."""
    keys = [button(str(number + 1), SketchButton(job.id, number)) for number in range(len(job.result.sketch_states))]
    return InlineKeyboardMarkup([keys])


def _studying_words(progress: JobProgress, picture: str | None, texts: Texts) -> str:
    if progress.iteration == 0:
        words = texts.say("card-learning" if picture is None else "card-draft")
    else:
        words = texts.say("card-resumed", iteration=str(progress.iteration), iterations=str(progress.iterations))
    if progress.seconds_left is None:
        return words
    return texts.say("card-foretold", words=words, left=texts.duration(progress.seconds_left))


def _progress_words(progress: JobProgress, texts: Texts) -> str:
    done, whole = progress.iteration, progress.iterations
    if progress.seconds_left is None:
        return f"{bar(done, whole)} {done}/{whole}"
    left = texts.duration(progress.seconds_left)
    return texts.say("card-progress", bar=bar(done, whole), iteration=str(done), iterations=str(whole), left=left)


def bar(done: int, total: int) -> str:
    """A progress bar of BAR_CELLS cells."""
    filled = min(BAR_CELLS, BAR_CELLS * done // max(1, total))
    return "▓" * filled + "░" * (BAR_CELLS - filled)


def _before_work(job: Job, texts: Texts) -> InlineKeyboardMarkup:
    """While nothing is painted yet, photo and style may still change places."""
    cancel = button(texts.say("button-cancel"), JobButton(job.id, Verb.CANCEL))
    if not job.may_swap:
        return InlineKeyboardMarkup([[cancel]])
    swap = button(texts.say("button-swap"), SwapButton(job.id, mark(job.request.content)))
    return InlineKeyboardMarkup([[swap, cancel]])


def _buttons(job: Job, texts: Texts, *verbs: JobVerb) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[_key(job, texts, verb) for verb in verbs]])


def _key(job: Job, texts: Texts, verb: JobVerb) -> InlineKeyboardButton:
    return button(painting.label_for(job, verb, texts), JobButton(job.id, verb))
