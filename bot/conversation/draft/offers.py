"""The buttons under what the bot says about a draft: what may be done with it next. Pure.

Their subjects name the draft's owner and its number: a tap counts for exactly the draft that it was offered for,
however often it comes.
"""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.conversation.draft import drafts
from bot.conversation.gallery.pages import NOTHING
from bot.jobs.model import Place
from bot.jobs.region_parts import PhotoPart
from bot.jobs.regions import Regions
from bot.store import Draft, PhotoSeries
from bot.texts.look_up import Texts
from bot.transport.button_kinds import (
    ALL,
    HANDLE,
    DraftButton,
    LastButton,
    PageButton,
    PartButton,
    PickButton,
    RegionButton,
    RoleButton,
)
from bot.transport.buttons import button, mark
from bot.transport.verbs import DraftVerb, LastVerb, PartVerb, RegionVerb, RoleVerb, Verb

Rows = list[list[InlineKeyboardButton]]

#: What may be done with the people of a photo by one tap: the label, the verb, and the part that it is about.
OF_PEOPLE: tuple[tuple[str, PartVerb, PhotoPart], ...] = (
    ("button-only-person", Verb.PROTECT_PART, PhotoPart.BACKGROUND),
    ("button-only-background", Verb.PROTECT_PART, PhotoPart.PERSON),
    ("button-two-styles", Verb.PART, PhotoPart.PERSON),
)
PICKS_IN_A_ROW = 3
IN_A_ROW = 2  #: of those under a single photo: few rows leave the photo in sight
#: The answers to the question about a region.
ANSWERS: tuple[tuple[RegionVerb, ...], ...] = ((Verb.RIGHT, Verb.WRONG), (Verb.GROW, Verb.SHRINK, Verb.INVERT))
PARTS = (
    (PhotoPart.PERSON, PhotoPart.BACKGROUND),
    (PhotoPart.LEFT, PhotoPart.RIGHT),
    (PhotoPart.TOP, PhotoPart.BOTTOM),
    (PhotoPart.LEFT_THIRD, PhotoPart.MIDDLE_THIRD, PhotoPart.RIGHT_THIRD),
    (PhotoPart.CENTER, PhotoPart.BORDER),
    (PhotoPart.SKY, PhotoPart.GROUND),
)


def buttons(draft: Draft, last: str | None, texts: Texts) -> InlineKeyboardMarkup | None:
    """What to offer for a draft; `last` is the id of the job whose pictures may be taken again."""
    if drafts.is_empty(draft):
        return None
    if _is_one_picture(draft):
        return InlineKeyboardMarkup(_in_rows(_of_one_picture(draft, last, texts), IN_A_ROW))
    return InlineKeyboardMarkup([*_next_steps(draft, last, texts), [_one(draft, texts, Verb.DROP)]])


def to_gallery(place: Place, texts: Texts) -> InlineKeyboardMarkup:
    """The gallery alone, where no picture waits for a style."""
    return InlineKeyboardMarkup(
        [[button(texts.say("button-styles"), PageButton(place.user_id, NOTHING, 0, Verb.STYLES))]]
    )


def handle(draft: Draft) -> str:
    """The name by which buttons refer to a draft that was saved."""
    return f"{HANDLE}{draft.number}"


def is_about(draft: Draft, marked: str) -> bool:
    """Whether this is the draft that a button is about. Those of earlier versions name one of its pictures."""
    if marked.startswith(HANDLE):
        return draft.number is not None and marked == handle(draft)
    if marked == NOTHING:
        return draft.series == PhotoSeries() and not draft.styles
    pictures = (draft.content, *draft.styles, *(draft.series.pictures if draft.series else ()))
    return any(mark(picture) == marked for picture in pictures if picture is not None)


def _next_steps(draft: Draft, last: str | None, texts: Texts) -> Rows:
    if draft.series is not None:
        return _of_series(draft, last, texts)
    if drafts.is_complete(draft):
        start = [_one(draft, texts, Verb.START)]
        may_swap = len(draft.styles) == 1 and draft.regions == Regions()
        swap = [_role(draft, texts, Verb.AS_STYLE, label="button-swap")] if may_swap else []
        return [start + swap]
    if draft.regions != Regions():
        return _of_regions(draft, texts)
    return _picks(draft, texts)


def _is_one_picture(draft: Draft) -> bool:
    """A photo without a style, or a style without a photo."""
    plain = draft.series is None and draft.regions == Regions() and not draft.one.choices
    return plain and not drafts.is_complete(draft)


def _of_one_picture(draft: Draft, last: str | None, texts: Texts) -> list[InlineKeyboardButton]:
    offered = []
    if draft.content is not None:
        offered += [_styles(draft, texts), _role(draft, texts, Verb.AS_STYLE)]
    elif draft.content_message_id is not None and len(draft.styles) == 1:
        offered.append(_role(draft, texts, Verb.AS_CONTENT))
    has_people = draft.content is not None and draft.content == draft.portrait
    if has_people:
        offered += [_part(draft, texts, verb, part, label) for label, verb, part in OF_PEOPLE]
    if not draft.one.wants_sketches:
        offered.append(_one(draft, texts, Verb.SKETCH))
    if last is not None and draft.content is not None:
        offered.append(_last(draft, texts, Verb.LAST_STYLE, last))
    if last is not None and not has_people:  # a photo of people is hardly meant as a style
        offered.append(_last(draft, texts, Verb.LAST_PHOTO, last))
    return [*offered, _one(draft, texts, Verb.DROP)]


def _in_rows(offered: Sequence[InlineKeyboardButton], width: int) -> Rows:
    return [list(offered[start : start + width]) for start in range(0, len(offered), width)]


def _picks(draft: Draft, texts: Texts) -> Rows:
    """A button for a series of all pictures, and one for each picture of the album as the style, in their order."""
    whole = texts.say("button-series", count=1 + len(draft.one.choices))
    owner, name = draft.place.user_id, handle(draft)
    picks = [
        button(texts.say("button-pick", number=index + 1), PickButton(owner, name, index))
        for index in range(len(draft.one.choices))
    ]
    return [
        [button(whole, DraftButton(owner, name, Verb.SERIES))],
        *_in_rows(picks, PICKS_IN_A_ROW),
        [button(texts.say("button-blend"), PickButton(owner, name, ALL))],
    ]


def _of_series(draft: Draft, last: str | None, texts: Texts) -> Rows:
    if draft.series is None or not draft.series.pictures:
        return []  # its album is still to come
    if draft.styles:
        start = DraftButton(draft.place.user_id, handle(draft), Verb.START_SERIES)
        return [[button(texts.say("button-startseries", count=len(draft.series.pictures)), start)]]
    again = [[_last(draft, texts, Verb.LAST_STYLE, last)]] if last is not None else []
    return [[_styles(draft, texts)], *again]


def _of_regions(draft: Draft, texts: Texts) -> Rows:
    regions = draft.regions
    if regions.asked is not None:
        owner, mask = draft.place.user_id, mark(regions.asked)
        return [
            [button(texts.say(f"button-{verb}"), RegionButton(owner, mask, verb)) for verb in row] for row in ANSWERS
        ]
    gallery = [_styles(draft, texts)]
    if regions.painted and not regions.lacks_style:
        return [gallery, [_one(draft, texts, Verb.REST_STAYS)]]
    return [gallery]


def part_buttons(draft: Draft, verb: PartVerb, texts: Texts) -> InlineKeyboardMarkup:
    """A button for each part of the draft's photo."""
    return InlineKeyboardMarkup([[_part(draft, texts, verb, part, f"part-{part}") for part in row] for row in PARTS])


def _one(draft: Draft, texts: Texts, verb: DraftVerb) -> InlineKeyboardButton:
    return button(texts.say(f"button-{verb}"), DraftButton(draft.place.user_id, handle(draft), verb))


def _styles(draft: Draft, texts: Texts) -> InlineKeyboardButton:
    return button(texts.say("button-styles"), PageButton(draft.place.user_id, handle(draft), 0, Verb.STYLES))


def _last(draft: Draft, texts: Texts, verb: LastVerb, job_id: str) -> InlineKeyboardButton:
    return button(texts.say(f"button-{verb}"), LastButton(draft.place.user_id, handle(draft), job_id, verb))


def _part(draft: Draft, texts: Texts, verb: PartVerb, part: PhotoPart, label: str) -> InlineKeyboardButton:
    return button(texts.say(label), PartButton(draft.place.user_id, handle(draft), part, verb))


def _role(draft: Draft, texts: Texts, verb: RoleVerb, *, label: str = "") -> InlineKeyboardButton:
    """A button that names the picture which shall have the role, so that a second tap changes nothing."""
    picture = mark(draft.content or draft.styles[0])
    return button(texts.say(label or f"button-{verb}"), RoleButton(draft.place.user_id, handle(draft), picture, verb))
