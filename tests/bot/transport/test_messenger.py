"""Calls to Telegram: what is repeated, what is not, and what the callers get to see."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import pytest
from telegram import BotCommand

from bot.jobs.model import Place
from bot.transport import wordless_calls as module
from bot.transport.chat_calls import Listeners
from bot.transport.errors import ChatClosed, FileTooBig, MessageGone, SlowDown, Unreachable
from bot.transport.files import LARGEST_DOWNLOAD
from bot.transport.messenger import Messenger
from bot.transport.rate_limit import Urgency
from tests.support.eventually import LONG, eventually
from tests.support.fake_telegram import FakeTelegram, Refusal, bot_of, flood, no_connection, read_timeout

HOME = Place(chat_id=7, user_id=7)
NOT_MODIFIED = Refusal(400, "Bad Request: message is not modified")

Edit = Callable[[Messenger], Awaitable[object]]
EDITS: dict[str, Edit] = {
    "editMessageText": lambda m: m.edit_text(7, 1, "words", None, Urgency.RESULT),
    "editMessageCaption": lambda m: m.edit_caption(7, 1, "words", None, Urgency.RESULT),
    "editMessageMedia": lambda m: m.edit_photo(7, 1, b"jpeg", "words", None, Urgency.RESULT),
    "answerCallbackQuery": lambda m: m.answer_tap("1", "words"),
}


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
async def messenger(telegram: FakeTelegram) -> Messenger:
    return Messenger(await bot_of(telegram), back_off=(0.01, 0.02))


async def test_a_text_goes_to_its_topic_as_a_reply_that_survives_the_loss_of_its_target(
    telegram: FakeTelegram, messenger: Messenger
) -> None:
    message_id = await messenger.send_text(Place(chat_id=-5, user_id=7, topic_id=3), "hello", reply_to=9)
    (request,) = telegram.requests
    assert message_id == 1001
    assert request.parameters["message_thread_id"] == 3
    reply = request.parameters["reply_parameters"]
    reply = json.loads(reply) if isinstance(reply, str) else reply
    assert (reply["message_id"], reply["allow_sending_without_reply"]) == (9, True)


@pytest.mark.parametrize("method", EDITS)
async def test_nothing_to_change_is_success(telegram: FakeTelegram, messenger: Messenger, method: str) -> None:
    telegram.answer_next(method, NOT_MODIFIED)
    await EDITS[method](messenger)
    assert len(telegram.requests) == 1


@pytest.mark.parametrize("method", EDITS)
async def test_edits_are_repeated_after_network_trouble(
    telegram: FakeTelegram, messenger: Messenger, method: str
) -> None:
    telegram.answer_next(method, read_timeout(), Refusal(502, "Bad Gateway"))
    await EDITS[method](messenger)
    assert len(telegram.requests) == 3


async def test_repeating_ends_some_time(telegram: FakeTelegram, messenger: Messenger) -> None:
    telegram.answer_next("editMessageText", *[no_connection()] * 5)
    with pytest.raises(Unreachable):
        await EDITS["editMessageText"](messenger)
    assert len(telegram.requests) == 3


async def test_what_may_have_arrived_is_not_sent_twice(telegram: FakeTelegram, messenger: Messenger) -> None:
    telegram.answer_next("sendMessage", read_timeout())
    with pytest.raises(Unreachable) as caught:
        await messenger.send_text(HOME, "hello")
    assert caught.value.maybe_done
    assert len(telegram.requests) == 1


async def test_what_cannot_have_arrived_is_sent_again(telegram: FakeTelegram, messenger: Messenger) -> None:
    telegram.answer_next("sendMessage", no_connection())
    assert await messenger.send_text(HOME, "hello") == 1001
    assert len(telegram.requests) == 2


async def test_an_answer_waits_as_long_as_telegram_wishes(telegram: FakeTelegram, messenger: Messenger) -> None:
    telegram.answer_next("sendMessage", flood(1))
    loop = asyncio.get_running_loop()
    began = loop.time()
    await messenger.send_text(HOME, "hello")
    assert loop.time() - began >= 1.0


@pytest.mark.parametrize("urgency", [Urgency.PREVIEW, Urgency.PLACE])
async def test_a_preview_is_dropped_rather_than_waited_for_and_the_chat_stays_silent(
    telegram: FakeTelegram, messenger: Messenger, urgency: Urgency
) -> None:
    telegram.answer_next("editMessageText", flood(60))
    with pytest.raises(SlowDown) as caught:
        await messenger.edit_text(7, 1, "words", None, urgency)
    assert caught.value.seconds == 60
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await messenger.send_text(HOME, "hello")
    assert telegram.said == []
    await messenger.send_text(Place(chat_id=8, user_id=8), "another chat is not concerned")


@pytest.mark.parametrize(
    ("refusal", "failure"),
    [
        (Refusal(403, "Forbidden: bot was blocked by the user"), ChatClosed),
        (Refusal(400, "Bad Request: message to edit not found"), MessageGone),
    ],
)
async def test_what_cannot_be_helped_is_not_tried_again(
    telegram: FakeTelegram, messenger: Messenger, refusal: Refusal, failure: type[Exception]
) -> None:
    telegram.answer_next("editMessageText", refusal)
    with pytest.raises(failure):
        await EDITS["editMessageText"](messenger)
    assert len(telegram.requests) == 1


async def test_a_download_is_repeated_and_gives_the_bytes(telegram: FakeTelegram, messenger: Messenger) -> None:
    telegram.files["photo-1"] = b"bytes"
    telegram.answer_next("getFile", no_connection())
    assert await messenger.download("photo-1") == b"bytes"


async def test_what_is_too_large_is_not_downloaded_though_the_server_would_give_it(
    telegram: FakeTelegram, messenger: Messenger
) -> None:
    telegram.files["film"] = b"bytes"
    telegram.sizes["film"] = LARGEST_DOWNLOAD
    assert await messenger.download("film") == b"bytes"
    telegram.sizes["film"] += 1
    with pytest.raises(FileTooBig):
        await messenger.download("film")


async def test_only_what_is_marked_up_is_read_as_such(telegram: FakeTelegram, messenger: Messenger) -> None:
    await messenger.send_text(HOME, "1 < 2")
    await messenger.send_text(HOME, "<code>1</code>", html=True)
    plain, marked_up = telegram.of("sendMessage")
    assert "parse_mode" not in plain.parameters
    assert marked_up.parameters["parse_mode"] == "HTML"


async def test_many_messages_are_deleted_in_few_calls(telegram: FakeTelegram, messenger: Messenger) -> None:
    await messenger.delete(7, list(range(1, 203)))
    assert [len(call.parameters["message_ids"]) for call in telegram.of("deleteMessages")] == [100, 100, 2]
    await messenger.delete(7, [5])
    assert [call.parameters["message_id"] for call in telegram.of("deleteMessage")] == [5]


async def test_one_message_that_is_too_old_does_not_keep_the_others(
    telegram: FakeTelegram, messenger: Messenger
) -> None:
    telegram.answer_next("deleteMessages", Refusal(400, "Bad Request: message can't be deleted"))
    telegram.answer_next("deleteMessage", Refusal(400, "Bad Request: message to delete not found"))
    await messenger.delete(7, [1, 2, 3])
    assert [call.parameters["message_id"] for call in telegram.of("deleteMessage")] == [1, 2, 3]


async def test_every_new_message_is_noted_and_no_edit_is(telegram: FakeTelegram) -> None:
    noted: list[tuple[Place, int]] = []

    async def note(place: Place, message_id: int, _began: float) -> None:
        noted.append((place, message_id))

    messenger = Messenger(await bot_of(telegram), listeners=Listeners(on_sent=note))
    sent = [
        await messenger.send_text(HOME, "words"),
        await messenger.send_photo(HOME, b"jpeg", "words"),
        await messenger.send_document(HOME, b"png", "a.png"),
    ]
    await messenger.edit_text(7, sent[0], "others", None, Urgency.ANSWER)
    assert noted == [(HOME, message_id) for message_id in sent]


async def test_what_is_deleted_is_told_and_what_stays_is_not(telegram: FakeTelegram) -> None:
    gone: list[tuple[int, int]] = []

    async def note(chat_id: int, message_ids: Sequence[int]) -> None:
        gone.extend((chat_id, message_id) for message_id in message_ids)

    messenger = Messenger(await bot_of(telegram), listeners=Listeners(on_deleted=note))
    await messenger.delete(7, [1, 2])
    assert gone == [(7, 1), (7, 2)]
    telegram.answer_next("deleteMessages", Refusal(400, "Bad Request: message can't be deleted"))
    telegram.answer_next("deleteMessage", Refusal(400, "Bad Request: message can't be deleted"))
    await messenger.delete(7, [3, 4])
    assert gone[2:] == [(7, 4)]


def moved(new_chat_id: int) -> Refusal:
    parameters = {"migrate_to_chat_id": new_chat_id}
    return Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters)


async def test_a_message_follows_its_group_without_a_reply_to_what_stayed_behind(telegram: FakeTelegram) -> None:
    sent: list[tuple[Place, int]] = []
    moves: list[tuple[int, int]] = []

    async def note(place: Place, message_id: int, _began: float) -> None:
        sent.append((place, message_id))

    async def move(old: int, new: int) -> None:
        moves.append((old, new))

    messenger = Messenger(await bot_of(telegram), listeners=Listeners(on_sent=note, on_moved=move))
    telegram.answer_next("sendMessage", moved(-1005))
    message_id = await messenger.send_text(Place(chat_id=-5, user_id=7), "hello", reply_to=9)
    assert moves == [(-5, -1005)]
    assert sent == [(Place(chat_id=-1005, user_id=7), message_id)]
    second = telegram.requests[1].parameters
    assert (second["chat_id"], second.get("reply_parameters")) == (-1005, None)


@pytest.mark.parametrize("method", [name for name in EDITS if name.startswith("edit")])
async def test_what_stayed_behind_cannot_be_edited_any_more(
    telegram: FakeTelegram, messenger: Messenger, method: str
) -> None:
    telegram.answer_next(method, moved(-1005))
    with pytest.raises(MessageGone):
        await EDITS[method](messenger)
    assert len(telegram.requests) == 1


async def test_while_telegram_wants_silence_previews_are_not_even_tried(
    telegram: FakeTelegram, messenger: Messenger
) -> None:
    telegram.answer_next("editMessageText", flood(60))
    for _ in range(3):
        with pytest.raises(SlowDown):
            await messenger.edit_text(7, 1, "words", None, Urgency.PREVIEW)
    assert len(telegram.requests) == 1


WORDLESS: dict[str, Callable[[Messenger], Coroutine[Any, Any, object]]] = {
    "answerCallbackQuery": lambda m: m.answer_tap("1", "words"),
    "getFile": lambda m: m.download("photo-1"),
    "setMyCommands": lambda m: m.set_commands([BotCommand("help", "help")]),
}


@pytest.mark.fault("too-many-requests")
@pytest.mark.parametrize("silenced", WORDLESS)
async def test_silence_for_one_kind_of_call_is_no_business_of_the_others(
    telegram: FakeTelegram, messenger: Messenger, silenced: str, figure: Callable[[str], None]
) -> None:
    telegram.files["photo-1"] = b"bytes"
    telegram.answer_next(silenced, flood(3600))
    first = asyncio.create_task(WORDLESS[silenced](messenger))

    async def refused() -> bool:
        return bool(telegram.of(silenced))

    await eventually(refused, LONG)
    others = WORDLESS.keys() - {silenced}
    async with asyncio.timeout(LONG):
        for method in others:
            await WORDLESS[method](messenger)
        await messenger.send_text(HOME, "hello")
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert [len(telegram.of(method)) for method in (*others, silenced, "sendMessage")] == [1, 1, 1, 1]
    figure(f"held up beside {silenced} 0 of {len(others) + 1} kinds of calls")


async def test_a_tap_waits_for_no_long_silence_and_asks_for_nothing_more_meanwhile(
    telegram: FakeTelegram, messenger: Messenger
) -> None:
    telegram.answer_next("answerCallbackQuery", flood(3600))
    async with asyncio.timeout(LONG):
        await messenger.answer_tap("1", "words")
        await messenger.answer_tap("2", "words")
    assert len(telegram.requests) == 1


async def test_a_tap_waits_for_a_short_silence(telegram: FakeTelegram, messenger: Messenger) -> None:
    telegram.answer_next("answerCallbackQuery", flood(1))
    await messenger.answer_tap("1", "words")
    assert len(telegram.requests) == 2


async def test_an_answer_to_a_tap_is_given_up_when_nobody_looks_for_it_any_more(
    telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TAP_LIVES", 0.05)
    messenger = Messenger(await bot_of(telegram), back_off=(3600.0,))
    telegram.answer_next("answerCallbackQuery", no_connection())
    async with asyncio.timeout(LONG):
        await messenger.answer_tap("1", "words")
    assert len(telegram.requests) == 1
