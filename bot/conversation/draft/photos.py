"""A picture arrives: it takes its role in the draft, its place in an album, or its name among the kept styles."""

from __future__ import annotations

import time
from dataclasses import replace
from enum import Enum, auto
from typing import assert_never

from telegram import Message

from bot.conversation.core.addressing import CaptionCommand, command_in_caption
from bot.conversation.core.command import Caption
from bot.conversation.core.interim import interim_if_slow
from bot.conversation.core.signs import react
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import caption_request, drafts, regions, waiting
from bot.conversation.draft.albums import Albums
from bot.conversation.draft.card import answer_about
from bot.conversation.draft.pictures import Kept, Rejected, attachment_of, take
from bot.conversation.draft.series import series_wanted
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.conversation.gallery.saving import save_style
from bot.store import AlbumItem, Draft, Transaction
from bot.texts.style_names import taken_out
from bot.transport.signs import Sign


class Role(Enum):
    """The role of a picture in a draft."""

    CONTENT = auto()  #: to be painted
    STYLE = auto()  #: the picture whose style is wanted


async def photo_message(context: UpdateContext, albums: Albums) -> None:
    """A photo, a file that may hold one, or a sticker."""
    attachment = attachment_of(context.message)
    assert attachment is not None
    if context.message.media_group_id is not None:
        await store_album_item(context, albums, await take(context, attachment))
        return
    command = command_in_caption(context.message, context.services)
    words = caption_request.of_caption(context.message.caption, context.services)
    role = _role_of(context.message, command, words)
    looks = (command is None or not command.meaning.is_for_single) and await waits_for_style(context, role, words)
    async with interim_if_slow(context):
        taken = await take(context, attachment, look_for_people=looks)
    if isinstance(taken, Rejected):
        await context.settle()
        await context.answer(context.texts.problem(taken.code))
    elif command is None:
        await into_draft(context, taken, context.message.message_id, role, words)
    else:
        await _with_command(context, taken, command, role, words)


async def _with_command(
    context: UpdateContext, taken: Kept, command: CaptionCommand, role: Role | None, words: str
) -> None:
    match command.meaning:
        case Caption.KEEP:
            await save_style(context, command.argument, taken.picture)
            await _mention(context, taken)
        case Caption.SERIES:
            await series_wanted(context, command.argument)  # of an album: one picture is none
        case Caption.REGION:
            await regions.drawn(context, command.name, taken.picture)
        case Caption.BESIDES | Caption.CONTENT | Caption.STYLE:
            await into_draft(context, taken, context.message.message_id, role, words)
        case _:
            assert_never(command.meaning)


async def store_album_item(context: UpdateContext, albums: Albums, taken: Kept | Rejected) -> None:
    """Keep one item of an album until all have come."""
    assert context.message.media_group_id is not None
    item = AlbumItem(
        place=context.place,
        media_group_id=context.message.media_group_id,
        message_id=context.message.message_id,
        picture=taken.picture if isinstance(taken, Kept) else None,
        error_code=taken.code if isinstance(taken, Rejected) else None,
        caption=context.message.caption,
        received_at=time.time(),
    )
    is_new = await context.commit(lambda tx: tx.drafts.add_album_item(item))
    command = command_in_caption(context.message, context.services)
    if is_new and command is not None and command.meaning.is_for_single:
        await context.answer(context.texts.say("not-in-albums", name=f"/{command.name}"))
    albums.wake()
    if is_new:
        await _mention(context, taken)


async def waits_for_style(context: UpdateContext, role: Role | None, words: str | None) -> bool:
    """Whether a picture that comes now will be the photo to paint, and wait: only then its people matter at once."""
    if role is Role.STYLE or caption_request.read(words, context.services).style is not None:
        return False
    now = time.time()
    draft = await context.services.store.read(lambda tx: waiting.current(tx, context.place, now))
    if role is None and drafts.is_complete(draft):
        draft = drafts.begun_anew(draft, now)
    is_photo = role is Role.CONTENT or (draft.content is None and draft.series is None)
    return is_photo and not draft.styles


async def into_draft(
    context: UpdateContext,
    taken: Kept,
    message_id: int,
    role: Role | None,
    words: str | None,
    words_from: int | None = None,
) -> None:
    """Give the picture its role, by default the first that is free, and say what comes next. The words are those of
    another message where `words_from` says so.
    """
    wanted = caption_request.read(words, context.services)
    if role is None and wanted.style is not None:
        role = Role.CONTENT  # a style that is named needs no picture
    now = time.time()

    async def work(tx: Transaction) -> Outcome:
        draft = in_role(await waiting.current(tx, context.place, now), taken.picture, message_id, role, now)
        if taken.has_people:
            draft = replace(draft, portrait=taken.picture)
        draft, mistakes = await caption_request.applied(tx, draft, wanted, now, words_from or message_id)
        return await advance(tx, context.services, draft, now, mistakes)

    outcome = await context.commit(work)
    text, buttons = describe(outcome, context.services, context.texts)
    lines = [context.texts.say("picture-transparent")] if taken.is_transparent else []
    if await _is_sign_enough(context, outcome):
        text = ""
    if text:
        lines.append(text)
    await answer_about(context, outcome, "\n".join(lines), buttons)


async def _is_sign_enough(context: UpdateContext, outcome: Outcome) -> bool:
    """Whether a reaction says all: that the picture was taken for what is in work, whose card says the rest."""
    begins = outcome.job is not None and not context.in_private
    return (outcome.steered is not None or begins) and await react(context, Sign.TAKEN) and outcome.steered is not None


async def _mention(context: UpdateContext, taken: Kept | Rejected) -> None:
    """Tell the sender what happens to the picture that they may not expect."""
    if isinstance(taken, Kept) and taken.is_transparent:
        await context.answer(context.texts.say("picture-transparent"))


def in_role(draft: Draft, picture: str, message_id: int, role: Role | None, now: float) -> Draft:
    """The draft with the picture. One that is there in the other role changes it."""
    if (role is Role.STYLE and picture == draft.content) or (role is Role.CONTENT and (picture,) == draft.styles):
        return drafts.swap_roles(draft, now)
    if role is Role.STYLE:
        return drafts.with_styles(draft, (picture,), now)
    if role is Role.CONTENT:
        return drafts.with_content(draft, picture, message_id, now)
    return drafts.with_photo(draft, picture, message_id, now)


def _role_of(message: Message, command: CaptionCommand | None, words: str) -> Role | None:
    """The role that the caption gives it; `/style waves` names the style of the picture. A sticker is never painted."""
    meaning = command.meaning if command is not None else Caption.BESIDES
    if meaning is Caption.CONTENT:
        return Role.CONTENT
    if meaning is Caption.STYLE:
        return Role.STYLE if taken_out(words)[0] is None else Role.CONTENT
    return Role.STYLE if message.sticker is not None else None
