"""The gallery of styles: which are on a page, its words and its buttons. Pure.

A page is one picture, the contact sheet, whose numbers are those of the buttons below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.jobs.model import Place
from bot.store import KeptLesson, KeptStyle
from bot.texts.look_up import Texts
from bot.texts.style_names import asking_for
from bot.transport.button_kinds import DeleteStyleButton, DraftButton, PageButton, RoleButton, StyleButton
from bot.transport.buttons import button
from bot.transport.verbs import PageVerb, Verb

#: By the styles' pictures.
Lessons = Mapping[str, KeptLesson]
NO_LESSONS: Lessons = {}

PER_PAGE = 12
IN_A_ROW = 3
NOTHING = "-"  #: in the place of a draft's name, where no draft waits for a style


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
    """Who looks at the gallery, and the name of the draft that waits for a style (see `offers.handle`), or NOTHING."""

    place: Place
    waiting: str = NOTHING
    photo: str | None = None  #: the mark of its photo, where that may become the style itself


def page_of(styles: Sequence[KeptStyle], number: int) -> Page:
    """The page of this number, or the nearest that there is."""
    count = max(1, -(-len(styles) // PER_PAGE))
    number = min(max(number, 0), count - 1)
    return Page(number, count, tuple(styles[number * PER_PAGE : (number + 1) * PER_PAGE]))


def title(style: KeptStyle, texts: Texts) -> str:
    """A style's name for people; the starting set's in their language."""
    return texts.say(f"button-style-{style.name}") if style.is_drawn else style.name


def page_caption(page: Page, visit: Visit, texts: Texts, lessons: Lessons = NO_LESSONS) -> str:
    """The words under a page to choose from, which is not empty; `lessons` say how far its styles are learned."""
    question = texts.say("gallery-choose" if visit.waiting == NOTHING else "gallery-choose-now")
    by_name = texts.say("gallery-names", example=asking_for(page.styles[0].name))
    return "\n".join((question, by_name, *_about_lessons(page, texts, lessons)))


def _about_lessons(page: Page, texts: Texts, lessons: Lessons) -> Iterator[str]:
    """The kept styles that can be painted in an instant, and those that are being learned, by their numbers."""
    known = [(number, lessons.get(style.picture)) for number, style in enumerate(page.styles, page.first)]
    learned = [str(number) for number, lesson in known if lesson is not None and lesson.is_over]
    learning = [
        f"{number} ({lesson.percent} %)" for number, lesson in known if lesson is not None and not lesson.is_over
    ]
    if learned:
        yield texts.say("gallery-learned", numbers=", ".join(learned))
    if learning:
        yield texts.say("gallery-learning", numbers=", ".join(learning))


def to_choose(page: Page, visit: Visit, texts: Texts, *, has_own: bool) -> InlineKeyboardMarkup:
    """A button for each style, and what else may be done with the photo that waits."""
    owner, draft = visit.place.user_id, visit.waiting
    keys = [
        button(f"{number} · {title(style, texts)}", StyleButton(owner, draft, style.number))
        for number, style in enumerate(page.styles, page.first)
    ]
    rows = [*_in_rows(keys), _page_buttons(page, visit, Verb.STYLES)]
    if visit.waiting != NOTHING:
        photo, drop = visit.photo, button(texts.say("button-drop"), DraftButton(owner, draft, Verb.DROP))
        role = None if photo is None else RoleButton(owner, draft, photo, Verb.AS_STYLE)
        as_style = [button(texts.say("button-asstyle"), role)] if role is not None else []
        rows.append([*as_style, drop])
    if has_own:
        rows.append([button(texts.say("button-ownstyles"), PageButton(owner, draft, 0, Verb.OWN_STYLES))])
    return InlineKeyboardMarkup([row for row in rows if row])


def to_delete(page: Page, visit: Visit, texts: Texts) -> InlineKeyboardMarkup:
    """A button for each of one's own styles, which deletes it."""
    owner, draft = visit.place.user_id, visit.waiting
    keys = [
        button(f"🗑 {number} · {style.name}", DeleteStyleButton(owner, draft, style.number, page.number))
        for number, style in enumerate(page.styles, page.first)
    ]
    back = [button(texts.say("button-all-styles"), PageButton(owner, draft, 0, Verb.STYLES))]
    return InlineKeyboardMarkup(
        [row for row in (*_in_rows(keys), _page_buttons(page, visit, Verb.OWN_STYLES), back) if row]
    )


def _page_buttons(page: Page, visit: Visit, verb: PageVerb) -> list[InlineKeyboardButton]:
    """To the pages before and after."""
    around = [(page.number - 1, f"◀ {page.number}"), (page.number + 1, f"{page.number + 2} ▶")]
    owner, draft = visit.place.user_id, visit.waiting
    return [
        button(label, PageButton(owner, draft, number, verb)) for number, label in around if 0 <= number < page.count
    ]


def _in_rows(keys: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [keys[start : start + IN_A_ROW] for start in range(0, len(keys), IN_A_ROW)]
