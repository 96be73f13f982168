"""`python -m benchmarks.faces [PICTURE=COUNT …]`: which faces are found, and how long it takes, as a table.

The free photographs of this repository, and any others with the number of faces that one sees in them, such as
`family.jpg=4 beach.jpg=0`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.pictures import read
from engine.faces import find_faces
from engine.faces.networks import FOLDER, load_all
from engine.image.images import FloatImage
from tests.support.face_pictures import WITH_FACES, WITHOUT_FACES
from tests.support.portraits import floats, photograph

REPETITIONS = 5


class Row(NamedTuple):
    """One picture."""

    name: str
    size: str  #: width and height, in pixels
    there: int  #: faces that one sees
    found: int
    milliseconds: float  #: median

    def __str__(self) -> str:
        mark = "" if self.there == self.found else " ✖"
        return f"| {self.name} | {self.size} | {self.there} | {self.found}{mark} | {self.milliseconds:.0f} |"


def main(given: list[str]) -> int:
    """Returns the exit code: 1 if a face was missed or something else taken for one."""
    begun = time.perf_counter()
    load_all()
    loading = 1000 * (time.perf_counter() - begun)
    sys.stdout.write("| picture | pixels | there | found | ms |\n|---|---|---|---|---|\n")
    rows = []
    for name, picture, there in _pictures(given):
        rows.append(_row(name, picture, there))
        sys.stdout.write(f"{rows[-1]}\n")
    megabytes = sum(file.stat().st_size for file in FOLDER.glob("*.tflite")) / 1e6
    missed = sum(max(0, row.there - row.found) for row in rows)
    alarms = sum(max(0, row.found - row.there) for row in rows)
    sys.stdout.write(
        f"\n{sum(row.there for row in rows)} faces, {missed} missed, {alarms} false alarms; the slowest picture "
        f"{max(row.milliseconds for row in rows):.0f} ms; loading {loading:.0f} ms, networks of {megabytes:.1f} MB\n"
    )
    return 1 if missed or alarms else 0


def _pictures(given: list[str]) -> Iterator[tuple[str, FloatImage, int]]:
    for name, (picture, there) in WITH_FACES.items():
        yield name, floats(picture()), there
    for name in WITHOUT_FACES:
        yield name, floats(photograph(name)), 0
    for one in given:
        path, _, count = one.rpartition("=")
        yield Path(path).stem, read(Path(path)), int(count)


def _row(name: str, picture: FloatImage, there: int) -> Row:
    seconds = []
    for _ in range(REPETITIONS):
        begun = time.perf_counter()
        found = len(find_faces(picture))
        seconds.append(time.perf_counter() - begun)
    height, width = picture.shape[:2]
    return Row(name, f"{width}×{height}", there, found, 1000 * sorted(seconds)[REPETITIONS // 2])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
