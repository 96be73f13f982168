"""The example for people who are new."""

from __future__ import annotations

import re
from pathlib import Path

from bot import examples

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_example_is_one_of_the_gallery_whose_pictures_may_be_published() -> None:
    (pair,) = re.findall(r'^EXAMPLE_PAIR = "(.+)"$', (DOCS / "gallery/make.py").read_text(), re.MULTILINE)
    command = re.search(rf"python -m engine (\S+) (\S+) -o \S+/{pair}\.jpg", (DOCS / "gallery.md").read_text())
    assert command is not None
    for path, ours in zip(command.groups(), (examples.photo(), examples.style()), strict=True):
        assert (DOCS.parent / path).read_bytes() == ours
    assert Path(command[2]).stem == examples.STYLE_NAME
