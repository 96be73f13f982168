#!/usr/bin/env python
"""Every line of the locks names one version and its hashes, and none says from where to fetch it.

An index in a lock would be asked by everybody who installs, whatever their own configuration says.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

_PINNED = re.compile(r"[A-Za-z0-9][\w.-]*(\[[\w,-]+\])?==[\w.!+-]+( ; [^\\]+)?")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def mistakes(lock: str) -> Iterator[str]:
    """What is wrong in the text of a lock."""
    if not requirements(lock):
        yield "it is empty"
    for requirement in requirements(lock):
        name, *options = re.split(r" +(?=--)", requirement)
        if not _PINNED.fullmatch(name):
            yield f"not one version of one package: {name}"
        elif not options:
            yield f"no hash: {name}"
        yield from (f"{name}: {option}" for option in options if not _HASH.fullmatch(option))


def requirements(lock: str) -> list[str]:
    """The requirements of a lock: continued lines are joined, comments left out."""
    joined = re.sub(r"\s*\\\n\s*", " ", lock)
    lines = (re.sub(r"(^|\s)#.*", "", line).strip() for line in joined.splitlines())
    return [line for line in lines if line]


def main(paths: list[str]) -> int:
    wrong = [f"{path}: {mistake}" for path in paths for mistake in mistakes(Path(path).read_text(encoding="utf-8"))]
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
