"""Buttons that an older Bot API server, or this bot's settings, refuse: left out, and remembered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, SwitchInlineQueryChosenChat
from telegram.constants import KeyboardButtonStyle

from bot.jobs.model import Place
from bot.transport.button_kinds import JobButton
from bot.transport.buttons import button
from bot.transport.errors import ButtonsRefused, Unreachable
from bot.transport.messenger import Messenger
from bot.transport.rate_limit import Urgency
from bot.transport.verbs import Verb
from tests.support.fake_telegram import FakeTelegram, Refusal, bot_of, read_timeout

HOME = Place(chat_id=7, user_id=7)
NO_COLORS = Refusal(400, "Bad Request: can't parse inline keyboard button: invalid button style specified")
NO_SWITCH = Refusal(400, "Bad Request: BUTTON_TYPE_INVALID")
SHARE = InlineKeyboardButton(
    "Share", switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat("x", allow_user_chats=True)
)
COPY = InlineKeyboardButton("Recipe", copy_text=CopyTextButton("size=512"), style=KeyboardButtonStyle.SUCCESS)
KEYBOARD = InlineKeyboardMarkup([[button("Cancel", JobButton("ab", Verb.CANCEL)), COPY], [SHARE]])
PLAIN = [{"text": "Cancel", "callback_data": "v1:cancel:ab"}, {"text": "Recipe", "copy_text": {"text": "size=512"}}]


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
async def messenger(telegram: FakeTelegram) -> Messenger:
    return Messenger(await bot_of(telegram), back_off=(0.01,))


def rows(telegram: FakeTelegram) -> list[list[dict[str, Any]]]:
    """The buttons of the latest call, as they go over the wire."""
    markup = json.loads(json.dumps(telegram.requests[-1].parameters["reply_markup"]))
    return list(markup["inline_keyboard"])


async def test_colors_go_with_the_verb(telegram: FakeTelegram, messenger: Messenger) -> None:
    await messenger.send_text(HOME, "hello", buttons=KEYBOARD)
    assert rows(telegram)[0][0] == {"text": "Cancel", "callback_data": "v1:cancel:ab", "style": "danger"}
    assert button("More", JobButton("ab", Verb.MENU)).style is None


async def test_without_colors_the_message_is_sent_again_and_all_later_ones_at_once(
    telegram: FakeTelegram, messenger: Messenger
) -> None:
    telegram.answer_next("sendPhoto", NO_COLORS)
    await messenger.send_photo(HOME, b"jpeg", "words", buttons=KEYBOARD)
    assert rows(telegram) == [PLAIN, [SHARE.to_dict()]]
    assert len(telegram.requests) == 2
    await messenger.edit_buttons(7, 1, KEYBOARD)
    assert rows(telegram) == [PLAIN, [SHARE.to_dict()]]
    assert len(telegram.requests) == 3


async def test_a_kind_that_is_refused_is_left_out_and_colors_stay(telegram: FakeTelegram, messenger: Messenger) -> None:
    telegram.answer_next("editMessageText", NO_SWITCH)
    await messenger.edit_text(7, 1, "words", KEYBOARD, Urgency.RESULT)
    assert [[key["text"] for key in row] for row in rows(telegram)] == [["Cancel", "Recipe"]]
    assert rows(telegram)[0][0]["style"] == "danger"


async def test_both_may_be_refused_and_nothing_more(telegram: FakeTelegram, messenger: Messenger) -> None:
    telegram.answer_next("sendMessage", NO_SWITCH, NO_COLORS, NO_COLORS)
    with pytest.raises(ButtonsRefused):
        await messenger.send_text(HOME, "hello", buttons=KEYBOARD)
    assert len(telegram.requests) == 3
    assert rows(telegram) == [PLAIN]


async def test_a_message_that_may_have_arrived_is_not_sent_again_without_colors(
    telegram: FakeTelegram, messenger: Messenger
) -> None:
    telegram.answer_next("sendMessage", read_timeout())
    with pytest.raises(Unreachable):
        await messenger.send_text(HOME, "hello", buttons=KEYBOARD)
    assert len(telegram.requests) == 1
