"""What the bot sends beside single photos: animations, albums, reactions; and taking messages away."""

from typing import Any

import pytest

from bot.sandbox.state import Sandbox
from tests.support.pictures import moving_gif, plain_png
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api, Clock


def photos(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"type": "photo", "media": f"attach://p{number}", **more} for number in range(count)]


async def test_a_gif_is_sent_as_an_animation_and_serves_again(api: Api, user: SandboxUser) -> None:
    first = (await api("sendAnimation", chat_id=api.chat_id, animation=moving_gif(), caption="Timelapse")).result
    assert (first["animation"]["width"], first["animation"]["duration"]) == (120, 1)
    assert first["caption"] == "Timelapse"
    again = await api("sendAnimation", chat_id=api.chat_id, animation=first["animation"]["file_id"])
    assert again.result["animation"] == first["animation"]
    shown = (await user.transcript())[-1]
    assert shown.media is not None
    assert (shown.media.kind, shown.media.width) == ("animation", 120)
    assert await user.download(shown.media) == moving_gif()


async def test_what_does_not_move_arrives_as_a_document(api: Api) -> None:
    sent = (await api("sendAnimation", chat_id=api.chat_id, animation=plain_png("red"))).result
    assert "animation" not in sent
    assert "document" in sent


async def test_a_card_becomes_an_animation_and_a_photo_again(api: Api) -> None:
    card = {"chat_id": api.chat_id, "message_id": await api.say("Waiting")}
    moving = {"type": "animation", "media": "attach://gif"}
    edited = (await api("editMessageMedia", media=moving, gif=moving_gif(), **card)).result
    assert "animation" in edited
    still = {"type": "photo", "media": "attach://png"}
    edited = (await api("editMessageMedia", media=still, png=plain_png("red"), **card)).result
    assert "photo" in edited
    assert not {"animation", "document"} & set(edited)


async def test_an_album_is_several_messages_in_one_group(api: Api, user: SandboxUser) -> None:
    uploads = {f"p{number}": plain_png("red") for number in range(3)}
    media = photos(3)
    media[0]["caption"] = "<b>three</b>"
    media[0]["parse_mode"] = "HTML"
    sent = (await api("sendMediaGroup", chat_id=api.chat_id, media=media, **uploads)).result
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.text for message in await user.transcript()] == ["three", "", ""]
    first = {"chat_id": api.chat_id, "message_id": sent[0]["message_id"]}
    document = {"type": "document", "media": "attach://p0"}
    refused = await api("editMessageMedia", media=document, p0=plain_png("red"), **first)
    assert refused.reason == "Bad Request: can't change media type in the album"
    photo = {"type": "photo", "media": "attach://p0"}
    assert (await api("editMessageMedia", media=photo, p0=plain_png("blue"), **first)).status == 200


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ([], "there are no messages to send"),
        (photos(1), "an album must have from 2 to 10 items"),
        (photos(11), "an album must have from 2 to 10 items"),
        ([*photos(1), {"type": "document", "media": "attach://p0"}], "Document can't be mixed with other media types"),
        ([{"type": "animation", "media": "attach://p0"}] * 2, "type must be one of photo, document here"),
        (photos(2), "there is no photo in the request"),
    ],
)
async def test_impossible_albums_are_refused_whole(
    api: Api, user: SandboxUser, media: list[dict[str, Any]], reason: str
) -> None:
    assert reason in (await api("sendMediaGroup", chat_id=api.chat_id, media=media, p0=plain_png("red"))).reason
    assert await user.transcript() == []


async def test_the_bot_reacts_with_one_of_telegrams_emoji(api: Api, user: SandboxUser) -> None:
    target = {"chat_id": api.chat_id, "message_id": await user.send_text("hello")}
    assert (await api("setMessageReaction", reaction=[{"type": "emoji", "emoji": "❤️"}], **target)).result is True
    assert (await user.transcript())[0].reaction == "❤"
    refused = await api("setMessageReaction", reaction=[{"type": "emoji", "emoji": "🎨"}], **target)
    assert refused.reason == "Bad Request: REACTION_INVALID"
    two = [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "👎"}]
    assert (await api("setMessageReaction", reaction=two, **target)).reason == "Bad Request: REACTIONS_TOO_MANY"
    assert (await api("setMessageReaction", reaction=[], **target)).result is True
    assert (await user.transcript())[0].reaction is None
    gone = await api("setMessageReaction", chat_id=api.chat_id, message_id=99)
    assert gone.reason == "Bad Request: message to react not found"


async def test_many_messages_are_deleted_at_once_as_far_as_that_is_allowed(
    api: Api, user: SandboxUser, clock: Clock
) -> None:
    old = await api.say("old")
    clock.now += 49 * 3600
    young = [await api.say("young"), await user.send_text("theirs")]
    assert (await api("deleteMessages", chat_id=api.chat_id, message_ids=[old, *young, 99])).result is True
    assert [message.text for message in await user.transcript()] == ["old"]
    none = await api("deleteMessages", chat_id=api.chat_id, message_ids=[])
    assert "from 1 to 100" in none.reason
    assert "Array of Integer" in (await api("deleteMessages", chat_id=api.chat_id, message_ids=["x"])).reason


async def test_in_a_group_only_an_administrator_deletes_what_others_wrote(
    api: Api, user: SandboxUser, sandbox: Sandbox
) -> None:
    group = await user.add_group("Painters", [sandbox.user.id])
    theirs = {"chat_id": group, "message_id": await user.at(chat=group).send_text("/start")}
    assert (await api("deleteMessage", **theirs)).reason == "Bad Request: message can't be deleted"
    await user.at(chat=group).set_bot_status("administrator")
    assert (await api("deleteMessage", **theirs)).result is True
