"""The form of a backup: a folder, or a tar with the same files in it.

    manifest.json         when, which schema, sha256 and size of every other file; written last
    stylegram.sqlite3     the database
    pictures/ab/cdef…     the pictures that its rows name

Without its manifest, a backup is an unfinished one. No name from a backup is used as a path before it is checked.
"""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from bot.store.durable import FileSum, copy_durably, private_file, sync_file, sync_tree
from bot.store.errors import BadBackup, StoreCorrupt
from bot.store.layout import DATABASE, PICTURES

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1

_NAME = re.compile(rf"{re.escape(MANIFEST)}|{re.escape(DATABASE)}|{PICTURES}/[0-9a-f]{{2}}/[0-9a-f]{{62}}")
_MOST_MANIFEST = 1 << 28  #: bytes; some 100 for each picture


#: Copies a stream of so many bytes into a backup, under a name. Raises OSError.
Add = Callable[[str, BinaryIO, int], None]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds."""

    format: int = FORMAT
    created_at: datetime
    schema: int  #: of the database
    files: dict[str, FileSum]  #: by path within the backup
    missing: tuple[str, ...] = ()  #: pictures that rows name, but that were gone or damaged when it was made


@contextmanager
def new_folder(folder: Path) -> Iterator[Add]:
    """A backup as a folder, on disk when the block ends. Raises FileExistsError, OSError."""
    folder.mkdir(mode=0o700)

    def add(name: str, source: BinaryIO, size: int) -> None:
        make_private((folder / name).parent, folder)
        copy_durably(source, folder / name)

    yield add
    sync_tree(folder)


@contextmanager
def new_tar(file: Path) -> Iterator[Add]:
    """A backup as one file, not compressed: pictures would not become smaller. Raises FileExistsError, OSError."""
    with private_file(file) as raw, tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:

        def add(name: str, source: BinaryIO, size: int) -> None:
            member = tarfile.TarInfo(name)
            member.size, member.mode = size, 0o600
            tar.addfile(member, source)

        yield add
    sync_file(file)


def add_manifest(add: Add, manifest: Manifest) -> None:
    """Belongs at the end. Raises OSError."""
    data = msgspec.json.format(msgspec.json.encode(manifest))
    add(MANIFEST, io.BytesIO(data), len(data))


def unpack(backup: Path, target: Path, wanted: Callable[[str], bool] = lambda _: True) -> Manifest:
    """Compare every file of a backup with its manifest; copy those that are wanted below `target`, an empty folder.

    Raises BadBackup when something is missing or differs, OSError.
    """
    if not backup.exists():
        raise BadBackup(f"there is no backup {backup}")
    try:
        manifest, found = _copy(backup, target, wanted)
    except tarfile.TarError as error:
        raise BadBackup(f"{backup} is no backup, or a damaged one: {error}") from error
    if manifest is None:
        raise BadBackup(f"{backup} is no backup, or an unfinished one: it has no {MANIFEST}")
    differing = sorted(name for name in manifest.files | found if manifest.files.get(name) != found.get(name))
    if differing or DATABASE not in found:
        raise BadBackup(f"{backup} is damaged: {', '.join(differing[:5]) or DATABASE} missing or not as it was written")
    return manifest


@contextmanager
def damage_of_backup(backup: Path) -> Iterator[None]:
    """Says of the backup what is said of its database, whose own message would advise to restore a backup."""
    try:
        yield
    except StoreCorrupt as error:
        raise BadBackup(f"{backup} holds no sound database: {error.__cause__}") from error


def make_private(folder: Path, root: Path) -> None:
    """Make the folders between an existing root and this one, for nobody else on the machine."""
    for level in reversed((folder, *folder.parents)):
        if root in level.parents:
            level.mkdir(mode=0o700, exist_ok=True)


def _copy(backup: Path, target: Path, wanted: Callable[[str], bool]) -> tuple[Manifest | None, dict[str, FileSum]]:
    manifest: Manifest | None = None
    found: dict[str, FileSum] = {}
    for name, stream in _in_folder(backup) if backup.is_dir() else _in_tar(backup):
        if name == MANIFEST:
            manifest = _read_manifest(stream, backup)
            continue
        file = target / name if wanted(name) else None
        if file is not None:
            make_private(file.parent, target)
        found[name] = copy_durably(stream, file)
    return manifest, found


def _in_folder(folder: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Names and contents; what no backup has is passed over."""
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if _NAME.fullmatch(name) and file.is_file():
            with file.open("rb") as stream:
                yield name, stream


def _in_tar(file: Path) -> Iterator[tuple[str, BinaryIO]]:
    """The same."""
    with tarfile.open(file, mode="r:") as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.isreg() and _NAME.fullmatch(member.name) else None
            if stream is not None:
                yield member.name, stream  # type: ignore[misc]  # an IO[bytes] that can only be read


def _read_manifest(stream: BinaryIO, backup: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode(stream.read(_MOST_MANIFEST), type=Manifest)
    except msgspec.DecodeError as error:
        raise BadBackup(f"{backup} is damaged: {MANIFEST} cannot be read: {error}") from error
    if manifest.format != FORMAT:
        raise BadBackup(f"{backup} has format {manifest.format}, this version of the bot reads {FORMAT}")
    return manifest
