"""From a draft to a job: the step that every way of completing a draft takes, within one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
from telegram import InlineKeyboardMarkup

from bot.conversation import drafts, offers, panel
from bot.conversation.limits import Refusal, describe_refusal, refusal
from bot.conversation.series_terms import Terms, series_words, terms_for
from bot.conversation.services import Services
from bot.conversation.steering import with_style
from bot.conversation.wishes import ONE_SHARED, STYLE, known_names
from bot.jobs.limits import settings_for
from bot.jobs.model import Job, Preferences, work_of
from bot.jobs.regions import Regions, of_job
from bot.jobs.variants import variants
from bot.store import Draft, Transaction
from bot.texts.look_up import Texts
from bot.texts.recipe import Mistake
from engine.settings import Range, TransferSettings

WITHDRAWN = "withdrawn"  #: what the mistake is called that a style was waited with until its owner withdrew it
MOST_NAMES = 30  #: styles that one answer lists


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a draft."""

    draft: Draft
    mistakes: tuple[Mistake, ...] = ()
    job: Job | None = None
    refusal: Refusal | None = None
    turned: Job | None = None  #: that is painted in the draft's style from now on
    terms: Terms | None = None  #: on which a series that is complete may begin
    last: str | None = None  #: id of the job before, whose pictures may be taken again
    styles: tuple[str, ...] = ()  #: the names that there are, where one was asked for that is none of them


async def advance(
    tx: Transaction, services: Services, draft: Draft, now: float, mistakes: tuple[Mistake, ...] = ()
) -> Outcome:
    """Start the job when both photos are there and nothing is wrong; otherwise keep the draft."""
    if await tx.shares.is_withdrawn(draft.borrowed):
        draft, mistakes = drafts.without_borrowed(draft, now), (*mistakes, Mistake(WITHDRAWN, "", None))
    refused = None
    if draft.steers is not None and not drafts.is_empty(draft):
        turned = await with_style(tx, draft)
        if turned is not None:
            return Outcome(draft=draft, turned=turned)
        draft = replace(draft, steers=None)
    if drafts.is_complete(draft) and not mistakes:
        begun = await begin(tx, services, draft, now)
        if isinstance(begun, Job):
            await tx.drafts.delete(draft.place)
            return Outcome(draft=draft, job=begun)
        refused = begun
    await tx.drafts.save(draft)
    unknown_style = any(mistake.name == STYLE for mistake in mistakes)
    return Outcome(
        draft=draft,
        mistakes=mistakes,
        refusal=refused,
        terms=None if mistakes else await _terms(tx, services, draft, now),
        last=await last_id(tx, draft),
        styles=await known_names(tx, draft.place.user_id) if unknown_style else (),
    )


async def _terms(tx: Transaction, services: Services, draft: Draft, now: float) -> Terms | None:
    """None where the draft is for no series, or lacks something."""
    if not drafts.is_ready_series(draft):
        return None
    kept = await tx.chats.preferences(draft.place.chat_id, draft.place.user_id)
    return await terms_for(tx, services, draft, settings_of(services, kept, draft.overrides), now)


async def begin(tx: Transaction, services: Services, draft: Draft, now: float) -> Job | Refusal:
    """A job of a complete draft, with its owner's settings, if they may have one now."""
    kept = await tx.chats.preferences(draft.place.chat_id, draft.place.user_id)
    settings = settings_of(services, kept, draft.overrides)
    may_be_there = services.config.reuse and not draft.wants_sketches
    painting = await tx.job_pictures.painted_before(draft, settings) if may_be_there else None
    if painting is not None and _would_be_the_same(painting, services):
        return await tx.job_pictures.repeat(painting, draft, now)
    sketches = variants(settings) if draft.wants_sketches else ()
    refused = await refusal(tx, services, draft.place.user_id, work_of(settings, sketches=len(sketches)), now)
    return await _start(tx, draft, settings, sketches, now) if refused is None else refused


def _would_be_the_same(painting: Job, services: Services) -> bool:
    """Whether the engine would paint it like that today, too."""
    facts, figures = services.facts(), painting.figures
    return figures is not None and (
        facts is None or (facts.features, facts.precision) == (figures.features, figures.precision)
    )


async def last_id(tx: Transaction, draft: Draft) -> str | None:
    """The job whose pictures may be taken again; none where the photo of the draft is already that of the job, or where
    its styles are for regions of its photo.
    """
    job = await tx.job_pictures.last(draft.place)
    return None if job is None or job.masks or job.content == draft.content else job.id


def describe(outcome: Outcome, services: Services, texts: Texts) -> tuple[str, InlineKeyboardMarkup | None]:
    """What to say about it, with buttons for what may come next. A started job speaks by its card."""
    if outcome.job is not None:
        same = outcome.job.content in outcome.job.styles
        return texts.say("same-picture") if same else "", None
    if outcome.turned is not None:
        return texts.say("turned-style"), None
    lines = [mistake_text(mistake, texts) for mistake in outcome.mistakes]
    if outcome.styles:
        lines.append(texts.say("known-styles", styles=", ".join(outcome.styles[:MOST_NAMES])))
    if outcome.refusal is not None:
        lines += [describe_refusal(outcome.refusal, texts), texts.say("limit-kept")]
    elif outcome.draft.series is not None:
        lines.append(series_words(outcome.draft, outcome.terms, texts))
    elif drafts.is_complete(outcome.draft):
        lines += [texts.say("both-kept"), texts.say("start-anyway")]
    elif outcome.draft.regions != Regions():
        lines.append(region_words(outcome.draft.regions, texts))
    elif outcome.draft.choices:
        lines.append(texts.say("choices-kept", count=len(outcome.draft.choices)))
    elif outcome.draft.content is not None:
        lines.append(texts.say("content-kept"))
    elif outcome.draft.styles:
        lines.append(texts.say("style-kept"))
    if outcome.draft.place.chat_id < 0 and drafts.lacks_pictures(outcome.draft):
        lines.append(texts.say("reply-in-group"))  # in groups bots see little else
    buttons = offers.buttons(outcome.draft, outcome.last, texts)
    if buttons is None and outcome.styles:
        buttons = offers.to_gallery(outcome.draft.place, texts)
    return "\n".join(lines), buttons


def region_words(regions: Regions, texts: Texts) -> str:
    """What the regions of a photo need next."""
    number = len(regions.painted)
    if regions.asked is not None:
        return texts.say("protect-right" if regions.asked_to_protect else "region-right")
    if regions.lacks_style:
        return texts.say("region-which-style", number=number)
    return texts.say("region-which-rest", count=number) if number else texts.say("protect-kept")


def mistake_text(mistake: Mistake, texts: Texts, *, command: bool = False) -> str:
    """What is wrong with a value, with the range and an example: of a caption, or of a command."""
    if mistake.name == STYLE:
        return texts.say("bad-style", value=shortened(mistake.value))
    if mistake.name == ONE_SHARED:
        return texts.say("region-one-shared")
    if mistake.name == WITHDRAWN:
        return texts.say("style-withdrawn")
    if mistake.allowed is None:
        return texts.say("bad-setting", name=shortened(mistake.name))
    usual = panel.example(mistake.name, mistake.allowed)
    about = {
        "name": mistake.name,
        "value": shortened(mistake.value),
        "example": f"/{mistake.name} {usual}" if command else f"{mistake.name}={usual}",
    }
    if isinstance(mistake.allowed, Range):
        return texts.say("bad-number", low=f"{mistake.allowed.low:g}", high=f"{mistake.allowed.high:.10g}", **about)
    return texts.say("bad-choice", choices=", ".join(mistake.allowed), **about)


def settings_of(services: Services, kept: Preferences, overrides: Preferences) -> TransferSettings:
    """The settings of a job: the user's and the operator's."""
    settings = settings_for(kept, overrides, services.limits)
    return msgspec.structs.replace(settings, features=services.config.features)


async def _start(
    tx: Transaction, draft: Draft, settings: TransferSettings, sketches: Sequence[TransferSettings], now: float
) -> Job:
    assert draft.content is not None
    styles, masks = of_job(draft.regions, draft.styles)
    return await tx.jobs.add(
        place=draft.place,
        settings=settings,
        content=draft.content,
        styles=styles,
        masks=masks,
        protected=draft.regions.protected,
        sketches=sketches,
        borrowed=draft.borrowed,
        reply_to_message_id=draft.content_message_id,
        now=now,
    )


def shortened(text: str) -> str:
    """What somebody wrote, to be quoted in an answer."""
    return text if len(text) <= 40 else f"{text[:39]}…"
