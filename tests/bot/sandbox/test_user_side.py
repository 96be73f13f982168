"""The person in the chat: clients prepare pictures in their own way before the bot sees them."""

import io

import pytest
from PIL import Image

from bot import examples
from bot.sandbox.stickers import sticker
from tests.support.pictures import plain_png
from tests.support.sandbox import SandboxUser
from tests.support.sandbox_api import Api


async def test_a_photo_is_turned_upright_and_scaled_down(user: SandboxUser) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turn by 90 degrees
    buffer = io.BytesIO()
    Image.new("RGB", (1600, 800), "teal").save(buffer, "JPEG", exif=exif)
    await user.send_photo(buffer.getvalue())
    (message,) = await user.transcript()
    assert message.media is not None
    assert (message.media.width, message.media.height) == (640, 1280)


async def test_what_cannot_be_a_photo_goes_as_a_file_untouched(api: Api, user: SandboxUser) -> None:
    broken = plain_png("teal")[:500]
    await user.send_photo(broken)
    (update,) = (await api("getUpdates")).result
    assert "photo" not in update["message"]
    file = (await api("getFile", file_id=update["message"]["document"]["file_id"])).result
    async with api.session.get(f"{api.url}/file/bot{api.token}/{file['file_path']}") as response:
        assert await response.read() == broken


async def test_a_picture_of_too_many_pixels_goes_as_a_file(user: SandboxUser) -> None:
    buffer = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(buffer, "PNG", compress_level=1)
    await user.send_photo(buffer.getvalue())
    (message,) = await user.transcript()
    assert message.media is not None
    assert message.media.kind == "document"


async def test_a_broken_picture_leaves_the_album(user: SandboxUser) -> None:
    await user.send_album([plain_png("teal"), b"broken"], caption="size=256")
    photo, file = await user.transcript()
    assert photo.media is not None
    assert file.media is not None
    assert (photo.media.kind, file.media.kind) == ("photo", "document")
    assert photo.media_group_id is None
    assert (photo.text, file.text) == ("size=256", "")


async def test_files_over_the_download_limit_cannot_be_fetched(api: Api, user: SandboxUser) -> None:
    await user.send_document(bytes(20 * 2**20 + 1), "huge.png", "image/png")
    (update,) = (await api("getUpdates")).result
    answer = await api("getFile", file_id=update["message"]["document"]["file_id"])
    assert answer.reason == "Bad Request: file is too big"


async def test_an_unknown_file_cannot_be_fetched(api: Api) -> None:
    assert (await api("getFile", file_id="BQACnothing")).reason.startswith("Bad Request: wrong file identifier")
    async with api.session.get(f"{api.url}/file/bot{api.token}/documents/../../sandbox.sqlite3") as response:
        assert response.status == 404


async def test_impossible_wishes_are_explained(user: SandboxUser) -> None:
    with pytest.raises(AssertionError, match="empty message"):
        await user.send_text("   ")
    with pytest.raises(AssertionError, match="up to 4096 characters"):
        await user.send_text("x" * 4097)
    with pytest.raises(AssertionError, match="up to 10 items"):
        await user.send_album([plain_png("teal")] * 11)
    with pytest.raises(AssertionError, match="is gone"):
        await user.send_text("hello", reply_to=99)
    assert await user.transcript() == []


async def test_the_example_pair_is_an_album_of_two_different_pictures(api: Api, user: SandboxUser) -> None:
    async with api.session.post(f"{api.url}/sandbox/send/example") as response:
        assert response.status == 200
    content, style = await user.transcript()
    assert content.media_group_id == style.media_group_id is not None
    assert content.media is not None
    assert style.media is not None
    for sent, ours in ((content.media, examples.photo()), (style.media, examples.style())):  # as /start has it
        with Image.open(io.BytesIO(await user.download(sent))) as seen, Image.open(io.BytesIO(ours)) as own:
            assert seen.size == own.size


def test_the_drawn_sticker_can_be_read() -> None:
    with Image.open(io.BytesIO(sticker())) as picture:
        picture.load()
        assert picture.size == (512, 512)
