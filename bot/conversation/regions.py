"""Parts of a photo that get a style of their own (`/region`), or stay as they are (`/protect`): drawn over the photo in
Telegram's editor, or chosen by a button. Before anything is made of a region its owner sees it, and may change it.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup

from bot.conversation import drafts, offers
from bot.conversation.addressing import replied_to
from bot.conversation.patience import patiently
from bot.conversation.pictures import Rejected, somebodys_photo, take
from bot.conversation.rewriting import message_tapped, rewrite
from bot.conversation.starting import Outcome, advance, describe
from bot.conversation.turn import Turn
from bot.intake.region_parts import Change, NoRegion, Part
from bot.jobs.regions import MOST, Regions, asking, confirmed, dismissed
from bot.store import RESERVE, Draft, StoreFull, Transaction
from bot.texts.look_up import DISK_FULL
from bot.transport.pace import Urgency
from bot.transport.taps import Verb, mark

CHANGES = {Verb.GROW: Change.GROW, Verb.SHRINK: Change.SHRINK, Verb.INVERT: Change.INVERT}
VERBS = frozenset({*CHANGES, Verb.RIGHT, Verb.WRONG, Verb.PART, Verb.PROTECT_PART, Verb.REST_STAYS})
TO_PROTECT = "protect"  #: the command; the other one is "region"
#: Command → what to say where there is no photo, and where nothing is drawn on it.
COMMANDS = {"region": ("region-how", "region-which"), TO_PROTECT: ("protect-how", "protect-which")}

Settle = Callable[[Regions], Regions]


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
    else:
        await _drawn(turn, name, replied or _photo_of(await _draft(turn)), picture)


async def tapped(turn: Turn, verb: Verb, subject: str) -> None:
    """A button about a region. It names the photo, or the region's mask: a tap that comes twice changes nothing."""
    owner, _, rest = subject.partition(".")
    if owner != str(turn.place.user_id):
        await turn.end_tap("tap-not-yours", alert=True)
        return
    match verb, rest.split("."):
        case ((Verb.PART | Verb.PROTECT_PART), [marked, part]) if part in set(Part):
            await _choose_part(turn, marked, Part(part), to_protect=verb is Verb.PROTECT_PART)
        case ((Verb.GROW | Verb.SHRINK | Verb.INVERT), [marked]):
            await _change(turn, marked, CHANGES[verb])
        case Verb.RIGHT, [marked]:
            await _settle(turn, confirmed, lambda draft: _asks_about(draft, marked))
        case Verb.WRONG, [marked]:
            await _settle(turn, dismissed, lambda draft: _asks_about(draft, marked))
        case Verb.REST_STAYS, [marked]:
            await _settle(turn, _leaving_the_rest, lambda draft: offers.is_about(draft, marked))
        case _:
            await turn.end_tap("tap-unknown")


async def _replied_photo(turn: Turn) -> Photo | Rejected | None:
    """The photo that the message replies to; None where it does not reply to one."""
    message = replied_to(turn.message)
    attachment = somebodys_photo(turn, message) if message is not None else None
    if message is None or attachment is None:
        return None
    async with patiently(turn):
        taken = await take(turn, attachment)
    return taken if isinstance(taken, Rejected) else Photo(picture=taken.picture, message_id=message.message_id)


async def _offer_parts(turn: Turn, name: str, photo: Photo | None) -> None:
    """Parts of the photo by button, for those who do not draw; it is the draft's photo from now on."""
    how, which = COMMANDS[name]
    if photo is None:
        await _refuse(turn, turn.texts.say(how))
        return
    await turn.commit(lambda tx: _kept_draft(tx, turn, photo))
    await turn.answer(turn.texts.say(which), _parts(turn, name, photo))


def _parts(turn: Turn, name: str, photo: Photo) -> InlineKeyboardMarkup:
    verb = Verb.PROTECT_PART if name == TO_PROTECT else Verb.PART
    return offers.parts(turn.place, mark(photo.picture), verb, turn.texts)


async def _kept_draft(tx: Transaction, turn: Turn, photo: Photo) -> None:
    now = time.time()
    draft = drafts.current(await tx.drafts.get(turn.place), turn.place, now)
    await tx.drafts.save(_about(draft, photo, now))


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
        await _refuse(turn, turn.texts.say(error.code), _parts(turn, name, photo))
        return
    draft = await _ask(turn, photo, mask, to_protect=name == TO_PROTECT)
    if isinstance(draft, str):
        await turn.answer(draft)
    else:
        words, buttons = describe(Outcome(draft=draft), turn.services, turn.texts)
        await turn.show(await _tinted(turn, draft), words, buttons)


async def _choose_part(turn: Turn, marked: str, part: Part, *, to_protect: bool) -> None:
    draft = await _draft(turn)
    photo = _photo_of(draft)
    if photo is None or mark(photo.picture) != marked:
        await turn.end_tap("tap-draft-over")
        return
    await _show_changed(turn, lambda content: turn.services.decoder.part_region(content, part), photo, to_protect)


async def _change(turn: Turn, marked: str, change: Change) -> None:
    draft = await _draft(turn)
    photo, asked = _photo_of(draft), draft.regions.asked
    if photo is None or asked is None or mark(asked) != marked:
        await turn.end_tap("tap-region-over")
        return
    former = await turn.services.store.files.read(asked)
    await _show_changed(
        turn,
        lambda _: turn.services.decoder.changed_region(former, change),
        photo,
        draft.regions.asked_to_protect,
    )


async def _show_changed(turn: Turn, made: Callable[[bytes], Awaitable[bytes]], photo: Photo, to_protect: bool) -> None:
    """The region that comes of a tap, in the message under which it came."""
    try:
        mask = await made(await turn.services.store.files.read(photo.picture))
    except NoRegion as error:
        await turn.end_tap(error.code, alert=True)
        return
    draft = await _ask(turn, photo, mask, to_protect=to_protect)
    if isinstance(draft, str):
        await turn.answer_tap(draft, alert=True)
        return
    await turn.answer_tap()
    message = message_tapped(turn)
    words, buttons = describe(Outcome(draft=draft), turn.services, turn.texts)
    if message is not None:
        picture = await _tinted(turn, draft)
        await turn.services.messenger.edit_photo(
            turn.place.chat_id, message.message_id, picture, words, buttons, Urgency.ANSWER
        )


async def _ask(turn: Turn, photo: Photo, mask: bytes, *, to_protect: bool) -> Draft | str:
    """The draft with the question whether this is the region; or what to say where it cannot be."""
    try:
        name = await turn.services.store.files.put(mask, reserve=RESERVE)
    except StoreFull:
        await turn.settle()
        return turn.texts.problem(DISK_FULL)
    now = time.time()

    async def work(tx: Transaction) -> Draft | None:
        draft = _about(drafts.current(await tx.drafts.get(turn.place), turn.place, now), photo, now)
        if not (to_protect or draft.regions.has_room or draft.regions.lacks_style):
            return None
        draft = replace(draft, regions=asking(draft.regions, name, to_protect=to_protect))
        await tx.drafts.save(draft)
        return draft

    draft = await turn.commit(work)
    return turn.texts.say("region-too-many", count=MOST) if draft is None else draft


async def _settle(turn: Turn, settle: Settle, is_meant: Callable[[Draft], bool]) -> None:
    """Take a step with the regions of the draft that the button is about, and start if that completes it."""
    now = time.time()

    async def work(tx: Transaction) -> Outcome | None:
        draft = drafts.current(await tx.drafts.get(turn.place), turn.place, now)
        if not is_meant(draft):
            return None
        return await advance(tx, turn.services, replace(draft, regions=settle(draft.regions), updated_at=now), now)

    outcome = await turn.commit(work)
    if outcome is None:
        await turn.answer_tap(turn.texts.say("tap-region-over"))
    elif outcome.job is not None:
        await turn.answer_tap(turn.texts.say("tap-started"))
        await rewrite(turn, turn.texts.say("draft-started"))
    else:
        words, buttons = describe(outcome, turn.services, turn.texts)
        await turn.answer_tap(words if outcome.refusal is not None else None, alert=outcome.refusal is not None)
        await rewrite(turn, words, buttons)


def _leaving_the_rest(regions: Regions) -> Regions:
    return replace(regions, rest_stays=True)


def _asks_about(draft: Draft, marked: str) -> bool:
    return draft.regions.asked is not None and mark(draft.regions.asked) == marked


def _about(draft: Draft, photo: Photo, now: float) -> Draft:
    """The draft with this photo: another one than before is the beginning of another draft."""
    if draft.content == photo.picture:
        return replace(draft, updated_at=now)
    return drafts.with_content(Draft(place=draft.place, updated_at=now), photo.picture, photo.message_id, now)


async def _draft(turn: Turn) -> Draft:
    return drafts.current(await turn.services.store.read(lambda tx: tx.drafts.get(turn.place)), turn.place, time.time())


def _photo_of(draft: Draft) -> Photo | None:
    return None if draft.content is None else Photo(picture=draft.content, message_id=draft.content_message_id)


async def _tinted(turn: Turn, draft: Draft) -> bytes:
    """The photo, with its regions in colours; of one that shall stay as it is, that alone."""
    assert draft.content is not None
    regions, read = draft.regions, turn.services.store.files.read
    masks = [] if regions.asked_to_protect else [region.mask for region in regions.painted if region.style is not None]
    masks += [regions.asked] if regions.asked is not None else []
    return await turn.services.decoder.tinted(await read(draft.content), [await read(mask) for mask in masks])


async def _refuse(turn: Turn, words: str, buttons: InlineKeyboardMarkup | None = None) -> None:
    await turn.settle()
    await turn.answer(words, buttons)
