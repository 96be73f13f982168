"""`/history`: the last paintings on one sheet, to be had again. Painting them again: test_follow_ups."""

from __future__ import annotations

import io
import json
import time
from typing import Any

from PIL import Image

from bot.jobs.model import Job
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.jobs import FIGURES, add_job, job_now
from tests.support.pictures import plain_png

STRANGER = {"id": 8, "is_bot": False, "first_name": "Eve"}


async def paint(chat: Chat, color: str = "red", user_id: int = HOME.user_id, *, film: bool = False) -> Job:
    """A painting of this person, delivered."""
    job = await add_job(chat.store, user_id, film=film)
    await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    png, jpeg = await chat.store.files.put(plain_png(color)), await chat.store.files.put(color.encode())
    await chat.store.write(
        lambda tx: tx.jobs.finish(job.id, 1, result_png=png, result_jpeg=jpeg, figures=FIGURES, now=time.time())
    )
    await chat.store.write(lambda tx: tx.cards.mark_delivered(job.id))
    return await job_now(chat.store, job.id)


def buttons(chat: Chat) -> list[list[dict[str, Any]]]:
    """The buttons below the latest picture."""
    markup = chat.telegram.of("sendPhoto")[-1].parameters["reply_markup"]
    rows: list[list[dict[str, Any]]] = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
    return rows


async def test_without_paintings_it_says_so(chat: Chat) -> None:
    assert "no paintings" in await chat.send("/history")


async def test_the_last_ten_are_on_one_sheet_newest_first(chat: Chat) -> None:
    jobs = [await paint(chat) for _ in range(12)]
    await paint(chat, user_id=8)
    assert await chat.feed(updates.text("/history", chat.bot)) == []
    (sent,) = chat.telegram.of("sendPhoto")
    assert Image.open(io.BytesIO(sent.uploads[0])).format == "JPEG"
    rows = buttons(chat)
    assert [len(row) for row in rows] == [5, 5]  # ten buttons for ten paintings
    assert [key["text"] for key in rows[0]] == ["1", "2", "3", "4", "5"]
    shown = [key["callback_data"].removeprefix("v1:resend:") for row in rows for key in row]
    assert shown == [job.id for job in reversed(jobs[2:])]
    assert await chat.unhandled() == 0


async def test_a_painting_whose_file_is_gone_is_left_out(chat: Chat) -> None:
    gone, there = await paint(chat, "red"), await paint(chat, "blue")
    assert gone.result.png is not None
    chat.store.files.path(gone.result.png).unlink()
    await chat.feed(updates.text("/history", chat.bot))
    assert [key["callback_data"] for key in buttons(chat)[0]] == [f"v1:resend:{there.id}"]


async def test_a_painting_comes_again_with_its_buttons(chat: Chat) -> None:
    job = await paint(chat)
    await chat.feed(updates.tap(f"v1:resend:{job.id}", chat.bot))
    assert chat.tapped()["text"] == "Here it comes."
    (sent,) = chat.telegram.of("sendPhoto")
    assert sent.uploads == (b"red",)
    assert " px · " in sent.parameters["caption"]
    assert {f"v1:menu:{job.id}", f"v1:restyle:{job.id}"} <= set(chat.buttons())


async def test_films_are_not_paintings(chat: Chat) -> None:
    await paint(chat, film=True)
    assert "no paintings" in await chat.send("/history")


async def test_only_the_owner_counts(chat: Chat) -> None:
    job = await paint(chat)
    for verb in ("resend", "again"):
        await chat.feed(updates.tap(f"v1:{verb}:{job.id}", chat.bot, user=STRANGER))
        assert "Only the person" in chat.tapped()["text"]
        assert chat.tapped()["show_alert"] is True
    assert chat.telegram.of("sendPhoto") == []


async def test_what_has_expired_is_answered_with_a_sentence(chat: Chat) -> None:
    job = await paint(chat)
    await chat.store.write(lambda tx: tx.cards.mark_told(job.id, 1.0))
    await chat.store.write(lambda tx: tx.retention.expire_pictures(before=time.time() + 60, now=time.time()))
    for verb in ("resend", "again"):
        await chat.feed(updates.tap(f"v1:{verb}:{job.id}", chat.bot))
        assert "no longer kept" in chat.tapped()["text"]
    assert "no paintings" in await chat.send("/history")
    assert await chat.jobs() == []
