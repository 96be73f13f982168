"""Parts of a photo that get a style of their own (`/region`), or stay as they are (`/protect`): drawn over the photo in
Telegram's editor, or chosen by a button. Before anything is made of a region its owner sees it, and may change it.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import assert_never

from telegram import ExternalReplyInfo, InlineKeyboardMarkup, Message

from bot.conversation.core.addressing import answered
from bot.conversation.core.interim import interim_if_slow
from bot.conversation.core.rewriting import rewrite, show_instead
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import drafts, offers, waiting
from bot.conversation.draft.card import answer_about, moved, note, retire
from bot.conversation.draft.pictures import Rejected, somebodys_photo, take
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.jobs.region_parts import NoRegion, PhotoPart, RegionChange
from bot.jobs.regions import MOST, Regions, asking, confirmed, dismissed
from bot.store import Draft, OwnerFull, StoreFull, Transaction
from bot.texts.look_up import DISK_FULL, STORAGE
from bot.transport.verbs import ChangeVerb, RegionVerb, Verb

CHANGES: dict[ChangeVerb, RegionChange] = {
    Verb.GROW: RegionChange.GROW,
    Verb.SHRINK: RegionChange.SHRINK,
    Verb.INVERT: RegionChange.INVERT,
}
REGION, PROTECT = "region", "protect"  #: the commands
#: Command → what to say where there is no photo, and where nothing is drawn on it.
COMMANDS = {REGION: ("region-how", "region-which"), PROTECT: ("protect-how", "protect-which")}

Settle = Callable[[Regions], Regions]
Meant = Callable[[Transaction, float], Awaitable[Draft | None]]  #: finds the draft that a button is about


@dataclass(frozen=True, kw_only=True)
class Photo:
    """The photo that regions are drawn on."""

    picture: str
    message_id: int | None


async def region_command(context: UpdateContext, name: str) -> None:
    """`/region` or `/protect` in words: of the photo that waits, or of the one that this replies to; in reply to a
    drawn-over version of the photo that waits, what is drawn there.
    """
    draft = await _draft(context)
    replied = await _replied_photo(context)
    if isinstance(replied, Rejected):
        await _refuse(context, context.texts.problem(replied.code))
    elif replied is None:
        await _offer_parts(context, name, _photo_of(draft))
    elif draft.content in (None, replied.picture):
        await _offer_parts(context, name, replied)
    else:
        await _drawn(context, name, _photo_of(draft), replied.picture)


async def drawn(context: UpdateContext, name: str, picture: str) -> None:
    """A picture came with `/region` or `/protect` as its caption: the photo that it replies to, or else the one that
    waits, drawn over.
    """
    replied = await _replied_photo(context)
    if isinstance(replied, Rejected):
        await _refuse(context, context.texts.problem(replied.code))
    elif (photo := replied or _photo_of(await _draft(context))) is not None:
        await _drawn(context, name, photo, picture)
    else:  # it is the photo itself, with nothing drawn on it yet
        await _offer_parts(context, name, Photo(picture=picture, message_id=context.message_to_quote))


async def region_tapped(context: UpdateContext, marked: str, verb: RegionVerb) -> None:
    """A button below the question about a region. It names its mask: a tap that comes twice changes nothing."""
    match verb:
        case Verb.RIGHT:
            await _settle(context, confirmed, lambda tx, now: waiting.asking_about(tx, context.place, marked, now))
        case Verb.WRONG:
            await _settle(context, dismissed, lambda tx, now: waiting.asking_about(tx, context.place, marked, now))
        case Verb.GROW | Verb.SHRINK | Verb.INVERT:
            await _change(context, marked, CHANGES[verb])
        case _:
            assert_never(verb)


async def leave_rest(context: UpdateContext, marked: str) -> None:
    """The button by which everything outside the regions stays as it is."""
    await _settle(context, _leaving_the_rest, lambda tx, now: waiting.named(tx, context.place, marked, now))


async def _replied_photo(context: UpdateContext) -> Photo | Rejected | None:
    """The photo that the message replies to; None where it does not reply to one."""
    message = answered(context.message)
    attachment = somebodys_photo(context, message) if message is not None else None
    if message is None or attachment is None:
        return None
    async with interim_if_slow(context):
        taken = await take(context, attachment)
    if isinstance(taken, Rejected):
        return taken
    return Photo(picture=taken.picture, message_id=_message_here(context, message))


def _message_here(context: UpdateContext, message: Message | ExternalReplyInfo) -> int | None:
    """The message of this chat that cards can quote."""
    return message.message_id if isinstance(message, Message) else context.message_to_quote


async def _offer_parts(context: UpdateContext, name: str, photo: Photo | None) -> None:
    """Parts of the photo by button, for those who do not draw; it is the draft's photo from now on."""
    how, which = COMMANDS[name]
    if photo is None:
        await _refuse(context, context.texts.say(how))
        return
    draft = await context.commit(lambda tx: _kept_draft(tx, context, photo))
    await answer_about(context, Outcome(draft=draft), context.texts.say(which), _parts(context, name, draft))


def _parts(context: UpdateContext, name: str, draft: Draft) -> InlineKeyboardMarkup:
    return offers.part_buttons(draft, Verb.PROTECT_PART if name == PROTECT else Verb.PART, context.texts)


async def _kept_draft(tx: Transaction, context: UpdateContext, photo: Photo) -> Draft:
    now = time.time()
    return await tx.drafts.save(_about(await waiting.current(tx, context.place, now), photo, now))


async def _drawn(context: UpdateContext, name: str, photo: Photo | None, picture: str) -> None:
    """What somebody drew over the photo becomes a region to be asked about."""
    if photo is None:
        await _refuse(context, context.texts.say(COMMANDS[name][0]))
        return
    files, decoder = context.services.store.files, context.services.decoder
    try:
        async with interim_if_slow(context):
            content = await files.read(photo.picture)
            mask = await decoder.drawn_region(content, await files.read(picture))
    except NoRegion as error:
        kept = await context.commit(lambda tx: _kept_draft(tx, context, photo))
        await context.answer(context.texts.say(error.code), _parts(context, name, kept))
        return
    draft = await _ask(context, photo, mask, to_protect=name == PROTECT)
    if isinstance(draft, str):
        await context.answer(draft)
    else:
        words, buttons = describe(Outcome(draft=draft), context.services, context.texts)
        await retire(context.services, Outcome(draft=draft))
        shown = await context.show(await _tinted(context, draft), words, buttons)
        await note(context.services, Outcome(draft=draft), shown)


async def choose_part(context: UpdateContext, marked: str, part: PhotoPart, *, to_protect: bool) -> None:
    """This part of the draft's photo is a region."""
    draft = await context.services.store.read(lambda tx: waiting.named(tx, context.place, marked, time.time()))
    photo = _photo_of(draft) if draft is not None else None
    if draft is None or photo is None:
        await context.end_tap("tap-draft-over")
        return
    made = partial(context.services.decoder.part_region, part=part)
    await _show_changed(context, made, draft, photo, to_protect, of_people=part is PhotoPart.PERSON)


async def _change(context: UpdateContext, marked: str, change: RegionChange) -> None:
    draft = await context.services.store.read(lambda tx: waiting.asking_about(tx, context.place, marked, time.time()))
    photo, asked = (None, None) if draft is None else (_photo_of(draft), draft.regions.asked)
    if draft is None or photo is None or asked is None:
        await context.end_tap("tap-region-over")
        return
    former = await context.services.store.files.read(asked)
    of_people = draft.regions.of_people and change is not RegionChange.INVERT
    changed, to_protect = context.services.decoder.changed_region, draft.regions.asked_to_protect
    await _show_changed(context, lambda _: changed(former, change), draft, photo, to_protect, of_people=of_people)


async def _show_changed(
    context: UpdateContext,
    made: Callable[[bytes], Awaitable[bytes]],
    before: Draft,
    photo: Photo,
    to_protect: bool,
    *,
    of_people: bool = False,
) -> None:
    """The region that comes of a tap, in the message under which it came."""
    try:
        mask = await made(await context.services.store.files.read(photo.picture))
    except NoRegion as error:
        await context.end_tap(error.code, alert=True)
        return
    draft = await _ask(context, photo, mask, before, to_protect=to_protect, of_people=of_people)
    if isinstance(draft, str):
        await context.answer_tap(draft, alert=True)
        return
    await context.answer_tap()
    words, buttons = describe(Outcome(draft=draft), context.services, context.texts)
    await show_instead(context, await _tinted(context, draft), words, buttons)


async def _ask(
    context: UpdateContext,
    photo: Photo,
    mask: bytes,
    before: Draft | None = None,
    *,
    to_protect: bool,
    of_people: bool = False,
) -> Draft | str:
    """The draft (as it was `before`, or else the current one) with the question whether this is the region; or what to
    say where it cannot be.
    """
    try:
        name = await context.keep(mask)
    except (OwnerFull, StoreFull) as error:
        await context.settle()
        return context.texts.problem(STORAGE if isinstance(error, OwnerFull) else DISK_FULL)
    now = time.time()

    async def work(tx: Transaction) -> Draft | None:
        draft = _about(await _present(tx, context, before, now), photo, now)
        if not (to_protect or draft.regions.has_room or draft.regions.lacks_style):
            return None
        regions = asking(draft.regions, name, to_protect=to_protect, of_people=of_people)
        draft = drafts.with_regions(draft, regions, now)
        return await tx.drafts.save(draft)

    draft = await context.commit(work)
    return context.texts.say("region-too-many", count=MOST) if draft is None else draft


async def _present(tx: Transaction, context: UpdateContext, before: Draft | None, now: float) -> Draft:
    """This draft as it is now; the current one, where none is meant or it is gone."""
    named = await waiting.named(tx, context.place, offers.handle(before), now) if before is not None else None
    return named or await waiting.current(tx, context.place, now)


async def _settle(context: UpdateContext, settle: Settle, meant: Meant) -> None:
    """Take a step with the regions of the draft that the button is about, and start if that completes it."""
    now = time.time()

    async def work(tx: Transaction) -> Outcome | None:
        draft = await meant(tx, now)
        if draft is None:
            return None
        return await advance(tx, context.services, drafts.with_regions(draft, settle(draft.regions), now), now)

    outcome = await context.commit(work)
    if outcome is None:
        await context.answer_tap(context.texts.say("tap-region-over"))
    elif outcome.job is not None:
        await context.answer_tap(context.texts.say("tap-started"))
        await moved(context, outcome)
        await rewrite(context, context.texts.say("draft-started"))
    else:
        words, buttons = describe(outcome, context.services, context.texts)
        await context.answer_tap(words if outcome.refusal is not None else None, alert=outcome.refusal is not None)
        if settle is dismissed:  # what is not meant is not shown any more
            await show_instead(context, await _tinted(context, outcome.draft), words, buttons)
        else:
            await rewrite(context, words, buttons)


def _leaving_the_rest(regions: Regions) -> Regions:
    return replace(regions, rest_stays=True)


def _about(draft: Draft, photo: Photo, now: float) -> Draft:
    """The draft with this photo: another one than before is the beginning of another draft."""
    if draft.content == photo.picture:
        return replace(draft, updated_at=now)
    return drafts.with_content(drafts.begun_anew(draft, now), photo.picture, photo.message_id, now)


async def _draft(context: UpdateContext) -> Draft:
    return await context.services.store.read(lambda tx: waiting.current(tx, context.place, time.time()))


def _photo_of(draft: Draft) -> Photo | None:
    return None if draft.content is None else Photo(picture=draft.content, message_id=draft.content_message_id)


async def _tinted(context: UpdateContext, draft: Draft) -> bytes:
    """The photo, with its regions in colors; of one that shall stay as it is, that alone."""
    assert draft.content is not None
    regions, read = draft.regions, context.services.store.files.read
    masks = [] if regions.asked_to_protect else [region.mask for region in regions.painted if region.style is not None]
    masks += [regions.asked] if regions.asked is not None else []
    return await context.services.decoder.tinted(await read(draft.content), [await read(mask) for mask in masks])


async def _refuse(context: UpdateContext, words: str, buttons: InlineKeyboardMarkup | None = None) -> None:
    await context.settle()
    await context.answer(words, buttons)
