"""`/savestyle NAME`: a picture kept as a style of one's own."""

from __future__ import annotations

import time

from bot.conversation import drafts
from bot.conversation.addressing import replied_to
from bot.conversation.pictures import Rejected, attachment_of, take
from bot.conversation.starting import shortened
from bot.conversation.turn import Turn
from bot.store import Transaction
from bot.texts.style_names import LONGEST, as_name

MOST = 24  #: styles that one person may keep
EXAMPLE = "/savestyle my-waves"


async def savestyle(turn: Turn) -> None:
    """The picture that this replies to, or else the style of the draft or of the latest job."""
    replied = replied_to(turn.message)
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
        value = shortened(written)
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
    tile = await services.store.files.put(await services.decoder.tile(await services.store.files.read(picture)))

    async def work(tx: Transaction) -> bool:
        others = [style for style in await tx.styles.of(owner) if style.name != name]
        if len(others) >= MOST:
            return False
        await tx.styles.keep(owner=owner, name=name, picture=picture, tile=tile, origin="chat")
        return True

    return await turn.commit(work)


async def _last_style(tx: Transaction, turn: Turn) -> tuple[str | None, bool]:
    """The style that this person sent or chose last (None where there is none, or a blend of several), and whether it
    is somebody else's.
    """
    draft = drafts.current(await tx.drafts.get(turn.place), turn.place, time.time())
    last = await tx.job_pictures.last(turn.place)
    of = draft if draft.styles or last is None else last
    return of.styles[0] if len(of.styles) == 1 else None, of.borrowed is not None


async def _refuse(turn: Turn, sentence: str) -> None:
    await turn.settle()
    await turn.answer(sentence)
