"""What `--preset instant` takes: house styles, by their names or their pictures, and few settings."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine import instant
from engine.cli.arguments import flag_of, people_from
from engine.errors import InvalidSettings
from engine.image.images import FloatImage
from engine.settings import TransferSettings

#: What the network's paintings follow, beside their style.
_FOLLOWED = frozenset({"size", "strength", "colors", "color_match", "faces", "style_blend"})
_OF_A_RUN = ("mask", "protect", "start_from", "save_every", "timelapse")


def check(options: argparse.Namespace) -> None:
    """Refuse what only a painting by optimization understands. Raises InvalidSettings."""
    settings = (name for name in TransferSettings.__struct_fields__ if name not in _FOLLOWED)
    given = [name for name in (*settings, *_OF_A_RUN) if getattr(options, name) not in (None, [])]
    if given or people_from(options).asked:
        flag = flag_of(given[0]) if given else "the people's options"
        followed = ", ".join(map(flag_of, sorted(_FOLLOWED)))
        raise InvalidSettings(given[0] if given else "people", f"the instant preset follows {followed}, not {flag}")


def style_named(given: Path) -> FloatImage | None:
    """The small picture (height, width, 3) by which the house style of this name is recognized; None for a path.

    Raises InvalidSettings where it is neither.
    """
    found: FloatImage | None = instant.pictures().get(str(given))
    if found is None and not given.is_file():
        names = ", ".join(instant.names())
        raise InvalidSettings("style", f"{given} is neither a picture nor a style of the instant preset: {names}")
    return found
