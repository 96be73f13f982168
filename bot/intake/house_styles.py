"""Fills the house's shelf of styles: the operator's folder, then the pictures that the project brings."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from bot.intake.decoder import DecoderUnavailable, PictureDecoder
from bot.store import DRAWN, HOUSE, KeptStyle, Store
from bot.styles.names import EDITION, NAMES, picture_of
from bot.texts.style_names import as_name
from engine.errors import BadPicture, PictureProblem
from engine.limits import MAX_BYTES

_log = logging.getLogger(__name__)

MOST_FILES: Final = 200  #: of the operator's folder


@dataclass(frozen=True)
class Source:
    """A style that shall be on the shelf."""

    name: str
    origin: str  #: a kept style of the same origin is the same picture
    make: Callable[[], Awaitable[bytes]]  #: gives the PNG; raises BadPicture, OSError or DecoderUnavailable


class HouseStyles:
    """Brings the shelf in line with the folder and the starting set; what is there already is not made again."""

    def __init__(
        self, store: Store, decoder: PictureDecoder, folder: Path | None, starting_set: Sequence[str] = NAMES
    ) -> None:
        self._store = store
        self._decoder = decoder
        self._folder = folder
        self._starting_set = starting_set

    async def fill(self) -> None:
        """One style after the other, so that the gallery grows meanwhile. What cannot be made is left out."""
        sources = await self._sources()
        await self._store.write(lambda tx: tx.styles.delete_all_but(HOUSE, sources))
        kept = {style.name: style for style in await self._store.read(lambda tx: tx.styles.of(HOUSE))}
        for rank, source in enumerate(sources.values()):
            try:
                await self._put(source, rank, kept.get(source.name))
            except (BadPicture, OSError, DecoderUnavailable) as error:
                _log.warning("the style %s is left out: %s", source.name, error)

    async def _sources(self) -> dict[str, Source]:
        """By name: the folder's first, which also take the place of ours of the same name."""
        sources = {}
        if self._folder is not None:
            for name, path in await asyncio.to_thread(pictures_in, self._folder):
                file = await asyncio.to_thread(path.stat)
                origin = f"file:{file.st_size}:{file.st_mtime_ns}"
                sources[name] = Source(name, origin, partial(self._read, path))
        for name in self._starting_set:
            sources.setdefault(name, Source(name, f"{DRAWN}{EDITION}", partial(self._read, picture_of(name))))
        return sources

    async def _put(self, source: Source, rank: int, kept: KeptStyle | None) -> None:
        if kept is not None and kept.origin == source.origin and await self._store.files.has(kept.picture, kept.tile):
            picture, tile = kept.picture, kept.tile
        else:
            png = await source.make()
            picture = await self._store.files.put(png)
            tile = await self._store.files.put(await self._decoder.tile(png))
        await self._store.write(
            lambda tx: tx.styles.keep(
                owner=HOUSE, name=source.name, picture=picture, tile=tile, origin=source.origin, rank=rank
            )
        )

    async def _read(self, path: Path) -> bytes:
        if (await asyncio.to_thread(path.stat)).st_size > MAX_BYTES:
            raise BadPicture(PictureProblem.TOO_HEAVY, f"more than {MAX_BYTES} bytes")
        return (await self._decoder.normalize(await asyncio.to_thread(path.read_bytes))).png


def pictures_in(folder: Path) -> list[tuple[str, Path]]:
    """The files of a folder with the names of their styles, by name; those that cannot be named are left out."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        name = as_name(path.stem)
        if path.name.startswith(".") or not path.is_file():
            continue
        if name is None or name in found or len(found) == MOST_FILES:
            _log.warning("the style file %s is left out: its name is too long, not of letters, or taken", path.name)
            continue
        found[name] = path
    return list(found.items())
