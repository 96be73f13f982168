"""What buttons ask for: the tags of the union in bot.transport.buttons, and which of them belong together."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class Verb(StrEnum):
    """The tag of a kind of button."""

    CANCEL = "cancel"  #: stop the job, keep nothing
    KEEP = "keep"  #: stop the job, deliver what is there
    ORIGINAL = "original"  #: send the result as a lossless file
    STRONGER = (
        "stronger"  #: paint it with more of the style; for this and the next verbs see bot.jobs.follow_ups.FollowUpKind
    )
    SOFTER = "softer"
    COLORS = "colors"
    FACES = "faces"
    BIGGER = "bigger"
    MORE = "more"
    AGAIN = "again"
    PAINT = "paint"
    FILM = "film"
    STICKER = "sticker"  #: send its people, cut out
    VARIANTS = "variants"
    RETRY = "retry"
    MENU = "menu"  #: show all buttons of a painting
    BACK = "back"  #: show the few
    ASK_SHARE = "askshare"  #: say what it means to share the style, and ask
    KEEP_STYLE = "keepstyle"  #: keep its style for oneself
    TAKE = "take"  #: paint this sketch on
    SKETCH = "sketch"  #: variants of the draft instead of a painting
    STEER_STRONGER = "turnstronger"  #: more of the style from now on
    STEER_SOFTER = "turnsofter"
    STEER_STYLE = "turnstyle"  #: wait for another style for it
    RESTYLE = "restyle"  #: wait for another style for the same photo
    SHARE = "share"  #: give its style a name for everybody
    UNSHARE = "unshare"  #: take one back
    SERIES = "series"  #: paint all photos of the album in one style
    START_SERIES = "startseries"  #: begin with it
    STOP_SERIES = "stopseries"  #: paint no more of its pictures
    RESEND = "resend"  #: send the result as a new message
    LANGUAGE = "language"  #: speak another language
    SET = "set"  #: a step in the panel of settings
    SWAP = "swap"  #: photo and style of a job change places
    START = "start"  #: paint with the two photos of the draft
    AS_STYLE = "asstyle"  #: this picture of the draft is its style
    AS_CONTENT = "ascontent"  #: this picture of the draft is the photo to paint
    DROP = "drop"  #: forget the draft
    LAST_STYLE = "laststyle"  #: paint it as the job before
    LAST_PHOTO = "lastphoto"  #: it is a new style for the photo of the job before
    PICK = "pick"  #: of an album's styles, take one, or blend them all
    STYLES = "styles"  #: show a page of the gallery
    STYLE = "style"  #: take a style from the gallery
    OWN_STYLES = "ownstyles"  #: show one's own styles, to delete some
    DELETE_STYLE = "delstyle"  #: delete one's own style
    EXAMPLE = "example"  #: paint the example
    GALLERY = "gallery"  #: show the gallery in a new message
    PART = "part"  #: this part of the draft's photo is a region
    PROTECT_PART = "protectpart"  #: it stays as it is
    RIGHT = "right"  #: this region is what was meant
    WRONG = "wrong"  #: it is not
    GROW = "grow"
    SHRINK = "shrink"
    INVERT = "invert"
    REST_STAYS = "reststays"  #: what no region covers keeps its look
    STILL = "frame"  #: use the still of the GIF or video that the message replies to
    ERASE = "erase"  #: forget the person
    SPARE = "spare"  #: do not


FollowUpVerb = Literal[
    Verb.STRONGER,
    Verb.SOFTER,
    Verb.COLORS,
    Verb.FACES,
    Verb.BIGGER,
    Verb.MORE,
    Verb.AGAIN,
    Verb.PAINT,
    Verb.VARIANTS,
    Verb.RETRY,
]
MenuVerb = Literal[Verb.MENU, Verb.BACK, Verb.ASK_SHARE]
StopVerb = Literal[Verb.CANCEL, Verb.KEEP]
ResultVerb = Literal[Verb.ORIGINAL, Verb.FILM, Verb.STICKER, Verb.KEEP_STYLE, Verb.RESTYLE, Verb.SHARE, Verb.RESEND]
JobVerb = StopVerb | FollowUpVerb | MenuVerb | ResultVerb
StrengthVerb = Literal[Verb.STEER_STRONGER, Verb.STEER_SOFTER]
SeriesVerb = Literal[Verb.SERIES, Verb.START_SERIES]
DraftVerb = Literal[Verb.START, Verb.DROP, Verb.SKETCH, Verb.REST_STAYS] | SeriesVerb
RoleVerb = Literal[Verb.AS_STYLE, Verb.AS_CONTENT]
LastVerb = Literal[Verb.LAST_STYLE, Verb.LAST_PHOTO]
PageVerb = Literal[Verb.STYLES, Verb.OWN_STYLES]
PartVerb = Literal[Verb.PART, Verb.PROTECT_PART]
ChangeVerb = Literal[Verb.GROW, Verb.SHRINK, Verb.INVERT]
RegionVerb = Literal[Verb.RIGHT, Verb.WRONG] | ChangeVerb
BeginVerb = Literal[Verb.EXAMPLE, Verb.GALLERY]
ForgetVerb = Literal[Verb.ERASE, Verb.SPARE]
PersonVerb = Literal[Verb.STILL] | BeginVerb | ForgetVerb
