"""The gallery of styles: which are on a page, its words and its buttons. Pure.

A page is one picture, the contact sheet, whose numbers are those of the buttons below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.jobs.model import Place
from bot.store import KeptStyle
from bot.texts.look_up import Texts
from bot.texts.style_names import asking_for
from bot.transport.taps import Verb, button

PER_PAGE = 12
IN_A_ROW = 3
NOTHING = "-"  #: instead of the mark of a picture, where none waits for a style


@dataclass(frozen=True)
class Page:
    """A part of the gallery."""

    number: int  #: from 0
    count: int  #: of all pages, at least 1
    styles: tuple[KeptStyle, ...]

    @property
    def first(self) -> int:
        """The number of the first style in the contact sheet."""
        return self.number * PER_PAGE + 1


@dataclass(frozen=True)
class Visit:
    """Who looks at the gallery, and the mark of the photo that waits for a style, or NOTHING."""

    place: Place
    waiting: str = NOTHING
    may_turn: bool = True  #: whether that photo may become the style itself

    def subject(self, *more: object) -> str:
        """What a button of this gallery says."""
        return ".".join(map(str, (self.place.user_id, self.waiting, *more)))


def page_of(styles: Sequence[KeptStyle], number: int) -> Page:
    """The page of this number, or the nearest that there is."""
    count = max(1, -(-len(styles) // PER_PAGE))
    number = min(max(number, 0), count - 1)
    return Page(number, count, tuple(styles[number * PER_PAGE : (number + 1) * PER_PAGE]))


def title(style: KeptStyle, texts: Texts) -> str:
    """A style's name for people; the starting set's in their language."""
    return texts.say(f"button-style-{style.name}") if style.is_drawn else style.name


def caption(page: Page, visit: Visit, texts: Texts) -> str:
    """The words under a page to choose from, which is not empty."""
    question = texts.say("gallery-choose" if visit.waiting == NOTHING else "gallery-choose-now")
    by_name = texts.say("gallery-names", example=asking_for(page.styles[0].name))
    return f"{question}\n{by_name}"


def to_choose(page: Page, visit: Visit, texts: Texts, *, has_own: bool) -> InlineKeyboardMarkup:
    """A button for each style, and what else may be done with the photo that waits."""
    keys = [
        button(f"{number} · {title(style, texts)}", Verb.STYLE, visit.subject(style.number))
        for number, style in enumerate(page.styles, page.first)
    ]
    rows = [*_in_rows(keys), _turns(page, visit, Verb.STYLES)]
    if visit.waiting != NOTHING:
        verbs = (Verb.AS_STYLE, Verb.DROP) if visit.may_turn else (Verb.DROP,)
        rows.append([button(texts.say(f"button-{verb}"), verb, visit.subject()) for verb in verbs])
    if has_own:
        rows.append([button(texts.say("button-ownstyles"), Verb.OWN_STYLES, visit.subject(0))])
    return InlineKeyboardMarkup([row for row in rows if row])


def to_delete(page: Page, visit: Visit, texts: Texts) -> InlineKeyboardMarkup:
    """A button for each of one's own, which deletes it."""
    keys = [
        button(f"🗑 {number} · {style.name}", Verb.DELETE_STYLE, visit.subject(style.number, page.number))
        for number, style in enumerate(page.styles, page.first)
    ]
    back = [button(texts.say("button-all-styles"), Verb.STYLES, visit.subject(0))]
    return InlineKeyboardMarkup([row for row in (*_in_rows(keys), _turns(page, visit, Verb.OWN_STYLES), back) if row])


def _turns(page: Page, visit: Visit, verb: Verb) -> list[InlineKeyboardButton]:
    """To the pages before and after."""
    around = [(page.number - 1, f"◀ {page.number}"), (page.number + 1, f"{page.number + 2} ▶")]
    return [button(label, verb, visit.subject(number)) for number, label in around if 0 <= number < page.count]


def _in_rows(keys: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [keys[start : start + IN_A_ROW] for start in range(0, len(keys), IN_A_ROW)]
