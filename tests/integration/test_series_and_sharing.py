"""Series and shared styles: the whole bot over HTTP, with an engine that paints at once."""

from __future__ import annotations

from pathlib import Path

from tests.integration.test_styles_in_the_chat import gallery, hues
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser
from tests.support.sandbox_chat import Chat, VisibleMessage, button_of, recipe_of, results, shows, told


def albums(chat: Chat) -> Chat:
    """The pictures in albums of the bot's."""
    return [message for message in chat if message.from_bot and message.media_group_id is not None]


def is_file(message: VisibleMessage) -> bool:
    return message.media is not None and message.media.kind == "document"


async def test_a_recipe_travels_to_another_persons_photo_until_its_style_is_withdrawn(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", engine):
        eve = await user.add_person("Eve")
        other = user.at(as_=eve, chat=eve)
        await user.send_album([plain_png("red"), plain_png("blue")], caption="strength=70 iterations=20")
        (card,) = await user.wait_for(told(1), LONG)
        asked = await user.tap(card.message_id, button_of(await user.opened(card), "askshare"))
        assert "Shall everybody be able to use this style?" in (await user.answer_to(asked))["text"]
        question = await user.wait_for(
            lambda chat: next((m for m in chat if "v1:share:" in str(m.callback_data)), None)
        )
        await user.tap(card.message_id, button_of(question, "share"))
        line = (await user.wait_for(shows("Shared."), LONG)).text.splitlines()[1]
        assert line.startswith("iterations=20 size=512 preset=standard strength=70 style=")

        photo = await other.send_photo(plain_png("green"))
        await other.send_text(line, reply_to=photo)
        (theirs,) = await other.wait_for(told(1), LONG)
        assert recipe_of(await other.opened(theirs)) == line
        await user.send_text("/unshare", reply_to=card.message_id)
        await user.wait_for(shows("Taken back"), LONG)
        await other.send_photo(plain_png("white"), caption=line)
        await other.wait_for(shows("I know no style"), LONG)
    assert [hues(job)[-1] for job in engine.jobs] == ["B", "B"]
    assert "Ada" not in " ".join(message.text for message in await other.transcript())


async def test_an_album_becomes_a_series_and_a_picture_of_it_a_file(
    server: SandboxServer, user: SandboxUser, folder: Path, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(iterations=5))
    async with running_bot(server, tmp_path / "bot", engine, styles=folder):
        await gallery(user)
        await user.send_album([plain_png(color) for color in ("red", "green", "blue", "white")])
        question = await user.wait_for(shows("as a series in one style"), LONG)
        await user.tap(question.message_id, button_of(question, "series"))
        asks = await user.wait_for(shows("I have 4 photos for a series"), LONG)
        assert asks.message_id == question.message_id
        await user.tap(asks.message_id, button_of(asks, "styles"))
        shelf = await user.wait_for(shows("Choose the style for your photo"), LONG)
        await user.tap(shelf.message_id, button_of(shelf, "style"))
        offer = await user.wait_for(shows("4 photos, all in one style", "4 places in the queue"), LONG)
        await user.tap(offer.message_id, button_of(offer, "startseries"))
        await user.wait_for(shows("Here are your 4 paintings."), LONG)
        chat = await user.transcript()
        album = albums(chat)
        assert len(album) == 4
        assert [message.text for message in album] == ["chalk", "", "", ""]
        card = await user.wait_for(shows("painted: 4"), LONG)
        await user.tap(card.message_id, button_of(card, "resend"))
        first = await user.opened(await user.wait_for(lambda chat: next(iter(results(chat)), None), LONG))
        await user.tap(first.message_id, button_of(first, "original"))
        document = await user.wait_for(lambda chat: chat[-1] if is_file(chat[-1]) else None, LONG)
        assert document.reply_to == album[0].message_id
    assert all(job.settings == engine.jobs[0].settings for job in engine.jobs)
    assert {hues(job)[1] for job in engine.jobs} == {"G"}


async def test_a_series_is_stopped_and_what_is_done_comes_as_an_album(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(iterations=5), Script(iterations=5), Script(hold_at=2))
    async with running_bot(server, tmp_path / "bot", engine):
        await user.send_album([plain_png(color) for color in ("red", "green", "blue", "white")], caption="/series")
        await user.wait_for(shows("4 photos for a series"), LONG)
        await user.send_photo(plain_png("black"))
        offer = await user.wait_for(shows("4 photos, all in one style"), LONG)
        await user.tap(offer.message_id, button_of(offer, "startseries"))
        card = await user.wait_for(shows("done: 2", "Painting now: picture 3"), LONG)
        assert "Stop, send what is done" in str(card.buttons)
        await user.tap(card.message_id, button_of(card, "stopseries"))
        await user.wait_for(shows("Here are your 2 paintings."), LONG)
        await user.wait_for(shows("painted: 2", "because you stopped: 3, 4"), LONG)
        album = albums(await user.transcript())
    assert len(album) == 2
    assert album[0].text.endswith("Not painted: 3, 4")
