"""`/savestyle NAME`: a picture kept as a style of one's own."""

from __future__ import annotations

import itertools
import time

from bot.conversation.core.addressing import answered
from bot.conversation.core.turn import Turn
from bot.conversation.draft import waiting
from bot.conversation.draft.pictures import Rejected, attachment_of, take
from bot.conversation.results.results import kept_result
from bot.store import Transaction
from bot.texts.quoting import quoted
from bot.texts.style_names import LONGEST, as_name

MOST = 24  #: styles that one person may keep
MADE_UP = "style"  #: with a number, the name of a style whose owner gave it none
EXAMPLE = "/savestyle my-waves"


async def savestyle(turn: Turn) -> None:
    """The picture that this replies to, or else the style of the draft or of the latest job."""
    replied = answered(turn.message)
    attachment = attachment_of(replied) if replied is not None else None
    if replied is not None and attachment is None:
        await _refuse(turn, turn.texts.say("no-picture-there"))
        return
    if attachment is None:
        picture, borrowed = await turn.services.store.read(lambda tx: _last_style(tx, turn))
        if borrowed:
            await _refuse(turn, turn.texts.say("savestyle-borrowed"))
            return
    else:
        taken = await take(turn, attachment)
        if isinstance(taken, Rejected):
            await _refuse(turn, turn.texts.problem(taken.code))
            return
        picture = taken.picture
    await save(turn, turn.argument, picture)


async def save(turn: Turn, written: str, picture: str | None) -> None:
    """Keep a picture under the name that was written."""
    name, texts = as_name(written), turn.texts
    if not written:
        await _refuse(turn, texts.say("savestyle-how", example=EXAMPLE))
    elif name is None:
        value = quoted(written)
        await _refuse(turn, texts.say("bad-style-name", value=value, high=str(LONGEST), example=EXAMPLE))
    elif picture is None or not await turn.services.store.files.has(picture):
        await _refuse(turn, texts.say("nothing-to-save", example=EXAMPLE))
    elif await _keep(turn, name, picture):
        await turn.answer(texts.say("style-saved", name=name))
    else:
        await turn.answer(texts.say("too-many-styles", count=MOST))


async def _keep(turn: Turn, name: str, picture: str) -> bool:
    """False when the person has as many as may be."""
    services, owner = turn.services, turn.place.user_id
    tile = await turn.keep(await services.decoder.tile(await services.store.files.read(picture)))

    async def work(tx: Transaction) -> bool:
        others = [style for style in await tx.styles.of(owner) if style.name != name]
        if len(others) >= MOST:
            return False
        await tx.styles.keep(owner=owner, name=name, picture=picture, tile=tile, origin="chat")
        return True

    return await turn.commit(work)


async def keep_tapped(turn: Turn, job_id: str) -> None:
    """The style of a painting, under a name that is made up; whoever wants another gives it one by the command."""
    job = await kept_result(turn, job_id)
    if job is None:
        return
    if not await turn.services.store.read(lambda tx: tx.shares.are_own(job.request.styles[:1], job.request.borrowed)):
        await turn.end_tap("savestyle-borrowed", alert=True)
        return
    own = await turn.services.store.read(lambda tx: tx.styles.of(turn.place.user_id))
    kept = next((style.name for style in own if style.picture == job.request.styles[0]), None)
    if kept is None and not await turn.services.store.files.has(job.request.styles[0]):
        await turn.end_tap("tap-expired", alert=True)
        return
    name = kept or _free_name({style.name for style in own})
    if kept is None and not await _keep(turn, name, job.request.styles[0]):
        await turn.answer_tap(turn.texts.say("too-many-styles", count=MOST), alert=True)
        return
    await turn.settle()
    await turn.answer_tap(turn.texts.say("style-saved", name=name), alert=True)


def _free_name(taken: set[str]) -> str:
    return next(name for number in itertools.count(1) if (name := f"{MADE_UP}-{number}") not in taken)


async def _last_style(tx: Transaction, turn: Turn) -> tuple[str | None, bool]:
    """The style that this person sent or chose last (None where there is none, or a blend of several), and whether it
    is somebody else's.
    """
    draft = await waiting.current(tx, turn.place, time.time())
    last = await tx.job_pictures.last(turn.place)
    of = draft if draft.styles or last is None else last.request
    picture = of.styles[0] if len(of.styles) == 1 else None
    return picture, not await tx.shares.are_own(of.styles, of.borrowed)


async def _refuse(turn: Turn, sentence: str) -> None:
    await turn.settle()
    await turn.answer(sentence)
