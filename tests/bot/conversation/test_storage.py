"""What somebody sends is charged to them whether anything comes of it or not, and goes with every refusal."""

from __future__ import annotations

import io
import random
from collections.abc import Awaitable, Callable

import pytest
from PIL import Image
from telegram import Update

from bot.conversation.gallery import saving, sharing
from bot.jobs import series
from bot.store import store as store_module
from bot.texts.look_up import STORAGE
from bot.texts.quoting import quoted
from bot.texts.style_names import LONGEST
from tests.bot.conversation.conftest import HOME, Chat
from tests.bot.conversation.draft.test_regions import SAY
from tests.support import updates
from tests.support.eventually import LONG, eventually
from tests.support.jobs import add_job
from tests.support.large_files import put_large

LIMIT = 100_000_000  #: bytes, the least that an operator may allow
EDGE = 96

_chance = random.Random(7)  # noqa: S311 - not for secrets


def noise(chat: Chat, name: str, **more: object) -> Update:
    """A photo that no PNG makes smaller: 27 kilobytes."""
    pixels = Image.frombytes("RGB", (EDGE, EDGE), _chance.randbytes(3 * EDGE * EDGE))
    file = io.BytesIO()
    pixels.save(file, "PNG")
    chat.telegram.files[name] = file.getvalue()
    return updates.photo(name, chat.bot, width=EDGE, height=EDGE, **more)


async def fill_all_but(chat: Chat, left: int) -> None:
    """A job of this person with so large a photo, which takes no room here."""
    content = await put_large(chat.store.files, b"large", LIMIT - left)
    await add_job(chat.store, HOME.user_id, content=content, styles=(content,))


async def weight(chat: Chat) -> int:
    return await chat.store.read(lambda tx: tx.charges.size_bytes_of(HOME.user_id))


def on_disk(chat: Chat) -> int:
    return sum(chat.store.files.path(name).stat().st_size for name in chat.store.files.all_names())


async def unnamed(chat: Chat) -> set[str]:
    """Names of the kept files that no row of the database has."""
    return chat.store.files.all_names() - await chat.store.read(lambda tx: tx.files.all())


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that nothing needs any more are deleted without delay."""
    monkeypatch.setattr(store_module, "DISCARD_GRACE", 0.0)


@pytest.mark.fault("unnamed-files")
@pytest.mark.parametrize("settings", [{"storage_per_user": LIMIT}])
async def test_pictures_of_which_nothing_comes_count_too(chat: Chat, figure: Callable[[str], None]) -> None:
    """Before, photos captioned /savestyle without a name filled 168 MB under a limit of 100 MB."""
    await fill_all_but(chat, 100_000)
    answers = []
    for number in range(6):
        answers += await chat.feed(noise(chat, f"n{number}", caption="/savestyle"))
    assert sum(SAY(f"problem-{STORAGE}") in answer for answer in answers) == 3
    assert LIMIT - 40_000 < on_disk(chat) <= LIMIT
    assert await weight(chat) == on_disk(chat) - len(b"content" + b"style")  # which add_job puts beside
    figure(f"{on_disk(chat):,} bytes of {LIMIT:,} after six photos of 27 kB, three of them refused")


@pytest.fixture
def kept(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of all the files that were kept, for however short a time."""
    names: list[str] = []
    put_for = chat.store.put_for

    async def noted(user_id: int, data: bytes, *, limit: int, reserve: int = 0) -> str:
        names.append(await put_for(user_id, data, limit=limit, reserve=reserve))
        return names[-1]

    monkeypatch.setattr(chat.store, "put_for", noted)
    return names


async def refused_save(chat: Chat) -> None:
    answers = await chat.feed(noise(chat, "a", caption="/savestyle"))
    assert answers == [SAY("savestyle-how", example=saving.EXAMPLE)]


async def refused_name(chat: Chat) -> None:
    name = "a name that is much too long for any style"
    answers = await chat.feed(noise(chat, "a", caption=f"/savestyle {name}"))
    assert answers == [SAY("bad-style-name", value=quoted(name), high=str(LONGEST), example=saving.EXAMPLE)]


async def refused_share(chat: Chat) -> None:
    photo = noise(chat, "a")
    assert photo.message is not None
    await chat.store.write(lambda tx: tx.shares.add(owner=8, name="taken", pictures=("a" * 64,), now=1.0))
    answer = await chat.send("/share taken", reply_to_message=photo.message.to_dict())
    assert answer == SAY("share-taken", name="taken", example=sharing.EXAMPLE)


async def refused_series(chat: Chat) -> None:
    answers = await chat.feed(noise(chat, "a", caption="/series"))
    assert answers == [SAY("series-send-album", low=str(series.LEAST), high=str(series.MOST))]


@pytest.mark.fault("unnamed-files")
@pytest.mark.parametrize("refused", [refused_save, refused_name, refused_share, refused_series])
async def test_a_refusal_leaves_no_file(
    chat: Chat, refused: Callable[[Chat], Awaitable[None]], soon: None, kept: list[str]
) -> None:
    await refused(chat)
    assert len(kept) == 1

    async def is_gone() -> bool:
        return await unnamed(chat) == set() and await weight(chat) == 0

    await eventually(is_gone, LONG)


@pytest.mark.fault("unnamed-files")
async def test_what_is_no_picture_is_never_kept(chat: Chat, kept: list[str]) -> None:
    chat.telegram.files["a"] = b"no picture"
    assert await chat.feed(updates.photo("a", chat.bot)) == [SAY("problem-picture_unreadable")]
    assert kept == []
    assert await weight(chat) == 0


async def test_too_many_styles_leave_no_small_picture(chat: Chat, soon: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST", 1)
    await chat.feed(noise(chat, "a", caption="/savestyle first"))
    before = await weight(chat)
    assert await chat.feed(noise(chat, "b", caption="/savestyle second")) == [SAY("too-many-styles", count=1)]

    async def is_as_before() -> bool:
        return await unnamed(chat) == set() and await weight(chat) == before

    await eventually(is_as_before, LONG)


async def test_who_is_forgotten_leaves_no_file(chat: Chat, soon: None) -> None:
    await chat.feed(
        noise(chat, "a", caption="/savestyle"), noise(chat, "b"), noise(chat, "c", caption="/savestyle mine")
    )
    await chat.feed(updates.text("/forget", chat.bot))
    await chat.tap(chat.button("erase"))

    async def is_gone() -> bool:
        return chat.store.files.all_names() == set() and await weight(chat) == 0

    await eventually(is_gone, LONG)
