"""What Telegram's errors mean."""

from __future__ import annotations

import httpx
import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.transport.errors import (
    CallFailed,
    CallRefused,
    ChatClosed,
    ChatMoved,
    FileTooBig,
    MediaForbidden,
    MessageGone,
    OtherKind,
    SlowDown,
    TopicGone,
    Unchanged,
    Unreachable,
    judge,
)
from tests.support.fake_telegram import no_connection, read_timeout

NOT_MODIFIED = (
    "Message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (BadRequest(NOT_MODIFIED), Unchanged),
        (BadRequest("Query is too old and response timeout expired or query id is invalid"), Unchanged),
        (BadRequest("Message to edit not found"), MessageGone),
        (BadRequest("Message can't be edited"), MessageGone),
        (BadRequest("There is no text in the message to edit"), OtherKind),
        (BadRequest("Chat not found"), ChatClosed),
        (BadRequest("Not enough rights to send text messages to the chat"), ChatClosed),
        (BadRequest("Not enough rights to send photos to the chat"), MediaForbidden),
        (BadRequest("CHAT_SEND_PHOTOS_FORBIDDEN"), MediaForbidden),
        (BadRequest("Have no rights to send a message"), ChatClosed),
        (BadRequest("Message thread not found"), TopicGone),
        (BadRequest("TOPIC_DELETED"), TopicGone),
        (BadRequest("TOPIC_CLOSED"), TopicGone),
        (BadRequest("File is too big"), FileTooBig),
        (BadRequest("Photo_invalid_dimensions"), CallRefused),
        (Forbidden("Forbidden: bot was blocked by the user"), ChatClosed),
        (ChatMigrated(-1001), ChatMoved),
        (InvalidToken("Not Found"), CallRefused),
        (NetworkError("Bad Gateway"), Unreachable),
        (RetryAfter(7), SlowDown),
    ],
)
def test_each_error_has_one_meaning(error: TelegramError, meaning: type[CallFailed]) -> None:
    assert type(judge(error)) is meaning


def test_telegrams_wish_is_told_in_seconds() -> None:
    failure = judge(RetryAfter(7))
    assert isinstance(failure, SlowDown)
    assert failure.seconds == 7.0


def cut_off() -> NetworkError:
    error = NetworkError("httpx.RemoteProtocolError")
    error.__cause__ = httpx.RemoteProtocolError("Server disconnected without sending a response.")
    return error


@pytest.mark.parametrize(
    ("error", "maybe_done"),
    [(no_connection(), False), (NetworkError("Bad Gateway"), False), (read_timeout(), True), (cut_off(), True)],
)
def test_it_is_known_whether_a_call_may_have_taken_effect(error: NetworkError, maybe_done: bool) -> None:
    failure = judge(error)
    assert isinstance(failure, Unreachable)
    assert failure.maybe_done is maybe_done
