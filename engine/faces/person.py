"""Which part of a photo is its people, and which the background.

The networks are MediaPipe's Selfie Segmentation. What they say of the whole photo, of its mirror image and of parts
around each face is averaged, then moved to the edges in the photo. Measured in benchmarks/faces.py beside OpenCV's
GrabCut, which needs a hundred times the space and knows no people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from engine.faces.detection import find_faces
from engine.faces.face import Face
from engine.faces.networks import NetworkFile, network
from engine.faces.views import pixels_of
from engine.image.guided_filter import guided_filter
from engine.image.images import FloatImage
from engine.image.regions import Mask

EDGE: Final = 640  #: pixels of the longer side of a mask
MOST_FACES: Final = 12  #: that get looks of their own: each takes some milliseconds
#: What belongs to somebody, in sizes of the face: to each side of its middle, above its top, below its bottom.
HALF_LENGTH: Final = (2.2, 1.0, 3.2)
FULL_LENGTH: Final = (3.5, 1.2, 5.5)
REACH: Final = 6  #: pixels by which the outline moves at most to an edge in the photo
LEAST_PART: Final = 0.1  #: of the people: smaller parts that no face is in are a mistake


class Box(NamedTuple):
    """A part of a photo, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


def find_people(picture: FloatImage) -> Mask | None:
    """Where the people are in a photo (height, width, 3) from 0 to 1; None where no face is found in it.

    The mask has the photo's proportions, at most 640 pixels at the longer side, and values from 0 to 1.
    """
    faces = find_faces(picture)
    return people_mask(picture, faces) if faces else None


def people_mask(picture: FloatImage, faces: Sequence[Face]) -> Mask:
    """The mask of `find_people` for faces that are known, in pixels of the picture; all 0 where there are none."""
    photo = pixels_of(picture, EDGE)
    scale = photo.width / picture.shape[1]
    seen = [face.scaled(scale) for face in faces[:MOST_FACES]]
    if not seen:
        return np.zeros((photo.height, photo.width), np.float32)
    guide = np.asarray(photo, np.float32) / np.float32(255)
    people = np.clip(guided_filter(_mean_of_looks(photo, seen), guide, REACH), 0, 1)
    return _without_strays(people, seen)


def _mean_of_looks(photo: Image.Image, faces: Sequence[Face]) -> Mask:
    whole = Box(0, 0, *photo.size)
    total = _look(photo, whole, NetworkFile.PERSON)
    total += _look(photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT), whole, NetworkFile.PERSON)[:, ::-1]
    total += _look(photo, whole, NetworkFile.PERSON_IN_WIDE)
    looks = np.full_like(total, 3)
    for box in _bodies(faces, *photo.size):
        place = slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right))
        total[place] += _look(photo, box, NetworkFile.PERSON)
        looks[place] += 1
    mean: Mask = total / looks
    return mean


def _bodies(faces: Sequence[Face], width: int, height: int) -> Iterator[Box]:
    """Parts of the photo around each face, of whole pixels."""
    for face in faces:
        for side, above, below in (HALF_LENGTH, FULL_LENGTH):
            middle, size = face.center[0], face.size
            left, right = max(0, round(middle - side * size)), min(width, round(middle + side * size))
            top, bottom = max(0, round(face.top - above * size)), min(height, round(face.bottom + below * size))
            if right > left and bottom > top:
                yield Box(left, top, right, bottom)


def _look(photo: Image.Image, box: Box, file: NetworkFile) -> Mask:
    """What a network says of a part of the photo, at the size of that part."""
    segmenter = network(file)
    size = segmenter.width, segmenter.height
    part = photo.resize(size, Image.Resampling.BILINEAR, box=box, reducing_gap=3)
    [answer] = segmenter(np.asarray(part, np.float32) / np.float32(255))
    shape = round(box.right - box.left), round(box.bottom - box.top)
    return np.asarray(Image.fromarray(answer[..., 0]).resize(shape, Image.Resampling.BICUBIC)).copy()


def _without_strays(people: Mask, faces: Sequence[Face]) -> Mask:
    """The mask without small parts that no face is in."""
    parts, count = ndimage.label(people > 0.5)
    sizes = np.bincount(parts.ravel(), minlength=count + 1)
    kept = sizes >= LEAST_PART * sizes[1:].sum()
    kept[0] = False
    for face in faces:
        kept[parts[_pixel(face, people.shape)]] = True
    kept[0] = False
    near: NDArray[np.bool_] = ndimage.binary_dilation(kept[parts], iterations=REACH)
    return np.where(near, people, np.float32(0))


def _pixel(face: Face, shape: tuple[int, ...]) -> tuple[int, int]:
    column, row = face.center
    return int(np.clip(row, 0, shape[0] - 1)), int(np.clip(column, 0, shape[1] - 1))
