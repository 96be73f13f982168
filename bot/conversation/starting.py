"""From a draft to a job: the step that every way of completing a draft takes, within one transaction."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from telegram import InlineKeyboardMarkup

from bot.conversation import drafts
from bot.conversation.limits import Refusal, describe_refusal, refusal
from bot.conversation.services import Services
from bot.jobs.limits import settings_for
from bot.jobs.model import Job, Preferences
from bot.store import Draft, Transaction
from bot.texts.look_up import Texts
from bot.texts.recipe import Mistake
from bot.transport.taps import Verb, button
from engine.settings import TransferSettings

#: Suggested in the answer to a bad value, where the operator allows so much.
EXAMPLES = {"iterations": 300, "size": 512}


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
    refused = None
    if drafts.is_complete(draft) and not mistakes:
        kept = await tx.chats.preferences(draft.place.chat_id, draft.place.user_id)
        settings = settings_of(services, kept, draft.overrides)
        refused = await refusal(tx, services, draft.place.user_id, settings, now)
        if refused is None:
            job = await _start(tx, draft, settings, now)
            await tx.drafts.delete(draft.place)
            return Outcome(draft=draft, job=job)
    await tx.drafts.save(draft)
    return Outcome(draft=draft, mistakes=mistakes, refusal=refused)


def describe(outcome: Outcome, services: Services, texts: Texts) -> tuple[str, InlineKeyboardMarkup | None]:
    """What to say about it, with a button to start where only that is missing. A started job speaks by its card."""
    if outcome.job is not None:
        return "", None
    lines = [mistake_text(mistake, services, texts) for mistake in outcome.mistakes]
    if outcome.refusal is not None:
        lines += [describe_refusal(outcome.refusal, texts), texts.say("limit-kept")]
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


def mistake_text(mistake: Mistake, services: Services, texts: Texts, *, command: bool = False) -> str:
    """What is wrong with a value, with the range and an example: of a caption, or of a command."""
    if mistake.allowed is None:
        return texts.say("bad-setting", name=shortened(mistake.name))
    usual = example(services, mistake.name)
    return texts.say(
        f"bad-{mistake.name}",
        value=shortened(mistake.value),
        low=f"{mistake.allowed.low:g}",
        high=f"{mistake.allowed.high:g}",
        example=f"/{mistake.name} {usual}" if command else f"{mistake.name}={usual}",
    )


def example(services: Services, name: str) -> int:
    """A usual value that the operator's limits allow."""
    return int(min(EXAMPLES[name], services.ranges[name].high))


def settings_of(services: Services, kept: Preferences, overrides: Preferences) -> TransferSettings:
    """The settings of a job: the user's and the operator's."""
    settings = settings_for(kept, overrides, services.limits)
    return msgspec.structs.replace(settings, features=services.config.features)


async def _start(tx: Transaction, draft: Draft, settings: TransferSettings, now: float) -> Job:
    assert draft.content is not None
    assert draft.style is not None
    return await tx.jobs.add(
        place=draft.place,
        settings=settings,
        content=draft.content,
        style=draft.style,
        reply_to_message_id=draft.content_message_id,
        now=now,
    )


def shortened(text: str) -> str:
    """What somebody wrote, to be quoted in an answer."""
    return text if len(text) <= 40 else f"{text[:39]}…"
