"""`python -m tests.faults.full_disk store|bot DISK`: what happens while DISK, which is small, is full."""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import sqlite3
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.store import RESERVE, Store, StoreFull, StoreUnavailable
from bot.store.layout import BACKUPS, DATABASE
from bot.store.migrate import migration_files
from bot.store.restore import restore
from bot.store.verification import verify, verify_backup
from tests.support.eventually import LONG
from tests.support.fake_engine import FakeEngine, Script
from tests.support.hearing import listening
from tests.support.jobs import add_job
from tests.support.pictures import plain_png
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser, VisibleMessage
from tests.support.sandbox_chat import results
from tests.support.small_disk import Ballast

BOT = 7
REFUSED = "My disk is full, so I cannot take a picture right now."
NEARLY_FULL = "The disk is nearly full"
ROOM_AGAIN = "There is room on the disk again"
NOW = 1_800_000_000.0
BIG = b"x" * 2_000_000


def no_room() -> contextlib.AbstractContextManager[object]:
    """The block must fail because the disk is full."""
    return pytest.raises((OSError, StoreUnavailable), match=r"No space left|full|MB are free for")


class FullDisk:
    """The store on a disk that fills up."""

    def __init__(self, disk: Path) -> None:
        self.data = disk / "data"
        self.ballast = Ballast(disk)
        self.acknowledged: list[int] = []

    async def scenario(self) -> None:
        store = await Store.open(self.data)
        await add_job(store)
        self.ballast.fill()
        await self.write_until_refused(store)
        await self.refuses_pictures(store)
        await self.refuses_backups(store)
        assert await self.kept(store) == self.acknowledged  # reading goes on
        self.ballast.drop()
        await self.write(store, 100_000)
        backup = await store.back_up(self.data.parent / "backup", NOW)
        await store.aclose()
        await self.starts_or_says_why()
        await self.refuses_to_restore(backup.path)
        await self.puts_off_a_migration()

    async def write(self, store: Store, number: int) -> None:
        await store.write(lambda tx: tx.inbox.add(BOT, number, "x" * 20_000, 1.0))
        self.acknowledged.append(number)

    async def write_until_refused(self, store: Store) -> None:
        with contextlib.suppress(StoreUnavailable):
            for number in range(10_000):
                await self.write(store, number)
        assert len(self.acknowledged) < 10_000
        for number in range(20_000, 20_010):  # again and again, and each time nothing by halves
            with contextlib.suppress(StoreUnavailable):
                await self.write(store, number)

    async def kept(self, store: Store) -> list[int]:
        return [update.update_id for update in await store.read(lambda tx: tx.inbox.unhandled(BOT))]

    async def refuses_pictures(self, store: Store) -> None:
        before = store.files.all_names()
        with pytest.raises(StoreFull, match="No space left"):
            await store.files.put(BIG)
        assert store.files.all_names() == before
        assert not list(self.data.rglob("*.tmp"))

    async def refuses_backups(self, store: Store) -> None:
        for name in ("backup", "backup.tar"):
            with no_room():
                await store.back_up(self.data / BACKUPS / name, NOW)
            assert list((self.data / BACKUPS).glob("*")) == []

    async def starts_or_says_why(self) -> None:
        self.ballast.fill()
        with contextlib.suppress(StoreUnavailable):
            store = await Store.open(self.data)
            assert await self.kept(store) == self.acknowledged
            await store.aclose()
        self.ballast.drop()
        store = await Store.open(self.data)
        assert await self.kept(store) == self.acknowledged
        await store.aclose()
        assert (await verify(self.data)).problems == ()

    async def refuses_to_restore(self, backup: Path) -> None:
        with tempfile.TemporaryDirectory() as elsewhere:  # on another disk
            source = Path(elsewhere) / "backup"
            shutil.move(backup, source)
            assert (await verify_backup(source)).problems == ()
            self.ballast.fill()
            with no_room():
                await restore(self.data, source, replace=True, now=NOW)
        self.ballast.drop()
        assert not list(self.data.glob("re*"))
        assert (await verify(self.data)).problems == ()

    async def puts_off_a_migration(self) -> None:
        shutil.rmtree(self.data)
        self.data.mkdir()
        database = sqlite3.connect(self.data / DATABASE)
        database.executescript(migration_files()[0].read_text(encoding="utf-8") + "PRAGMA user_version = 1;")
        database.close()
        self.ballast.fill()
        with no_room():
            await Store.open(self.data)
        self.ballast.drop()
        await (await Store.open(self.data)).aclose()
        assert (await verify(self.data)).schema == len(migration_files())


def noise() -> bytes:
    """A picture that takes a megabyte on the disk, also once the decoder has rebuilt it."""
    image = Image.frombytes("RGB", (640, 480), random.Random(1).randbytes(640 * 480 * 3))  # noqa: S311 - repeatable
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def texts(chat: list[VisibleMessage], *parts: str) -> int:
    """How many of the bot's messages hold all of this."""
    return sum(message.from_bot and all(part in message.text for part in parts) for message in chat)


async def chat_on_a_full_disk(disk: Path) -> None:
    """Prints how often the admins were told, how many pictures were refused, and how many words had to wait."""
    ballast, engine = Ballast(disk), FakeEngine(Script(hold_at=30))
    with tempfile.TemporaryDirectory() as elsewhere:
        async with SandboxServer(Path(elsewhere)) as server, server.user() as user:
            admin = int((await user.state())["chat_id"])
            async with running_bot(server, disk / "data", engine, admins=frozenset({admin})) as bot:
                for color in ("blue", "green"):
                    await user.send_album([plain_png("red"), plain_png(color)])
                await engine.held()
                await user.wait_for(lambda chat: texts(chat, "In the queue"), LONG)

                ballast.fill(spare=RESERVE // 2)  # enough for all but new pictures
                await user.wait_for(lambda chat: texts(chat, NEARLY_FULL), LONG)
                await user.send_document(noise(), "noise.png", "image/png")
                await user.wait_for(lambda chat: texts(chat, REFUSED) == 1, LONG)
                await user.send_album([noise(), noise()])
                await user.wait_for(lambda chat: texts(chat, REFUSED) == 2, LONG)
                engine.release()
                await user.wait_for(lambda chat: len(results(chat)) == 1, LONG)  # what was in work goes on
                await engine.held()

                ballast.fill()  # enough for nothing
                with listening("the result cannot be kept") as waits:
                    engine.release()
                    await asyncio.wait_for(waits.wait(), LONG)
                sent = await write_until_it_stays_with_telegram(user)
                assert not bot.task.done()
                ballast.drop()
                await user.wait_for(lambda chat: texts(chat, "128", "2048") == sent, LONG)
                await user.wait_for(lambda chat: len(results(chat)) == 2, LONG)
                await user.wait_for(lambda chat: texts(chat, ROOM_AGAIN), LONG)

                await user.send_album([plain_png("red"), plain_png("yellow")])
                await engine.held()
                engine.release()
                chat = await user.wait_for(lambda chat: chat if len(results(chat)) == 3 else None, LONG)
                assert (texts(chat, NEARLY_FULL), texts(chat, ROOM_AGAIN)) == (1, 1)
    await (await Store.open(disk / "data")).aclose()  # sweeps what was replaced
    verdict = await verify(disk / "data")
    assert (verdict.problems, verdict.orphans) == ((), 0)
    sys.stdout.write(f"lost 0 of 3 jobs and {sent} words, corrupt 0, refused aloud 2, admins told once")


async def write_until_it_stays_with_telegram(user: SandboxUser) -> int:
    """Returns how many messages that took."""
    sent = 0
    with listening("stays with Telegram") as refused:
        while not refused.is_set():
            await user.send_text("/size " + "9" * 3000)  # long, so that the log cannot take many
            sent += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(refused.wait(), 0.05)
    return sent


if __name__ == "__main__":
    what, disk = sys.argv[1], Path(sys.argv[2])
    asyncio.run(FullDisk(disk).scenario() if what == "store" else chat_on_a_full_disk(disk))
