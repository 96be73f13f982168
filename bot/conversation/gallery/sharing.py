"""Styles that people share: `/share` gives one a name for everybody, `/unshare` takes it back, `/shared` lists them.

Nobody learns from a shared style whose it is, and nothing reaches one that has no name.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial

from bot.conversation.core.addressing import replied_to
from bot.conversation.core.owners import owner_of
from bot.conversation.core.update_context import UpdateContext
from bot.conversation.draft import waiting
from bot.conversation.draft.pictures import Kept, attachment_of, take
from bot.conversation.gallery.share_list import show_shares
from bot.conversation.results import menu
from bot.conversation.results.results import kept_result
from bot.jobs.model import Job
from bot.store import HOUSE, SharedStyle, Transaction
from bot.texts import recipe
from bot.texts.quoting import quoted
from bot.texts.share_names import made_up
from bot.texts.style_names import LONGEST, as_name, asking_for
from bot.transport import painting
from engine.settings import TransferSettings

MOST = 20  #: shared styles of one person
EXAMPLE = "/share sea-at-night"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A style that somebody wants to share."""

    pictures: tuple[str, ...]
    borrowed: frozenset[int] = frozenset()  #: numbers of the shared styles of others that it may be from
    settings: TransferSettings | None = None  #: of the painting that has it


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What became of the request to share."""

    name: str | None = None  #: by which everybody may ask for the style now
    is_own: bool = False  #: it is this person who shares it
    refusal: str = ""  #: or else why there is none: the key of a sentence


async def share(context: UpdateContext) -> None:
    """`/share`, `/share NAME`: the style of the result that this replies to, or else that of the draft or of the latest
    job; a style that is kept under this name goes before both.
    """
    written = context.argument
    name = as_name(written)
    if written and name is None:
        await _refuse(context, "bad-style-name", value=quoted(written), high=str(LONGEST), example=EXAMPLE)
        return
    found = await _subject(context, name)
    if isinstance(found, str):
        await _refuse(context, found, example=EXAMPLE)
    elif not await context.services.store.files.has(*found.pictures):
        await _refuse(context, "share-expired")
    else:
        await _tell(context, found, await context.commit(partial(_share_once, context, found, name)), written)


async def share_tapped(context: UpdateContext, job_id: str) -> None:
    """The button under a result: its recipe line, style included."""
    job = await kept_result(context, job_id)
    if job is None:
        return
    if not await context.services.store.files.has(*job.request.styles):
        await context.end_tap("tap-expired", alert=True)
        return
    subject = _style_of(job)
    if isinstance(subject, str):
        await context.end_tap(subject, alert=True)
        return
    shared = await context.commit(partial(_share_once, context, subject, None))
    if shared.name is None:
        await context.answer_tap(context.texts.say(shared.refusal, count=MOST), alert=True)
    else:
        await context.answer_tap()
        buttons = painting.buttons(job, context.texts, shared.name, context.services.messenger.ways)
        await menu.show_menu(context, buttons if menu.is_under_painting(context) else None)
        await _tell(context, subject, shared, "")


async def unshare(context: UpdateContext) -> None:
    """`/unshare NAME`, or in reply to a result whose style is shared; otherwise the list to choose from."""
    name = as_name(context.argument)
    gone = await context.commit(partial(_withdraw, context, name))
    if gone:
        await context.answer(context.texts.say("unshare-done", names=", ".join(share.name for share in gone)))
    elif context.argument:
        await context.answer(context.texts.say("unshare-unknown", name=quoted(context.argument)))
    else:
        await show_shares(context)


async def unshare_tapped(context: UpdateContext, number: int) -> None:
    """A button of the list: take back this style, and show those that are left."""
    withdrawn = await context.commit(partial(_withdraw_number, context, number))
    await context.answer_tap(context.texts.say("tap-unshared" if withdrawn else "tap-style-gone"))
    await show_shares(context, in_place=True)


async def shared(context: UpdateContext) -> None:
    """`/shared`: what this person shares, with buttons to take it back."""
    await context.settle()
    await show_shares(context)


async def takedown(context: UpdateContext) -> None:
    """`/takedown NAME`, for admins: nobody can ask for this style any more."""
    name = as_name(context.argument)
    if name is None:
        await context.settle()
        await context.answer(context.texts.say("admin-usage-takedown"))
        return

    async def work(tx: Transaction) -> SharedStyle | None:
        found = await tx.shares.named(name)
        return None if found is None else await tx.shares.withdraw(found.number)

    gone = await context.commit(work)
    if gone is None:
        await context.answer(context.texts.say("admin-no-share", name=name))
    else:
        await context.answer(context.texts.say("admin-taken-down", name=name, user=str(gone.owner)))


async def _subject(context: UpdateContext, name: str | None) -> Subject | str:
    """What is to be shared, or the key of the reason why nothing can be."""
    replied = replied_to(context.message)
    if replied is None and context.message.external_reply is not None:
        return "share-not-yours"
    if replied is None:
        return await context.services.store.read(lambda tx: _at_hand(tx, context, name))
    message_id = replied.message_id
    job = await context.services.store.read(lambda tx: tx.job_history.shown_in(context.place.chat_id, message_id))
    if job is not None:
        if not context.owns(job.place):
            return "share-not-yours"
        return "share-expired" if job.status.expired_at is not None else _style_of(job)
    attachment = attachment_of(replied)
    if attachment is None or owner_of(replied) != context.place.user_id:
        return "share-not-yours"
    taken = await take(context, attachment)
    return Subject(pictures=(taken.picture,)) if isinstance(taken, Kept) else f"problem-{taken.code}"


def _style_of(job: Job) -> Subject | str:
    if job.request.masks:
        return "share-regions"
    return Subject(pictures=job.request.styles, borrowed=job.request.borrowed, settings=job.request.settings)


async def _at_hand(tx: Transaction, context: UpdateContext, name: str | None) -> Subject | str:
    """The kept style of that name, the style of the draft, or that of the latest job."""
    owner = context.place.user_id
    kept = await tx.styles.named(name, owner) if name is not None else None
    if kept is not None and kept.owner == owner:
        return Subject(pictures=(kept.picture,))
    draft = await waiting.current(tx, context.place, time.time())
    if draft.styles:
        return Subject(pictures=draft.styles, borrowed=draft.borrowed)
    last = await tx.job_history.last(context.place)
    return "share-how" if last is None else _style_of(last)


async def _share_once(context: UpdateContext, subject: Subject, name: str | None, tx: Transaction) -> Shared:
    """Share the style. To share again gives the same name; somebody else's style keeps its name while it is shared."""
    lent = await tx.shares.lent(subject.pictures, subject.borrowed)
    if lent is not None:
        return Shared(name=lent.name)
    if not await tx.shares.are_own(subject.pictures, subject.borrowed):
        is_withdrawn = await tx.shares.is_withdrawn(subject.borrowed)
        return Shared(refusal="tap-withdrawn" if is_withdrawn else "share-not-yours")
    house = await tx.styles.house_name_of(subject.pictures[0]) if len(subject.pictures) == 1 else None
    if house is not None:
        return Shared(name=house)
    owner = context.place.user_id
    present = await tx.shares.own(owner, subject.pictures) if name is None else await tx.shares.named(name)
    if present is not None:
        same = (present.owner, present.pictures) == (owner, subject.pictures)
        return Shared(name=present.name, is_own=True) if same else Shared(refusal="share-taken")
    if name is not None and await tx.styles.named(name, HOUSE) is not None:
        return Shared(refusal="share-taken")
    if len(await tx.shares.of(owner)) >= MOST:
        return Shared(refusal="tap-too-many-shares")
    free = name or await _free_name(tx)
    await tx.shares.add(owner=owner, name=free, pictures=subject.pictures, now=time.time())
    return Shared(name=free, is_own=True)


async def _free_name(tx: Transaction) -> str:
    while True:
        name = made_up()
        if await tx.shares.named(name) is None:
            return name


async def _withdraw(context: UpdateContext, name: str | None, tx: Transaction) -> list[SharedStyle]:
    """Withdraw this name, or all of this person's names for the style of the replied-to result; returns them."""
    mine = await tx.shares.of(context.place.user_id)
    replied = replied_to(context.message)
    if name is not None:
        chosen = [share for share in mine if share.name == name]
    elif replied is not None:
        job = await tx.job_history.shown_in(context.place.chat_id, replied.message_id)
        styles = job.request.styles if job is not None and context.owns(job.place) else None
        chosen = [share for share in mine if share.pictures == styles]
    else:
        chosen = []
    for share in chosen:
        await tx.shares.withdraw(share.number)
    return chosen


async def _withdraw_number(context: UpdateContext, number: int, tx: Transaction) -> bool:
    found = await tx.shares.get(number)
    own = found is not None and found.owner == context.place.user_id
    return own and await tx.shares.withdraw(number) is not None


async def _tell(context: UpdateContext, subject: Subject, shared: Shared, written: str) -> None:
    """Answer with the line that others may send, in a form that a tap copies."""
    if shared.name is None:
        words = context.texts.say(shared.refusal, name=quoted(written), count=MOST, example=EXAMPLE)
        await context.answer(words)
        return
    name, settings = shared.name, subject.settings
    line = asking_for(name) if settings is None else recipe.line(settings, name)
    words = context.texts.say("share-done" if shared.is_own else "share-named", recipe=line, name=name)
    reply_to = None if context.in_private else context.message_to_quote
    buttons = painting.of_shared(line, name, settings, context.texts, context.services.messenger.ways)
    await context.services.messenger.send_text(context.place, words, reply_to=reply_to, buttons=buttons, html=True)


async def _refuse(context: UpdateContext, key: str, **values: str) -> None:
    await context.settle()
    await context.answer(context.texts.say(key, **values))
