"""The film of a painting, and the live photo that it becomes: what is made, what is sent, and what where that fails."""

from __future__ import annotations

import io
import json
from typing import Any

import av
import pytest
from PIL import Image
from PIL.GifImagePlugin import GifImageFile

from bot.intake.messages import FilmKind
from bot.jobs.model import Job
from tests.bot.conversation.conftest import Chat
from tests.bot.conversation.results.test_follow_ups import done, seen_on_the_way, tap
from tests.support import updates
from tests.support.fake_telegram import Refusal, read_timeout
from tests.support.jobs import job_now

__all__ = ["done"]  # a fixture

MADE = "The film takes a few seconds."
BUTTONS = {"inline_keyboard": [[{"text": "Back", "callback_data": "v1:back:some"}]]}
SIZES = [{"file_id": "p", "file_unique_id": "p", "width": 96, "height": 80}]
PAINTING: dict[str, Any] = {"caption": "Done", "photo": SIZES, "reply_markup": BUTTONS}
REFUSED = Refusal(400, "Bad Request: VIDEO_FILE_INVALID")


def films(chat: Chat) -> list[bytes]:
    """The films that were sent, including refused ones."""
    return [request.uploads[0] for request in chat.telegram.of("sendAnimation")]


def size_and_frames(film: bytes) -> tuple[int, int, int]:
    if film.startswith(b"GIF8"):
        with Image.open(io.BytesIO(film)) as gif:
            assert isinstance(gif, GifImageFile)
            return (*gif.size, gif.n_frames)
    with av.open(io.BytesIO(film), "r") as mp4:
        stream = mp4.streams.video[0]
        return stream.width, stream.height, stream.frames


async def test_a_film_is_made_of_what_was_seen_and_costs_no_painting(chat: Chat) -> None:
    job = await seen_on_the_way(chat)
    assert len(job.status.stills) == 2
    before = await chat.store.read(lambda tx: tx.people.spendings(7))
    assert "a few seconds" in await tap(chat, "film", job)
    assert await tap(chat, "film", job) == "The file is on its way."  # it is kept
    first, second = films(chat)
    assert first == second
    assert first[4:8] == b"ftyp"
    assert size_and_frames(first) == (96, 80, 3 + 20)
    assert await chat.jobs() == []
    assert await chat.store.read(lambda tx: tx.people.spendings(7)) == before


async def test_the_painting_becomes_a_live_photo_with_its_words_and_buttons(chat: Chat) -> None:
    job = await seen_on_the_way(chat)
    await chat.feed(updates.tap(f"v1:film:{job.id}", chat.bot, **PAINTING))
    (edit,) = chat.telegram.of("editMessageMedia")
    media = edit.parameters["media"]
    media = json.loads(media) if isinstance(media, str) else media
    assert (media["type"], media["caption"]) == ("live_photo", "Done")
    assert edit.parameters["message_id"] == updates.CARD
    assert edit.parameters["reply_markup"] == BUTTONS
    assert job.result.jpeg is not None
    assert sorted(edit.uploads) == sorted([films(chat)[0], await chat.store.files.read(job.result.jpeg)])


async def test_a_live_photo_and_a_message_without_picture_stay_as_they_are(chat: Chat) -> None:
    job = await seen_on_the_way(chat)
    live = {"file_id": "l", "file_unique_id": "l", "width": 96, "height": 80, "duration": 3, "photo": SIZES}
    await chat.feed(updates.tap(f"v1:film:{job.id}", chat.bot, **PAINTING, live_photo=live))
    await tap(chat, "film", job)
    assert len(films(chat)) == 2
    assert chat.telegram.of("editMessageMedia") == []


@pytest.mark.parametrize(
    "trouble",
    [Refusal(400, "Bad Request: can't parse InputMedia: type must be one of photo"), Refusal(403, "Forbidden: bot")],
)
async def test_where_there_are_no_live_photos_the_film_is_there_all_the_same(chat: Chat, trouble: Refusal) -> None:
    job = await seen_on_the_way(chat)
    chat.telegram.answer_next("editMessageMedia", trouble)
    await chat.feed(updates.tap(f"v1:film:{job.id}", chat.bot, **PAINTING))
    assert len(films(chat)) == 1
    assert chat.telegram.said == []
    assert (await job_now(chat.store, job.id)).result.film is not None


async def test_a_machine_without_the_encoder_makes_a_gif(chat: Chat) -> None:
    job = await seen_on_the_way(chat)
    chat.decoder.cannot_film = {FilmKind.MP4}
    await chat.feed(updates.tap(f"v1:film:{job.id}", chat.bot, **PAINTING))
    assert size_and_frames(films(chat)[0]) == (96, 80, 3)
    assert films(chat)[0].startswith(b"GIF8")
    assert chat.telegram.of("editMessageMedia") == []  # a live photo is an MP4


async def test_a_machine_that_makes_neither_says_so(chat: Chat) -> None:
    job = await seen_on_the_way(chat)
    chat.decoder.cannot_film = set(FilmKind)
    await tap(chat, "film", job)
    assert films(chat) == []
    assert "went wrong" in chat.telegram.said[-1]


async def test_an_mp4_that_is_refused_becomes_a_gif_which_is_kept(chat: Chat) -> None:
    job = await seen_on_the_way(chat)
    chat.telegram.answer_next("sendAnimation", REFUSED)
    await tap(chat, "film", job)
    assert [film.startswith(b"GIF8") for film in films(chat)] == [False, True]
    await tap(chat, "film", job)
    assert films(chat)[2] == films(chat)[1]


async def test_a_kept_mp4_that_is_refused_becomes_a_gif_too(chat: Chat) -> None:
    job = await seen_on_the_way(chat)
    await tap(chat, "film", job)
    chat.telegram.answer_next("sendAnimation", REFUSED)
    await tap(chat, "film", job)
    assert [film.startswith(b"GIF8") for film in films(chat)] == [False, False, True]


async def test_a_film_that_may_have_arrived_is_not_sent_again(chat: Chat) -> None:
    job = await seen_on_the_way(chat)
    chat.telegram.answer_next("sendAnimation", read_timeout())
    await tap(chat, "film", job)
    assert len(films(chat)) == 1
    assert (await job_now(chat.store, job.id)).result.film is None


async def test_a_painting_of_which_nothing_was_seen_has_no_film(chat: Chat, done: Job) -> None:
    assert "no film of it" in await tap(chat, "film", done)


async def test_a_film_whose_frames_are_gone_is_told_so(chat: Chat) -> None:
    job = await seen_on_the_way(chat)
    chat.store.files.path(job.status.stills[0]).unlink()
    await tap(chat, "film", job)
    assert chat.telegram.said[-1] == "The file is no longer kept."
    assert films(chat) == []
