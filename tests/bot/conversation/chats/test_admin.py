"""What admins can do, and that it does not exist for anybody else."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.model import Job, JobState, StopRequest
from bot.jobs.operation import Mode
from bot.store.verification import verify_backup
from tests.bot.conversation.conftest import HOME, Chat
from tests.support import updates
from tests.support.commands import ADMIN_NAMES
from tests.support.jobs import add_job, job_now

ADMIN = {"id": 99, "is_bot": False, "first_name": "Root"}
OFFICE = {"id": 99, "type": "private", "first_name": "Root"}


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"admins": "99,98"}


async def order(chat: Chat, words: str) -> list[str]:
    """What the bot says to an admin, and maybe to others, about a command."""
    return await chat.feed(updates.text(words, chat.bot, chat=OFFICE, user=ADMIN))


async def answer(chat: Chat, words: str) -> str:
    (said,) = await order(chat, words)
    return said


async def running_job(chat: Chat) -> Job:
    await add_job(chat.store, HOME.user_id)
    job = await chat.store.write(lambda tx: tx.jobs.claim(time.time()))
    assert job is not None
    return job


@pytest.mark.parametrize("name", ADMIN_NAMES)
async def test_for_others_the_commands_do_not_exist(chat: Chat, name: str) -> None:
    assert await chat.send(f"/{name}") == await chat.send("/dance")
    assert await chat.feed(updates.text(f"/{name}", chat.bot, chat=updates.GROUP, user=ADMIN)) == []
    assert await chat.store.read(lambda tx: tx.operation.mode()) is Mode.OPEN
    assert await chat.unhandled() == 0


@pytest.mark.parametrize("settings", [{"admins": "99", "allowed_users": "7"}])
async def test_admins_need_not_be_on_the_list_of_those_who_may_paint(chat: Chat) -> None:
    assert "running 0" in await answer(chat, "/stats")


@pytest.mark.parametrize("settings", [{}])
async def test_without_admins_nobody_is_one(chat: Chat) -> None:
    assert await answer(chat, "/stats") == await chat.send("/dance")


@pytest.mark.parametrize("name", ADMIN_NAMES)
async def test_every_command_answers_an_admin_once(chat: Chat, name: str) -> None:
    assert await answer(chat, f"/{name}")
    assert await chat.unhandled() == 0


async def test_the_figures_of_the_day(chat: Chat) -> None:
    job = await add_job(chat.store, 1, now=time.time() - 60)
    await add_job(chat.store, 2, now=time.time())
    await chat.store.write(lambda tx: tx.jobs.claim(time.time() - 50))
    await chat.store.write(lambda tx: tx.jobs.fail(job.id, 1, "internal", time.time()))
    said = await answer(chat, "/stats")
    assert "people 2, pictures 2 (painted 0, failed 1, canceled 0)" in said
    assert "running 0, waiting 1" in said


async def test_the_queue_names_jobs_and_users(chat: Chat) -> None:
    assert await answer(chat, "/queue") == "Nothing runs or waits."
    running = await running_job(chat)
    waiting = await add_job(chat.store, 8)
    first, second = (await answer(chat, "/queue")).splitlines()
    assert first.startswith(f"▶ {running.id[:8]} · user 7 · 0/300")
    assert second.startswith(f"1. {waiting.id[:8]} · user 8")


async def test_a_long_queue_is_cut(chat: Chat) -> None:
    for user_id in range(1, 36):
        await add_job(chat.store, user_id)
    lines = (await answer(chat, "/queue")).splitlines()
    assert len(lines) == 31
    assert lines[-1] == "… and 5 more"


async def test_kill_cancels_one_job_and_tells_its_owner_in_their_language(chat: Chat) -> None:
    running = await running_job(chat)
    await chat.store.write(lambda tx: tx.chats.choose_language(HOME.chat_id, HOME.user_id, "de"))
    said = await order(chat, f"/kill {running.id[:6].upper()}")
    assert said == [
        f"{running.id[:8]} is being canceled, and its owner is told.",
        "Mein Betreiber hat dieses Bild abgebrochen.",
    ]
    assert (await job_now(chat.store, running.id)).status.stop_request is StopRequest.CANCEL


async def test_kill_wants_a_name_that_means_one_job(chat: Chat) -> None:
    job = await running_job(chat)
    assert "Example: /kill" in await answer(chat, f"/kill {job.id[:3]}")
    assert "No single job" in await answer(chat, "/kill zzzz")
    assert (await job_now(chat.store, job.id)).status.stop_request is None


async def test_a_ban_cancels_and_shuts_out_and_can_be_taken_back(chat: Chat) -> None:
    await running_job(chat)
    waiting = await add_job(chat.store, HOME.user_id)
    assert "2 pictures of theirs are canceled" in await answer(chat, "/ban 7")
    assert (await job_now(chat.store, waiting.id)).state is JobState.CANCELED
    assert "private" in await chat.send("/help")
    await chat.feed(updates.tap("v1:start:7.12345678", chat.bot))
    assert "private" in chat.tapped()["text"]
    assert "may use me again" in await answer(chat, "/unban 7")
    assert "was not banned" in await answer(chat, "/unban 7")
    assert "Send two photos" in await chat.send("/help")


@pytest.mark.parametrize(
    "words",
    ["/ban", "/ban Ada", "/ban 1087968824", "/ban 777000", "/ban --5", "/ban 0", "/ban 98", "/ban 99", "/unban x"],
)
async def test_a_ban_needs_a_number_that_is_no_admins(chat: Chat, words: str) -> None:
    assert "Example:" in await answer(chat, words)
    assert "Send two photos" in (await order(chat, "/help"))[0]


async def test_a_quota_is_shown_set_and_taken_back(chat: Chat) -> None:
    assert "User 7 has 50 points" in await answer(chat, "/quota 7")
    assert "User 7 has 2.5 points" in await answer(chat, "/quota 7 2.5")
    assert "User 7 has 2.5 points" in await answer(chat, "/quota 7")
    assert "User 7 has 50 points" in await answer(chat, "/quota 7 default")


@pytest.mark.parametrize(
    "words", ["/quota", "/quota Ada 5", "/quota 7 lots", "/quota 7 -1", "/quota 7 nan", "/quota 7 inf"]
)
async def test_a_bad_quota_gets_an_example(chat: Chat, words: str) -> None:
    assert "Example: /quota 1234567 100" in await answer(chat, words)
    assert (await chat.store.read(lambda tx: tx.people.standing(7))).daily_quota is None


@pytest.mark.parametrize(("command", "mode"), [("pause", Mode.PAUSED), ("drain", Mode.DRAINING)])
async def test_the_bot_pauses_and_drains_until_it_is_told_to_resume(chat: Chat, command: str, mode: Mode) -> None:
    assert "/resume" in await answer(chat, f"/{command}")
    assert await chat.store.read(lambda tx: tx.operation.mode()) is mode
    for question in ("/stats", "/queue"):
        assert "/resume" in await answer(chat, question)
    assert "as usual" in await answer(chat, "/resume")
    assert await chat.store.read(lambda tx: tx.operation.mode()) is Mode.OPEN


async def backed_up(chat: Chat) -> str:
    """The answer to /backup, which takes the place of the request for patience."""
    await order(chat, "/backup")
    return str(chat.telegram.of("editMessageText")[-1].parameters["text"])


async def test_a_backup_is_made_while_work_goes_on(chat: Chat, tmp_path: Path) -> None:
    await add_job(chat.store, HOME.user_id)  # two pictures
    said = await backed_up(chat)
    [made] = (tmp_path / "backups").iterdir()
    assert said.startswith(f"Backup {made.name}: the database and 2 pictures, ")
    assert (await verify_backup(made)).problems == ()
    assert await chat.unhandled() == 0


async def test_a_backup_tells_of_damage(chat: Chat) -> None:
    job = await add_job(chat.store, HOME.user_id)
    chat.store.files.path(job.request.content).unlink()
    assert "One picture that the database names is missing or damaged" in await backed_up(chat)


async def test_a_backup_that_cannot_be_made_is_an_answer_too(chat: Chat, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("in the way")
    assert await backed_up(chat) == "The backup could not be made. The log says why."
