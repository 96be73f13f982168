"""`python -m bot backup | restore | verify` as an operator meets them: what they say, and their exit codes."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from bot.command import main
from bot.jobs.model import Job
from bot.operations import maintenance
from bot.store import Store, StoreCorrupt, StoreUnavailable
from bot.store.layout import BACKUPS, DATABASE
from bot.store.migrate import migration_files
from tests.support.jobs import add_job

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data directory of an operator who has set no token."""
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STYLEGRAM_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("STYLEGRAM_CONTAINER", "1")
    return tmp_path / "data"


@pytest.fixture
def job(data: Path) -> Job:
    """The one job that is stored."""

    async def work() -> Job:
        store = await Store.open(data)
        job = await add_job(store)
        await store.aclose()
        return job

    return asyncio.run(work())


def picture(data: Path, name: str) -> Path:
    return data / "pictures" / name[:2] / name[2:]


def run(captured: Captured, *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    code = main([str(argument) for argument in arguments])
    return code, *captured.readouterr()


def test_there_and_back(data: Path, job: Job, tmp_path: Path, capsys: Captured) -> None:
    code, told, _ = run(capsys, "backup", tmp_path / "safe")
    assert code == 0
    [backup] = (tmp_path / "safe").iterdir()
    assert told.startswith(f"{backup}: the database and 2 pictures, ")
    assert run(capsys, "verify", backup)[0] == 0

    picture(data, job.request.content).unlink()
    code, told, _ = run(capsys, "verify")
    assert (code, told) == (3, f"{data} is damaged:\npicture {job.request.content} is missing\n")

    code, told, complaint = run(capsys, "restore", backup)
    assert (code, told) == (1, "")
    assert "--replace" in complaint

    code, told, _ = run(capsys, "restore", backup, "--replace")
    assert code == 0
    assert "2 pictures" in told
    assert str(data / "replaced-") in told
    code, told, _ = run(capsys, "verify")
    assert (code, told) == (0, f"{data} is sound: schema {len(migration_files())}, 2 pictures\n")


@pytest.mark.usefixtures("job")
def test_without_a_place_backups_go_beside_the_data(data: Path, capsys: Captured) -> None:
    assert run(capsys, "backup")[0] == 0
    [backup] = (data / BACKUPS).iterdir()
    assert backup.name.startswith("stylegram-")


@pytest.mark.usefixtures("job")
def test_a_name_that_ends_in_tar_is_that_file_and_is_not_replaced(tmp_path: Path, capsys: Captured) -> None:
    assert run(capsys, "backup", tmp_path / "safe.tar")[0] == 0
    assert run(capsys, "verify", tmp_path / "safe.tar")[0] == 0
    code, _, complaint = run(capsys, "backup", tmp_path / "safe.tar")
    assert (code, complaint) == (1, f"{tmp_path / 'safe.tar'} exists already; choose another name\n")


@pytest.mark.usefixtures("job")
def test_a_backup_that_lacks_a_picture_is_made_but_no_success(data: Path, capsys: Captured) -> None:
    picture(data, hashlib.sha256(b"style").hexdigest()).write_bytes(b"other")
    code, told, _ = run(capsys, "backup")
    assert code == 3
    assert "1 picture that the database names is missing or damaged" in told


def test_where_there_is_nothing_the_commands_say_so_and_make_nothing(data: Path, capsys: Captured) -> None:
    for command in ("backup", "verify"):
        code, _, complaint = run(capsys, command)
        assert code == 1
        assert "no data directory" in complaint
    assert not data.exists()


def test_a_damaged_database_is_code_3(data: Path, job: Job, capsys: Captured) -> None:
    (data / DATABASE).write_bytes(b"no database" * 1000)
    for command in ("backup", "verify"):
        code, _, complaint = run(capsys, command)
        assert code == 3
        assert "python -m bot restore FROM --replace" in complaint


def test_a_damaged_backup_is_code_3_and_changes_nothing(data: Path, job: Job, tmp_path: Path, capsys: Captured) -> None:
    run(capsys, "backup", tmp_path / "safe")
    [backup] = (tmp_path / "safe").iterdir()
    picture(backup.parent / backup.name, job.request.content).write_bytes(b"c0ntent")
    for arguments in (("verify", backup), ("restore", backup, "--replace")):
        code, _, complaint = run(capsys, *arguments)
        assert code == 3
        assert "is damaged" in complaint
    assert run(capsys, "verify")[0] == 0


def test_the_commands_leave_a_running_bot_alone(data: Path, tmp_path: Path, capsys: Captured) -> None:
    async def while_it_runs() -> list[tuple[int, str, str]]:
        store = await Store.open(data)
        outcomes = [
            await asyncio.to_thread(run, capsys, *arguments)
            for arguments in (("backup",), ("verify",), ("restore", tmp_path, "--replace"))
        ]
        await store.aclose()
        return outcomes

    for code, _, complaint in asyncio.run(while_it_runs()):
        assert code == 1
        assert "in use by another bot" in complaint
        assert "stop that one first" in complaint


def test_a_long_list_of_damage_is_cut(data: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fill() -> None:
        store = await Store.open(data)
        for number in range(4):
            await add_job(store, content=await store.files.put(b"%d" % number))
        await store.aclose()

    asyncio.run(fill())
    monkeypatch.setattr(maintenance, "_MOST_PROBLEMS", 3)
    for file in (data / "pictures").glob("*/*"):
        file.unlink()
    lines = run(capsys, "verify")[1].splitlines()
    assert len(lines) == 5
    assert lines[-1] == "and 2 more"


def test_damage_is_found_among_the_failures_of_several_tasks() -> None:
    damage = StoreCorrupt("damaged")
    assert maintenance.damage_in(damage) is damage
    assert maintenance.damage_in(ExceptionGroup("", [ValueError(), ExceptionGroup("", [damage])])) is damage
    assert maintenance.damage_in(ExceptionGroup("", [StoreUnavailable("busy")])) is None


@pytest.mark.parametrize("command", ["backup", "restore", "verify"])
def test_each_command_explains_itself(command: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "Exit codes: 0" in capsys.readouterr().out


@pytest.mark.usefixtures("job")
def test_what_is_no_backup_is_said_before_what_stands_in_the_way(data: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "letter.txt").write_text("hello")
    code, _, complaint = run(capsys, "restore", tmp_path / "letter.txt")
    assert (code, complaint) == (
        3,
        f"{tmp_path / 'letter.txt'} is no backup: neither a folder nor a .tar that `backup` made, nor a database\n",
    )
    code, _, complaint = run(capsys, "restore", tmp_path / "nothing")
    assert (code, complaint) == (3, f"there is no backup {tmp_path / 'nothing'}\n")


@pytest.mark.usefixtures("job")
def test_a_place_that_cannot_be_written_is_named(capsys: Captured) -> None:
    code, _, complaint = run(capsys, "backup", "/proc/stylegram/backups")
    assert code == 1
    assert complaint.startswith("/proc/stylegram")
    assert complaint.endswith(": no such file or directory\n")


def test_the_sandbox_s_data_are_found(data: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an operator finds them who has only tried the sandbox."""
    below = data / "sandbox" / "bot"

    async def open_and_close() -> None:
        await (await Store.open(below)).aclose()

    asyncio.run(open_and_close())
    for command in ("verify", "backup"):
        code, _, complaint = run(capsys, command)
        assert code == 1
        assert f"the sandbox's is in {below}; set STYLEGRAM_DATA={below}" in complaint
    monkeypatch.setenv("STYLEGRAM_DATA", str(below))
    assert run(capsys, "verify")[0] == 0
