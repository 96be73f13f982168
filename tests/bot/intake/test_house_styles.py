"""The house's styles: the operator's folder and the pictures that the project brings, made once and kept."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.intake.decoder import PictureDecoder
from bot.intake.house_styles import HouseStyles
from bot.store import HOUSE, KeptStyle, Store
from bot.styles.names import NAMES, picture_of
from tests.support.pictures import plain_png
from tests.support.stores import open_store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(tmp_path / "data")
    yield store
    await store.aclose()


@pytest.fixture
async def decoder() -> AsyncIterator[PictureDecoder]:
    decoder = PictureDecoder()
    yield decoder
    await decoder.aclose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "styles"
    folder.mkdir()
    (folder / "Red Chalk.png").write_bytes(plain_png("red"))
    (folder / "blue.png").write_bytes(plain_png("blue"))
    return folder


async def shelf(store: Store) -> list[KeptStyle]:
    return await store.read(lambda tx: tx.styles.of(HOUSE))


async def test_the_folder_comes_first_then_our_own(store: Store, decoder: PictureDecoder, folder: Path) -> None:
    await HouseStyles(store, decoder, folder, ["waves"]).fill()
    styles = await shelf(store)
    assert [style.name for style in styles] == ["red-chalk", "blue", "waves"]
    assert [style.is_drawn for style in styles] == [False, False, True]
    for style in styles:
        assert (await store.files.read(style.picture)).startswith(b"\x89PNG")
        assert (await store.files.read(style.tile)).startswith(b"\xff\xd8")


async def test_nothing_is_made_twice_and_what_changed_is_made_anew(
    store: Store, decoder: PictureDecoder, folder: Path
) -> None:
    await HouseStyles(store, decoder, folder, ["waves"]).fill()
    before = {style.name: style for style in await shelf(store)}
    await decoder.aclose()  # would be needed for anything new
    await HouseStyles(store, decoder, folder, ["waves"]).fill()
    assert {style.name: style for style in await shelf(store)} == before
    (folder / "blue.png").write_bytes(plain_png("green"))
    os.utime(folder / "blue.png", (1, 1))
    (folder / "Red Chalk.png").unlink()
    fresh = PictureDecoder()
    await HouseStyles(store, fresh, folder, ["waves"]).fill()
    await fresh.aclose()
    after = {style.name: style for style in await shelf(store)}
    assert after.keys() == {"blue", "waves"}
    assert after["waves"] == before["waves"]
    assert after["blue"].number == before["blue"].number
    assert after["blue"].picture != before["blue"].picture


async def test_a_lost_file_is_made_again(store: Store, decoder: PictureDecoder, folder: Path) -> None:
    await HouseStyles(store, decoder, folder, []).fill()
    (lost, *_) = await shelf(store)
    store.files.path(lost.tile).unlink()
    await HouseStyles(store, decoder, folder, []).fill()
    assert await store.files.has(lost.tile)


async def test_bad_files_and_names_are_logged_and_left_out(
    store: Store, decoder: PictureDecoder, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "diary.txt").write_text("no picture")
    (folder / "red_chalk.jpg").write_bytes(plain_png("green"))
    (folder / "!!!.png").write_bytes(plain_png("green"))
    (folder / ".hidden").write_bytes(b"")
    (folder / "more").mkdir()
    await HouseStyles(store, decoder, folder, []).fill()
    assert {style.name for style in await shelf(store)} == {"red-chalk", "blue"}
    assert "diary is left out" in caplog.text
    assert "red_chalk.jpg is left out" in caplog.text
    assert "!!!.png is left out" in caplog.text
    assert "hidden" not in caplog.text


async def test_the_operators_own_goes_before_ours_of_the_same_name(
    store: Store, decoder: PictureDecoder, folder: Path
) -> None:
    (folder / "waves.png").write_bytes(plain_png("green"))
    await HouseStyles(store, decoder, folder, ["waves"]).fill()
    assert [style.is_drawn for style in await shelf(store)] == [False, False, False]


async def test_what_the_project_brings_is_offered_as_it_is(store: Store, decoder: PictureDecoder) -> None:
    await HouseStyles(store, decoder, None, NAMES[:2]).fill()
    styles = await shelf(store)
    assert [style.name for style in styles] == list(NAMES[:2])
    for style in styles:
        with Image.open(store.files.path(style.picture)) as kept, Image.open(picture_of(style.name)) as brought:
            assert (kept.format, kept.size) == ("PNG", (768, 768))
            assert np.array_equal(np.asarray(kept), np.asarray(brought))
