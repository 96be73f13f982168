"""The buttons of drafts and galleries: which there are, and that the longest of them fit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from telegram import InlineKeyboardMarkup

from bot.conversation.draft import offers
from bot.conversation.gallery import pages
from bot.conversation.gallery.pages import PER_PAGE, Visit
from bot.jobs.model import Place
from bot.languages import Language
from bot.store import DRAWN, Draft, KeptStyle, OnePhoto, PhotoSeries
from bot.styles.names import NAMES
from bot.texts.look_up import texts_in
from bot.texts.style_names import LONGEST
from bot.transport.buttons import MAX_BYTES, mark

ENGLISH = texts_in(Language.ENGLISH)
LARGEST_ID = 2**52  # of a person, as Telegram promises
PLACE = Place(chat_id=-LARGEST_ID, user_id=LARGEST_ID, topic_id=1)
RED, BLUE, GREEN = ("a" * 64, "b" * 64, "c" * 64)
EMPTY = Draft(place=PLACE, number=10**9, updated_at=0.0)
LAST = "0123456789abcdef"


def verbs(markup: InlineKeyboardMarkup | None) -> list[str]:
    assert markup is not None
    keys = [key for row in markup.inline_keyboard for key in row]
    assert all(len(str(key.callback_data).encode()) <= MAX_BYTES for key in keys)
    return [str(key.callback_data).split(":")[1] for key in keys]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (
            replace(EMPTY, photos=OnePhoto(picture=RED), content_message_id=1),
            ["styles", "asstyle", "sketch", "laststyle", "lastphoto", "drop"],
        ),
        (
            replace(EMPTY, photos=OnePhoto(picture=RED), content_message_id=1, portrait=RED),
            ["styles", "asstyle", "protectpart", "protectpart", "part", "sketch", "laststyle", "drop"],
        ),
        (replace(EMPTY, styles=(RED,), content_message_id=1), ["ascontent", "sketch", "lastphoto", "drop"]),
        (replace(EMPTY, styles=(RED,)), ["sketch", "lastphoto", "drop"]),
        (replace(EMPTY, styles=(RED,), photos=OnePhoto(wants_sketches=True)), ["lastphoto", "drop"]),
        (replace(EMPTY, photos=OnePhoto(picture=RED), styles=(BLUE,)), ["start", "asstyle", "drop"]),
        (replace(EMPTY, photos=OnePhoto(picture=RED), styles=(BLUE, GREEN)), ["start", "drop"]),
        (
            replace(EMPTY, photos=OnePhoto(picture=RED, choices=(BLUE, GREEN))),
            ["series", "pick", "pick", "pick", "drop"],
        ),
        (replace(EMPTY, photos=PhotoSeries()), ["drop"]),
        (replace(EMPTY, photos=PhotoSeries(pictures=(RED, BLUE))), ["styles", "laststyle", "drop"]),
        (replace(EMPTY, photos=PhotoSeries(pictures=(RED, BLUE)), styles=(GREEN,)), ["startseries", "drop"]),
    ],
)
def test_a_draft_offers_what_may_come_next(draft: Draft, expected: list[str]) -> None:
    assert verbs(offers.buttons(draft, LAST, ENGLISH)) == expected


def test_what_a_photo_offers_leaves_the_photo_in_sight() -> None:
    markup = offers.buttons(
        replace(EMPTY, photos=OnePhoto(picture=RED), content_message_id=1, portrait=RED), LAST, ENGLISH
    )
    assert markup is not None
    assert [len(row) for row in markup.inline_keyboard] == [2, 2, 2, 2]


def test_an_empty_draft_offers_nothing() -> None:
    assert offers.buttons(EMPTY, LAST, ENGLISH) is None


@pytest.mark.parametrize("language", Language)
def test_the_buttons_of_the_gallery_fit_in_every_language(language: Language) -> None:
    texts, visit = texts_in(language), Visit(PLACE, "n123456789", mark(RED))
    styles = [
        KeptStyle(number=10**9 + index, owner=0, name=name, picture=RED, tile=RED, origin=f"{DRAWN}1")
        for index, name in enumerate(NAMES)
    ]
    styles += [replace(styles[0], name="щ" * LONGEST, origin="chat", number=10**10)] * 2 * PER_PAGE
    page = pages.page_of(styles, 1)
    assert (page.number, page.count, page.first) == (1, 3, PER_PAGE + 1)
    chosen = verbs(pages.to_choose(page, visit, texts, has_own=True))
    assert chosen == ["style"] * PER_PAGE + ["styles"] * 2 + ["asstyle", "drop", "ownstyles"]
    assert verbs(pages.to_delete(page, visit, texts)) == ["delstyle"] * PER_PAGE + ["ownstyles"] * 2 + ["styles"]
    first = pages.page_of(styles, 0)
    titles = [pages.title(style, texts) for style in first.styles]
    assert len(set(titles)) == len(NAMES)
