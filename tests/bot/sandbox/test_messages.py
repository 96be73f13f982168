"""New messages and edits: Telegram's limits, and its words for what goes beyond them."""

import io
from typing import Any

import pytest
from PIL import Image

from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api, Clock

KEYBOARD = {"inline_keyboard": [[{"text": "Stop", "callback_data": "v1:stop"}]]}


def jpeg(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (width, height), 128).save(buffer, "JPEG")
    return buffer.getvalue()


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Button", **button}]]}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "message text is empty"),
        ("  \n", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("🎨" * 2049, "message is too long"),  # two UTF-16 units each
    ],
)
async def test_texts_beyond_the_limits_are_refused(api: Api, text: str | None, reason: str) -> None:
    assert (await api("sendMessage", chat_id=api.chat_id, text=text)).reason == f"Bad Request: {reason}"


async def test_the_limit_counts_what_is_shown_not_the_markup(api: Api) -> None:
    answer = await api("sendMessage", chat_id=api.chat_id, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert answer.result["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


async def test_a_caption_has_its_own_limit(api: Api) -> None:
    long = await api("sendPhoto", chat_id=api.chat_id, photo=plain_png("red"), caption="x" * 1025)
    assert long.reason == "Bad Request: message caption is too long"
    await api("sendPhoto", chat_id=api.chat_id, photo=plain_png("red"), caption="x" * 1024)


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"url": "nowhere"}, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    ],
)
async def test_bad_buttons_are_refused(api: Api, button: dict[str, str], reason: str) -> None:
    answer = await api("sendMessage", chat_id=api.chat_id, text="hello", reply_markup=keyboard(**button))
    assert answer.reason == f"Bad Request: {reason}"


async def test_sixty_four_bytes_of_data_are_fine(api: Api, user: SandboxUser) -> None:
    await api.say(reply_markup=keyboard(callback_data="é" * 32))
    assert (await user.transcript())[-1].callback_data == ["é" * 32]


async def test_a_reply_needs_its_message_unless_told_otherwise(api: Api) -> None:
    gone = await api("sendMessage", chat_id=api.chat_id, text="hello", reply_parameters={"message_id": 999})
    assert gone.reason == "Bad Request: message to be replied not found"
    anyway = {"message_id": 999, "allow_sending_without_reply": True}
    sent = await api("sendMessage", chat_id=api.chat_id, text="hello", reply_parameters=anyway)
    assert "reply_to_message" not in sent.result


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (jpeg(64, 64)[:300], "IMAGE_PROCESS_FAILED"),
        (jpeg(2000, 90), "PHOTO_INVALID_DIMENSIONS"),
        (jpeg(5100, 5000), "PHOTO_INVALID_DIMENSIONS"),
        (None, "there is no photo in the request"),
        ("https://example.org/photo.jpg", "failed to get HTTP URL content"),
        ("AgACnonsense", "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_what_cannot_be_a_photo_is_refused(api: Api, photo: bytes | str | None, reason: str) -> None:
    answer = await api("sendPhoto", chat_id=api.chat_id, photo=photo)
    assert answer.reason == f"Bad Request: {reason}"


async def test_a_photo_of_too_many_bytes_is_refused(api: Api) -> None:
    answer = await api("sendPhoto", chat_id=api.chat_id, photo=bytes(10 * 2**20 + 1))
    assert "file is too big" in answer.reason


async def test_a_refused_message_leaves_no_trace_and_no_gap(api: Api, user: SandboxUser) -> None:
    first = await api.say("one")
    await api("sendMessage", chat_id=api.chat_id, text="two", reply_parameters={"message_id": 999})
    await api("sendPhoto", chat_id=api.chat_id, photo=b"no picture")
    assert await api.say("three") == first + 1
    assert [message.text for message in await user.transcript()] == ["one", "three"]


async def test_a_photo_is_compressed_a_document_is_not(api: Api, user: SandboxUser) -> None:
    original = plain_png("green", 2000, 1000)
    photo = (await api("sendPhoto", chat_id=api.chat_id, photo=original)).result["photo"]
    document = (await api("sendDocument", chat_id=api.chat_id, document=original)).result["document"]
    assert [(size["width"], size["height"]) for size in photo] == [(90, 45), (320, 160), (800, 400), (1280, 640)]
    assert document["file_size"] == len(original)
    assert document["thumbnail"]["width"] == 320
    shown_photo, shown_document = await user.transcript()
    assert shown_photo.media is not None
    assert shown_document.media is not None
    assert await user.download(shown_document.media) == original
    assert (await user.download(shown_photo.media)).startswith(b"\xff\xd8")


async def test_an_identifier_serves_again_but_only_as_what_it_is(api: Api) -> None:
    sizes = (await api("sendPhoto", chat_id=api.chat_id, photo=plain_png("green", 400, 300))).result["photo"]
    again = (await api("sendPhoto", chat_id=api.chat_id, photo=sizes[0]["file_id"])).result["photo"]
    assert again == sizes
    refused = await api("sendDocument", chat_id=api.chat_id, document=sizes[-1]["file_id"])
    assert refused.reason == "Bad Request: can't use file of type Photo as Document"


async def test_an_edit_that_changes_nothing_is_refused(api: Api, user: SandboxUser) -> None:
    message_id = await api.say("hello", reply_markup=KEYBOARD)
    same = {"chat_id": api.chat_id, "message_id": message_id, "text": "hello", "reply_markup": KEYBOARD}
    assert (await api("editMessageText", **same)).reason.startswith("Bad Request: message is not modified: ")
    await api("editMessageText", **(same | {"text": "changed"}))
    assert (await user.transcript())[-1].edits == 1


async def test_an_edit_without_a_keyboard_takes_the_keyboard_away(api: Api, user: SandboxUser) -> None:
    message_id = await api.say("hello", reply_markup=KEYBOARD)
    await api("editMessageText", chat_id=api.chat_id, message_id=message_id, text="hello")
    assert (await user.transcript())[-1].buttons == ()
    await api("editMessageReplyMarkup", chat_id=api.chat_id, message_id=message_id, reply_markup=KEYBOARD)
    assert (await user.transcript())[-1].callback_data == ["v1:stop"]


async def test_only_the_bots_own_messages_can_be_edited(api: Api, user: SandboxUser) -> None:
    theirs = await user.send_text("mine")
    edit = {"chat_id": api.chat_id, "text": "changed"}
    assert (await api("editMessageText", message_id=theirs, **edit)).reason == "Bad Request: message can't be edited"
    assert (await api("editMessageText", message_id=99, **edit)).reason == "Bad Request: message to edit not found"
    assert (await api("editMessageText", **edit)).reason == "Bad Request: message identifier is not specified"


async def test_text_and_caption_are_not_the_same(api: Api) -> None:
    text = {"chat_id": api.chat_id, "message_id": await api.say("hello")}
    photo_message = (await api("sendPhoto", chat_id=api.chat_id, photo=plain_png("red"))).result
    photo = {"chat_id": api.chat_id, "message_id": photo_message["message_id"]}
    no_caption = await api("editMessageCaption", caption="changed", **text)
    assert no_caption.reason == "Bad Request: there is no caption in the message to edit"
    no_text = await api("editMessageText", text="changed", **photo)
    assert no_text.reason == "Bad Request: there is no text in the message to edit"
    assert (await api("editMessageCaption", caption="changed", **photo)).result["caption"] == "changed"


async def test_a_text_becomes_a_photo_and_then_a_document(api: Api, user: SandboxUser) -> None:
    card = {"chat_id": api.chat_id, "message_id": await api.say("Waiting")}
    photo = {"type": "photo", "media": "attach://picture", "caption": "half"}
    edited = (await api("editMessageMedia", media=photo, picture=plain_png("red"), **card)).result
    assert "text" not in edited
    same = photo | {"media": edited["photo"][-1]["file_id"]}
    assert (await api("editMessageMedia", media=same, **card)).reason.startswith("Bad Request: message is not modified")
    document = {"type": "document", "media": "attach://picture"}
    edited = (await api("editMessageMedia", media=document, picture=b"anything", **card)).result
    assert "photo" not in edited
    (shown,) = await user.transcript()
    assert (shown.edits, shown.media and shown.media.kind) == (2, "document")


async def test_a_media_edit_without_its_upload_is_refused(api: Api) -> None:
    card = {"chat_id": api.chat_id, "message_id": await api.say("Waiting")}
    answer = await api("editMessageMedia", media={"type": "photo", "media": "attach://nowhere"}, **card)
    assert answer.reason == "Bad Request: there is no photo in the request"


async def test_messages_can_be_deleted_for_two_days(api: Api, user: SandboxUser, clock: Clock) -> None:
    young = {"chat_id": api.chat_id, "message_id": await api.say("young")}
    old = {"chat_id": api.chat_id, "message_id": await api.say("old")}
    assert (await api("deleteMessage", **young)).result is True
    assert (await api("deleteMessage", **young)).reason == "Bad Request: message to delete not found"
    clock.now += 49 * 3600
    assert (await api("deleteMessage", **old)).reason == "Bad Request: message can't be deleted"
    assert [message.text for message in await user.transcript()] == ["old"]


async def test_a_tap_is_answered_once_and_soon(api: Api, user: SandboxUser, clock: Clock) -> None:
    card = await api.say("Waiting", reply_markup=KEYBOARD)
    first = await user.tap(card, "v1:stop")
    long = await api("answerCallbackQuery", callback_query_id=first, text="x" * 201)
    assert long.reason == "Bad Request: MESSAGE_TOO_LONG"
    assert (await api("answerCallbackQuery", callback_query_id=first, text="Stopping")).result is True
    too_late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert (await api("answerCallbackQuery", callback_query_id=first)).reason == too_late
    second = await user.tap(card, "v1:stop")
    clock.now += 16
    assert (await api("answerCallbackQuery", callback_query_id=second)).reason == too_late


async def test_only_buttons_that_are_there_can_be_tapped(api: Api, user: SandboxUser) -> None:
    card = await api.say("Waiting", reply_markup=KEYBOARD)
    with pytest.raises(AssertionError, match="no such button"):
        await user.tap(card, "v1:other")
    await user.tap(card, "v1:other", stale=True)
    (update,) = (await api("getUpdates")).result
    assert update["callback_query"]["data"] == "v1:other"


async def test_an_unknown_chat_action_is_refused(api: Api) -> None:
    assert (await api("sendChatAction", chat_id=api.chat_id, action="upload_photo")).result is True
    answer = await api("sendChatAction", chat_id=api.chat_id, action="dancing")
    assert answer.reason == "Bad Request: wrong parameter action in request"
