"""A photo with a person: the buttons for the person and the background, and the sticker of the painting."""

from __future__ import annotations

import io
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image
from telegram import Update

from bot.intake.regions.arrays import mask_of
from bot.jobs.model import Job, PaintingRequest
from bot.jobs.region_parts import PhotoPart
from bot.jobs.regions import Regions
from bot.languages import Language
from bot.store import Draft, Transaction
from bot.texts.look_up import texts_in
from engine.settings import TransferSettings
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.fake_telegram import Refusal, read_timeout
from tests.support.jobs import FIGURES
from tests.support.pictures import plain_png
from tests.support.portraits import CAMERAMAN, likeness, outlined, photograph

SAY = texts_in(Language.ENGLISH).say
#: The ends of the data of the buttons that only a photo with a person has.
ONLY_PERSON, ONLY_BACKGROUND, TWO_STYLES = (
    (":protectpart", PhotoPart.BACKGROUND),
    (":protectpart", PhotoPart.PERSON),
    (":part", PhotoPart.PERSON),
)


def png(photo: Image.Image) -> bytes:
    file = io.BytesIO()
    photo.save(file, "PNG")
    return file.getvalue()


def portrait(chat: Chat, **more: Any) -> Update:
    """A man with a camera."""
    chat.telegram.files["portrait"] = png(photograph("camera", 640))
    return updates.photo("portrait", chat.bot, **more)


def offered(chat: Chat, which: tuple[str, PhotoPart]) -> list[str]:
    verb, part = which
    return [data for data in chat.buttons() if verb in data and data.endswith(f".{part}")]


async def tap(chat: Chat, which: tuple[str, PhotoPart]) -> None:
    [data] = offered(chat, which)
    await chat.tap(data)


def words(chat: Chat) -> str:
    """The text of the latest message or edit; of a picture, its caption."""
    requests = [r for r in chat.telegram.requests if r.method.startswith(("send", "edit"))]
    parameters = requests[-1].parameters
    return str(parameters.get("text") or parameters.get("caption") or parameters["media"]["caption"])


async def the_draft(chat: Chat) -> Draft:
    draft = await chat.draft()
    assert draft is not None
    return draft


async def is_person(chat: Chat, mask: str | None) -> bool:
    """Whether the mask shows the man; otherwise it must show what is behind him."""
    assert mask is not None
    found = mask_of(await chat.store.files.read(mask))
    outline = outlined(CAMERAMAN, *found.shape[::-1])
    is_man = likeness(found, outline) > 0.9
    assert is_man or likeness(~found, outline) > 0.9
    return is_man


async def test_only_a_photo_with_a_person_has_their_buttons(chat: Chat) -> None:
    assert await chat.feed(portrait(chat)) == [SAY("content-kept")]
    assert all(len(offered(chat, which)) == 1 for which in (ONLY_PERSON, ONLY_BACKGROUND, TWO_STYLES))
    await chat.tap(chat.button("drop"))
    assert await chat.feed(chat.picture("red")) == [SAY("content-kept")]
    assert not any(offered(chat, which) for which in (ONLY_PERSON, ONLY_BACKGROUND, TWO_STYLES))


async def test_people_are_looked_for_only_in_a_photo_that_waits_for_its_style(chat: Chat) -> None:
    await chat.feed(portrait(chat))
    await chat.feed(chat.picture("red"))  # its style
    await chat.feed(portrait(chat, caption="/style"), chat.picture("blue"))
    assert chat.decoder.looked == 1
    await chat.feed(portrait(chat, caption="/content"))
    assert chat.decoder.looked == 2
    assert offered(chat, TWO_STYLES)


async def test_a_photo_that_was_a_style_for_a_while_has_its_buttons_again(chat: Chat) -> None:
    await chat.feed(portrait(chat))
    await chat.tap(chat.button("asstyle"))
    assert not offered(chat, TWO_STYLES)
    await chat.tap(chat.button("ascontent"))
    assert offered(chat, TWO_STYLES)


@pytest.mark.parametrize("only", [ONLY_PERSON, ONLY_BACKGROUND])
async def test_one_tap_and_only_the_person_or_the_background_is_painted(
    chat: Chat, only: tuple[str, PhotoPart]
) -> None:
    await chat.feed(portrait(chat))
    await tap(chat, only)
    assert words(chat) == SAY("protect-right")
    assert chat.telegram.requests[-1].method == "editMessageMedia", "it is shown before anything begins"
    await chat.tap(chat.button("right"))
    assert words(chat) == SAY("protect-kept")
    await chat.feed(chat.picture("red"))
    [job] = await chat.jobs()
    assert job.request.masks == ()
    assert await is_person(chat, job.request.protect) == (only is ONLY_BACKGROUND)


async def test_two_styles_one_for_the_person_and_one_for_the_background(chat: Chat) -> None:
    await chat.feed(portrait(chat))
    await tap(chat, TWO_STYLES)
    assert words(chat) == SAY("people-right")
    await chat.tap(chat.button("right"))
    assert words(chat) == SAY("people-which-style")
    assert await chat.feed(chat.picture("red")) == [SAY("people-which-rest")]
    await chat.feed(chat.picture("blue"))
    [job] = await chat.jobs()
    assert len(set(job.request.styles)) == 2
    assert job.request.masks[1] is None
    assert await is_person(chat, job.request.masks[0])


async def test_the_style_of_the_person_may_come_at_once(chat: Chat) -> None:
    await chat.feed(portrait(chat))
    await tap(chat, TWO_STYLES)
    assert await chat.feed(chat.picture("red")) == [SAY("people-which-rest")]
    assert await chat.tap(chat.button("reststays")) == SAY("tap-started")


async def test_what_is_inverted_is_the_person_no_more(chat: Chat) -> None:
    await chat.feed(portrait(chat))
    await tap(chat, TWO_STYLES)
    await chat.tap(chat.button("grow"))
    assert words(chat) == SAY("people-right")
    await chat.tap(chat.button("invert"))
    assert words(chat) == SAY("region-right")


@pytest.mark.parametrize("which", [ONLY_PERSON, TWO_STYLES])
async def test_what_was_not_meant_leaves_the_photo_as_it_was(chat: Chat, which: tuple[str, PhotoPart]) -> None:
    await chat.feed(portrait(chat))
    await tap(chat, which)
    await chat.tap(chat.button("wrong"))
    assert words(chat) == SAY("content-kept")
    assert offered(chat, which)
    assert (await the_draft(chat)).regions == Regions()


# The sticker


async def painted(chat: Chat, photo: bytes, painting: bytes, faces: int = 1) -> Job:
    """A painting that is done, and its card."""
    content, style, result = [await chat.store.files.put(data) for data in (photo, plain_png("red"), painting)]
    figures = msgspec.structs.replace(FIGURES, faces=faces)

    async def work(tx: Transaction) -> None:
        request = PaintingRequest(settings=TransferSettings(), content=content, styles=(style,))
        await tx.jobs.add(request, HOME, 1.0)
        job = await tx.jobs.claim(2.0)
        assert job is not None
        await tx.jobs.finish(
            job.id, job.status.attempt, result_png=result, result_jpeg=result, figures=figures, now=3.0
        )
        await tx.cards.card_sent(job.id, updates.CARD, 9)

    await chat.store.write(work)
    job = await chat.store.read(lambda tx: tx.job_history.last(HOME))
    assert job is not None
    return job


@pytest.fixture
async def done(chat: Chat) -> Job:
    """The man with the camera, painted blue."""
    photo = photograph("camera", 640)
    return await painted(chat, png(photo), png(Image.new("RGB", (512, 512), "blue")))


async def tap_cut(chat: Chat, job: Job, **more: Any) -> str | None:
    return await chat.tap(f"v1:sticker:{job.id}", **more)


async def test_the_sticker_is_the_painted_person_on_nothing(chat: Chat, done: Job) -> None:
    await chat.tap(f"v1:menu:{done.id}")
    assert chat.button("sticker") == f"v1:sticker:{done.id}"
    assert await tap_cut(chat, done) == SAY("tap-cutting")
    [sent] = chat.telegram.of("sendSticker")
    assert sent.parameters["reply_parameters"]["message_id"] == updates.CARD
    with Image.open(io.BytesIO(sent.uploads[0])) as sticker:
        assert (sticker.format, max(sticker.size)) == ("WEBP", 512)
        pixels = np.asarray(sticker.convert("RGBA"))
    there = pixels[..., 3] > 127
    assert 0.2 < there.mean() < 0.8
    assert pixels[there][:, :3].mean(axis=0) == pytest.approx([0, 0, 255], abs=8)
    assert await chat.unhandled() == 0


async def test_without_a_face_there_is_no_such_button(chat: Chat) -> None:
    job = await painted(chat, plain_png("red"), plain_png("blue"), faces=0)
    await chat.tap(f"v1:menu:{job.id}")
    assert not any(":sticker:" in data for data in chat.buttons())


async def test_a_face_that_is_not_found_again_is_told_in_words(chat: Chat) -> None:
    job = await painted(chat, plain_png("red"), plain_png("blue"))
    await tap_cut(chat, job)
    assert chat.telegram.said[-1] == SAY("no-sticker")


async def test_what_cannot_be_cut_out_now_is_told(chat: Chat, done: Job) -> None:
    chat.decoder.draws = False
    await tap_cut(chat, done)
    assert chat.telegram.said[-1] == SAY("sorry")
    assert chat.telegram.of("sendSticker") == []


async def test_pictures_that_have_expired_make_no_sticker(chat: Chat, done: Job) -> None:
    assert done.result.png is not None
    chat.store.files.path(done.result.png).unlink()
    assert await tap_cut(chat, done) == SAY("tap-expired")
    await chat.store.write(lambda tx: tx.cards.mark_told(done.id, 4.0))
    await chat.store.write(lambda tx: tx.retention.expire_pictures(10.0, 11.0))
    assert await tap_cut(chat, done) == SAY("tap-expired")
    assert chat.telegram.of("sendSticker") == []


async def test_a_stranger_gets_no_sticker(chat: Chat, done: Job) -> None:
    assert await tap_cut(chat, done, user=updates.STRANGER) == SAY("tap-not-yours")
    assert chat.telegram.of("sendSticker") == []


async def test_a_sticker_that_may_have_arrived_is_not_sent_again(chat: Chat, done: Job) -> None:
    chat.telegram.answer_next("sendSticker", read_timeout())
    await tap_cut(chat, done)
    assert len(chat.telegram.of("sendSticker")) == 1
    assert await chat.unhandled() == 0


async def test_where_stickers_are_not_allowed_one_hears_it(chat: Chat, done: Job) -> None:
    refusal = Refusal(400, "Bad Request: not enough rights to send stickers to the chat")
    chat.telegram.answer_next("sendSticker", refusal)
    await tap_cut(chat, done)
    assert chat.tapped()["text"] == SAY("no-photos-here")
