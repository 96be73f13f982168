"""The gallery: its pages, the choice of a style, names in words, and styles of one's own."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from bot.intake.contact_sheet import GAP, TILE
from bot.store import DRAWN, HOUSE, KeptLesson, KeptStyle
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.pictures import plain_png

STRANGER = {"id": 8, "is_bot": False, "first_name": "Eve"}
SIZES = [{"file_id": "g", "file_unique_id": "g", "width": 800, "height": 600}]
OVER = "This picture is no longer waiting."


async def shelve(chat: Chat, *names: str, owner: int = HOUSE, origin: str = "file:1") -> None:
    for rank, name in enumerate(names):
        png = plain_png("#%06x" % (sum(name.encode()) * 4096 + rank))
        picture, tile = await chat.store.files.put(png), await chat.store.files.put(await chat.decoder.tile(png))
        await chat.store.write(
            lambda tx, name=name, picture=picture, tile=tile, rank=rank: tx.styles.keep(
                owner=owner, name=name, picture=picture, tile=tile, origin=origin, rank=rank
            )
        )


async def style(chat: Chat, name: str, user_id: int = 7) -> KeptStyle:
    found = await chat.store.read(lambda tx: tx.styles.named(name, user_id))
    assert found is not None
    return found


async def own(chat: Chat) -> list[str]:
    return [style.name for style in await chat.store.read(lambda tx: tx.styles.of(7))]


async def tap(chat: Chat, data: str, /, **more: Any) -> str | None:
    """Tap a button under a picture, since the gallery is one."""
    return await chat.tap(data, photo=SIZES, **more)


async def test_the_gallery_is_one_picture_with_numbers_and_a_button_for_each(chat: Chat) -> None:
    await shelve(chat, "chalk", "oil")
    await shelve(chat, "waves", origin=f"{DRAWN}1")
    assert await chat.feed(updates.text("/styles", chat.bot)) == []
    (request,) = chat.telegram.of("sendPhoto")
    sheet = Image.open(io.BytesIO(request.uploads[0]))
    assert sheet.size == (3 * (TILE + GAP) + GAP, TILE + 2 * GAP)
    keys = [key["text"] for row in request.parameters["reply_markup"]["inline_keyboard"] for key in row]
    assert sorted(keys) == ["1 · chalk", "2 · Waves", "3 · oil"]
    assert "style=chalk" in request.parameters["caption"]


async def test_the_gallery_says_how_much_of_ones_own_styles_the_engine_has_learned(chat: Chat) -> None:
    await shelve(chat, "chalk", "oil", "ink", owner=7, origin="chat")
    await shelve(chat, "waves", origin=f"{DRAWN}1")
    for name, steps in (("oil", 5), ("ink", 3)):
        lesson = KeptLesson(picture=(await style(chat, name)).picture, state=b"", steps=steps, wanted=5)
        await chat.store.write(lambda tx, lesson=lesson: tx.lessons.keep(lesson))
    await chat.feed(updates.text("/styles", chat.bot))
    (request,) = chat.telegram.of("sendPhoto")
    keys = [key["text"] for row in request.parameters["reply_markup"]["inline_keyboard"] for key in row]
    oil, ink = (next(key.split(" ")[0] for key in keys if key.endswith(name)) for name in ("oil", "ink"))
    assert f"I have learned {oil}:" in request.parameters["caption"]
    assert f"I learn {ink} (60 %)" in request.parameters["caption"]


async def test_a_style_that_was_learned_is_painted_by_the_instant_preset(chat: Chat) -> None:
    await shelve(chat, "chalk", owner=7, origin="chat")
    await chat.feed(chat.picture("red", caption="style=chalk preset=instant"))
    assert await chat.store.read(lambda tx: tx.overview.unfinished_by(7)) == []
    lesson = KeptLesson(picture=(await style(chat, "chalk")).picture, state=b"", steps=5, wanted=5)
    await chat.store.write(lambda tx: tx.lessons.keep(lesson))
    await chat.feed(chat.picture("red", caption="style=chalk preset=instant"))
    [job] = await chat.store.read(lambda tx: tx.overview.unfinished_by(7))
    assert job.request.settings.is_instant


async def test_without_styles_there_is_a_sentence(chat: Chat) -> None:
    assert "no styles here yet" in await chat.send("/styles")
    await chat.feed(chat.picture("red"))
    assert "no styles here yet" in str(await chat.tap(chat.button("styles")))


async def test_a_question_that_is_answered_elsewhere_loses_its_buttons(chat: Chat) -> None:
    await shelve(chat, "chalk")
    await chat.feed(chat.picture("red"))
    asked = await chat.store.read(lambda tx: tx.drafts.get(HOME))
    assert asked is not None
    await chat.feed(updates.text("/styles", chat.bot))
    await tap(chat, chat.button("style"))
    bare = [
        edit.parameters
        for edit in chat.telegram.of("editMessageReplyMarkup")
        if not edit.parameters.get("reply_markup")
    ]
    assert [int(each["message_id"]) for each in bare] == [asked.card_message_id]


async def test_a_gallery_in_which_a_style_was_chosen_loses_its_buttons_when_the_photo_comes(chat: Chat) -> None:
    await shelve(chat, "chalk", "oil")
    await chat.feed(updates.text("/styles", chat.bot))
    await tap(chat, chat.buttons()[0])
    kept = chat.telegram.of("editMessageCaption")[-1].parameters
    await chat.feed(chat.picture("red"))
    assert len(await chat.jobs()) == 1
    bare = chat.telegram.of("editMessageReplyMarkup")[-1].parameters
    assert (bare["message_id"], bare.get("reply_markup")) == (kept["message_id"], None)


async def test_a_style_first_and_then_the_photo(chat: Chat) -> None:
    await shelve(chat, "chalk")
    await chat.feed(updates.text("/styles", chat.bot))
    button = chat.button("style")
    for _ in range(2):
        assert await tap(chat, button) == "chalk it is. Now send the photo to paint."
    assert "chalk it is" in chat.telegram.of("editMessageCaption")[-1].parameters["caption"]
    await chat.feed(chat.picture("red"))
    (job,) = await chat.jobs()
    assert job.request.styles == ((await style(chat, "chalk")).picture,)


async def test_a_photo_and_then_a_style_from_the_gallery_that_its_button_opens(chat: Chat) -> None:
    await shelve(chat, "chalk")
    await chat.feed(chat.picture("red"))
    await chat.tap(chat.button("styles"))
    (edit,) = chat.telegram.of("editMessageMedia")
    assert len(edit.uploads) == 1
    button = chat.button("style")
    assert await tap(chat, button) == "chalk it is: see below how far I am."
    assert await tap(chat, button) == OVER
    assert await chat.draft() is None
    (job,) = await chat.jobs()
    assert job.request.styles == ((await style(chat, "chalk")).picture,)


async def test_from_the_gallery_the_photo_can_still_become_the_style(chat: Chat) -> None:
    await shelve(chat, "chalk")
    await chat.feed(chat.picture("red"))
    await chat.tap(chat.button("styles"))
    await tap(chat, chat.button("asstyle"))
    draft = await chat.draft()
    assert draft is not None
    assert draft.content is None
    assert "I have the style picture" in chat.telegram.of("editMessageCaption")[-1].parameters["caption"]


async def test_many_styles_have_pages(chat: Chat) -> None:
    await shelve(chat, *(f"style-{number}" for number in range(30)))
    await chat.feed(updates.text("/styles", chat.bot))
    seen = []
    for _ in range(3):
        seen += [data for data in chat.buttons() if data.startswith("v1:style:")]
        await tap(chat, [data for data in chat.buttons() if data.startswith("v1:styles:")][-1])
    assert len(seen) == len(set(seen)) == 30
    await tap(chat, "v1:styles:7.-.99")
    assert len([data for data in chat.buttons() if data.startswith("v1:style:")]) == 6


async def test_a_gallery_in_a_group_is_its_owners_and_asks_for_the_photo_as_a_reply(chat: Chat) -> None:
    await shelve(chat, "chalk")
    await chat.feed(updates.text("/styles", chat.bot, chat=updates.GROUP))
    button = chat.button("style")
    assert "Only the person" in str(await tap(chat, button, chat=updates.GROUP, user=STRANGER))
    await tap(chat, button, chat=updates.GROUP)
    assert "reply to this message" in chat.telegram.of("editMessageCaption")[-1].parameters["caption"]


async def test_a_style_that_is_gone_and_one_of_somebody_else_cannot_be_chosen(chat: Chat) -> None:
    await shelve(chat, "secret", owner=8)
    number = (await style(chat, "secret", 8)).number
    for gone in (number, 999):
        assert await tap(chat, f"v1:style:7.-.{gone}") == "This style is no longer there."
    assert await chat.draft() is None


@pytest.mark.parametrize("words", ["style=chalk", "Style = CHALK size=256", "/style chalk"])
async def test_a_style_is_chosen_by_its_name_in_words(chat: Chat, words: str) -> None:
    await shelve(chat, "chalk")
    await chat.feed(chat.picture("red"))
    assert await chat.feed(updates.text(words, chat.bot)) == []
    (job,) = await chat.jobs()
    assert job.request.styles == ((await style(chat, "chalk")).picture,)


async def test_a_style_is_chosen_by_its_name_in_a_caption(chat: Chat) -> None:
    await shelve(chat, "chalk")
    await chat.feed(chat.picture("blue"))
    before = await chat.draft()
    assert before is not None
    assert await chat.feed(chat.picture("red", caption="style=chalk iterations=40")) == []
    (job,) = await chat.jobs()
    assert job.request.content != before.content
    assert job.request.styles == ((await style(chat, "chalk")).picture,)
    assert job.request.settings.iterations == 40


async def test_a_name_that_no_style_has_gets_the_list_and_the_photo_is_kept(chat: Chat) -> None:
    await shelve(chat, "chalk", "oil")
    (answer,) = await chat.feed(chat.picture("red", caption="style=cubism"))
    assert "no style “cubism”" in answer
    assert "Styles: chalk, oil" in answer
    assert any(data.startswith("v1:styles:7.") for data in chat.buttons())
    draft = await chat.draft()
    assert draft is not None
    assert draft.content is not None


async def test_a_name_in_vain_leads_to_the_gallery_also_where_no_photo_waits(chat: Chat) -> None:
    await shelve(chat, "chalk")
    assert "no style “Cubism”" in await chat.send("/style Cubism")
    await chat.tap(chat.button("styles"))
    assert await tap(chat, chat.button("style")) == "chalk it is. Now send the photo to paint."


async def test_a_reply_keeps_a_picture_under_a_name(chat: Chat) -> None:
    picture = chat.picture("red").message
    assert picture is not None
    answer = await chat.send("/savestyle My Chalk", reply_to_message=picture.to_dict())
    assert "Kept as “my-chalk”" in answer
    assert await own(chat) == ["my-chalk"]
    await chat.feed(chat.picture("blue", caption="style=my-chalk"))
    (job,) = await chat.jobs()
    assert job.request.styles == ((await style(chat, "my-chalk")).picture,)


async def test_a_caption_keeps_its_picture_and_begins_no_draft(chat: Chat) -> None:
    (answer,) = await chat.feed(chat.picture("red", caption="/savestyle chalk"))
    assert "Kept as “chalk”" in answer
    assert await chat.draft() is None


async def test_without_a_picture_the_last_style_is_kept(chat: Chat) -> None:
    assert "no picture to keep" in await chat.send("/savestyle chalk")
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    (job,) = await chat.jobs()
    await chat.send("/savestyle chalk")
    assert (await style(chat, "chalk")).picture == job.request.styles[0]
    chat.picture("green")
    await chat.feed(updates.sticker("green", chat.bot))
    await chat.send("/savestyle chalk")
    assert (await style(chat, "chalk")).picture != job.request.styles[0]
    assert await own(chat) == ["chalk"]


@pytest.mark.parametrize(("argument", "words"), [("", "Reply to a picture with"), ("a/b", "cannot be a name")])
async def test_a_bad_name_gets_an_example(chat: Chat, argument: str, words: str) -> None:
    await chat.feed(chat.picture("red"), chat.picture("blue"))
    answer = await chat.send(f"/savestyle {argument}")
    assert words in answer
    assert "/savestyle my-waves" in answer
    assert await own(chat) == []


async def test_no_more_styles_than_may_be(chat: Chat) -> None:
    await shelve(chat, *(f"style-{number}" for number in range(24)), owner=7)
    (answer,) = await chat.feed(chat.picture("red", caption="/savestyle another"))
    assert "24 styles, which is the most" in answer
    (answer,) = await chat.feed(chat.picture("red", caption="/savestyle style-3"))
    assert "Kept as" in answer
    assert len(await own(chat)) == 24


async def test_ones_own_styles_are_shown_and_deleted_at_a_tap(chat: Chat) -> None:
    await shelve(chat, "mine", "too", owner=7)
    await shelve(chat, "chalk")
    await chat.feed(updates.text("/styles", chat.bot))
    assert len([data for data in chat.buttons() if data.startswith("v1:style:")]) == 3
    await tap(chat, chat.button("ownstyles"))
    first, second = [data for data in chat.buttons() if data.startswith("v1:delstyle:")]
    assert "Only the person" in str(await tap(chat, first, user=STRANGER))
    assert await tap(chat, first) == "Deleted."
    assert await tap(chat, first) == "This style is no longer there."
    assert await own(chat) == ["too"]
    await tap(chat, second)
    assert await own(chat) == []
    assert chat.button("style").endswith(str((await style(chat, "chalk")).number))


async def test_nobody_deletes_a_style_of_the_house(chat: Chat) -> None:
    await shelve(chat, "chalk")
    number = (await style(chat, "chalk")).number
    await tap(chat, f"v1:delstyle:7.-.{number}.0")
    assert (await style(chat, "chalk")).number == number


async def test_a_style_that_is_still_to_be_drawn_is_promised(chat: Chat) -> None:
    await chat.feed(chat.picture("red"))
    assert (await chat.send("style=waves")).startswith("I am still preparing the style “waves”.")
    await shelve(chat, "waves", origin=f"{DRAWN}1")
    await chat.feed(updates.text("style=waves", chat.bot))
    assert len(await chat.jobs()) == 1
