"""Where the command line writes: found out before minutes of work, written whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.errors import InvalidSettings


def check(flag: str, output: Path, suffixes: tuple[str, ...]) -> None:
    """Raises InvalidSettings where the output has another suffix, no folder, or cannot be written."""
    if output.suffix.lower() not in suffixes:
        raise InvalidSettings("output", f"{flag} must end in {' or '.join(suffixes)}, not {output.name!r}")
    try:
        _check_place(flag, output)
    except OSError as error:
        raise InvalidSettings("output", f"{flag}: {output} cannot be written: {error.strerror}") from error


def check_apart(outputs: Mapping[str, Path], inputs: Sequence[Path], previews: Path | None, *, overwrite: bool) -> None:
    """Refuse to write twice to one file, and over a picture that is read unless `overwrite`.

    `previews` is the output whose previews are written beside it. Raises InvalidSettings.
    """
    places: dict[Path, str] = {}
    for flag, output in outputs.items():
        twin = places.setdefault(output.resolve(), flag)
        if twin != flag:
            raise InvalidSettings("output", f"{flag} and {twin} are the same file, {output}")
    for picture in [] if overwrite else inputs:
        for flag, output in outputs.items():
            if _is_same(output, picture):
                raise InvalidSettings("output", f"{flag} would overwrite {picture}, which is read; --overwrite does so")
        if previews is not None and _is_preview(picture, previews):
            raise InvalidSettings("output", f"a preview may overwrite {picture}, which is read; --overwrite does so")


def preview_path(output: Path, iteration: int) -> Path:
    """The path of the preview at this iteration, beside the output."""
    return output.with_name(f"{output.stem}-{iteration:04d}.jpg")


def write_whole(path: Path, data: bytes) -> None:
    """Write the file under a temporary name, then rename it; nothing is left if that fails. Raises OSError."""
    unfinished = _unfinished(path)
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def print_anything() -> None:
    """Let no name of a file end the program because the terminal's encoding lacks a letter of it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _unfinished(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _check_place(flag: str, output: Path) -> None:
    if not output.absolute().parent.is_dir():
        raise InvalidSettings("output", f"{flag}: there is no folder {output.parent}")
    if output.is_dir():
        raise InvalidSettings("output", f"{flag}: {output} is a folder; name a file in it")
    if output.exists() and not os.access(output, os.W_OK):
        raise InvalidSettings("output", f"{flag}: {output} is there already and may not be written")
    _try(_unfinished(output))


def _try(path: Path) -> None:
    """Check that the file can be written, and leave it as it was."""
    was_there = path.exists()
    with path.open("ab"):
        pass
    if not was_there:
        path.unlink()


def _is_same(output: Path, picture: Path) -> bool:
    """Whether both name one file, also through links."""
    try:
        return output.samefile(picture)
    except OSError:  # one of them is not there yet
        return False


def _is_preview(picture: Path, output: Path) -> bool:
    name = re.escape(output.stem) + r"-\d{4,}\.jpg"
    return bool(re.fullmatch(name, picture.name)) and _is_same(output.absolute().parent, picture.absolute().parent)
