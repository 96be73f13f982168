"""A style that its owner took back is not painted any more, by whatever way somebody still has its pictures."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import pytest

from bot.jobs.model import Job
from bot.languages import Language
from bot.store import Transaction
from bot.texts.look_up import texts_in
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.jobs import FIGURES, add_job, job_now
from tests.support.pictures import plain_png

SAY = texts_in(Language.ENGLISH).say
ADA, EVE = 8, 9  #: who share "of-8" and "of-9"


async def shared(chat: Chat) -> None:
    for owner, color in ((ADA, "teal"), (EVE, "plum")):
        picture = await chat.store.files.put(plain_png(color))
        await chat.store.write(
            lambda tx, owner=owner, picture=picture: tx.shares.add(
                owner=owner, name=f"of-{owner}", pictures=(picture,), now=1.0
            )
        )


async def take_back(chat: Chat, owner: int) -> None:
    async def work(tx: Transaction) -> None:
        share = await tx.shares.named(f"of-{owner}")
        assert share is not None
        await tx.shares.withdraw(share.number)

    await chat.store.write(work)


async def running(chat: Chat) -> Job:
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    return job


async def of_regions(chat: Chat) -> Job:
    """A job in Ada's style, with a region in Eve's, which is named before the region is confirmed."""
    await chat.send("style=of-8")
    await chat.feed(chat.picture("red", caption="size=256 iterations=5000"))  # a mistake, so that it waits
    await chat.feed(updates.text("/region", chat.bot))
    await chat.tap(next(data for data in chat.buttons() if data.endswith(".left")))
    await chat.feed(updates.text("style=of-9", chat.bot))
    (job,) = await chat.jobs()
    return job


async def steered(chat: Chat) -> Job:
    """A job begun in Ada's style, and steered to Eve's."""
    await chat.feed(chat.picture("red", caption="style=of-8"))
    job = await running(chat)
    await chat.tap(f"v1:turnstyle:{job.id}.0")
    await chat.feed(updates.text("style=of-9", chat.bot))
    return await job_now(chat.store, job.id)


@pytest.mark.parametrize("way", [of_regions, steered])
@pytest.mark.parametrize("owner", [ADA, EVE])
async def test_each_of_several_may_be_taken_back(chat: Chat, way: Callable[[Chat], Awaitable[Job]], owner: int) -> None:
    await shared(chat)
    job = await way(chat)
    await finished(chat, job if job.status.attempt else await running(chat))
    await take_back(chat, owner)
    for verb in ("again", "variants", "stronger", "bigger", "more"):
        assert await chat.tap(f"v1:{verb}:{job.id}") == SAY("tap-withdrawn"), verb
    assert await chat.jobs() == []


async def finished(chat: Chat, job: Job) -> None:
    names = [await chat.store.files.put(data) for data in (b"png", b"jpeg")]
    await chat.store.write(
        lambda tx: tx.jobs.finish(job.id, 1, result_png=names[0], result_jpeg=names[1], figures=FIGURES, now=1.0)
    )


async def test_a_draft_with_two_of_them_lets_both_go_when_one_is_taken_back(chat: Chat) -> None:
    await shared(chat)
    await chat.send("style=of-8")
    await chat.feed(updates.text("/region", chat.bot))
    draft = await chat.draft()
    assert draft is not None
    await take_back(chat, ADA)
    (answer,) = await chat.feed(chat.picture("red"))
    assert SAY("style-withdrawn") in answer
    assert await chat.jobs() == []


async def test_the_last_style_whatever_job_a_button_names(chat: Chat) -> None:
    """The button offers the latest job; a forged one may name any of one's own."""
    await shared(chat)
    await chat.feed(chat.picture("red", caption="style=of-8"))
    job = await running(chat)
    await finished(chat, job)
    await chat.feed(chat.picture("white"))
    draft = await chat.draft()
    assert draft is not None
    assert draft.content is not None
    await take_back(chat, ADA)
    await chat.tap(f"v1:laststyle:{HOME.user_id}.{draft.content[:8]}.{job.id}")
    assert await chat.jobs() == []
    draft = await chat.draft()
    assert draft is not None
    assert draft.styles == ()


async def test_a_picture_at_work_is_not_steered_to_it(chat: Chat) -> None:
    await shared(chat)
    job = await add_job(chat.store, HOME.user_id, content=await chat.store.files.put(plain_png("red")))
    await running(chat)
    await chat.send("style=of-8")  # waits as the style of the next photo
    await take_back(chat, ADA)
    assert await chat.tap(f"v1:turnstyle:{job.id}.0") == SAY("tap-withdrawn")
    assert (await job_now(chat.store, job.id)).request.styles == job.request.styles
    await chat.feed(chat.picture("white"))
    assert [each.id for each in await chat.jobs()] == [job.id]


async def test_who_steered_from_a_borrowed_style_to_their_own_may_keep_that(chat: Chat) -> None:
    await shared(chat)
    await chat.feed(chat.picture("red", caption="style=of-8"))
    job = await running(chat)
    await chat.tap(f"v1:turnstyle:{job.id}.0")
    await chat.feed(chat.picture("green"))
    await finished(chat, job)
    assert "mine" in await chat.send("/savestyle mine")
    assert "style=" in await chat.send("/share")
    await take_back(chat, ADA)  # now nobody knows any more which pictures were whose
    assert await chat.send("/savestyle more") == SAY("savestyle-borrowed")
