"""Taps on the buttons of a draft, of the gallery and of a waiting job's [⇄ Swap]: see `offers` and
bot.conversation.gallery.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.conversation.core.refusals import describe_refusal
from bot.conversation.core.rewriting import rewrite
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import drafts, waiting
from bot.conversation.draft.card import moved
from bot.conversation.draft.starting import Outcome, advance, describe, last_id
from bot.store import Draft, Transaction
from bot.submission import steering as submission
from bot.submission.admission import Refusal
from bot.transport.button_kinds import ALL, LastButton, RoleButton
from bot.transport.buttons import mark
from bot.transport.verbs import Verb

Step = Callable[[Draft, float], Draft]  #: the draft now, in Unix seconds


async def start_tapped(context: UpdateContext, marked: str) -> None:
    """Paint with what the draft has."""
    await _go_on(context, marked, lambda draft, _: draft)


async def pick(context: UpdateContext, marked: str, choice: int | str) -> None:
    """One of the album's pictures as the style, or all of them."""
    await _go_on(context, marked, lambda draft, now: _picked(draft, choice, now))


async def swap_tapped(context: UpdateContext, job_id: str, marked: str) -> None:
    """Photo and style of a job change places. One that has just started waits again, and begins anew with them."""

    async def work(tx: Transaction) -> str | Refusal:
        job = await tx.jobs.get(job_id)
        if job is None or not job.may_swap:
            return "tap-over"
        if mark(job.request.content) != marked:
            return "tap-swapped"  # by a tap before
        swapped = await submission.swap(tx, context.services.policy, job, time.time())
        if isinstance(swapped, Refusal):
            return swapped
        return "tap-swapped" if swapped else "tap-over"

    said = await context.commit(work)
    words = describe_refusal(said, context.texts) if isinstance(said, Refusal) else context.texts.say(said)
    await context.answer_tap(words, alert=isinstance(said, Refusal))


async def change_role(context: UpdateContext, button: RoleButton) -> None:
    """The picture of the button gets the role; the other one, if there is one, gets its own."""
    now = time.time()

    async def work(tx: Transaction) -> Outcome | None:
        draft = await waiting.named(tx, context.place, button.draft or button.picture, now)
        if draft is None:
            return None
        is_content = draft.content is not None and mark(draft.content) == button.picture
        if is_content == (button.verb is Verb.AS_STYLE):
            draft = await tx.drafts.save(drafts.swap_roles(draft, now))
        return Outcome(draft=draft, last=await last_id(tx, draft))

    await _tell(context, await context.commit(work))


async def drop(context: UpdateContext, marked: str) -> None:
    """Forget the draft."""

    async def work(tx: Transaction) -> bool:
        draft = await waiting.named(tx, context.place, marked, time.time())
        return draft is not None and await tx.drafts.remove(draft)

    if not await context.commit(work):
        await context.answer_tap(context.texts.say("tap-draft-over"))
        return
    await context.answer_tap(context.texts.say("tap-forgotten"))
    await rewrite(context, context.texts.say("canceled-draft"))


async def with_pictures_of(context: UpdateContext, button: LastButton) -> None:
    """Paint the picture that waits as the job before was painted, or that job's photo like the picture."""
    job = await context.services.store.read(lambda tx: tx.jobs.get(button.job))
    if job is None or job.place != context.place:
        await context.end_tap("tap-draft-over")
        return
    wanted = job.request.styles if button.verb is Verb.LAST_STYLE else (job.request.content,)
    if not await context.services.store.files.has(*wanted):
        await context.end_tap("tap-expired", alert=True)
        return

    def step(draft: Draft, now: float) -> Draft:
        if button.verb is Verb.LAST_STYLE:
            return drafts.with_styles(draft, job.request.styles, now, job.request.borrowed)
        own, borrowed = (draft.styles, draft.borrowed) if draft.content is None else ((draft.content,), frozenset())
        draft = drafts.with_content(draft, job.request.content, job.origin.reply_to_message_id, now)
        return drafts.with_styles(draft, own, now, borrowed)

    await _go_on(context, button.draft, step)


def _picked(draft: Draft, choice: int | str, now: float) -> Draft:
    """One of the album's pictures as the style, or all of them; as it was where they are no longer there."""
    if choice == ALL and draft.one.choices:
        return drafts.with_styles(draft, draft.one.choices, now)
    if isinstance(choice, int) and choice < len(draft.one.choices):
        return drafts.with_styles(draft, (draft.one.choices[choice],), now)
    return draft


async def _go_on(context: UpdateContext, marked: str, step: Step) -> None:
    """Take the step with the draft that the button is about, and start if that completes it."""
    now = time.time()

    async def work(tx: Transaction) -> Outcome | None:
        draft = await waiting.named(tx, context.place, marked, now)
        return None if draft is None else await advance(tx, context.services, step(draft, now), now)

    await _tell(context, await context.commit(work))


async def _tell(context: UpdateContext, outcome: Outcome | None) -> None:
    """What became of the draft: in the answer to the tap, and in the place of the question."""
    texts = context.texts
    if outcome is None:
        await context.answer_tap(texts.say("tap-draft-over"))
    elif outcome.job is not None:
        await context.answer_tap(texts.say("tap-started"))
        await moved(context, outcome)
        await rewrite(context, texts.say("draft-started"))
    else:
        words, buttons = describe(outcome, context.services, texts)
        await context.answer_tap(words if outcome.refusal is not None else None, alert=outcome.refusal is not None)
        await rewrite(context, words, buttons)
