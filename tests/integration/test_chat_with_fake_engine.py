"""The whole bot over HTTP against the sandbox's server, with an engine that paints at once."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from bot import logs
from bot.config import LogFormat, LogLevel
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import moving_gif, plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage
from tests.support.sandbox_chat import Chat, button_of, recipe_of, results, shows, told


def shows_preview(chat: Chat) -> VisibleMessage | None:
    return next((m for m in chat if m.from_bot and m.media and "░" in m.text), None)


async def test_an_album_of_two_becomes_one_painting_at_the_end_of_the_chat(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(hold_at=30))
    async with running_bot(server, tmp_path / "bot", engine):
        content, _ = await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=60 size=256")
        preview = await user.wait_for(shows_preview)
        assert "/60" in preview.text
        assert any(data.startswith("v1:keep:") for data in preview.callback_data)
        await engine.held()
        engine.release()
        (card,) = await user.wait_for(told(1))
        assert card.message_id > preview.message_id
        assert card.reply_to == content
        assert re.fullmatch(r"96×80 px · \d+ s", card.text)
        await user.wait_for(lambda chat: [m.message_id for m in chat if m.from_bot] == [card.message_id])

        opened = await user.opened(card)
        assert recipe_of(opened) == "iterations=60 size=256 preset=standard"
        query = await user.tap(card.message_id, button_of(opened, "original"))
        assert (await user.answer_to(query))["text"] == "The file is on its way."
        document = await user.wait_for(lambda chat: chat[-1].media if chat[-1].media != card.media else None)
        assert document.kind == "document"
        assert (await user.download(document)).startswith(b"\x89PNG")


async def test_words_lead_from_start_to_settings_to_a_painting(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path / "bot", FakeEngine()):
        await user.send_text("/start")
        await user.wait_for(shows("Send me two photos"))
        await user.send_text("/iterations 5000")
        await user.wait_for(shows("from 10 to 2000", "Example: /iterations 300"))
        await user.send_text("/iterations 20")
        await user.wait_for(shows("From now on I paint 20 iterations"))
        await user.send_photo(plain_png("red"))
        await user.wait_for(shows("Now send a picture in the style"))
        await user.send_photo(plain_png("blue"), caption="size=99")
        offer = await user.wait_for(shows("from 128 to 2048", "Both photos are kept"))
        await user.tap(offer.message_id, offer.callback_data[0])
        (card,) = await user.wait_for(told(1))
        assert recipe_of(await user.opened(card)).startswith("iterations=20 size=512")
        menu = await user.calls("setMyCommands")
        assert "iterations" in str(menu[-1]["parameters"])


async def test_a_browser_in_russian_meets_a_bot_that_speaks_russian_until_it_is_asked_for_german(
    server: SandboxServer, tmp_path: Path
) -> None:
    async with server.user("ru-RU,ru;q=0.9") as user, running_bot(server, tmp_path / "bot", FakeEngine()):
        await user.send_text("/start")
        await user.wait_for(shows("Пришлите мне два фото"))
        await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=21")
        (card,) = await user.wait_for(told(1))
        assert "Ещё…" in str(card.buttons)
        await user.send_text("/language")
        offer = await user.wait_for(shows("На каком языке"))
        query = await user.tap(offer.message_id, "v1:language:de")
        assert (await user.answer_to(query))["text"] == "Ab jetzt spreche ich hier Deutsch mit dir."
        await user.wait_for(shows("Welche Sprache"))
        await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=21")
        _, card = await user.wait_for(told(2))
        assert "Mehr …" in str(card.buttons)
        menus = [call["parameters"].get("language_code") for call in await user.calls("setMyCommands")]
        assert menus == ["en", "de", "es", "ru", "zh", None]


async def test_each_bad_picture_gets_its_sentence_and_the_good_one_is_kept(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path / "bot", FakeEngine()):
        await user.send_photo(plain_png("red"))
        await user.wait_for(shows("Now send a picture in the style"))
        huge = io.BytesIO()
        Image.new("1", (30_000, 30_000)).save(huge, "PNG")
        await user.send_document(b"Dear diary, I am no picture.", "diary.jpg", "image/jpeg")
        await user.wait_for(shows("could not read this as a picture"))
        await user.send_document(plain_png("blue")[:2000], "half.png", "image/png")
        await user.wait_for(shows("file is incomplete"))
        await user.send_document(plain_png("blue", 1, 1), "dot.png", "image/png")
        await user.wait_for(shows("too small"))
        await user.send_document(huge.getvalue(), "huge.png", "image/png")
        await user.wait_for(shows("more than 50 megapixels"))
        await user.send_animation(moving_gif())
        await user.wait_for(shows("A GIF moves"))
        await user.send_video()
        await user.wait_for(shows("A video moves"))
        await user.send_text("hello?")
        await user.wait_for(lambda chat: shows("Now send a picture in the style")(chat[-1:]))
        await user.send_document(plain_png("blue"), "style", "application/octet-stream")
        await user.wait_for(told(1))


async def test_a_tap_stops_a_job_with_or_without_its_picture(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(hold_at=30))
    async with running_bot(server, tmp_path / "bot", engine):
        await user.send_album([plain_png("red"), plain_png("blue")])
        card = await user.wait_for(shows_preview)
        keep, cancel = card.callback_data[-2:]
        await user.tap(card.message_id, cancel)
        await user.wait_for(shows("Canceled."))
        await user.send_album([plain_png("red"), plain_png("green")])
        second = await user.wait_for(lambda chat: next((m for m in chat if shows_preview([m])), None))
        keep, _ = second.callback_data[-2:]
        await user.tap(second.message_id, keep)
        (result,) = await user.wait_for(told(1))
        assert result.message_id > second.message_id


@pytest.mark.usefixtures("_time_for_last_words")
async def test_a_restart_in_mid_job_goes_on_in_the_same_card(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    first, second = FakeEngine(Script(hold_at=30)), FakeEngine(Script(seconds_per_iteration=0.01))
    async with running_bot(server, tmp_path / "bot", first):
        await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=60")
        await user.wait_for(shows("30/60"))
    card = await user.wait_for(shows("Interrupted at 25 of 60"))
    assert card.media is not None
    async with running_bot(server, tmp_path / "bot", second):
        (result,) = await user.wait_for(told(1))
    assert result.message_id > card.message_id
    assert second.jobs[0].checkpoint is not None
    assert second.jobs[0].attempt == 2


async def test_a_restart_in_mid_album_loses_neither_photo(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path / "bot", FakeEngine()):
        await user.send_text("/start")
        await user.wait_for(shows("Send me two photos"))
        await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=20")
    async with running_bot(server, tmp_path / "bot", FakeEngine()):
        (result,) = await user.wait_for(told(1))
        assert recipe_of(await user.opened(result)).startswith("iterations=20")


async def test_bad_days_at_telegram_delay_everything_and_lose_nothing(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path / "bot", FakeEngine()):
        await user.set_fault("cut", method="getFile")
        await user.set_fault("error", method="getUpdates", status=502)
        await user.set_fault("flood", method="sendMessage", seconds=1)
        await user.set_fault("error", method="editMessageMedia", status=500)
        await user.set_fault("cut", method="editMessageMedia", applied=True)
        await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=20")
        (card,) = await user.wait_for(told(1), LONG)
        assert len(results(await user.transcript())) == 1
        assert card.media is not None
        assert await user.waiting_faults() == []


@pytest.mark.fault("token")
@pytest.mark.usefixtures("logging_as_before")
async def test_the_token_is_nowhere_though_everything_is_logged_and_much_goes_wrong(
    server: SandboxServer, user: SandboxUser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.set_up(LogLevel.DEBUG, LogFormat.TEXT, secrets=[server.token])
    engine = FakeEngine(Script(fail_at=8))
    async with running_bot(server, tmp_path / "bot", engine):
        for method in ("getUpdates", "getFile", "sendMessage", "editMessageText", "setMyCommands"):
            await user.set_fault("cut", method=method)
        await user.set_fault("error", method="sendMessage", status=502)
        await user.send_text("/start")
        await user.send_album([plain_png("red"), plain_png("blue")])
        await user.wait_for(shows("The painting came apart on the way"), LONG)
        await user.send_document(b"no picture", "a.jpg", "image/jpeg")
        await user.wait_for(shows("could not read"))
    printed = capsys.readouterr()
    secret = server.token.partition(":")[2]
    assert "DEBUG" in printed.err
    assert secret not in printed.err + printed.out
    kept = [path for path in (tmp_path / "bot").rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if secret.encode() in path.read_bytes()]
    assert not [message for message in await user.transcript() if secret in message.text]
