"""`/region` and `/protect`: from the drawn photo, or a button, to a job whose styles have their places."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from telegram import Update

from bot.intake.regions.arrays import mask_of
from bot.jobs.model import Job
from bot.jobs.region_parts import PhotoPart
from bot.jobs.regions import MOST
from bot.languages import Language
from bot.texts.look_up import texts_in
from tests.bot.conversation.conftest import Chat
from tests.support import updates
from tests.support.drawings import CUP, SAUCER, Drawing, Thing, drawn, photo_of
from tests.support.jobs import finish_job
from tests.support.pictures import plain_png

SAY = texts_in(Language.ENGLISH).say


def photo(chat: Chat, **more: Any) -> Update:
    """A cup of coffee."""
    file = io.BytesIO()
    photo_of("coffee", 640).save(file, "PNG")
    chat.telegram.files["coffee"] = file.getvalue()
    return updates.photo("coffee", chat.bot, **more)


def drawing(chat: Chat, command: str = "/region", thing: Thing = CUP, **more: Any) -> Update:
    """The photo of a cup of coffee, drawn over."""
    name = "saucer" if thing is SAUCER else "cup"
    chat.telegram.files[name] = drawn(Drawing(thing=thing, kind="loop"), photo_of("coffee", 640))
    return updates.photo(name, chat.bot, caption=command, **more)


def words(chat: Chat) -> str:
    """The text of the latest message or edit; of a picture, its caption."""
    requests = [r for r in chat.telegram.requests if r.method.startswith(("send", "edit"))]
    parameters = requests[-1].parameters
    return str(parameters.get("text") or parameters.get("caption") or parameters["media"]["caption"])


async def confirmed(chat: Chat, thing: Thing = CUP) -> None:
    """Draw a region, and confirm it."""
    await chat.feed(drawing(chat, thing=thing))
    await chat.tap(chat.button("right"))


async def the_job(chat: Chat) -> Job:
    (job,) = await chat.jobs()
    return job


async def coverage(chat: Chat, mask: str | None) -> float:
    assert mask is not None
    return float(mask_of(await chat.store.files.read(mask)).mean())


async def test_a_drawn_region_gets_its_style_and_the_rest_another(chat: Chat) -> None:
    await chat.feed(photo(chat))
    await chat.feed(drawing(chat))
    assert words(chat) == SAY("region-right")
    draft = await chat.draft()
    assert draft is not None
    assert 0.1 < await coverage(chat, draft.regions.asked) < 0.35
    await chat.tap(chat.button("right"))
    assert words(chat) == SAY("region-which-style", number=1)
    assert await chat.feed(chat.picture("red")) == [SAY("region-which-rest", count=1)]
    await chat.feed(chat.picture("blue"))
    job = await the_job(chat)
    assert len(job.request.styles) == 2
    assert job.request.masks == (draft.regions.asked, None)
    assert job.request.content == draft.content
    assert await chat.draft() is None


async def test_the_style_may_come_at_once_and_the_rest_stay(chat: Chat) -> None:
    await chat.feed(photo(chat))
    await chat.feed(drawing(chat))
    assert await chat.feed(chat.picture("red")) == [SAY("region-which-rest", count=1)]
    rest = chat.button("reststays")
    assert await chat.tap(rest) == "Started."
    job = await the_job(chat)
    assert len(job.request.styles) == len(job.request.masks) == 1
    assert await chat.tap(rest) == SAY("tap-region-over")
    assert len(await chat.jobs()) == 1


async def test_two_regions_have_two_styles(chat: Chat) -> None:
    await chat.feed(photo(chat))
    await confirmed(chat, CUP)
    await chat.feed(chat.picture("red"))
    await confirmed(chat, SAUCER)
    assert words(chat) == SAY("region-which-style", number=2)
    assert await chat.feed(chat.picture("green")) == [SAY("region-which-rest", count=2)]
    await chat.feed(chat.picture("blue"))
    job = await the_job(chat)
    assert len(set(job.request.styles)) == 3
    assert job.request.masks[2] is None
    assert await coverage(chat, job.request.masks[1]) > await coverage(chat, job.request.masks[0])


async def test_a_region_can_be_changed_before_it_is_right(chat: Chat) -> None:
    await chat.feed(photo(chat))
    await chat.feed(drawing(chat))
    seen = []
    for verb in ("grow", "shrink", "invert"):
        former = chat.button(verb)
        await chat.tap(former)
        draft = await chat.draft()
        assert draft is not None
        seen.append(await coverage(chat, draft.regions.asked))
        assert await chat.tap(former) == SAY("tap-region-over"), "it was about another mask"
    assert seen[0] > seen[1]
    assert seen[2] == pytest.approx(1 - seen[1], abs=0.001)


async def test_in_the_gallery_for_a_region_the_photo_is_not_offered_as_the_style(chat: Chat) -> None:
    tile = await chat.store.files.put(await chat.decoder.tile(plain_png("grey")))
    await chat.store.write(lambda tx: tx.styles.keep(owner=7, name="mine", picture=tile, tile=tile, origin=""))
    await chat.feed(photo(chat))
    await chat.tap(chat.button("styles"))
    assert chat.button("asstyle")
    await chat.feed(drawing(chat))
    await chat.tap(chat.button("right"))
    await chat.tap(chat.button("styles"))
    assert not any(":asstyle:" in data for data in chat.buttons())
    style = chat.button("style")
    await chat.tap(style)
    assert words(chat) == SAY("region-which-rest", count=1)


async def test_a_wrong_region_is_forgotten_and_the_photo_stays(chat: Chat) -> None:
    await chat.feed(photo(chat))
    await chat.feed(drawing(chat))
    await chat.tap(chat.button("wrong"))
    assert words(chat) == SAY("content-kept")
    await chat.feed(chat.picture("red"))
    assert (await the_job(chat)).request.masks == ()


async def test_parts_are_offered_to_those_who_do_not_draw(chat: Chat) -> None:
    await chat.feed(photo(chat))
    assert await chat.send("/region") == SAY("region-which")
    (left,) = [data for data in chat.buttons() if data.endswith(".left")]
    assert len([data for data in chat.buttons() if ":part:" in data]) == len(PhotoPart)
    await chat.tap(left)
    assert words(chat) == SAY("region-right")
    draft = await chat.draft()
    assert draft is not None
    assert await coverage(chat, draft.regions.asked) == pytest.approx(0.5, abs=0.01)


async def test_what_is_protected_stays_in_the_job(chat: Chat) -> None:
    await chat.feed(photo(chat))
    await chat.feed(drawing(chat, "/protect"))
    assert words(chat) == SAY("protect-right")
    await chat.tap(chat.button("right"))
    assert words(chat) == SAY("protect-kept")
    await chat.feed(chat.picture("red"))
    job = await the_job(chat)
    assert job.request.masks == ()
    assert 0.1 < await coverage(chat, job.request.protect) < 0.35


async def test_a_drawing_may_reply_to_its_photo_which_is_then_the_one_to_paint(chat: Chat) -> None:
    original = photo(chat)
    assert original.message is not None
    await chat.feed(drawing(chat, reply_to_message=original.message.to_dict()))
    draft = await chat.draft()
    assert draft is not None
    assert draft.content_message_id == original.message.message_id
    assert draft.regions.asked is not None


async def test_in_words_in_reply_to_a_drawing_it_is_that_drawing(chat: Chat) -> None:
    await chat.feed(photo(chat))
    sent = drawing(chat)
    assert sent.message is not None
    await chat.feed(updates.text("/region", chat.bot, reply_to_message=sent.message.to_dict()))
    assert words(chat) == SAY("region-right")


@pytest.mark.parametrize("command", ["region", "protect"])
async def test_without_a_photo_one_hears_how(chat: Chat, command: str) -> None:
    assert await chat.send(f"/{command}") == SAY(f"{command}-how")


@pytest.mark.parametrize("command", ["region", "protect"])
async def test_a_first_photo_with_the_command_is_the_photo_and_parts_of_it_are_offered(
    chat: Chat, command: str
) -> None:
    assert await chat.feed(drawing(chat, f"/{command}")) == [SAY(f"{command}-which")]
    draft = await chat.draft()
    assert draft is not None
    assert draft.content is not None
    assert any(data.endswith(".sky") for data in chat.buttons())


async def test_what_is_no_drawing_is_told_with_parts_to_choose_from(chat: Chat) -> None:
    await chat.feed(photo(chat))
    assert await chat.feed(photo(chat, caption="/region")) == [SAY("nothing-drawn")]
    assert any(data.endswith(".sky") for data in chat.buttons())
    assert await chat.feed(chat.picture("red", caption="/region")) == [SAY("drawn-elsewhere")]
    draft = await chat.draft()
    assert draft is not None
    assert draft.content is not None


async def test_there_are_so_many_regions_and_no_more(chat: Chat) -> None:
    await chat.feed(photo(chat))
    for color in ("red", "green", "blue", "white")[:MOST]:
        await confirmed(chat)
        await chat.feed(chat.picture(color))
    assert await chat.feed(drawing(chat)) == [SAY("region-too-many", count=MOST)]


async def test_another_photo_begins_anew(chat: Chat) -> None:
    await chat.feed(photo(chat))
    await confirmed(chat)
    await chat.feed(chat.picture("red", caption="/content"))
    draft = await chat.draft()
    assert draft is not None
    assert draft.regions.painted == ()


async def test_follow_ups_keep_the_regions_but_for_a_new_style(chat: Chat) -> None:
    await chat.feed(photo(chat))
    await confirmed(chat)
    await chat.feed(chat.picture("red"))
    await chat.feed(chat.picture("blue"))
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    await finish_job(chat.store, job)
    await chat.tap(f"v1:again:{job.id}")
    (follow_up,) = await chat.jobs()
    assert (follow_up.request.masks, follow_up.request.styles) == (job.request.masks, job.request.styles)
    assert await chat.tap(f"v1:share:{job.id}") == SAY("share-regions")
    await chat.tap(f"v1:restyle:{job.id}")
    draft = await chat.draft()
    assert draft is not None
    assert draft.regions.painted == ()


async def test_styles_that_two_people_share_may_be_in_one_picture(chat: Chat) -> None:
    for number, owner in enumerate((8, 9)):
        picture = await chat.store.files.put(bytes([number]))
        await chat.store.write(
            lambda tx, owner=owner, picture=picture: tx.shares.add(
                owner=owner, name=f"of-{owner}", pictures=(picture,), now=1.0
            )
        )
    await chat.feed(photo(chat))
    await confirmed(chat)
    assert await chat.send("style=of-8") == SAY("region-which-rest", count=1)
    assert await chat.feed(updates.text("style=of-9", chat.bot)) == []
    job = await the_job(chat)
    shares = [await chat.store.read(lambda tx, owner=owner: tx.shares.named(f"of-{owner}")) for owner in (8, 9)]
    assert job.request.borrowed == {share.number for share in shares if share is not None}
    assert len(job.request.borrowed) == 2
