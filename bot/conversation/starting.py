"""From a draft to a job: the step that every way of completing a draft takes, within one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec
from telegram import InlineKeyboardMarkup

from bot.conversation import drafts, panel
from bot.conversation.services import Services
from bot.jobs.limits import settings_for
from bot.jobs.model import Job, Place, Preferences
from bot.store import Draft, Transaction
from bot.texts.look_up import Texts
from bot.texts.recipe import Mistake
from bot.transport.taps import Verb, button
from engine.settings import Range, TransferSettings

Refusal = Literal["too-many-jobs", "queue-full"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a draft."""

    draft: Draft
    mistakes: tuple[Mistake, ...] = ()
    job: Job | None = None
    refusal: Refusal | None = None


async def advance(
    tx: Transaction, services: Services, draft: Draft, now: float, mistakes: tuple[Mistake, ...] = ()
) -> Outcome:
    """Start the job when both photos are there and nothing is wrong; otherwise keep the draft."""
    reason = None
    if drafts.is_complete(draft) and not mistakes:
        reason = await refusal(tx, services, draft.place)
        if reason is None:
            job = await _start(tx, services, draft, now)
            await tx.drafts.delete(draft.place)
            return Outcome(draft=draft, job=job)
    await tx.drafts.save(draft)
    return Outcome(draft=draft, mistakes=mistakes, refusal=reason)


def describe(outcome: Outcome, services: Services, texts: Texts) -> tuple[str, InlineKeyboardMarkup | None]:
    """What to say about it, with a button to start where only that is missing. A started job speaks by its card."""
    if outcome.job is not None:
        return "", None
    lines = [mistake_text(mistake, texts) for mistake in outcome.mistakes]
    if outcome.refusal is not None:
        lines += [texts.say(outcome.refusal, count=services.config.jobs_per_user), texts.say("start-again")]
    elif drafts.is_complete(outcome.draft):
        lines += [texts.say("both-kept"), texts.say("start-anyway")]
    elif outcome.draft.content is not None:
        lines.append(texts.say("content-kept"))
    elif outcome.draft.style is not None:
        lines.append(texts.say("style-kept"))
    buttons = None
    if drafts.is_complete(outcome.draft):
        buttons = InlineKeyboardMarkup([[button(texts.say("button-start"), Verb.START, "draft")]])
    return "\n".join(lines), buttons


def mistake_text(mistake: Mistake, texts: Texts, *, command: bool = False) -> str:
    """What is wrong with a value, with the range and an example: of a caption, or of a command."""
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


async def refusal(tx: Transaction, services: Services, place: Place) -> Refusal | None:
    """Why this person cannot have another job just now, if so."""
    unfinished = await tx.jobs.unfinished_of(place.chat_id, place.user_id)
    if len(unfinished) >= services.config.jobs_per_user:
        return "too-many-jobs"
    if len(await tx.jobs.waiting()) >= services.config.queue_limit:
        return "queue-full"
    return None


async def _start(tx: Transaction, services: Services, draft: Draft, now: float) -> Job:
    assert draft.content is not None
    assert draft.style is not None
    kept = await tx.chats.preferences(draft.place.chat_id, draft.place.user_id)
    return await tx.jobs.add(
        place=draft.place,
        settings=settings_of(services, kept, draft.overrides),
        content=draft.content,
        style=draft.style,
        reply_to_message_id=draft.content_message_id,
        now=now,
    )


def shortened(text: str) -> str:
    """What somebody wrote, to be quoted in an answer."""
    return text if len(text) <= 40 else f"{text[:39]}…"
