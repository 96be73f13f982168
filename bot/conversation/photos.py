"""A picture arrives: it takes its role in the draft, its place in an album, or its name among the kept styles."""

from __future__ import annotations

import time
from enum import StrEnum

from telegram import Message

from bot.conversation import drafts, regions, wishes
from bot.conversation.addressing import command_in_caption
from bot.conversation.albums import Albums
from bot.conversation.patience import patiently
from bot.conversation.pictures import Kept, Rejected, attachment_of, take
from bot.conversation.saving import save
from bot.conversation.series import series_wanted
from bot.conversation.starting import Outcome, advance, describe
from bot.conversation.turn import Turn
from bot.store import AlbumItem, Draft, Transaction


class Role(StrEnum):
    """What a picture is sent for. The values are the commands that say so."""

    CONTENT = "content"  #: to be painted
    STYLE = "style"  #: to be painted like


async def photo(turn: Turn, albums: Albums) -> None:
    """A photo, a file that may hold one, or a sticker."""
    attachment = attachment_of(turn.message)
    assert attachment is not None
    if turn.message.media_group_id is not None:
        await store_album_item(turn, albums, await take(turn, attachment))
        return
    async with patiently(turn):
        taken = await take(turn, attachment)
    command = command_in_caption(turn.message, turn.services.bot_name)
    if isinstance(taken, Rejected):
        await turn.settle()
        await turn.answer(turn.texts.problem(taken.code))
    elif command is not None and command.name == "savestyle":
        await save(turn, command.argument, taken.picture)
    elif command is not None and command.name == "series":
        await series_wanted(turn, command.argument)  # of an album: one picture is none
    elif command is not None and command.name in regions.COMMANDS:
        await regions.drawn(turn, command.name, taken.picture)
    else:
        role = Role(command.name) if command is not None else _role_of(turn.message)
        await into_draft(turn, taken.picture, turn.message.message_id, role, turn.message.caption)


async def store_album_item(turn: Turn, albums: Albums, taken: Kept | Rejected) -> None:
    """Keep one item of an album until all have come."""
    assert turn.message.media_group_id is not None
    item = AlbumItem(
        place=turn.place,
        media_group_id=turn.message.media_group_id,
        message_id=turn.message.message_id,
        picture=taken.picture if isinstance(taken, Kept) else None,
        error_code=taken.code if isinstance(taken, Rejected) else None,
        caption=turn.message.caption,
        received_at=time.time(),
    )
    await turn.commit(lambda tx: tx.drafts.add_album_item(item))
    albums.wake()


async def into_draft(turn: Turn, picture: str, message_id: int, role: Role | None, words: str | None) -> None:
    """Give the picture its role, by default the first that is free, and say what comes next."""
    wanted = wishes.read(words, turn.services)
    if role is None and wanted.style is not None:
        role = Role.CONTENT  # whose style is named needs no picture of it
    now = time.time()

    async def work(tx: Transaction) -> Outcome:
        draft = drafts.current(await tx.drafts.get(turn.place), turn.place, now)
        draft = in_role(draft, picture, message_id, role, now)
        draft, mistakes = await wishes.applied(tx, draft, wanted, now)
        return await advance(tx, turn.services, draft, now, mistakes)

    text, buttons = describe(await turn.commit(work), turn.services, turn.texts)
    if text:
        await turn.answer(text, buttons)


def in_role(draft: Draft, picture: str, message_id: int, role: Role | None, now: float) -> Draft:
    """The draft with the picture. One that is there in the other role changes it."""
    if (role is Role.STYLE and picture == draft.content) or (role is Role.CONTENT and (picture,) == draft.styles):
        return drafts.turned(draft, now)
    if role is Role.STYLE:
        return drafts.with_styles(draft, (picture,), now)
    if role is Role.CONTENT:
        return drafts.with_content(draft, picture, message_id, now)
    return drafts.with_photo(draft, picture, message_id, now)


def _role_of(message: Message) -> Role | None:
    """Nobody has a sticker painted."""
    return Role.STYLE if message.sticker is not None else None
