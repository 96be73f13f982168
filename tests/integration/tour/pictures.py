"""The second part: every kind of message, and the styles at hand."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable

import pillow_heif
from PIL import Image

from bot.transport.verbs import Verb
from engine.errors import PictureProblem
from tests.support.pictures import moving_gif, plain_png
from tests.support.tour import ANY, Route, Row, Scene

pillow_heif.register_heif_opener()  # to make such pictures here

HEAVY = 20 * 2**20 + 1  #: bytes

route = Route()


def encoded(picture: Image.Image, file_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


@route.stop(Row.IMAGE_DOCUMENT)
async def pictures_as_files(scene: Scene) -> None:
    for number, file_format in enumerate(("JPEG", "PNG", "WEBP", "HEIF", "TIFF", "BMP")):
        picture = encoded(Image.new("RGB", (96, 80), (200, 30 * number, 30)), file_format)
        await scene.ann.send_document(picture, "picture.txt", "text/plain")
        await scene.ann.hears("content-kept")
        await scene.ann.send_text("/cancel")
        await scene.ann.hears("canceled-draft")


@route.stop()
async def a_live_photo(scene: Scene) -> None:
    await scene.ann.send_live_photo(plain_png("red"))
    await scene.ann.hears("content-kept")


@route.stop(Row.TOO_HEAVY)
async def a_heavy_file_is_refused_without_a_download(scene: Scene) -> None:
    downloads = len(await scene.ann.calls("getFile"))
    await scene.ann.send_document(bytes(HEAVY), "heavy.png", "image/png")
    await scene.ann.hears(f"problem-{PictureProblem.TOO_HEAVY}")
    assert len(await scene.ann.calls("getFile")) == downloads


@route.stop(Row.BAD_SHAPE)
async def shapes_that_cannot_be_painted(scene: Scene) -> None:
    shapes = {
        PictureProblem.TOO_SMALL: Image.new("RGB", (60, 90)),
        PictureProblem.TOO_LONG: Image.new("RGB", (2100, 100)),
        PictureProblem.TOO_LARGE: Image.new("1", (30_000, 30_000)),
    }
    for problem, picture in shapes.items():
        await scene.ann.send_document(encoded(picture, "PNG"), "shape.png", "image/png")
        await scene.ann.hears(f"problem-{problem}")


@route.stop(Row.CORRUPT)
async def what_cannot_be_read(scene: Scene) -> None:
    whole = encoded(Image.effect_noise((96, 80), 50), "PNG")
    files = {PictureProblem.UNREADABLE: b"Dear diary", PictureProblem.TRUNCATED: whole[: len(whole) // 2]}
    for problem, data in files.items():
        await scene.ann.send_document(data, "photo.jpg", "image/jpeg")
        await scene.ann.hears(f"problem-{problem}")


@route.stop("/status")
async def the_good_picture_is_still_there(scene: Scene) -> None:
    for words in ("/status", "hello?"):
        await scene.ann.send_text(words)
        await scene.ann.hears("content-kept")


@route.stop(Row.STICKER)
async def stickers_are_styles(scene: Scene) -> None:
    await scene.ann.send_sticker(b"\x1f\x8bmoves")
    await scene.ann.hears("problem-sticker")
    await scene.ann.send_sticker()
    await scene.ann.gets_painting()


@route.stop(Row.MOVING, Verb.STILL, "/cancel")
async def what_moves(scene: Scene) -> None:
    await scene.ann.send_animation(moving_gif())
    await scene.ann.hears("problem-animation")
    await scene.ann.send_video()
    await scene.ann.hears("problem-video")
    for kind in ("video", "animation", "video_note"):
        await scene.ann.send_film(kind, plain_png("red", 320, 320), width=320, height=320)
        offer = await scene.ann.hears("frame-offer")
        assert (await scene.ann.presses(offer, Verb.STILL))["text"] == scene.ann.say("tap-frame-used")
        await scene.ann.hears("content-kept")
        await scene.ann.send_text("/cancel")
        await scene.ann.hears("canceled-draft")


@route.stop(Row.OTHER)
async def whatever_else_gets_a_line(scene: Scene) -> None:
    lines: list[tuple[Callable[[], Awaitable[object]], str]] = [
        (scene.ann.send_voice, "problem-sound"),
        (scene.ann.send_contact, "problem-other"),
        (lambda: scene.ann.send_text("hello?"), "problem-text"),
        (lambda: scene.ann.send_text("/dance"), "problem-command"),
    ]
    for send, key in lines:
        await send()
        await scene.ann.hears(key)
    await scene.ann.send_location()  # of the same kind as the contact: said a moment ago
    await scene.ann.send_text("/status")
    await scene.ann.hears("status-none")
    told = [message for message in await scene.ann.transcript() if message.text == scene.ann.say("problem-other")]
    assert len(told) == 1


@route.stop("/styles", Verb.STYLE, Verb.STYLES)
async def the_gallery(scene: Scene) -> None:
    await scene.ann.send_text("/styles")
    shelf = await scene.ann.hears("gallery-choose")
    assert shelf.media is not None
    answer = await scene.ann.presses(shelf, Verb.STYLE)
    assert answer["text"] == scene.ann.say("style-chosen", name="chalk")
    await scene.ann.send_photo(plain_png("red"))
    await scene.ann.gets_painting("style=chalk")
    await scene.ann.send_photo(plain_png("red"))
    question = await scene.ann.hears("content-kept")
    await scene.ann.presses(question, Verb.STYLES)
    shelf = await scene.ann.becomes(question, "gallery-choose-now")
    answer = await scene.ann.presses(shelf, Verb.STYLE)
    assert answer["text"] == scene.ann.say("style-started", name="chalk")
    await scene.ann.gets_painting()


@route.stop("/style", "/content")
async def pictures_get_their_roles_by_reply(scene: Scene) -> None:
    await scene.ann.send_text("/content")
    await scene.ann.hears("content-how")
    words = await scene.ann.send_text("/style nothing-like-this")
    await scene.ann.hears("bad-style", value="nothing-like-this")
    await scene.ann.send_text("/content", reply_to=words)
    await scene.ann.hears("no-picture-there")
    photo = await scene.ann.send_photo(plain_png("red"), caption="/style")
    await scene.ann.hears("style-kept")
    await scene.ann.send_text("/content", reply_to=photo)
    await scene.ann.hears("content-kept")
    await scene.ann.send_text("/style oil")
    await scene.ann.gets_painting("style=oil")


@route.stop("/savestyle", "/styles", Verb.OWN_STYLES, Verb.DELETE_STYLE)
async def styles_of_ones_own(scene: Scene) -> None:
    await scene.ann.send_text("/savestyle")
    await scene.ann.hears("savestyle-how", example=ANY)
    await scene.ann.send_photo(plain_png("green"), caption="/savestyle Green Chalk")
    await scene.ann.hears("style-saved", name="green-chalk")
    await scene.ann.send_text("/styles")
    shelf = await scene.ann.hears("gallery-choose")
    await scene.ann.presses(shelf, Verb.OWN_STYLES)
    own = await scene.ann.becomes(shelf, "gallery-delete")
    answer = await scene.ann.presses(own, Verb.DELETE_STYLE)
    assert answer["text"] == scene.ann.say("tap-style-deleted")
    shelf = await scene.ann.becomes(shelf, "gallery-choose")
    assert "green-chalk" not in str(shelf.buttons)


@route.stop("/privacy", "/forget", Verb.SPARE, Verb.ERASE)
async def the_end(scene: Scene) -> None:
    await scene.ann.send_text("/privacy")
    await scene.ann.hears("privacy-kept", pictures=ANY, jobs=ANY, messages=ANY)
    await scene.ann.send_text("/forget")
    question = await scene.ann.hears("forget-question", messages=ANY)
    assert (await scene.ann.presses(question, Verb.SPARE))["text"] == scene.ann.say("forget-kept")
    await scene.ann.becomes(question, "forget-kept")
    await scene.ann.send_text("/forget")
    question = await scene.ann.hears("forget-question", messages=ANY)
    assert (await scene.ann.presses(question, Verb.ERASE))["text"] == scene.ann.say("forget-begun")
    await scene.ann.becomes(question, "forget-done", messages=ANY)
    left = [message for message in await scene.ann.transcript() if message.from_bot]
    assert [message.message_id for message in left] == [question.message_id]
