"""`--preset instant`: one of the house styles in a blink, by a network that has learned them."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from engine import instant
from engine.cli.arguments import people_from
from engine.errors import BadPicture, InvalidSettings
from engine.image import images
from engine.image.images import FloatImage
from engine.machine.quiet import silent_standard_error
from engine.settings import TransferSettings


class Painted(NamedTuple):
    """What was painted, and of what."""

    picture: FloatImage
    content: FloatImage
    style: str  #: the house style's name
    seconds: float  #: of the painting alone


def paint_instantly(options: argparse.Namespace, console: Console) -> Painted:
    """Paint what the arguments ask for. Raises InvalidSettings, BadPicture, OSError, WeightsUnavailable."""
    _check(options)
    content = _read(options.content)
    style = _style(options.styles[0])
    with console.status("loading TensorFlow …"), silent_standard_error():
        instant.prepare(options.precision)
    began = time.perf_counter()
    size = TransferSettings().size if options.size is None else options.size
    painted = instant.paint(content, style, size, options.precision)
    return Painted(painted, content, style, time.perf_counter() - began)


def _check(options: argparse.Namespace) -> None:
    """Refuse what only a painting by optimization understands. Raises InvalidSettings."""
    if len(options.styles) != 1:
        raise InvalidSettings("styles", "the instant preset paints in one style")
    settings = (name for name in TransferSettings.__struct_fields__ if name != "size")
    others = ("mask", "protect", "start_from", "save_every", "timelapse")
    given = [name for name in (*settings, *others) if getattr(options, name) not in (None, [])]
    if given or people_from(options).asked:
        flag = "--" + given[0].replace("_", "-") if given else "the people's options"
        raise InvalidSettings(
            given[0] if given else "people", f"the instant preset takes no settings but --size: {flag}"
        )


def _style(given: Path) -> str:
    """The house style of that name, or of that picture. Raises InvalidSettings."""
    names: tuple[str, ...] = instant.names()
    if str(given) in names:
        return str(given)
    found: str | None = instant.recognized(_read(given)) if given.is_file() else None
    if found is None:
        raise InvalidSettings("style", f"{given} is no style of the instant preset; it knows {', '.join(names)}")
    return found


def _read(path: Path) -> FloatImage:
    try:
        return images.decode(path.read_bytes())
    except BadPicture as error:
        raise BadPicture(error.problem, f"{path}: {error}") from error
