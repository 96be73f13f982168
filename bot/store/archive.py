"""The form of a backup: a folder, or a tar with the same files in it.

    manifest.json         when, which schema, sha256 and size of every other file; written last
    stylegram.sqlite3     the database
    pictures/ab/cdef…     the pictures that its rows name

Without its manifest, a backup is an unfinished one. No name from a backup is used as a path before it is checked.
"""

from __future__ import annotations

import io
import re
import shutil
import stat
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from bot.store.durable import FileSum, copy_durably, private_file, sync_file, sync_tree
from bot.store.errors import BadBackup, StoreCorrupt, StoreFull
from bot.store.layout import DATABASE, PICTURES

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1

_NAME = re.compile(rf"{re.escape(MANIFEST)}|{re.escape(DATABASE)}|{PICTURES}/[0-9a-f]{{2}}/[0-9a-f]{{62}}")
_MOST_MANIFEST = 1 << 28  #: bytes; some 100 for each picture


#: Copies a stream of so many bytes into a backup, under a name. Raises OSError.
Add = Callable[[str, BinaryIO, int], None]


@dataclass(frozen=True)
class _Member:
    """A file of a backup."""

    size: int  #: bytes, as it says itself
    open: Callable[[], BinaryIO]  #: raises OSError


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
    """Write the manifest, last. Raises OSError."""
    data = msgspec.json.format(msgspec.json.encode(manifest))
    add(MANIFEST, io.BytesIO(data), len(data))


def require_backup(backup: Path) -> None:
    """Raises BadBackup where this is clearly no backup: neither a tar nor a folder with a manifest."""
    if not backup.exists():
        raise BadBackup(f"there is no backup {backup}")
    if backup.is_dir():
        if not (backup / MANIFEST).is_file():
            raise BadBackup(f"{backup} is no backup, or an unfinished one: it has no {MANIFEST}")
    elif not tarfile.is_tarfile(backup):
        raise BadBackup(f"{backup} is no backup: neither a folder nor a .tar that `backup` made, nor a database")


def unpack(backup: Path, target: Path, wanted: Callable[[str], bool] = lambda _: True) -> Manifest:
    """Compare every file of a backup with its manifest; copy those that are wanted below `target`, an empty folder.

    Names and sizes are compared before anything is copied, so that nothing grows that a manifest does not have, and
    nothing that the disk cannot hold. Raises BadBackup when something is missing or differs, StoreFull, OSError.
    """
    require_backup(backup)
    try:
        with _in_folder(backup) if backup.is_dir() else _in_tar(backup) as members:
            manifest = _read_manifest(members, backup)
            sizes = {name: member.size for name, member in members.items() if name != MANIFEST}
            _compare(backup, {name: entry.size for name, entry in manifest.files.items()}, sizes)
            require_room(backup, target, {name: size for name, size in sizes.items() if wanted(name)})
            sums = {name: _copy(members[name], target / name if wanted(name) else None, target) for name in sizes}
    except tarfile.TarError as error:
        raise BadBackup(f"{backup} is no backup, or a damaged one: {error}") from error
    _compare(backup, manifest.files, sums)
    return manifest


def require_room(backup: Path, target: Path, sizes: Mapping[str, int]) -> None:
    """Check that the files fit on the disk. A sparse file claims to be larger than what its disk holds of it, and grows
    when it is copied.

    Raises StoreFull when the files are larger than what is free, BadBackup when they cannot lie where they do; OSError.
    """
    total = sum(sizes.values())
    disk = shutil.disk_usage(backup).total
    if disk and total > disk:  # some network drives do not say how large they are
        raise BadBackup(f"{backup} is damaged: its files are said to be larger than the disk that they lie on")
    free = shutil.disk_usage(target).free
    if total > free:
        raise StoreFull(f"{backup} needs {total / 1e6:.0f} MB, and {free / 1e6:.0f} MB are free for {target}")


@contextmanager
def damage_of_backup(backup: Path) -> Iterator[None]:
    """Turn StoreCorrupt into BadBackup: the advice of StoreCorrupt, to restore a backup, would be of no use here."""
    try:
        yield
    except StoreCorrupt as error:
        raise BadBackup(f"{backup} holds no sound database: {error.__cause__}") from error


def make_private(folder: Path, root: Path) -> None:
    """Make the folders between an existing root and this one, closed to everybody else on the machine."""
    for level in reversed((folder, *folder.parents)):
        if root in level.parents:
            level.mkdir(mode=0o700, exist_ok=True)


def _compare(backup: Path, expected: Mapping[str, object], found: Mapping[str, object]) -> None:
    differing = sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))
    if differing or DATABASE not in found:
        raise BadBackup(f"{backup} is damaged: {', '.join(differing[:5]) or DATABASE} missing or not as it was written")


def _copy(member: _Member, file: Path | None, root: Path) -> FileSum:
    if file is not None:
        make_private(file.parent, root)
    with member.open() as stream:
        return copy_durably(stream, file, member.size)


@contextmanager
def _in_folder(folder: Path) -> Iterator[Mapping[str, _Member]]:
    """The files of a backup, by name. Other files are skipped, and so are links, which may lead anywhere."""
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*"))}
    yield {
        name: _Member(file.lstat().st_size, partial(_opened, file))
        for name, file in files.items()
        if _NAME.fullmatch(name) and stat.S_ISREG(file.lstat().st_mode)
    }


@contextmanager
def _in_tar(file: Path) -> Iterator[Mapping[str, _Member]]:
    """The files of a backup in a tar. `backup` writes no sparse files, so one is refused: it would be larger than the
    tar.
    """
    with tarfile.open(file, mode="r:") as tar:
        members: dict[str, _Member] = {}
        for member in tar:
            if not (member.isreg() and _NAME.fullmatch(member.name)):
                continue
            if member.issparse():
                raise BadBackup(f"{file} is no backup, or a damaged one: {member.name} is a sparse file")
            if member.name in members:
                raise BadBackup(f"{file} is no backup, or a damaged one: it has {member.name} twice")
            members[member.name] = _Member(member.size, partial(_extracted, tar, member))
        yield members


def _opened(file: Path) -> BinaryIO:
    return file.open("rb")


def _extracted(tar: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    stream = tar.extractfile(member)
    assert stream is not None  # it is a regular file
    return stream  # type: ignore[return-value]  # an IO[bytes] that can only be read


def _read_manifest(members: Mapping[str, _Member], backup: Path) -> Manifest:
    if MANIFEST not in members:
        raise BadBackup(f"{backup} is no backup, or an unfinished one: it has no {MANIFEST}")
    with members[MANIFEST].open() as stream:
        data = stream.read(_MOST_MANIFEST)
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise BadBackup(f"{backup} is damaged: {MANIFEST} cannot be read: {error}") from error
    if manifest.format != FORMAT:
        raise BadBackup(f"{backup} has format {manifest.format}, this version of the bot reads {FORMAT}")
    return manifest
