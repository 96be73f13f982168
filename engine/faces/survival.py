"""Whether faces survive a painting: the detector looks at it too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.faces.detection import face_score
from engine.faces.face import Face
from engine.image.images import FloatImage

KEPT: Final = 0.75  #: share of the photo's score from which on a face counts as kept


def score_ratios(photo: FloatImage, painting: FloatImage, faces: Sequence[Face]) -> tuple[float, ...]:
    """For each face, the painting's score over the photo's: 0 where no face is left, 1 where it is as clear as before.

    Both are (height, width, 3) from 0 to 1, of the same proportions; the faces are in pixels of the photo.
    """
    factor = painting.shape[1] / photo.shape[1]
    return tuple(_ratio(face_score(painting, face.scaled(factor)), face_score(photo, face)) for face in faces)


def _ratio(painted: float, before: float) -> float:
    """The ratio of the scores; 1 where the photo itself shows no face at this size, so that nothing can be lost."""
    return painted / before if before > 0 else 1.0
