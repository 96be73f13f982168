"""Every kind of message that people send, as the Bot API describes it."""

import gzip
import io
from typing import Any

import aiogram.types
import pytest
from PIL import Image

from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api
from tests.support.telegram_oracle import assert_object_valid


async def received(api: Api) -> dict[str, Any]:
    (update,) = (await api("getUpdates", offset=-1)).result
    assert_object_valid(aiogram.types.Update, update)
    return dict(update["message"])


@pytest.mark.parametrize(
    ("data", "animated", "video"),
    [(None, False, False), (gzip.compress(b"{}", mtime=0), True, False), (b"\x1a\x45\xdf\xa3webm", False, True)],
)
async def test_stickers_say_whether_they_move(
    api: Api, user: SandboxUser, data: bytes | None, animated: bool, video: bool
) -> None:
    await user.send_sticker(data)
    sticker = (await received(api))["sticker"]
    assert (sticker["is_animated"], sticker["is_video"]) == (animated, video)
    assert (sticker["width"], sticker["height"]) == (512, 512)


async def test_any_picture_becomes_a_sticker(api: Api, user: SandboxUser) -> None:
    await user.send_sticker(plain_png("teal", 100, 50))
    sticker = (await received(api))["sticker"]
    assert (sticker["width"], sticker["height"]) == (512, 256)
    (message,) = await user.transcript()
    assert message.media is not None
    with Image.open(io.BytesIO(await user.download(message.media))) as picture:
        assert picture.format == "WEBP"
    with pytest.raises(AssertionError, match="cannot be a sticker"):
        await user.send_sticker(b"no picture")


@pytest.mark.parametrize("kind", ["video", "animation", "video_note"])
async def test_films_have_the_thumbnail_that_their_sender_made(api: Api, user: SandboxUser, kind: str) -> None:
    await user.send_film(kind, thumbnail=plain_png("teal", 640, 480), width=640, height=480, seconds=7)
    film = (await received(api))[kind]
    assert film["duration"] == 7
    assert (film["thumbnail"]["width"], film["thumbnail"]["height"]) == (320, 240)
    file = (await api("getFile", file_id=film["thumbnail"]["file_id"])).result
    async with api.session.get(f"{api.url}/file/bot{api.token}/{file['file_path']}") as response:
        assert (await response.read()).startswith(b"\xff\xd8")


async def test_films_without_thumbnail_are_just_films(api: Api, user: SandboxUser) -> None:
    await user.send_film("video_note", width=240, height=240)
    note = (await received(api))["video_note"]
    assert note["length"] == 240
    assert "thumbnail" not in note


async def test_a_gif_moves_for_as_long_as_its_frames(api: Api, user: SandboxUser) -> None:
    frames = [Image.new("RGB", (320, 240), color) for color in ("red", "blue", "green")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=1500)
    await user.send_animation(buffer.getvalue())
    message = await received(api)
    assert message["animation"]["duration"] in (4, 5)  # 4.5 s
    assert message["document"]["file_id"] == message["animation"]["file_id"]


async def test_a_live_photo_is_a_photo_too(api: Api, user: SandboxUser) -> None:
    await user.send_live_photo(plain_png("teal", 400, 300))
    message = await received(api)
    assert message["photo"][-1]["width"] == 400
    assert message["live_photo"]["photo"] == message["photo"]


async def test_contacts_locations_and_voices_arrive(api: Api, user: SandboxUser) -> None:
    await user.send_contact("Ada", "+1 555 0100")
    assert (await received(api))["contact"] == {"phone_number": "+1 555 0100", "first_name": "Ada"}
    await user.send_location(52.5, 13.4)
    assert (await received(api))["location"] == {"latitude": 52.5, "longitude": 13.4}
    await user.send_voice()
    assert (await received(api))["voice"]["mime_type"] == "audio/ogg"
    assert [message.media and message.media.kind for message in await user.transcript()] == [
        "contact",
        "location",
        "voice",
    ]
