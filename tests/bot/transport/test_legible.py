"""What is left of an update of which the library cannot read a part."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Message, Update

from bot.transport.legible import LARGEST_NUMBER, legible_message, legible_update, update_number

USER = {"id": 900, "is_bot": False, "first_name": "U"}
CHAT = {"id": 900, "type": "private", "first_name": "U"}
ADDRESS = {"message_id": 1, "date": 1, "chat": CHAT, "from": USER}
POLL = {
    "id": "1",
    "question": "secret question",
    "options": [{"text": "a", "voter_count": 0}],  # since Bot API 9.6 they have an id
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}
PHOTO = [{"file_id": "F", "file_unique_id": "f", "width": 400, "height": 300}]


def update(**content: Any) -> dict[str, Any]:
    return {"update_id": 5, **content}


def test_the_library_alone_cannot_read_the_poll() -> None:
    """As soon as it can, the tests below need another example: they show nothing then."""
    with pytest.raises(TypeError, match="persistent_id"):
        Update.de_json(update(message=ADDRESS | {"poll": POLL}), None)


def test_what_can_be_read_stays_as_it_is() -> None:
    whole = update(message=ADDRESS | {"text": "hello", "something_new": {"of": "2030"}})
    assert legible_update(whole).content is whole
    assert legible_update(whole).lost == ()


def test_a_message_is_read_without_the_part_that_cannot_be() -> None:
    read = legible_update(update(message=ADDRESS | {"poll": POLL}))
    assert read.content == update(message=ADDRESS)
    assert read.lost == ("message.poll",)


def test_a_photo_in_reply_to_such_a_poll_is_still_a_photo_in_reply_to_a_message() -> None:
    read = legible_update(update(message=ADDRESS | {"photo": PHOTO, "reply_to_message": ADDRESS | {"poll": POLL}}))
    assert read.content == update(message=ADDRESS | {"photo": PHOTO, "reply_to_message": ADDRESS})
    assert read.lost == ("message.reply_to_message.poll",)


def test_a_tap_under_a_message_that_replies_to_such_a_poll_is_still_a_tap_under_it() -> None:
    card = ADDRESS | {"text": "card", "reply_to_message": ADDRESS | {"poll": POLL}}
    tap = {"id": "1", "from": USER, "chat_instance": "1", "data": "v1:cancel:x", "message": card}
    read = legible_update(update(callback_query=tap))
    assert read.content["callback_query"]["message"] == card | {"reply_to_message": ADDRESS}
    assert read.lost == ("callback_query.message.reply_to_message.poll",)


@pytest.mark.parametrize(
    "content",
    [
        {"message": 5},
        {"message": None, "callback_query": "x"},
        {"message": ADDRESS | {"from": "somebody"}},
        {"message": ADDRESS | {"sender_chat": "somewhere", "text": "hello"}},  # without it, it would be somebody else's
        {"message": {"text": "from nowhere"}},
        {"callback_query": {"id": "1", "data": "v1:cancel:x"}},
        {"my_chat_member": {"chat": CHAT, "from": USER, "date": 1, "new_chat_member": 7}},
    ],
)
def test_where_not_even_who_and_where_can_be_read_the_number_is_left(content: dict[str, Any]) -> None:
    assert Update.de_json(legible_update(update(**content)).content, None).effective_message is None


def test_several_parts_may_be_lost_and_strange_names_are_not_told() -> None:
    read = legible_update(update(message=ADDRESS | {"poll": POLL, "photo": 7, "text": "hi"}, **{"Ada's secret": 3}))
    assert read.content == update(message=ADDRESS | {"text": "hi"}, **{"Ada's secret": 3})
    assert read.lost == ("message.poll", "message.photo")


def test_depth_without_end_is_survived() -> None:
    message: dict[str, Any] = dict(ADDRESS)
    for _ in range(2000):
        message = ADDRESS | {"reply_to_message": message}
    read = legible_update(update(message=message))
    assert Update.de_json(read.content, None).update_id == 5


@pytest.mark.parametrize("number", [None, "1", 1.0, True, -1, LARGEST_NUMBER + 1, []])
def test_without_a_number_it_is_no_update(number: object) -> None:
    assert update_number({"update_id": number}) is None
    assert update_number([number]) is None


def test_what_the_bot_said_is_known_by_its_number_whatever_it_replies_to() -> None:
    said = ADDRESS | {"message_id": 77, "text": "hello", "external_reply": {"poll": POLL, "origin": 1}}
    assert Message.de_json(legible_message(said), None).message_id == 77
