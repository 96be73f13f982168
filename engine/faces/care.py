"""How much more the content counts where faces are, and in which colors. NumPy only.

The content's features say what a face is like, and its colors too: a face that is held to them looks like a photo that
was pasted in. So there the content is the photo in the style's colors. What is painted in an instant has no content to
count more: there the photo shines through, in the colors that the face was painted in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from engine.faces.face import Face
from engine.faces.guide import face_guide, head_mask
from engine.image import colors
from engine.image.images import FloatImage
from engine.image.regions import Mask
from engine.settings import Faces

#: How many times more the content counts at eyes and mouth, half of it on the skin: by eye, on four portraits. With
#: three times as much, faces are photos in the style's colors.
CARE: Final = {Faces.NATURAL: 2.0, Faces.PAINTED: 0.8, Faces.OFF: 0.0}
USUAL_SIZE: Final = 110.0  #: pixels of a face in the finished picture that gets just this much
SHINE: Final = 0.25  #: share of the photo that shines through at eyes and mouth, for each unit of care
MOST_SHINE: Final = 0.9
REACH: Final = 1.1  #: sizes of a face from its middle to where nothing shines through any more
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


def with_faces(painted: FloatImage, photo: FloatImage, faces: Sequence[Face], care: float) -> FloatImage:
    """The painting (height, width, 3), with each face's photo shining through, in the colors that it was painted in.

    `photo` is of the same size, and the faces are in its pixels. Of a small face more shines through.
    """
    shown = painted.copy()
    for face in faces:
        (x, y), reach = face.center, REACH * face.size
        top, left = max(0, math.floor(y - reach)), max(0, math.floor(x - reach))
        part = np.s_[top : math.ceil(y + reach), left : math.ceil(x + reach)]
        recolored = colors.recolored(photo[part], painted[part])
        guide = content_guide([face.seen_from(left, top)], SHINE * care, *recolored.shape[:2])
        share = np.minimum(guide, np.float32(MOST_SHINE))[:, :, np.newaxis]
        shown[part] += share * (recolored - shown[part])
    return shown
