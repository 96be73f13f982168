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
from bot.conversation.core.patience import patiently
from bot.conversation.core.rewriting import rewrite, show_instead
from bot.conversation.core.turn import Turn
from bot.conversation.draft import drafts, offers, waiting
from bot.conversation.draft.card import answer_about, moved, note, retire
from bot.conversation.draft.pictures import Rejected, somebodys_photo, take
from bot.conversation.draft.starting import Outcome, advance, describe
from bot.jobs.region_parts import Change, NoRegion, Part
from bot.jobs.regions import MOST, Regions, asking, confirmed, dismissed
from bot.store import Draft, OwnerFull, StoreFull, Transaction
from bot.texts.look_up import DISK_FULL, STORAGE
from bot.transport.verbs import ChangeVerb, RegionVerb, Verb

CHANGES: dict[ChangeVerb, Change] = {
    Verb.GROW: Change.GROW,
    Verb.SHRINK: Change.SHRINK,
    Verb.INVERT: Change.INVERT,
}
REGION, PROTECT = "region", "protect"  #: the commands
#: Command → what to say where there is no photo, and where nothing is drawn on it.
COMMANDS = {REGION: ("region-how", "region-which"), PROTECT: ("protect-how", "protect-which")}

Settle = Callable[[Regions], Regions]
Meant = Callable[[Transaction, float], Awaitable[Draft | None]]  #: finds the draft that a button is about


@dataclass(frozen=True, kw_only=True)
class Photo:
    """What regions are of."""

    picture: str
    message_id: int | None


async def command(turn: Turn, name: str) -> None:
    """`/region` or `/protect` in words: of the photo that waits, or of the one that this replies to; in reply to a
    drawn-over version of the photo that waits, what is drawn there.
    """
    draft = await _draft(turn)
    replied = await _replied_photo(turn)
    if isinstance(replied, Rejected):
        await _refuse(turn, turn.texts.problem(replied.code))
    elif replied is None:
        await _offer_parts(turn, name, _photo_of(draft))
    elif draft.content in (None, replied.picture):
        await _offer_parts(turn, name, replied)
    else:
        await _drawn(turn, name, _photo_of(draft), replied.picture)


async def drawn(turn: Turn, name: str, picture: str) -> None:
    """A picture came with `/region` or `/protect` as its caption: the photo that it replies to, or else the one that
    waits, drawn over.
    """
    replied = await _replied_photo(turn)
    if isinstance(replied, Rejected):
        await _refuse(turn, turn.texts.problem(replied.code))
    elif (photo := replied or _photo_of(await _draft(turn))) is not None:
        await _drawn(turn, name, photo, picture)
    else:  # it is the photo itself, with nothing drawn on it yet
        await _offer_parts(turn, name, Photo(picture=picture, message_id=turn.message_to_quote))


async def tapped(turn: Turn, marked: str, verb: RegionVerb) -> None:
    """A button below the question about a region. It names its mask: a tap that comes twice changes nothing."""
    match verb:
        case Verb.RIGHT:
            await _settle(turn, confirmed, lambda tx, now: waiting.asking(tx, turn.place, marked, now))
        case Verb.WRONG:
            await _settle(turn, dismissed, lambda tx, now: waiting.asking(tx, turn.place, marked, now))
        case Verb.GROW | Verb.SHRINK | Verb.INVERT:
            await _change(turn, marked, CHANGES[verb])
        case _:
            assert_never(verb)


async def leave_rest(turn: Turn, marked: str) -> None:
    """What no region covers keeps its look."""
    await _settle(turn, _leaving_the_rest, lambda tx, now: waiting.named(tx, turn.place, marked, now))


async def _replied_photo(turn: Turn) -> Photo | Rejected | None:
    """The photo that the message replies to; None where it does not reply to one."""
    message = answered(turn.message)
    attachment = somebodys_photo(turn, message) if message is not None else None
    if message is None or attachment is None:
        return None
    async with patiently(turn):
        taken = await take(turn, attachment)
    return (
        taken if isinstance(taken, Rejected) else Photo(picture=taken.picture, message_id=_message_here(turn, message))
    )


def _message_here(turn: Turn, message: Message | ExternalReplyInfo) -> int | None:
    """The message of this chat that cards can quote."""
    return message.message_id if isinstance(message, Message) else turn.message_to_quote


async def _offer_parts(turn: Turn, name: str, photo: Photo | None) -> None:
    """Parts of the photo by button, for those who do not draw; it is the draft's photo from now on."""
    how, which = COMMANDS[name]
    if photo is None:
        await _refuse(turn, turn.texts.say(how))
        return
    draft = await turn.commit(lambda tx: _kept_draft(tx, turn, photo))
    await answer_about(turn, Outcome(draft=draft), turn.texts.say(which), _parts(turn, name, draft))


def _parts(turn: Turn, name: str, draft: Draft) -> InlineKeyboardMarkup:
    return offers.parts(draft, Verb.PROTECT_PART if name == PROTECT else Verb.PART, turn.texts)


async def _kept_draft(tx: Transaction, turn: Turn, photo: Photo) -> Draft:
    now = time.time()
    return await tx.drafts.save(_about(await waiting.current(tx, turn.place, now), photo, now))


async def _drawn(turn: Turn, name: str, photo: Photo | None, picture: str) -> None:
    """What somebody drew over the photo becomes a region to be asked about."""
    if photo is None:
        await _refuse(turn, turn.texts.say(COMMANDS[name][0]))
        return
    files, decoder = turn.services.store.files, turn.services.decoder
    try:
        async with patiently(turn):
            content = await files.read(photo.picture)
            mask = await decoder.drawn_region(content, await files.read(picture))
    except NoRegion as error:
        kept = await turn.commit(lambda tx: _kept_draft(tx, turn, photo))
        await turn.answer(turn.texts.say(error.code), _parts(turn, name, kept))
        return
    draft = await _ask(turn, photo, mask, to_protect=name == PROTECT)
    if isinstance(draft, str):
        await turn.answer(draft)
    else:
        words, buttons = describe(Outcome(draft=draft), turn.services, turn.texts)
        await retire(turn.services, Outcome(draft=draft))
        await note(turn.services, Outcome(draft=draft), await turn.show(await _tinted(turn, draft), words, buttons))


async def choose_part(turn: Turn, marked: str, part: Part, *, to_protect: bool) -> None:
    """This part of the draft's photo is a region."""
    draft = await turn.services.store.read(lambda tx: waiting.named(tx, turn.place, marked, time.time()))
    photo = _photo_of(draft) if draft is not None else None
    if draft is None or photo is None:
        await turn.end_tap("tap-draft-over")
        return
    made = partial(turn.services.decoder.part_region, part=part)
    await _show_changed(turn, made, draft, photo, to_protect, of_people=part is Part.PERSON)


async def _change(turn: Turn, marked: str, change: Change) -> None:
    draft = await turn.services.store.read(lambda tx: waiting.asking(tx, turn.place, marked, time.time()))
    photo, asked = (None, None) if draft is None else (_photo_of(draft), draft.regions.asked)
    if draft is None or photo is None or asked is None:
        await turn.end_tap("tap-region-over")
        return
    former = await turn.services.store.files.read(asked)
    await _show_changed(
        turn,
        lambda _: turn.services.decoder.changed_region(former, change),
        draft,
        photo,
        draft.regions.asked_to_protect,
        of_people=draft.regions.of_people and change is not Change.INVERT,
    )


async def _show_changed(
    turn: Turn,
    made: Callable[[bytes], Awaitable[bytes]],
    before: Draft,
    photo: Photo,
    to_protect: bool,
    *,
    of_people: bool = False,
) -> None:
    """The region that comes of a tap, in the message under which it came."""
    try:
        mask = await made(await turn.services.store.files.read(photo.picture))
    except NoRegion as error:
        await turn.end_tap(error.code, alert=True)
        return
    draft = await _ask(turn, photo, mask, before, to_protect=to_protect, of_people=of_people)
    if isinstance(draft, str):
        await turn.answer_tap(draft, alert=True)
        return
    await turn.answer_tap()
    await show_instead(turn, await _tinted(turn, draft), *describe(Outcome(draft=draft), turn.services, turn.texts))


async def _ask(
    turn: Turn,
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
        name = await turn.keep(mask)
    except (OwnerFull, StoreFull) as error:
        await turn.settle()
        return turn.texts.problem(STORAGE if isinstance(error, OwnerFull) else DISK_FULL)
    now = time.time()

    async def work(tx: Transaction) -> Draft | None:
        draft = _about(await _present(tx, turn, before, now), photo, now)
        if not (to_protect or draft.regions.has_room or draft.regions.lacks_style):
            return None
        draft = replace(draft, regions=asking(draft.regions, name, to_protect=to_protect, of_people=of_people))
        return await tx.drafts.save(draft)

    draft = await turn.commit(work)
    return turn.texts.say("region-too-many", count=MOST) if draft is None else draft


async def _present(tx: Transaction, turn: Turn, before: Draft | None, now: float) -> Draft:
    """This draft as it is now; the current one, where none is meant or it is gone."""
    named = await waiting.named(tx, turn.place, offers.handle(before), now) if before is not None else None
    return named or await waiting.current(tx, turn.place, now)


async def _settle(turn: Turn, settle: Settle, meant: Meant) -> None:
    """Take a step with the regions of the draft that the button is about, and start if that completes it."""
    now = time.time()

    async def work(tx: Transaction) -> Outcome | None:
        draft = await meant(tx, now)
        if draft is None:
            return None
        return await advance(tx, turn.services, replace(draft, regions=settle(draft.regions), updated_at=now), now)

    outcome = await turn.commit(work)
    if outcome is None:
        await turn.answer_tap(turn.texts.say("tap-region-over"))
    elif outcome.job is not None:
        await turn.answer_tap(turn.texts.say("tap-started"))
        await moved(turn, outcome)
        await rewrite(turn, turn.texts.say("draft-started"))
    else:
        words, buttons = describe(outcome, turn.services, turn.texts)
        await turn.answer_tap(words if outcome.refusal is not None else None, alert=outcome.refusal is not None)
        if settle is dismissed:  # what is not meant is not shown any more
            await show_instead(turn, await _tinted(turn, outcome.draft), words, buttons)
        else:
            await rewrite(turn, words, buttons)


def _leaving_the_rest(regions: Regions) -> Regions:
    return replace(regions, rest_stays=True)


def _about(draft: Draft, photo: Photo, now: float) -> Draft:
    """The draft with this photo: another one than before is the beginning of another draft."""
    if draft.content == photo.picture:
        return replace(draft, updated_at=now)
    return drafts.with_content(drafts.begun_anew(draft, now), photo.picture, photo.message_id, now)


async def _draft(turn: Turn) -> Draft:
    return await turn.services.store.read(lambda tx: waiting.current(tx, turn.place, time.time()))


def _photo_of(draft: Draft) -> Photo | None:
    return None if draft.content is None else Photo(picture=draft.content, message_id=draft.content_message_id)


async def _tinted(turn: Turn, draft: Draft) -> bytes:
    """The photo, with its regions in colors; of one that shall stay as it is, that alone."""
    assert draft.content is not None
    regions, read = draft.regions, turn.services.store.files.read
    masks = [] if regions.asked_to_protect else [region.mask for region in regions.painted if region.style is not None]
    masks += [regions.asked] if regions.asked is not None else []
    return await turn.services.decoder.tinted(await read(draft.content), [await read(mask) for mask in masks])


async def _refuse(turn: Turn, words: str, buttons: InlineKeyboardMarkup | None = None) -> None:
    await turn.settle()
    await turn.answer(words, buttons)
