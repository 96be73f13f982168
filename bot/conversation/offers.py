"""The buttons under what the bot says about a draft: what may be done with it next. Pure.

Their subjects name the draft's owner and one of its pictures: a tap counts for exactly the draft that it was offered
for, however often it comes.
"""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.conversation import drafts
from bot.conversation.gallery import NOTHING, Visit
from bot.intake.region_parts import Part
from bot.jobs.model import Place
from bot.jobs.regions import Regions
from bot.store import Draft
from bot.texts.look_up import Texts
from bot.transport.taps import Verb, button, mark

Rows = list[list[InlineKeyboardButton]]

ALL = "all"  #: instead of the index of one choice
PICKS_IN_A_ROW = 3
PARTS = (
    (Part.LEFT, Part.RIGHT),
    (Part.TOP, Part.BOTTOM),
    (Part.LEFT_THIRD, Part.MIDDLE_THIRD, Part.RIGHT_THIRD),
    (Part.CENTRE, Part.BORDER),
    (Part.SKY, Part.GROUND),
)


def buttons(draft: Draft, last: str | None, texts: Texts) -> InlineKeyboardMarkup | None:
    """What to offer for a draft; `last` is the id of the job whose pictures may be taken again."""
    if drafts.is_empty(draft):
        return None
    return InlineKeyboardMarkup([*_next_steps(draft, last, texts), [_one(draft, texts, Verb.DROP)]])


def to_gallery(place: Place, texts: Texts) -> InlineKeyboardMarkup:
    """The gallery alone, where no picture waits for a style."""
    return InlineKeyboardMarkup([[button(texts.say("button-styles"), Verb.STYLES, Visit(place).subject(0))]])


def is_about(draft: Draft, marked: str) -> bool:
    """Whether the picture that a button stands for is in this draft."""
    if marked == NOTHING:
        return draft.series == () and not draft.styles
    pictures = (draft.content, *draft.styles, *(draft.series or ()))
    return any(mark(picture) == marked for picture in pictures if picture is not None)


def _next_steps(draft: Draft, last: str | None, texts: Texts) -> Rows:
    if draft.series is not None:
        return _of_series(draft, last, texts)
    if drafts.is_complete(draft):
        start = [_one(draft, texts, Verb.START)]
        may_swap = len(draft.styles) == 1 and draft.regions == Regions()
        swap = [_one(draft, texts, Verb.AS_STYLE, label="button-swap")] if may_swap else []
        return [start + swap]
    if draft.regions != Regions():
        return _of_regions(draft, texts)
    if draft.choices:
        return _picks(draft, texts)
    again = _again(draft, last, texts)
    if not draft.wants_sketches:
        again.append([_one(draft, texts, Verb.SKETCH)])
    if draft.content is not None:
        return [[_one(draft, texts, Verb.STYLES, "0"), _one(draft, texts, Verb.AS_STYLE)], *again]
    came_in_a_message = draft.content_message_id is not None and len(draft.styles) == 1
    return [*([[_one(draft, texts, Verb.AS_CONTENT)]] if came_in_a_message else []), *again]


def _picks(draft: Draft, texts: Texts) -> Rows:
    """One for a series of all, and one for each style of the album, in the order of its pictures."""
    whole = texts.say("button-series", count=1 + len(draft.choices))
    picks = [
        button(texts.say("button-pick", number=index + 1), Verb.PICK, subject(draft, str(index)))
        for index in range(len(draft.choices))
    ]
    rows = [picks[start : start + PICKS_IN_A_ROW] for start in range(0, len(picks), PICKS_IN_A_ROW)]
    return [
        [button(whole, Verb.SERIES, subject(draft))],
        *rows,
        [button(texts.say("button-blend"), Verb.PICK, subject(draft, ALL))],
    ]


def _of_series(draft: Draft, last: str | None, texts: Texts) -> Rows:
    if not draft.series:
        return []  # its album is still to come
    if draft.styles:
        return [[button(texts.say("button-startseries", count=len(draft.series)), Verb.START_SERIES, subject(draft))]]
    again = [[_one(draft, texts, Verb.LAST_STYLE, last)]] if last is not None else []
    return [[_one(draft, texts, Verb.STYLES, "0")], *again]


def _of_regions(draft: Draft, texts: Texts) -> Rows:
    regions = draft.regions
    if regions.asked is not None:
        subject_of_mask = ".".join((str(draft.place.user_id), mark(regions.asked)))
        return [
            [button(texts.say(f"button-{verb}"), verb, subject_of_mask) for verb in row]
            for row in ((Verb.RIGHT,), (Verb.GROW, Verb.SHRINK, Verb.INVERT), (Verb.WRONG,))
        ]
    gallery = [_one(draft, texts, Verb.STYLES, "0")]
    if regions.painted and not regions.lacks_style:
        return [gallery, [_one(draft, texts, Verb.REST_STAYS)]]
    return [gallery]


def parts(place: Place, marked: str, verb: Verb, texts: Texts) -> InlineKeyboardMarkup:
    """A button for each part of the photo; `marked`: the mark of the photo."""
    return InlineKeyboardMarkup(
        [[button(texts.say(f"part-{part}"), verb, f"{place.user_id}.{marked}.{part}") for part in row] for row in PARTS]
    )


def _again(draft: Draft, last: str | None, texts: Texts) -> Rows:
    if last is None:
        return []
    photo = [_one(draft, texts, Verb.LAST_PHOTO, last)]
    return [[_one(draft, texts, Verb.LAST_STYLE, last)], photo] if draft.content is not None else [photo]


def _one(draft: Draft, texts: Texts, verb: Verb, *more: str, label: str = "") -> InlineKeyboardButton:
    return button(texts.say(label or f"button-{verb}"), verb, subject(draft, *more))


def subject(draft: Draft, *more: str) -> str:
    """What a button about this draft, which is not empty, says of it."""
    picture = next((picture for picture in (draft.content, *(draft.series or ()), *draft.styles) if picture), None)
    return ".".join((str(draft.place.user_id), NOTHING if picture is None else mark(picture), *more))
