"""Taps on the buttons of a draft, of the gallery and of a waiting job's [⇄ Swap]: see offers and gallery."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.conversation import drafts, offers, styles
from bot.conversation.rewriting import rewrite
from bot.conversation.starting import Outcome, advance, describe, last_id
from bot.conversation.turn import Turn
from bot.conversation.variants import sketch_tapped
from bot.jobs.model import FINISHED
from bot.store import Draft, Transaction
from bot.transport.taps import Verb, is_number, mark

VERBS = frozenset(
    {
        *(Verb.START, Verb.AS_STYLE, Verb.AS_CONTENT, Verb.DROP, Verb.LAST_STYLE, Verb.LAST_PHOTO, Verb.PICK),
        Verb.SKETCH,
        *(Verb.STYLES, Verb.STYLE, Verb.OWN_STYLES, Verb.DELETE_STYLE),
    }
)

Step = Callable[[Draft, float], Draft]  #: the draft now, in Unix seconds


async def tapped(turn: Turn, verb: Verb, subject: str) -> None:
    """Do what the button says, if it is the tapper's own."""
    owner, _, rest = subject.partition(".")
    if owner != str(turn.place.user_id):
        await turn.end_tap("tap-not-yours", alert=True)
        return
    match verb, rest.split("."):
        case Verb.START, [marked]:
            await _go_on(turn, marked, lambda draft, _: draft)
        case ((Verb.AS_STYLE | Verb.AS_CONTENT), [marked]):
            await _change_role(turn, marked, verb)
        case Verb.DROP, [marked]:
            await _forget(turn, marked)
        case ((Verb.LAST_STYLE | Verb.LAST_PHOTO), [marked, job_id]):
            await _with_pictures_of(turn, marked, job_id, verb)
        case Verb.SKETCH, [marked]:
            await sketch_tapped(turn, marked)
        case Verb.PICK, [marked, which]:
            await _go_on(turn, marked, lambda draft, now: _picked(draft, which, now))
        case Verb.STYLES, [marked, number] if is_number(number):
            await styles.turn_page(turn, marked, int(number))
        case Verb.STYLE, [marked, number] if is_number(number):
            await styles.choose(turn, marked, int(number))
        case Verb.OWN_STYLES, [marked, number] if is_number(number):
            await styles.show_own(turn, marked, int(number))
        case Verb.DELETE_STYLE, [marked, number, page] if is_number(number) and is_number(page):
            await styles.delete(turn, marked, int(number), int(page))
        case _:
            await turn.end_tap("tap-unknown")


async def swap(turn: Turn, subject: str) -> None:
    """Photo and style of a job change places. One that has just started waits again, and begins anew with them."""
    job_id, _, marked = subject.partition(".")

    async def work(tx: Transaction) -> str:
        job = await tx.jobs.get(job_id)
        if job is not None and job.place != turn.place:
            return "tap-not-yours"
        if job is None or job.state in FINISHED or job.stop_request is not None:
            return "tap-over"
        if job.initial is not None or len(job.styles) != 1 or job.borrowed is not None:
            return "tap-over"
        if mark(job.content) != marked:
            return "tap-swapped"  # by a tap before
        await tx.jobs.requeue(job.id, job.attempt, engine_died=False, drop_checkpoint=True, now=time.time())
        return "tap-swapped" if await tx.job_pictures.swap(job.id) else "tap-over"

    key = await turn.commit(work)
    await turn.answer_tap(turn.texts.say(key), alert=key == "tap-not-yours")


async def _change_role(turn: Turn, marked: str, verb: Verb) -> None:
    """The picture of the button gets the role; the other one, if there is one, gets its own."""
    now = time.time()

    async def work(tx: Transaction) -> Outcome | None:
        draft = drafts.current(await tx.drafts.get(turn.place), turn.place, now)
        if not offers.is_about(draft, marked):
            return None
        is_content = draft.content is not None and mark(draft.content) == marked
        if is_content == (verb is Verb.AS_STYLE):
            draft = drafts.turned(draft, now)
            await tx.drafts.save(draft)
        return Outcome(draft=draft, last=await last_id(tx, draft))

    await _tell(turn, await turn.commit(work))


async def _forget(turn: Turn, marked: str) -> None:
    async def work(tx: Transaction) -> bool:
        draft = await tx.drafts.get(turn.place)
        return draft is not None and offers.is_about(draft, marked) and await tx.drafts.delete(turn.place)

    if not await turn.commit(work):
        await turn.answer_tap(turn.texts.say("tap-draft-over"))
        return
    await turn.answer_tap(turn.texts.say("tap-forgotten"))
    await rewrite(turn, turn.texts.say("cancelled-draft"))


async def _with_pictures_of(turn: Turn, marked: str, job_id: str, verb: Verb) -> None:
    """Paint the picture that waits as the job before was painted, or that job's photo like the picture."""
    job = await turn.services.store.read(lambda tx: tx.jobs.get(job_id))
    if job is None or job.place != turn.place:
        await turn.end_tap("tap-draft-over")
        return
    wanted = job.styles if verb is Verb.LAST_STYLE else (job.content,)
    if not await turn.services.store.files.has(*wanted):
        await turn.end_tap("tap-expired", alert=True)
        return

    def step(draft: Draft, now: float) -> Draft:
        if verb is Verb.LAST_STYLE:
            return drafts.with_styles(draft, job.styles, now, job.borrowed)
        own, borrowed = (draft.styles, draft.borrowed) if draft.content is None else ((draft.content,), None)
        draft = drafts.with_content(draft, job.content, job.reply_to_message_id, now)
        return drafts.with_styles(draft, own, now, borrowed)

    await _go_on(turn, marked, step)


def _picked(draft: Draft, which: str, now: float) -> Draft:
    """One of the album's pictures as the style, or all of them; as it was where they are no longer there."""
    if which == offers.ALL and draft.choices:
        return drafts.with_styles(draft, draft.choices, now)
    if is_number(which) and int(which) < len(draft.choices):
        return drafts.with_styles(draft, (draft.choices[int(which)],), now)
    return draft


async def _go_on(turn: Turn, marked: str, step: Step) -> None:
    """Take the step with the draft that the button is about, and start if that completes it."""
    now = time.time()

    async def work(tx: Transaction) -> Outcome | None:
        draft = drafts.current(await tx.drafts.get(turn.place), turn.place, now)
        return await advance(tx, turn.services, step(draft, now), now) if offers.is_about(draft, marked) else None

    await _tell(turn, await turn.commit(work))


async def _tell(turn: Turn, outcome: Outcome | None) -> None:
    """What became of the draft: in the answer to the tap, and in the place of the question."""
    texts = turn.texts
    if outcome is None:
        await turn.answer_tap(texts.say("tap-draft-over"))
    elif outcome.job is not None:
        await turn.answer_tap(texts.say("tap-started"))
        await rewrite(turn, texts.say("draft-started"))
    else:
        words, buttons = describe(outcome, turn.services, texts)
        await turn.answer_tap(words if outcome.refusal is not None else None, alert=outcome.refusal is not None)
        await rewrite(turn, words, buttons)
