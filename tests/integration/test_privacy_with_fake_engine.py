"""History, forgetting and retention with the whole bot, over HTTP against the sandbox's server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot import logs
from bot.config import LogFormat, LogLevel
from bot.jobs.model import JobState
from bot.store import Store
from bot.store.layout import DATABASE
from tests.support.eventually import eventually
from tests.support.fake_engine import FakeEngine, Script
from tests.support.invariant import jobs_in, reading
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser
from tests.support.sandbox_chat import button_of, results, shows, told


async def paint(user: SandboxUser) -> None:
    """Have a painting, and wait until its progress card shows no progress any more."""
    await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=20")
    await user.wait_for(lambda chat: told(1)(chat) and not shows("░")(chat))


async def kept_of_everybody(data: Path) -> dict[str, int]:
    """How many rows and files a stopped bot has kept, where there are any."""
    store = await Store.open(data)
    tables = ("jobs", "drafts", "album_items", "preferences", "languages", "sent_messages", "erasures")
    try:
        counts = {table: await _count(store, table) for table in tables}
    finally:
        await store.aclose()
    counts["files"] = len(list((data / "pictures").glob("*/*")))
    return {name: count for name, count in counts.items() if count}


async def _count(store: Store, table: str) -> int:
    rows = await store._database.read(lambda c: c.execute_fetchall(f"SELECT count(*) FROM {table}"))  # noqa: S608 - ours
    return int(next(iter(rows))[0])


async def nobody_is_being_forgotten(data: Path) -> bool:
    """Whether no erasure is left. The bot says a moment earlier that it is done."""
    with reading(data / DATABASE) as database:
        return not database.execute("SELECT count(*) FROM erasures").fetchone()[0]


async def test_a_painting_comes_again_from_the_sheet_of_the_last_ones(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    async with running_bot(server, tmp_path / "bot", FakeEngine()):
        await paint(user)
        await user.send_text("/history")
        sheet = await user.wait_for(shows("Your last paintings here"))
        assert sheet.media is not None
        (again,) = sheet.callback_data
        await user.tap(sheet.message_id, again)
        _, copy = await user.wait_for(told(2))  # it is one, too
        await user.tap(copy.message_id, button_of(await user.opened(copy), "again"))
        await user.wait_for(told(3))


async def test_after_forgetting_nothing_is_left_of_a_person_though_a_job_was_running(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(), Script(hold_at=10))
    async with running_bot(server, tmp_path / "bot", engine):
        await user.send_text("/iterations 40")
        await paint(user)
        await user.send_album([plain_png("green"), plain_png("blue")])
        await engine.held()
        await user.wait_for(shows("░"))  # an edit: so the bot has noted the message that is its card
        await user.send_photo(plain_png("black"))
        await user.wait_for(shows("Now send a picture in the style"))
        await user.send_text("/forget")
        question = await user.wait_for(shows("Shall I delete everything"))
        erase, _ = question.callback_data
        await user.tap(question.message_id, erase)
        answer = await user.wait_for(shows("I keep nothing of you any more"))
        assert answer.message_id == question.message_id
        left = [message for message in await user.transcript() if message.from_bot]
        assert [message.message_id for message in left] == [answer.message_id]
        assert engine.cancels
        await eventually(lambda: nobody_is_being_forgotten(tmp_path / "bot"))
    assert await kept_of_everybody(tmp_path / "bot") == {}


class DeafEngine(FakeEngine):
    """Does not stop when it is asked to."""

    async def cancel(self, job_id: str, attempt: int, *, keep: bool = False) -> None:
        """Ignore the request."""


async def forget_and_crash(server: SandboxServer, user: SandboxUser, data: Path) -> None:
    """Ask to be forgotten, and let the bot crash while it waits for a job to end."""
    engine = DeafEngine(Script(hold_at=10))
    async with running_bot(server, data, engine) as bot:
        await user.send_album([plain_png("green"), plain_png("blue")])
        await engine.held()
        await user.wait_for(shows("░"))  # an edit: so the bot has noted the message that is its card
        await user.send_text("/forget")
        question = await user.wait_for(shows("Shall I delete everything"))
        await user.tap(question.message_id, question.callback_data[0])
        await user.wait_for(shows("I am deleting everything"))
        bot.task.cancel()


async def test_a_crash_only_delays_that_somebody_is_forgotten(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    with pytest.raises(asyncio.CancelledError):
        await forget_and_crash(server, user, tmp_path / "bot")
    async with running_bot(server, tmp_path / "bot", FakeEngine()):
        answer = await user.wait_for(shows("I keep nothing of you any more"))
        assert [m.message_id for m in await user.transcript() if m.from_bot] == [answer.message_id]
        await eventually(lambda: nobody_is_being_forgotten(tmp_path / "bot"))
    assert await kept_of_everybody(tmp_path / "bot") == {}


async def test_pictures_that_are_too_old_are_deleted_at_the_next_start(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    data = tmp_path / "bot"
    async with running_bot(server, data, FakeEngine()):
        await paint(user)
    (card,) = results(await user.transcript())
    async with running_bot(server, data, FakeEngine(), retention_hours=1e-9):
        await user.send_text("/history")
        await user.wait_for(shows("no paintings of yours"))
    kept = await kept_of_everybody(data)
    assert "files" not in kept
    assert kept["jobs"] == 1
    async with running_bot(server, data, FakeEngine()):
        query = await user.tap(card.message_id, card.callback_data[0], stale=True)
        assert (await user.answer_to(query))["text"] == "The file is no longer kept."


async def test_a_person_is_told_what_is_too_much_and_when_there_is_room(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(hold_at=10))
    async with running_bot(server, tmp_path / "bot", engine, jobs_per_user=1, daily_quota=2):
        await user.send_album([plain_png("red"), plain_png("blue")])
        await engine.held()
        await user.send_album([plain_png("green"), plain_png("blue")])
        await user.wait_for(shows("which is the most at a time. There is room again in ≈", "photos are kept"))
        engine.release()
        await user.wait_for(told(1))
        await user.send_text("iterations=600")
        await user.wait_for(shows("This picture costs 2 of your 2 points a day; only 1", "≈23 h"))


async def test_while_the_bot_is_blocked_nothing_is_sent_and_the_result_comes_when_it_is_not(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    engine = FakeEngine(Script(hold_at=10), Script())
    async with running_bot(server, tmp_path / "bot", engine):
        for color in ("red", "green"):
            await user.send_album([plain_png(color), plain_png("blue")], caption="iterations=20")
            await user.wait_for(shows("10/20" if color == "red" else "In the queue"))
        await user.set_bot_status("kicked")
        await eventually(lambda: states(tmp_path / "bot", JobState.RUNNING, JobState.CANCELED))  # it has heard of that
        said = len(await user.calls())
        engine.release()
        await eventually(lambda: states(tmp_path / "bot", JobState.DONE, JobState.CANCELED))
        other = user.at(as_=(ada := await user.add_person("Ada")), chat=ada)
        await other.send_album([plain_png("red"), plain_png("blue")], caption="iterations=10")
        await other.wait_for(told(1))  # so the bot has come past what is done
        assert chats_of((await user.calls())[said:]) == {ada}
        await user.set_bot_status("member")
        await user.wait_for(told(1))
        await user.wait_for(shows("Canceled."))


async def states(data: Path, *states: JobState) -> bool:
    """Whether the jobs, in the order in which they came, are in these states."""
    return [job.state for job in jobs_in(data)] == list(states)


def chats_of(calls: list[dict[str, Any]]) -> set[int]:
    return {int(call["parameters"]["chat_id"]) for call in calls if "chat_id" in call["parameters"]}


@pytest.mark.usefixtures("logging_as_before")
async def test_nothing_personal_is_logged_though_everything_is(
    server: SandboxServer, user: SandboxUser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.set_up(LogLevel.DEBUG, LogFormat.TEXT, secrets=[server.token])
    async with running_bot(server, tmp_path / "bot", FakeEngine()):
        await user.send_text("a confession")
        await user.send_document(plain_png("red"), "my-holiday.png", "image/png", caption="another confession")
        await user.wait_for(shows("Now send a picture in the style"))
        await user.send_document(b"no picture", "my-diary.jpg", "image/jpeg")
        await user.wait_for(shows("could not read this"))
        await user.send_photo(plain_png("blue"), caption="iterations=20")
        (card,) = await user.wait_for(told(1))
        await user.send_text("/forget")
        question = await user.wait_for(shows("Shall I delete everything"))
        await user.tap(question.message_id, question.callback_data[0])
        await user.wait_for(shows("I keep nothing of you any more"))
        await eventually(lambda: nobody_is_being_forgotten(tmp_path / "bot"))
        person = str((await user.calls("sendMessage"))[-1]["parameters"]["chat_id"])
    logged = capsys.readouterr().err
    assert "px" in card.text
    assert "somebody was forgotten" in logged
    for personal in ("confession", "holiday", "diary", person):
        assert personal not in logged, personal
