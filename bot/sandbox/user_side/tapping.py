"""Taps on the buttons below messages."""

from __future__ import annotations

from bot.sandbox.errors import UserError
from bot.sandbox.objects import InaccessibleMessage, Message
from bot.sandbox.taps import Tap
from bot.sandbox.user_side.posting import Seat


def tap(seat: Seat, message_id: int, data: str, *, stale: bool = False) -> Tap:
    """Tap a button of a message. With `stale` the button may be one that the message had earlier, or the message may
    be gone: the bot changed it in that moment.
    """
    stored = seat.sandbox.find_message(seat.chat.id, message_id)
    if stored is None and not stale:
        raise UserError("There is no such message.")
    if stored is not None and not stale and data not in _offered(stored.message):
        raise UserError("The message has no such button now.")
    message = stored.message if stored is not None else None
    with seat.sandbox.storage.change():
        gone = InaccessibleMessage(chat=seat.chat, message_id=message_id, date=0)
        return seat.sandbox.taps.add(seat.user, message or gone, data)


def _offered(message: Message) -> set[str | None]:
    markup = message.reply_markup
    return {button.callback_data for row in markup.inline_keyboard for button in row} if markup else set()
