"""What a painting in the chat says and offers: the same under its card, from the history, and after each tap. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, SwitchInlineQueryChosenChat

from bot.jobs.follow_ups import MORE_ITERATIONS
from bot.jobs.model import Job
from bot.jobs.setting_limits import takes_strength
from bot.jobs.steering import as_it_came_out
from bot.texts import recipe, start_links
from bot.texts.look_up import Texts
from bot.transport.button_kinds import JobButton
from bot.transport.buttons import button
from bot.transport.colors import PAINTING
from bot.transport.verbs import JobVerb, Verb
from engine.settings import Colors, Faces, TransferSettings

LONGEST_COPY = 256  #: characters that a button can copy, by Telegram's rule; no recipe is as long

_FEW: tuple[JobVerb, ...] = (Verb.RESTYLE, Verb.MENU)

Rows = list[list[InlineKeyboardButton]]


@dataclass(frozen=True)
class Ways:
    """How a painting gets into another chat."""

    bot_name: str  #: without the @
    inline: bool  #: the bot has inline mode, so that the picture itself can go there


class ButtonPage(StrEnum):
    """Which buttons are under a painting."""

    FEW = "few"
    ALL = "all"
    SHARING = "sharing"  #: the question whether everybody may use the style


def words(job: Job, texts: Texts, style: str | None) -> str:
    """How large it is and how long it took, with Telegram's HTML tags; `style`: its name for everybody."""
    if job.result.figures is None:
        return texts.say("told-done")
    measures = {"width": str(job.result.figures.width), "height": str(job.result.figures.height)}
    done = texts.say("card-done", **measures, time=texts.duration(job.result.figures.seconds))
    named = [f"<b>{style_title(style, texts)}</b>"] if style is not None else []
    regions = sum(mask is not None for mask in job.request.masks)
    remarks = [
        *([texts.say("card-regions", count=regions)] if regions else []),
        *([texts.say("card-protected")] if job.request.protect is not None else []),
        *([] if job.status.attempt else [texts.say("card-repeated")]),
    ]
    return "\n".join([" · ".join([*named, done]), *remarks])


def style_title(style: str, texts: Texts) -> str:
    """A style's name for people; in their language, if the project drew it."""
    key = f"button-style-{style}"
    return texts.say(key) if texts.has(key) else style


def buttons(
    job: Job, texts: Texts, style: str | None, ways: Ways, page: ButtonPage = ButtonPage.FEW
) -> InlineKeyboardMarkup:
    """What can be made of a painting; `style`: its name for everybody, which needs none of one's own."""
    match page:
        case ButtonPage.FEW:
            rows = _few(job, texts, style, ways)
        case ButtonPage.ALL:
            rows = _all(job, texts, style)
        case ButtonPage.SHARING:
            rows = [[_key(job, texts, Verb.SHARE), _key(job, texts, Verb.BACK)]]
    return InlineKeyboardMarkup(rows)


def verb_label(verb: Verb, texts: Texts, *, keeps_colors: bool, has_natural_faces: bool) -> str:
    """The words of a button under a picture that has the photo's colors, or not, and natural faces, or not."""
    if verb is Verb.FACES and not has_natural_faces:
        return texts.say("button-faces-natural")
    if verb is Verb.COLORS and keeps_colors:
        return texts.say("button-colors-style")
    if verb is Verb.MORE:
        return texts.say("button-more", count=MORE_ITERATIONS)
    return texts.say(f"button-{verb}")


def like_this(job: Job, texts: Texts, style: str | None, ways: Ways) -> InlineKeyboardMarkup:
    """The button under a painting in another chat: it begins with this style, where everybody may use it."""
    key = "button-like-this" if style is not None else "button-paint-own"
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(texts.say(key), url=_address(job, style, ways), style=PAINTING)]]
    )


def of_shared(
    line: str, name: str, settings: TransferSettings | None, texts: Texts, ways: Ways
) -> InlineKeyboardMarkup:
    """The buttons below the line of a style that was shared: they copy it, and share a link that begins with it."""
    payload = start_links.of_style(name, settings)
    address = start_links.sharing(start_links.link(ways.bot_name, payload), texts.say("share-words"))
    copy = InlineKeyboardButton(texts.say("button-recipe"), copy_text=CopyTextButton(line))
    return InlineKeyboardMarkup([[copy, InlineKeyboardButton(texts.say("button-share-painting"), url=address)]])


def _few(job: Job, texts: Texts, style: str | None, ways: Ways) -> Rows:
    first: list[list[JobVerb]] = [[Verb.STRONGER, Verb.SOFTER]] if takes_strength(job.request.settings) else []
    if job.request.settings.is_instant:
        first = [[Verb.PAINT]]
    own = [_share(job, texts, style, ways), *(_key(job, texts, verb) for verb in _FEW)]
    return [*_rows(job, texts, first), own]


def _share(job: Job, texts: Texts, style: str | None, ways: Ways) -> InlineKeyboardButton:
    """Into a chat of one's choice: the picture where the bot has inline mode, and otherwise a link to paint like it."""
    words = texts.say("button-share-painting")
    if ways.inline:
        switch = SwitchInlineQueryChosenChat(
            job.id, allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
        )
        return InlineKeyboardButton(words, switch_inline_query_chosen_chat=switch)
    address = _address(job, style, ways)
    return InlineKeyboardButton(words, url=start_links.sharing(address, texts.say("share-words")))


def _address(job: Job, style: str | None, ways: Ways) -> str:
    """Of the bot, beginning with this style."""
    payload = None if style is None else start_links.of_style(style, as_it_came_out(job))
    return start_links.link(ways.bot_name, payload)


def _all(job: Job, texts: Texts, style: str | None) -> Rows:
    film: list[JobVerb] = [Verb.FILM] if job.status.stills or job.result.film is not None else []
    figures = job.result.figures
    people: list[list[JobVerb]] = [[Verb.FACES, Verb.STICKER]] if figures is not None and figures.faces else []
    further: list[list[JobVerb]] = [[Verb.MORE, Verb.VARIANTS], [Verb.AGAIN]]
    if job.request.settings.is_instant:
        further = []
    rows = _rows(job, texts, [[Verb.COLORS, Verb.BIGGER], *further, *people, [Verb.ORIGINAL, *film]])
    may_share = style is None and not job.request.masks
    keep = [_key(job, texts, Verb.KEEP_STYLE)] if may_share and len(job.request.styles) == 1 else []
    share = [[_key(job, texts, Verb.ASK_SHARE)]] if may_share else []
    return [*rows, [_copy(job, texts, style), *keep], *share, [_key(job, texts, Verb.BACK)]]


def _copy(job: Job, texts: Texts, style: str | None) -> InlineKeyboardButton:
    line = recipe.line(as_it_came_out(job), style)
    return InlineKeyboardButton(texts.say("button-recipe"), copy_text=CopyTextButton(line))


def _rows(job: Job, texts: Texts, rows: list[list[JobVerb]]) -> Rows:
    return [[_key(job, texts, verb) for verb in row] for row in rows]


def _key(job: Job, texts: Texts, verb: JobVerb) -> InlineKeyboardButton:
    return button(label_for(job, verb, texts), JobButton(job.id, verb))


def label_for(job: Job, verb: Verb, texts: Texts) -> str:
    """The words of a button under this job's picture."""
    keeps, natural = job.request.settings.colors is Colors.KEEP, job.request.settings.faces is Faces.NATURAL
    return verb_label(verb, texts, keeps_colors=keeps, has_natural_faces=natural)
