"""Finds faces: a look at the whole picture and at overlapping parts of it, then a closer look at each candidate.

The network is BlazeFace, full range (Bazarevsky et al. 2019, "BlazeFace: Sub-millisecond neural face detection on
mobile GPUs", 1907.05047). It alone takes clouds of stars and house fronts for small faces; the closer look does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.faces.face import Face, Point
from engine.faces.networks import NetworkFile, network
from engine.faces.views import View, pixels_of, seen
from engine.image.images import FloatImage

Array = NDArray[np.float32]

POSITIONS: Final = 48  #: rows and columns of places at which the network answers
PARTS: Final = (2, 3)  #: the picture is also looked at in so many parts along its longer side
PART_MARGIN: Final = 1.25  #: side of a part over its share: a face at a cut is whole in one of the parts
COARSE_EDGE: Final = 480  #: pixels of the longer side: of the smallest parts, the network sees each of them
EDGE: Final = 1280  #: pixels of the longer side, for the closer looks
CANDIDATE: Final = 0.4  #: score from which on a closer look is taken
CLOSE: Final = (2.5, 4.0)  #: sides of the closer looks, in sizes of the face
FACE: Final = 0.55  #: mean score of the closer looks from which on it is a face; measured in benchmarks/faces.py
SAME: Final = 0.3  #: intersection over union from which on two boxes are of one face
MOST_LOOKS: Final = 64  #: candidates that get closer looks, 15 ms each: a wall of small faces has hundreds
MOST: Final = 32  #: faces, the largest: what is done for each is done in a picture of any size
INSIDE: Final = 0.6  #: share of the smaller box within the larger one from which on they are of one face


class Candidates(NamedTuple):
    """Answers of the network, n of them."""

    boxes: Array  #: (n, 4): left, top, right, bottom in pixels
    points: Array  #: (n, 6, 2): eyes, nose, mouth, ears
    scores: Array  #: (n,), from 0 to 1

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Candidates:
        """Some of them."""
        return Candidates(self.boxes[chosen], self.points[chosen], self.scores[chosen])


_RECENT: dict[
    bytes, tuple[Face, ...]
] = {}  #: of the latest pictures: each steering change and sketch of a painting asks again
REMEMBERED: Final = 8  #: pictures


def faces_of(picture: FloatImage) -> tuple[Face, ...]:
    """What `find_faces` finds in this picture, or found of late."""
    key = hashlib.sha256(repr(picture.shape).encode() + np.ascontiguousarray(picture).data).digest()
    if key not in _RECENT:
        while len(_RECENT) >= REMEMBERED:
            del _RECENT[next(iter(_RECENT))]
        _RECENT[key] = find_faces(picture)
    return _RECENT[key]


def find_faces(picture: FloatImage) -> tuple[Face, ...]:
    """The faces in a picture (height, width, 3) from 0 to 1, the largest first, at most MOST of them.

    Finds faces from about a fiftieth of the picture's longer side upward, in profile too, and cut by the border if more
    than half of them is there.
    """
    photo = pixels_of(picture, EDGE)
    found = _candidates(photo)
    closer = [face for box in _distinct(found).boxes[:MOST_LOOKS] if (face := _closer_look(photo, box)) is not None]
    faces = [_face(one) for one in _each(_distinct(_together(closer)))]
    factor = picture.shape[1] / photo.width
    return tuple(sorted((face.scaled(factor) for face in faces), key=lambda face: -face.size)[:MOST])


def shows_face(picture: Image.Image) -> bool:
    """Whether an RGB picture shows a face that is a seventeenth of its longer side or more.

    One look at the whole picture, and the closer looks: where there is no face, a tenth of the time of `find_faces`.
    """
    photo = picture
    if max(picture.size) > EDGE:
        photo = picture.copy()
        photo.thumbnail((EDGE, EDGE), Image.Resampling.BILINEAR, reducing_gap=3)
    found = _likely(_look(photo, View(0, 0, max(photo.size))))
    return any(_closer_look(photo, box) is not None for box in _distinct(found).boxes[:MOST_LOOKS])


def face_score(picture: FloatImage, face: Face) -> float:
    """How sure the network is, from 0 to 1, that there is a face in this picture where `face` is: 0 where none is.

    The picture may be a painting of the photo in which the face was found; the face is in pixels of this picture.
    """
    photo = pixels_of(picture, EDGE)
    there = face.scaled(photo.width / picture.shape[1])
    box = np.asarray([there.left, there.top, there.right, there.bottom], np.float32)
    return float(np.mean([np.max(one.scores, initial=0) for one in _closer_views(photo, box)]))


def _candidates(photo: Image.Image) -> Candidates:
    """What may be a face in a small copy of the photo and its parts, in pixels of the photo."""
    coarse = photo.copy()
    coarse.thumbnail((COARSE_EDGE, COARSE_EDGE), Image.Resampling.BILINEAR)
    found = _together([_look(coarse, view) for view in _parts(*coarse.size)])
    return _enlarged(_likely(found), photo.width / coarse.width)


def _likely(found: Candidates) -> Candidates:
    return found.only(found.scores >= CANDIDATE)


def _parts(width: int, height: int) -> Iterator[View]:
    """The whole picture, then its parts."""
    longer = max(width, height)
    yield View(0, 0, longer)
    for count in PARTS:
        side = longer * PART_MARGIN / count
        for top in _starts(height, side):
            for left in _starts(width, side):
                yield View(left, top, side)


def _starts(length: float, side: float) -> NDArray[np.float64]:
    """Where parts of this side begin, such that each overlaps the next by a fifth of its side or more."""
    rest = max(0.0, length - side)
    return np.linspace(0, rest, int(np.ceil(rest / (side / PART_MARGIN))) + 1)


def _look(photo: Image.Image, view: View) -> Candidates:
    """What the network says of a part of the photo, in pixels of the photo."""
    detector = network(NetworkFile.FACES)
    edge = detector.width
    numbers, logits = sorted(detector(seen(photo, view, edge) * 2 - 1), key=lambda output: -output.shape[1])
    places = numbers.reshape(-1, 8, 2) / edge  # center, size, and six points, from the position that answers
    steps = (np.arange(POSITIONS, dtype=np.float32) + 0.5) / POSITIONS
    positions = np.stack([np.tile(steps, POSITIONS), np.repeat(steps, POSITIONS)], axis=1)
    center, half, points = places[:, 0] + positions, places[:, 1] / 2, places[:, 2:] + positions[:, np.newaxis]
    corner = np.asarray([view.left, view.top], np.float32)
    boxes = np.concatenate([center - half, center + half], axis=1) * view.side + np.tile(corner, 2)
    scores = (1 / (1 + np.exp(-np.clip(logits[:, 0], -80, 80)))).astype(np.float32)
    found = Candidates(boxes.astype(np.float32), (points * view.side + corner).astype(np.float32), scores)
    return found.only(np.flatnonzero((boxes[:, 2:] > boxes[:, :2]).all(axis=1)))


def _closer_views(photo: Image.Image, box: Array) -> Iterator[Candidates]:
    """What the network says of the face in this box, in closer looks of several sides."""
    center, size = (box[:2] + box[2:]) / 2, float(np.max(box[2:] - box[:2]))
    for times in CLOSE:
        left, top = (center - size * times / 2).tolist()
        found = _look(photo, View(left, top, size * times))
        yield found.only(_overlaps(box, found.boxes)[0] > SAME)


def _closer_look(photo: Image.Image, box: Array) -> Candidates | None:
    """The one face in this box, or None."""
    looks = list(_closer_views(photo, box))
    score = np.mean([np.max(one.scores, initial=0) for one in looks])
    if score < FACE:
        return None
    best = _together([one.only(one.scores >= np.max(one.scores) / 2) for one in looks if len(one.scores)])
    return _mean(best, float(score))


def _distinct(found: Candidates) -> Candidates:
    """One for each face: the mean of those that are of it, weighted by their scores."""
    rest, kept = found, []
    while len(rest.scores):
        best = int(np.argmax(rest.scores))
        union, inside = _overlaps(rest.boxes[best], rest.boxes)
        kept.append(_mean(rest.only(union > SAME), float(rest.scores[best])))
        rest = rest.only((union <= SAME) & (inside <= INSIDE))
    return _together(kept)


def _mean(found: Candidates, score: float) -> Candidates:
    weights = found.scores / found.scores.sum()
    box, points = np.tensordot(weights, found.boxes, 1), np.tensordot(weights, found.points, 1)
    return Candidates(box[np.newaxis], points[np.newaxis], np.asarray([score], np.float32))


def _overlaps(box: Array, boxes: Array) -> tuple[Array, Array]:
    """Of one box with each of others: intersection over union, and over the smaller one."""
    sides = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    both = np.clip(sides, 0, None).prod(axis=1)
    area, areas = (box[2:] - box[:2]).prod(), (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return both / (area + areas - both), both / np.minimum(area, areas)


def _together(found: list[Candidates]) -> Candidates:
    empty = Candidates(np.empty((0, 4), np.float32), np.empty((0, 6, 2), np.float32), np.empty(0, np.float32))
    boxes, points, scores = zip(empty, *found, strict=True)
    return Candidates(np.concatenate(boxes), np.concatenate(points), np.concatenate(scores))


def _enlarged(found: Candidates, factor: float) -> Candidates:
    return Candidates(found.boxes * np.float32(factor), found.points * np.float32(factor), found.scores)


def _each(found: Candidates) -> Iterator[Candidates]:
    return (found.only(np.asarray([number])) for number in range(len(found.scores)))


def _face(one: Candidates) -> Face:
    left_eye, right_eye, nose, mouth = (_point(place) for place in one.points[0, :4])
    left, top, right, bottom = one.boxes[0].tolist()
    return Face(left, top, right, bottom, float(one.scores[0]), (left_eye, right_eye), nose, mouth)


def _point(place: Array) -> Point:
    x, y = place.tolist()
    return x, y
