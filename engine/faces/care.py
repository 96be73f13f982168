"""How much more the content counts where faces are, and in which colors. NumPy only.

The content's features say what a face is like, and its colors too: a face that is held to them looks like a photo that
was pasted in. So there the content is the photo in the style's colors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from engine.faces.face import Face
from engine.faces.guide import face_guide, head_mask
from engine.image.images import FloatImage
from engine.image.regions import Mask
from engine.settings import Faces

#: How many times more the content counts at eyes and mouth, half of it on the skin: by eye, on four portraits. With
#: three times as much, faces are photos in the style's colors.
CARE: Final = {Faces.NATURAL: 2.0, Faces.PAINTED: 0.8, Faces.OFF: 0.0}
USUAL_SIZE: Final = 110.0  #: pixels of a face in the finished picture that gets just this much
LEAST, MOST = 0.4, 1.6  #: times as much, for large faces, which keep their likeness by themselves, and for small ones


def content_guide(faces: Sequence[Face], care: float, height: int, width: int, enlargement: float = 1.0) -> Mask:
    """How much more the content counts at each position, for faces in pixels of a picture of this size: 0 and more.

    `enlargement` is the finished picture's size over this one's.
    """
    guide = np.zeros((height, width), np.float32)
    for face in faces:  # one at a time: all together would take a picture's memory for each
        much = care * min(max(USUAL_SIZE / (enlargement * face.size), LEAST), MOST)
        np.maximum(guide, np.float32(much) * face_guide([face], height, width), out=guide)
    return guide


def in_colors_of_style(content: FloatImage, recolored: FloatImage, faces: Sequence[Face]) -> FloatImage:
    """The content (height, width, 3), with `recolored`, of the same size, in the place of its faces."""
    if not faces:
        return content
    heads = np.zeros(content.shape[:2], np.float32)
    for face in faces:
        np.maximum(heads, head_mask(face, *content.shape[:2]), out=heads)
    return np.asarray(content + heads[:, :, np.newaxis] * (recolored - content), np.float32)
