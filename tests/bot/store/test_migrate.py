"""Migrations: each whole or not at all, and never without a way back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import pytest

from bot.jobs.model import Place, Preferences
from bot.store import Store
from bot.store.errors import StoreTooNew
from bot.store.layout import BACKUPS, DATABASE
from bot.store.migrate import COPIES_KEPT, MIGRATIONS, migrate, migration_files, schema_version, split_statements


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(tmp_path / "database.sqlite3", isolation_level=None) as connection:
        yield connection


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    directory = tmp_path / "migrations"
    directory.mkdir()
    (directory / "0001_first.sql").write_text("CREATE TABLE things (name TEXT);\n", encoding="utf-8")
    return directory


async def tables(connection: aiosqlite.Connection) -> set[str]:
    rows = await connection.execute_fetchall("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {row[0] for row in rows}


async def test_an_empty_database_is_brought_up_without_a_backup(
    connection: aiosqlite.Connection, tmp_path: Path
) -> None:
    await migrate(connection, tmp_path / "backups")
    assert await schema_version(connection) == len(migration_files())
    assert {"inbox", "drafts", "jobs"} <= await tables(connection)
    assert not (tmp_path / "backups").exists()


async def test_a_database_with_content_is_backed_up_before_it_changes(
    connection: aiosqlite.Connection, scripts: Path, tmp_path: Path
) -> None:
    backups = tmp_path / "backups"
    await migrate(connection, backups, migration_files(scripts))
    await connection.execute_fetchall("INSERT INTO things (name) VALUES ('kept')")
    (scripts / "0002_second.sql").write_text(
        "ALTER TABLE things ADD COLUMN colour TEXT;\nUPDATE things SET name = 'changed';\n", encoding="utf-8"
    )
    await migrate(connection, backups, migration_files(scripts))
    [backup] = backups.iterdir()
    assert backup.stat().st_mode & 0o077 == 0
    copy = sqlite3.connect(backup)
    assert copy.execute("SELECT * FROM things").fetchall() == [("kept",)]
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
    assert list(await connection.execute_fetchall("SELECT name, colour FROM things")) == [("changed", None)]


async def test_of_the_copies_only_the_latest_stay(
    connection: aiosqlite.Connection, scripts: Path, tmp_path: Path
) -> None:
    last = COPIES_KEPT + 3
    for number in range(1, last + 1):
        (scripts / f"{number:04}_next.sql").write_text(f"CREATE TABLE t{number} (x);", encoding="utf-8")
        (scripts / "0001_first.sql").unlink(missing_ok=True)
        await migrate(connection, tmp_path / "backups", migration_files(scripts))
        for age, copy in enumerate(sorted((tmp_path / "backups").glob("*"), key=lambda file: -int(file.stem[17:]))):
            os.utime(copy, (1e9 - age, 1e9 - age))  # as if some time passed between the upgrades
    kept = {copy.name for copy in (tmp_path / "backups").iterdir()}
    assert kept == {f"stylegram-schema-{version}.sqlite3" for version in range(last - COPIES_KEPT, last)}


async def test_a_failing_migration_leaves_the_schema_before_it(
    connection: aiosqlite.Connection, scripts: Path, tmp_path: Path
) -> None:
    (scripts / "0002_second.sql").write_text(
        "CREATE TABLE more (name TEXT);\nINSERT INTO nowhere VALUES (1);\n", encoding="utf-8"
    )
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        await migrate(connection, tmp_path / "backups", migration_files(scripts))
    assert await schema_version(connection) == 1
    assert await tables(connection) == {"things"}
    (scripts / "0002_second.sql").write_text("CREATE TABLE more (name TEXT);\n", encoding="utf-8")
    await migrate(connection, tmp_path / "backups", migration_files(scripts))
    assert await tables(connection) == {"things", "more"}


async def test_a_newer_schema_is_refused(connection: aiosqlite.Connection, scripts: Path, tmp_path: Path) -> None:
    await connection.execute_fetchall("PRAGMA user_version = 2")
    with pytest.raises(StoreTooNew):
        await migrate(connection, tmp_path / "backups", migration_files(scripts))


def test_a_gap_in_the_numbers_is_an_error(scripts: Path) -> None:
    (scripts / "0003_third.sql").write_text("SELECT 1;", encoding="utf-8")
    with pytest.raises(ValueError, match="gaps"):
        migration_files(scripts)


def test_semicolons_in_comments_texts_and_triggers_do_not_split_statements() -> None:
    script = """
-- a comment; with a semicolon
CREATE TABLE a (b TEXT DEFAULT 'x;y');
CREATE TRIGGER t AFTER INSERT ON a BEGIN
    DELETE FROM a;
    DELETE FROM a;
END;
-- the end
"""
    first, second = split_statements(script)
    assert first.endswith("DEFAULT 'x;y');")
    assert second.startswith("CREATE TRIGGER")
    assert second.endswith("END;")


def test_a_script_that_ends_within_a_statement_is_an_error() -> None:
    with pytest.raises(ValueError, match="ends within"):
        list(split_statements("CREATE TABLE a (b TEXT)"))


async def test_a_database_of_the_first_version_keeps_all_it_has_and_learns_new_things(
    tmp_path: Path,
) -> None:
    async with aiosqlite.connect(tmp_path / DATABASE, isolation_level=None) as old:
        await migrate(old, tmp_path / BACKUPS, migration_files()[:1])
        await old.execute_fetchall("INSERT INTO preferences VALUES (7, 8, 120, 256)")
        await old.execute_fetchall(
            "INSERT INTO jobs (id, chat_id, user_id, topic_id, state, settings, content, style, created_at)"
            " VALUES ('old', 7, 8, 0, 'queued', '{}', 'a', 'b', 1.0)"
        )
    store = await Store.open(tmp_path)
    await store.write(lambda tx: tx.chats.choose_language(7, 8, "de"))
    assert await store.read(lambda tx: tx.chats.language(7, 8)) == "de"
    assert await store.read(lambda tx: tx.chats.preferences(7, 8)) == Preferences(iterations=120, size=256)
    await store.write(lambda tx: tx.chats.save_preferences(7, 8, Preferences(strength=60)))
    assert await store.read(lambda tx: tx.chats.preferences(7, 8)) == Preferences(strength=60)
    assert [job.id for job in await store.read(lambda tx: tx.jobs.waiting())] == ["old"]
    await store.aclose()
    assert [backup.name for backup in (tmp_path / BACKUPS).iterdir()] == ["stylegram-schema-1.sqlite3"]


async def test_the_one_style_of_older_jobs_and_drafts_becomes_the_first_of_several(tmp_path: Path) -> None:
    async with aiosqlite.connect(tmp_path / DATABASE, isolation_level=None) as old:
        await migrate(old, tmp_path / BACKUPS, migration_files()[:2])
        await old.execute_fetchall(
            "INSERT INTO jobs (id, chat_id, user_id, topic_id, state, settings, content, style, created_at)"
            " VALUES ('old', 7, 7, 0, 'queued', '{}', 'a', 'b', 1.0)"
        )
        for chat_id, style in ((7, "c"), (8, None)):
            await old.execute_fetchall(
                "INSERT INTO drafts VALUES (?, 7, 0, NULL, ?, NULL, '{}', 1.0)", (chat_id, style)
            )
    store = await Store.open(tmp_path)
    (job,) = await store.read(lambda tx: tx.jobs.waiting())
    assert job.request.styles == ("b",)
    for chat_id, styles in ((7, ("c",)), (8, ())):
        place = Place(chat_id=chat_id, user_id=7)
        draft = await store.read(lambda tx, place=place: tx.drafts.get(place))
        assert draft is not None
        assert (draft.styles, draft.one.choices) == (styles, ())
    await store.aclose()


async def test_the_files_of_older_jobs_are_named_unless_their_pictures_have_expired(tmp_path: Path) -> None:
    columns = ("content", "checkpoint", "preview", "initial", "result_png", "result_jpeg", "result_film")
    async with aiosqlite.connect(tmp_path / DATABASE, isolation_level=None) as old:
        await migrate(old, tmp_path / BACKUPS, migration_files()[:6])
        for job, expired_at in (("kept", None), ("gone", 1.0)):
            names = [f"{job} {column}" for column in columns]
            await old.execute_fetchall(
                "INSERT INTO jobs (id, chat_id, user_id, topic_id, state, settings, content, checkpoint, preview,"
                " initial, result_png, result_jpeg, result_film, styles,"
                " created_at, expired_at) VALUES (?, 7, 7, 0, 'delivered', '{}', ?, ?, ?, ?, ?, ?, ?, ?, 1.0, ?)",
                (job, *names, f'["{job} first", "{job} second"]', expired_at),
            )
    store = await Store.open(tmp_path)
    expected = {f"kept {each}" for each in (*columns, "first", "second")}
    assert await store.read(lambda tx: tx.files.all()) == expected
    await store.aclose()


def test_every_migration_file_is_taken() -> None:
    assert set(migration_files()) == set(MIGRATIONS.glob("*.sql"))


async def test_what_was_kept_under_ids_that_many_share_goes(tmp_path: Path) -> None:
    shared, person = (1087968824, 136817688, 777000), 7
    async with aiosqlite.connect(tmp_path / DATABASE, isolation_level=None) as old:
        await migrate(old, tmp_path / BACKUPS, migration_files()[:11])
        for user_id in (*shared, person):
            await old.execute_fetchall(
                "INSERT INTO styles (owner, name, picture, tile, origin) VALUES (?, 'mine', 'a', 'b', 'chat')",
                (user_id,),
            )
            await old.execute_fetchall("INSERT INTO people VALUES (?, 1.0, NULL)", (user_id,))
    store = await Store.open(tmp_path)
    for user_id in (*shared, person):
        kept = await store.read(lambda tx, user_id=user_id: tx.styles.of(user_id))
        standing = await store.read(lambda tx, user_id=user_id: tx.people.standing(user_id))
        assert (len(kept), standing.banned) == ((1, True) if user_id == person else (0, False))
    await store.aclose()
