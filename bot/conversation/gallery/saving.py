"""`/savestyle NAME`: a picture kept as a style of one's own."""

from __future__ import annotations

import itertools
import time

from bot.conversation.core.addressing import answered
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import waiting
from bot.conversation.draft.pictures import Rejected, attachment_of, take
from bot.conversation.results.results import kept_result
from bot.store import Transaction
from bot.texts.quoting import quoted
from bot.texts.style_names import LONGEST, as_name

MOST = 24  #: styles that one person may keep
MADE_UP = "style"  #: with a number, the name of a style whose owner gave it none
EXAMPLE = "/savestyle my-waves"


async def savestyle(context: UpdateContext) -> None:
    """The picture that this replies to, or else the style of the draft or of the latest job."""
    replied = answered(context.message)
    attachment = attachment_of(replied) if replied is not None else None
    if replied is not None and attachment is None:
        await _refuse(context, context.texts.say("no-picture-there"))
        return
    if attachment is None:
        picture, borrowed = await context.services.store.read(lambda tx: _last_style(tx, context))
        if borrowed:
            await _refuse(context, context.texts.say("savestyle-borrowed"))
            return
    else:
        taken = await take(context, attachment)
        if isinstance(taken, Rejected):
            await _refuse(context, context.texts.problem(taken.code))
            return
        picture = taken.picture
    await save_style(context, context.argument, picture)


async def save_style(context: UpdateContext, written: str, picture: str | None) -> None:
    """Keep a picture under the name that was written."""
    name, texts = as_name(written), context.texts
    if not written:
        await _refuse(context, texts.say("savestyle-how", example=EXAMPLE))
    elif name is None:
        value = quoted(written)
        await _refuse(context, texts.say("bad-style-name", value=value, high=str(LONGEST), example=EXAMPLE))
    elif picture is None or not await context.services.store.files.has(picture):
        await _refuse(context, texts.say("nothing-to-save", example=EXAMPLE))
    elif await _keep(context, name, picture):
        await context.answer(texts.say("style-saved", name=name))
    else:
        await context.answer(texts.say("too-many-styles", count=MOST))


async def _keep(context: UpdateContext, name: str, picture: str) -> bool:
    """False when the person has as many as may be."""
    services, owner = context.services, context.place.user_id
    tile = await context.keep(await services.decoder.tile(await services.store.files.read(picture)))

    async def work(tx: Transaction) -> bool:
        others = [style for style in await tx.styles.of(owner) if style.name != name]
        if len(others) >= MOST:
            return False
        await tx.styles.keep(owner=owner, name=name, picture=picture, tile=tile, origin="chat")
        return True

    return await context.commit(work)


async def keep_tapped(context: UpdateContext, job_id: str) -> None:
    """The style of a painting, under a name that is made up; the command gives it another."""
    job = await kept_result(context, job_id)
    if job is None:
        return
    if not await context.services.store.read(
        lambda tx: tx.shares.are_own(job.request.styles[:1], job.request.borrowed)
    ):
        await context.end_tap("savestyle-borrowed", alert=True)
        return
    own = await context.services.store.read(lambda tx: tx.styles.of(context.place.user_id))
    kept = next((style.name for style in own if style.picture == job.request.styles[0]), None)
    if kept is None and not await context.services.store.files.has(job.request.styles[0]):
        await context.end_tap("tap-expired", alert=True)
        return
    name = kept or _free_name({style.name for style in own})
    if kept is None and not await _keep(context, name, job.request.styles[0]):
        await context.answer_tap(context.texts.say("too-many-styles", count=MOST), alert=True)
        return
    await context.settle()
    await context.answer_tap(context.texts.say("style-saved", name=name), alert=True)


def _free_name(taken: set[str]) -> str:
    return next(name for number in itertools.count(1) if (name := f"{MADE_UP}-{number}") not in taken)


async def _last_style(tx: Transaction, context: UpdateContext) -> tuple[str | None, bool]:
    """The style that this person sent or chose last (None where there is none, or a blend of several), and whether it
    is somebody else's.
    """
    draft = await waiting.current(tx, context.place, time.time())
    last = await tx.job_history.last(context.place)
    of = draft if draft.styles or last is None else last.request
    picture = of.styles[0] if len(of.styles) == 1 else None
    return picture, not await tx.shares.are_own(of.styles, of.borrowed)


async def _refuse(context: UpdateContext, sentence: str) -> None:
    await context.settle()
    await context.answer(sentence)
