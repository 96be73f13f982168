"""What the bot sends beside single photos: animations, albums, reactions; and taking messages away."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from bot.sandbox.state import Sandbox
from engine.image import video
from engine.image.images import encode_jpeg
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


def mp4(frames: int = 2) -> bytes:
    """A film of 64 × 48 pixels."""
    return video.mp4([encode_jpeg(np.full((48, 64, 3), number / frames, np.float32)) for number in range(frames)])


async def test_an_mp4_is_sent_as_an_animation_with_a_thumbnail(api: Api, user: SandboxUser) -> None:
    film = mp4()  # the encoder may make other bytes of the same pictures at another place in memory
    sent = (await api("sendAnimation", chat_id=api.chat_id, animation=("film.mp4", film))).result["animation"]
    assert (sent["width"], sent["height"], sent["duration"], sent["mime_type"]) == (64, 48, 3, "video/mp4")
    assert sent["thumbnail"]["width"] == 64
    shown = (await user.transcript())[-1]
    assert shown.media is not None
    assert await user.download(shown.media) == film


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda film: film[:12], id="nothing but its kind"),
        pytest.param(lambda film: film[:4000], id="cut off"),
        pytest.param(lambda film: film.replace(b"avc1", b"mp4v"), id="another codec"),
    ],
)
async def test_a_film_that_no_app_plays_arrives_as_a_document(api: Api, spoil: Callable[[bytes], bytes]) -> None:
    film = ("film.mp4", spoil(mp4()))
    sent = (await api("sendAnimation", chat_id=api.chat_id, animation=film)).result
    assert "animation" not in sent


async def test_a_live_photo_is_a_photo_and_a_film_and_serves_again(api: Api, user: SandboxUser) -> None:
    files = {"live_photo": ("live.mp4", mp4()), "photo": plain_png("red", 640, 480)}
    first = (await api("sendLivePhoto", chat_id=api.chat_id, caption="Look", **files)).result
    assert first["live_photo"]["duration"] == 3
    assert first["live_photo"]["photo"] == first["photo"]
    ids = {"live_photo": first["live_photo"]["file_id"], "photo": first["photo"][-1]["file_id"]}
    again = (await api("sendLivePhoto", chat_id=api.chat_id, **ids)).result
    assert again["live_photo"] == first["live_photo"]
    shown = (await user.transcript())[-1]
    assert shown.media is not None
    assert (shown.media.kind, shown.media.width) == ("live_photo", 640)
    assert shown.media.film is not None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"photo": None}, "there is no photo in the request"),
        ({"live_photo": None}, "there is no live photo in the request"),
        ({"live_photo": ("live.mp4", b"no film")}, "VIDEO_FILE_INVALID"),
        ({"live_photo": ("live.mp4", mp4(70))}, "VIDEO_FILE_INVALID"),  # more than ten seconds
        ({"live_photo": ("live.mp4", mp4() + bytes(10 * 2**20))}, "file is too big"),
        ({"live_photo": "https://example.org/live.mp4"}, "failed to get HTTP URL content"),
    ],
)
async def test_what_cannot_be_a_live_photo_is_refused(api: Api, change: dict[str, Any], error: str) -> None:
    files = {"live_photo": ("live.mp4", mp4()), "photo": plain_png("red")} | change
    answer = await api("sendLivePhoto", chat_id=api.chat_id, **{name: file for name, file in files.items() if file})
    assert error in answer.reason


async def test_a_photo_becomes_a_live_photo_and_a_photo_again(api: Api) -> None:
    message_id = (await api("sendPhoto", chat_id=api.chat_id, photo=plain_png("red"))).result["message_id"]
    media = {"type": "live_photo", "media": "attach://film", "photo": "attach://still", "caption": "Alive"}
    where = {"chat_id": api.chat_id, "message_id": message_id}
    edited = await api("editMessageMedia", **where, media=media, film=("live.mp4", mp4()), still=plain_png("red"))
    assert edited.result["live_photo"]["duration"] == 3
    assert edited.result["caption"] == "Alive"
    back = await api("editMessageMedia", **where, media={"type": "photo", "media": "attach://p"}, p=plain_png("blue"))
    assert "live_photo" not in back.result
    where = {"chat_id": api.chat_id, "media": [media, media]}
    refused = await api("sendMediaGroup", **where, film=("live.mp4", mp4()), still=plain_png("red"))
    assert "type must be one of photo, document here" in refused.reason


def webp(width: int = 512, height: int = 300, **options: Any) -> bytes:
    file = io.BytesIO()
    picture = Image.new("RGBA", (width, height), (200, 30, 30, 255))
    picture.paste((0, 0, 0, 0), (0, 0, width // 4, height))
    picture.save(file, "WEBP", **options)
    return file.getvalue()


async def test_a_webp_is_sent_as_a_sticker_byte_by_byte_and_serves_again(api: Api, user: SandboxUser) -> None:
    file = ("me.webp", webp())
    before = await api.say("Look")
    first = (
        await api("sendSticker", chat_id=api.chat_id, sticker=file, reply_parameters={"message_id": before})
    ).result
    assert (first["sticker"]["width"], first["sticker"]["height"]) == (512, 300)
    assert not first["sticker"]["is_animated"]
    assert first["reply_to_message"]["message_id"] == before
    again = await api("sendSticker", chat_id=api.chat_id, sticker=first["sticker"]["file_id"])
    assert again.result["sticker"] == first["sticker"]
    shown = (await user.transcript())[-1]
    assert shown.media is not None
    assert (shown.media.kind, shown.media.width) == ("sticker", 512)
    assert await user.download(shown.media) == webp()


@pytest.mark.parametrize(
    "file",
    [
        ("me.png", plain_png("red", 512, 300)),
        ("me.webp", plain_png("red", 512, 300)),
        ("me", webp()),
        ("me.webp", webp(513, 300)),
        ("me.webp", webp(511, 300)),
        ("me.webp", webp(save_all=True, append_images=[Image.new("RGBA", (512, 300), "blue")])),
        ("me.webp", webp()[:-40]),
        ("me.webp", webp() + bytes(512 * 1024)),
    ],
    ids=["PNG", "PNG by another name", "no name", "large", "small", "moves", "cut", "heavy"],
)
async def test_what_is_no_sticker_arrives_as_a_document(api: Api, file: tuple[str, bytes]) -> None:
    sent = (await api("sendSticker", chat_id=api.chat_id, sticker=file)).result
    assert "sticker" not in sent
    assert "document" in sent


async def test_a_sticker_that_cannot_be_sent_is_refused_as_telegram_does(api: Api) -> None:
    nothing = await api("sendSticker", chat_id=api.chat_id)
    assert nothing.reason == "Bad Request: there is no sticker in the request"
    empty = await api("sendSticker", chat_id=api.chat_id, sticker=("me.webp", b""))
    assert empty.reason == "Bad Request: file must be non-empty"
    photo = (await api("sendPhoto", chat_id=api.chat_id, photo=plain_png("red"))).result["photo"][-1]["file_id"]
    other = await api("sendSticker", chat_id=api.chat_id, sticker=photo)
    assert other.reason == "Bad Request: can't use file of type Photo as Sticker"
    address = await api("sendSticker", chat_id=api.chat_id, sticker="https://example.org/me.webp")
    assert address.reason == "Bad Request: failed to get HTTP URL content"
    gone = await api(
        "sendSticker", chat_id=api.chat_id, sticker=("me.webp", webp()), reply_parameters={"message_id": 99}
    )
    assert gone.reason == "Bad Request: message to be replied not found"
    elsewhere = await api("sendSticker", chat_id=1, sticker=("me.webp", webp()))
    assert elsewhere.reason == "Bad Request: chat not found"


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
