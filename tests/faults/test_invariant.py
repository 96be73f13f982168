"""The check that all faults end with sees each way of breaking the promise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.store import Store
from tests.support.invariant import Chats, Tally, check
from tests.support.jobs import FIGURES, add_job, start_job
from tests.support.sandbox import Media, VisibleMessage

BOT, PERSON, CARD = 7, 1, 20
PHOTO = Media(kind="photo", url="/sandbox/files/1")


def said(message_id: int, text: str, *buttons: str, reply_to: int | None = None) -> VisibleMessage:
    return VisibleMessage(
        message_id=message_id,
        from_bot=True,
        sender="Stylegram",
        text=text,
        edits=0,
        media=PHOTO if buttons else None,
        buttons=tuple(({"callback_data": data},) for data in buttons),
        media_group_id=None,
        reply_to=reply_to,
        reaction=None,
        raw={},
    )


async def delivered(data: Path) -> str:
    """A store with one job that went as it should; its id."""
    store = await Store.open(data)
    await store.write(lambda tx: tx.inbox.add(BOT, 1, "{}", 1.0))
    await store.write(lambda tx: tx.inbox.mark_handled(BOT, 1, 1.0))
    await add_job(store, PERSON, reply_to_message_id=1)
    job = await store.write(lambda tx: tx.jobs.claim(1001.0))
    assert job is not None
    png, jpeg = await store.files.put(b"png"), await store.files.put(b"jpeg")
    await store.write(
        lambda tx: tx.jobs.finish(
            job.id, job.status.attempt, result_png=png, result_jpeg=jpeg, figures=FIGURES, now=3000.0
        )
    )
    await store.write(lambda tx: tx.cards.announced(job.id, CARD))
    await store.write(lambda tx: tx.cards.card_shows(job.id, 9))
    await store.write(lambda tx: tx.cards.mark_delivered(job.id))
    await store.write(lambda tx: tx.cards.mark_told(job.id, 3001.0))
    await store.aclose()
    return job.id


def shown(job_id: str) -> list[VisibleMessage]:
    """What the chat shows of a delivered job: its progress card, now one line, and the painting."""
    painting = said(CARD, "512×384 px · 41 s", f"v1:stronger:{job_id}", f"v1:menu:{job_id}", reply_to=1)
    return [painting, said(19, "✓ Painted: see below.", reply_to=1)]


async def test_a_job_that_went_as_it_should_is_counted(tmp_path: Path) -> None:
    chats: Chats = {PERSON: shown(await delivered(tmp_path))}
    assert await check(tmp_path, chats, accepted=1) == Tally(
        updates=1, accepted=1, delivered=1, failed=0, canceled=0, stray_cards=0, untold=0
    )


async def test_whatever_the_chat_shows_wrongly_is_seen(tmp_path: Path) -> None:
    job_id = await delivered(tmp_path)
    card, notice = shown(job_id)
    stray = said(19, "Place 1 in the queue.", f"v1:cancel:{job_id}")
    for chat, words in (
        ([card, notice, replace(card, message_id=22)], r"visible in \[20, 22\]"),
        ([notice], "its card is not in the chat"),
        ([replace(card, media=None), notice], "without a picture"),
        ([replace(card, buttons=(*card.buttons, *stray.buttons)), notice], "as if it went on"),
        ([replace(card, text="Here is your painting."), notice], "told in words, and not shown"),
        ([card, notice, said(22, "Here is your painting.", reply_to=1)], "its card was sent 2 times"),
        ([stray, card, notice], "its card was sent 2 times"),
    ):
        with pytest.raises(AssertionError, match=words):
            await check(tmp_path, {PERSON: chat})
    tally = await check(tmp_path, {PERSON: [stray, card]}, crashes=1)
    assert (tally.stray_cards, tally.untold) == (1, 0)


async def test_whatever_is_lost_or_left_in_the_store_is_seen(tmp_path: Path) -> None:
    job_id = await delivered(tmp_path)
    chats: Chats = {PERSON: shown(job_id)}
    with pytest.raises(AssertionError, match="2 jobs were asked for, and there are 1"):
        await check(tmp_path, chats, accepted=2)
    store = await Store.open(tmp_path)
    await store.write(lambda tx: tx.inbox.add(BOT, 2, "{}", 1.0))
    await start_job(store, PERSON)
    picture = store.files.path(min(store.files.all_names()))
    await store.aclose()
    with pytest.raises(AssertionError, match=r"(?s)updates that nobody handled: \[2\].*it came to no end"):
        await check(tmp_path, chats)
    picture.unlink()
    with pytest.raises(AssertionError, match=f"picture {picture.parent.name}{picture.name} is missing"):
        await check(tmp_path, chats)
