"""The data behind a button: `v1:<verb>:<subject>`, at most 64 bytes."""

from __future__ import annotations

from enum import StrEnum

from telegram import InlineKeyboardButton

VERSION = "v1"
MAX_BYTES = 64
LONGEST_NUMBER = 18  #: digits


class Verb(StrEnum):
    """What a tap asks for. The subject is a job's id, where nothing else is said.

    Subjects with several parts join them by dots: see bot.conversation.offers and bot.conversation.gallery.
    """

    CANCEL = "cancel"  #: stop the job, keep nothing
    KEEP = "keep"  #: stop the job, deliver what is there
    ORIGINAL = "original"  #: send the result as a lossless file
    STRONGER = "stronger"  #: paint it with more of the style; this and the next ones are bot.jobs.children.Wish
    SOFTER = "softer"
    COLORS = "colors"
    BIGGER = "bigger"
    MORE = "more"
    AGAIN = "again"
    FILM = "film"
    VARIANTS = "variants"
    RETRY = "retry"
    TAKE = "take"  #: paint this sketch on; job and number
    SKETCH = "sketch"  #: variants of the draft instead of a painting; owner and picture
    TURN_STRONGER = "turnstronger"  #: more of the style from now on; job and number of its turns, as below
    TURN_SOFTER = "turnsofter"
    TURN_STYLE = "turnstyle"  #: wait for another style for it
    RESTYLE = "restyle"  #: wait for another style for the same photo
    SHARE = "share"  #: give its style a name for everybody
    UNSHARE = "unshare"  #: take one back; owner and number of the shared style
    SERIES = "series"  #: paint all photos of the album in one style; owner and picture, as in the next one
    START_SERIES = "startseries"  #: begin with it
    STOP_SERIES = "stopseries"  #: paint no more of its pictures; the series' id
    RESEND = "resend"  #: send the result as a new message
    LANGUAGE = "language"  #: speak another language; the subject is its tag
    SET = "set"  #: a step in the panel of settings; see bot.conversation.panel
    SWAP = "swap"  #: photo and style of a job change places; job and content
    START = "start"  #: paint with the two photos of the draft; owner and picture, as for the next ones
    AS_STYLE = "asstyle"  #: this picture of the draft is its style
    AS_CONTENT = "ascontent"  #: this picture of the draft is the photo to paint
    DROP = "drop"  #: forget the draft
    LAST_STYLE = "laststyle"  #: paint it as the job before; and that job
    LAST_PHOTO = "lastphoto"  #: it is a new style for the photo of the job before; and that job
    PICK = "pick"  #: of an album's styles, take one; and its index, or "all" to blend them
    STYLES = "styles"  #: show a page of the gallery; and the page
    STYLE = "style"  #: take a style from the gallery; and its number
    OWN_STYLES = "ownstyles"  #: show one's own styles, to delete some; and the page
    DELETE_STYLE = "delstyle"  #: delete one's own style; and its number and the page
    EXAMPLE = "example"  #: paint the example; the subject is the user who asked for it, here and in the next one
    GALLERY = "gallery"  #: show the gallery in a new message
    PART = "part"  #: this part of the draft's photo is a region; owner, picture and part, as in the next one
    PROTECT_PART = "protectpart"  #: it stays as it is
    RIGHT = "right"  #: this region is what was meant; owner and mask, as in the next ones
    WRONG = "wrong"  #: it is not
    GROW = "grow"
    SHRINK = "shrink"
    INVERT = "invert"
    REST_STAYS = "reststays"  #: what no region covers keeps its look; owner and picture
    FRAME = "frame"  #: use the still of the GIF or video that the message replies to; owner
    ERASE = "erase"  #: forget the person; the subject is their id, here and in the next one
    SPARE = "spare"  #: do not


def button(label: str, verb: Verb, subject: str) -> InlineKeyboardButton:
    """A button that asks `verb` of `subject`."""
    data = f"{VERSION}:{verb}:{subject}"
    assert len(data.encode()) <= MAX_BYTES
    return InlineKeyboardButton(label, callback_data=data)


def mark(picture: str) -> str:
    """Stands for a picture in a button: enough of its sha256 to tell it apart from the few others of one person."""
    return picture[:8]


def is_number(part: str) -> bool:
    """Whether a part of a subject is a number such as the buttons have, which the store can hold."""
    return part.isascii() and part.isdecimal() and len(part) <= LONGEST_NUMBER


def read(data: str | None) -> tuple[Verb, str] | None:
    """The verb and subject of a tap; None for the button of another version, or made up by a strange client."""
    match (data or "").split(":"):
        case [version, verb, subject] if version == VERSION and verb in set(Verb) and subject:
            return Verb(verb), subject
        case _:
            return None
