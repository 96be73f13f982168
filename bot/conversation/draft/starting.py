"""From a draft to a job: the step that every way of completing a draft takes, within one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup

from bot.conversation.core.refusals import describe_refusal
from bot.conversation.core.services import Services
from bot.conversation.draft import drafts, offers
from bot.conversation.draft.caption_request import STYLE, known_names
from bot.conversation.draft.mistakes import WITHDRAWN, mistakes_text
from bot.conversation.draft.series_terms import SeriesTerms, series_words, terms_for
from bot.jobs.model import Job
from bot.jobs.regions import Regions
from bot.jobs.setting_limits import without_classic
from bot.store import Draft, Transaction
from bot.submission.admission import Refusal
from bot.submission.jobs import submit
from bot.submission.steering import steer_to_style_of
from bot.texts.look_up import Texts
from bot.texts.recipe import Mistake

MOST_NAMES = 30  #: styles that one answer lists


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a draft."""

    draft: Draft
    mistakes: tuple[Mistake, ...] = ()
    job: Job | None = None
    refusal: Refusal | None = None
    lost_classic: bool = False  #: whether its owner's usual preset was the classic one, which is no longer available
    steered: Job | None = None  #: that is painted in the draft's style from now on
    terms: SeriesTerms | None = None  #: on which a series that is complete may begin
    last: str | None = None  #: id of the job before, whose pictures may be taken again
    styles: tuple[str, ...] = ()  #: the known names, where the name that was asked for is not among them


async def advance(
    tx: Transaction, services: Services, draft: Draft, now: float, mistakes: tuple[Mistake, ...] = ()
) -> Outcome:
    """Start the job when both photos are there and nothing is wrong; otherwise keep the draft."""
    if await tx.shares.is_withdrawn(draft.borrowed):
        draft, mistakes = drafts.without_borrowed(draft, now), (*mistakes, Mistake(WITHDRAWN, "", None))
    refused = None
    if draft.steers is not None and not drafts.is_empty(draft):
        steered = await steer_to_style_of(tx, services.policy, draft, now)
        if isinstance(steered, Job):
            return Outcome(draft=draft, steered=steered)
        refused = steered
        draft = draft if steered is not None else replace(draft, steers=None)
    if drafts.is_complete(draft) and not mistakes and refused is None:
        gone = await _forget_classic(tx, services, draft)
        begun = await submit(tx, services.policy, draft, now)
        if isinstance(begun, Job):
            await tx.drafts.remove(draft)
            return Outcome(draft=draft, job=begun, lost_classic=gone)
        refused = begun
    return await kept(tx, draft, mistakes, refused, None if mistakes else await _terms(tx, services, draft, now))


async def kept(
    tx: Transaction,
    draft: Draft,
    mistakes: tuple[Mistake, ...] = (),
    refused: Refusal | None = None,
    terms: SeriesTerms | None = None,
) -> Outcome:
    """Keep the draft, whatever it has."""
    draft = await tx.drafts.save(draft)
    unknown_style = any(mistake.name == STYLE for mistake in mistakes)
    return Outcome(
        draft=draft,
        mistakes=mistakes,
        refusal=refused,
        terms=terms,
        last=await last_id(tx, draft),
        styles=await known_names(tx, draft.place.user_id) if unknown_style else (),
    )


async def _terms(tx: Transaction, services: Services, draft: Draft, now: float) -> SeriesTerms | None:
    """None where the draft is for no series, or lacks something."""
    if not drafts.is_ready_series(draft):
        return None
    kept = await tx.chats.preferences(draft.place.chat_id, draft.place.user_id)
    return await terms_for(tx, services, draft, services.policy.settings_of(kept, draft.overrides), now)


async def _forget_classic(tx: Transaction, services: Services, draft: Draft) -> bool:
    """Whether this person's usual preset was the classic one, which cannot be had any more: it is the standard now."""
    kept = await tx.chats.preferences(draft.place.chat_id, draft.place.user_id)
    left = without_classic(kept, services.limits)
    if left == kept:
        return False
    await tx.chats.save_preferences(draft.place.chat_id, draft.place.user_id, left)
    return True


async def last_id(tx: Transaction, draft: Draft) -> str | None:
    """The job whose pictures may be taken again; none where the photo of the draft is already that of the job, or where
    its styles are for regions of its photo.
    """
    job = await tx.job_history.last(draft.place)
    return None if job is None or job.request.masks or job.request.content == draft.content else job.id


def describe(outcome: Outcome, services: Services, texts: Texts) -> tuple[str, InlineKeyboardMarkup | None]:
    """What to say about it, with buttons for what may come next. A started job speaks by its card."""
    if outcome.job is not None:
        said = ["same-picture"] if outcome.job.request.content in outcome.job.request.styles else []
        said += ["preset-classic-gone"] if outcome.lost_classic else []
        return "\n".join(texts.say(key) for key in said), None
    if outcome.steered is not None:
        return texts.say("steered-style"), None
    lines = mistakes_text(outcome.mistakes, outcome.styles, texts)
    if outcome.styles:
        lines.append(texts.say("known-styles", styles=", ".join(outcome.styles[:MOST_NAMES])))
    if outcome.refusal is not None:
        waits_for_room = outcome.refusal.reason != "instant"
        lines += [describe_refusal(outcome.refusal, texts), *([texts.say("limit-kept")] if waits_for_room else [])]
    elif outcome.draft.series is not None:
        lines.append(series_words(outcome.draft, outcome.terms, texts))
    elif drafts.is_complete(outcome.draft):
        lines += [texts.say("both-kept"), texts.say("start-anyway")]
    elif outcome.draft.regions != Regions():
        lines.append(region_words(outcome.draft.regions, texts))
    elif outcome.draft.one.choices:
        lines.append(texts.say("choices-kept", count=len(outcome.draft.one.choices)))
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
    if regions.asked_to_protect:
        return texts.say("protect-right")
    if regions.of_people and number <= 1:
        return texts.say(_people_key(regions))
    if regions.asked is not None:
        return texts.say("region-right")
    if regions.lacks_style:
        return texts.say("region-which-style", number=number)
    return texts.say("region-which-rest", count=number) if number else texts.say("protect-kept")


def _people_key(regions: Regions) -> str:
    """The key of the sentence about regions of people and their background, which are named instead of numbered."""
    if regions.asked is not None:
        return "people-right"
    return "people-which-style" if regions.lacks_style else "people-which-rest"
