"""The list of what somebody shares: one sheet with a small picture of each style, and buttons to take them back."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.conversation.core.rewriting import message_tapped, rewrite, show_instead
from bot.conversation.core.update_context import UpdateContext
from bot.intake.decoder import DecoderUnavailable
from bot.store import SharedStyle
from bot.texts.look_up import Texts
from bot.texts.style_names import asking_for
from bot.transport.button_kinds import UnshareButton
from bot.transport.buttons import button
from engine.errors import BadPicture

log = logging.getLogger(__name__)


async def show_shares(context: UpdateContext, *, in_place: bool = False) -> None:
    """Send the list; or make the message under which the tap came show it."""
    owner = context.place.user_id
    shares = await context.services.store.read(lambda tx: tx.shares.of(owner))
    words, buttons = list_of(shares, owner, context.texts)
    sheet = await _sheet(context, shares) if shares else None
    message = message_tapped(context) if in_place else None
    if message is not None and message.photo and sheet is not None:
        await show_instead(context, sheet, words, buttons)
    elif message is not None:
        await rewrite(context, words, buttons)
    elif sheet is not None:
        await context.show(sheet, words, buttons)
    else:
        await context.answer(words, buttons)


def list_of(shares: Sequence[SharedStyle], owner: int, texts: Texts) -> tuple[str, InlineKeyboardMarkup | None]:
    """The names, numbered as in the sheet, each with a button."""
    if not shares:
        return texts.say("shared-none"), None
    lines = [f"{number} · {asking_for(share.name)}" for number, share in enumerate(shares, 1)]
    keys = [
        [button(texts.say("button-unshare", number=number, name=share.name), UnshareButton(owner, share.number))]
        for number, share in enumerate(shares, 1)
    ]
    return "\n".join([texts.say("shared-list"), *lines]), InlineKeyboardMarkup(keys)


async def _sheet(context: UpdateContext, shares: Sequence[SharedStyle]) -> bytes | None:
    """Small pictures, of a blend the first; None where they cannot be made."""
    files, decoder = context.services.store.files, context.services.decoder
    try:
        return await decoder.sheet([await decoder.tile(await files.read(share.pictures[0])) for share in shares], 1)
    except (OSError, BadPicture, DecoderUnavailable) as error:
        log.warning("the shared styles cannot be shown: %s", error)
        return None
