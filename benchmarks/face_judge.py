"""A second opinion on faces, by a detector that the product does not use: MTCNN (Zhang et al. 2016, 1604.02878).

What repairs a painting until one detector is content must not be judged by the same one. Needs the development
requirements (`mtcnn`), and loads TensorFlow.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.pictures import read
from engine.faces import Face, find_faces
from engine.faces.survival import score_ratios
from engine.faces.views import View, pixels_of, seen
from engine.image.images import FloatImage

VIEW_EDGE: Final = 256  #: pixels of the views that it judges
SIDES: Final = (2.2, 3.2)  #: of the views, in sizes of the face
SAME: Final = 0.3  #: intersection over union from which on what it found is this face
#: Of its three stages: low, so that a doubtful face gets a low score rather than none.
THRESHOLDS: Final = {"threshold_pnet": 0.4, "threshold_rnet": 0.3, "threshold_onet": 0.05}


def judged_score(picture: FloatImage, face: Face) -> float:
    """How sure MTCNN is, from 0 to 1, that there is a face in a picture (height, width, 3) where `face` is.

    The face is in pixels of the picture. The mean over views of several sides; 0 for each in which it finds none there.
    """
    return float(np.mean([_score(picture, face, times) for times in SIDES]))


def judged_ratios(photo: FloatImage, painting: FloatImage, faces: tuple[Face, ...]) -> tuple[float, ...]:
    """As engine.faces.survival.score_ratios, by MTCNN; faces that it does not see in the photo are left out."""
    factor = painting.shape[1] / photo.shape[1]
    before = [(face, judged_score(photo, face)) for face in faces]
    return tuple(judged_score(painting, face.scaled(factor)) / score for face, score in before if score > 0)


def _score(picture: FloatImage, face: Face, times: float) -> float:
    side = face.size * times
    (x, y) = face.center
    view = View(x - side / 2, y - side / 2, side)
    part = seen(pixels_of(picture, max(picture.shape[:2])), view, VIEW_EDGE)
    there = face.seen_from(view.left, view.top).scaled(VIEW_EDGE / side)
    found = _mtcnn().detect_faces((part * 255).astype(np.uint8), **THRESHOLDS)
    return max((float(one["confidence"]) for one in found if _overlap(there, one["box"]) > SAME), default=0.0)


@cache
def _mtcnn() -> Any:
    from mtcnn import MTCNN

    return MTCNN(device="CPU:0")


def _overlap(face: Face, box: list[int]) -> float:
    """Intersection over union with a box of MTCNN: left, top, width, height."""
    left, top, width, height = box
    across = min(face.right, left + width) - max(face.left, left)
    down = min(face.bottom, top + height) - max(face.top, top)
    both = max(0.0, across) * max(0.0, down)
    return both / (face.width * face.height + width * height - both)


def main(paths: list[str]) -> int:
    """`python -m benchmarks.face_judge PHOTO PAINTING …`: for each painting, the score ratios by both detectors."""
    photo, *paintings = (read(Path(path)) for path in paths)
    faces = find_faces(photo)
    for path, painting in zip(paths[1:], paintings, strict=True):
        own, judged = score_ratios(photo, painting, faces), judged_ratios(photo, painting, faces)
        sys.stdout.write(f"{path}: product {_listed(own)}, judge {_listed(judged)}\n")
    return 0 if faces else 1


def _listed(ratios: tuple[float, ...]) -> str:
    return " ".join(f"{ratio:.2f}" for ratio in ratios) or "no face"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
