"""Parts that every photo has, its sky, and its people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from bot.intake.regions.arrays import Colors, Mask, colors, fitted, gray, opened
from bot.intake.regions.edges import at_edges
from bot.intake.regions.filling import large_parts
from bot.intake.regions.people import people_in
from bot.jobs.region_parts import NoRegion, PhotoPart

Coordinates = NDArray[np.float64]  #: from 0 to 1, of each pixel

CENTER: Final = 0.34  #: radii of the middle, in sides of the photo
BORDER: Final = 0.15  #: width of the frame, in sides of the photo
SMOOTH: Final = 1.5  #: pixels: radius of the blur before slopes are taken
SLOPES: Final = np.geomspace(2.0, 60.0, 24)  #: of 255 a pixel: where the sky may end
WEIGHT: Final = 2.0  #: of the sky's colors against those of the ground: it has fewer
MOST_OF_ROW: Final = 0.4  #: share of a row from which on the sky's colors there are known
ALIKE: Final = 4.0  #: of 255: colors so near are the same
LEAST_SKY, MOST_SKY = 0.03, 0.97  #: shares of the photo


def part_region(photo: bytes, part: PhotoPart) -> Mask:
    """The mask of a part, with EDGE pixels at the longer side. Raises NoRegion for the sky and the ground of a photo
    without a sky, and for the people and the background of one without a face.
    """
    picture = opened(photo)
    if part in (PhotoPart.PERSON, PhotoPart.BACKGROUND):
        people: Mask = people_in(picture) > 0.5
        return people if part is PhotoPart.PERSON else ~people
    size = fitted(*picture.size)
    if part in (PhotoPart.SKY, PhotoPart.GROUND):
        sky = _sky(colors(picture, size))
        return sky if part is PhotoPart.SKY else ~sky
    y, x = np.mgrid[0 : 1 : size[1] * 1j, 0 : 1 : size[0] * 1j]
    return _PLACES[part](x, y)


_PLACES: Final[dict[PhotoPart, Callable[[Coordinates, Coordinates], Mask]]] = {
    PhotoPart.LEFT: lambda x, y: x < 1 / 2,
    PhotoPart.RIGHT: lambda x, y: x >= 1 / 2,
    PhotoPart.TOP: lambda x, y: y < 1 / 2,
    PhotoPart.BOTTOM: lambda x, y: y >= 1 / 2,
    PhotoPart.LEFT_THIRD: lambda x, y: x < 1 / 3,
    PhotoPart.MIDDLE_THIRD: lambda x, y: (x >= 1 / 3) & (x < 2 / 3),
    PhotoPart.RIGHT_THIRD: lambda x, y: x >= 2 / 3,
    PhotoPart.CENTER: lambda x, y: np.hypot(x - 0.5, y - 0.5) < CENTER,
    PhotoPart.BORDER: lambda x, y: np.maximum(abs(x - 0.5), abs(y - 0.5)) > 0.5 - BORDER,
}


def _sky(photo: Colors) -> Mask:
    """What is above the first strong slope of each column; how strong is what parts the photo best into a sky and a
    ground of few colors each (Shen and Wang 2013, "Sky region detection in a single image", equation 9).
    """
    slopes = ndimage.gaussian_gradient_magnitude(gray(photo), SMOOTH)
    best, sky = 0.0, None
    for least in SLOPES:
        above = _above(slopes, least)
        if LEAST_SKY < above.mean() < MOST_SKY:
            unity = 1 / (WEIGHT * _spread(photo[above]) + _spread(photo[~above]))
            if unity > best:
                best, sky = unity, above
    if sky is None:
        raise NoRegion("region-no-sky")
    return at_edges(_behind(sky, photo), photo)


def _behind(sky: Mask, photo: Colors) -> Mask:
    """The sky with what of it is seen through cables and branches: of the colors that it has at that height, where it
    is most of what is there.
    """
    like = sky.copy()
    for row in np.flatnonzero(sky.mean(axis=1) > MOST_OF_ROW):
        known = photo[row][sky[row]]
        middle = np.median(known, axis=0)
        alike = np.median(np.abs(known - middle), axis=0) + ALIKE
        like[row] |= (np.abs(photo[row] - middle) < 3 * alike).all(axis=1)
    return large_parts(ndimage.binary_opening(like, iterations=2) | sky)


def _above(slopes: Colors, least: float) -> Mask:
    """What is above the first slope of each column that is so strong; single columns follow their neighbors."""
    strong = slopes > least
    ends = np.where(strong.any(axis=0), strong.argmax(axis=0), len(slopes))
    ends = ndimage.median_filter(ends, 9, mode="nearest")
    above: Mask = np.arange(len(slopes))[:, np.newaxis] < ends
    return above


def _spread(colors_of: Colors) -> float:
    """How far the colors of some pixels spread: the determinant of their covariance, and its largest eigenvalue."""
    values = np.linalg.eigvalsh(np.cov(colors_of.T) + np.eye(3))
    return float(values.prod() + values[-1] ** 2)
