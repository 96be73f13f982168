"""What somebody drew over a photo: where the two pictures differ more than compression makes them."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from bot.intake.regions.arrays import Colors, Gray, Mask, gray
from bot.jobs.region_parts import NoRegion

BLUR: Final = 0.8  #: pixels: most of what compression adds is finer
#: How many times the usual difference at such a place a stroke is at its core, and at its edges.
SURE, LIKELY = 8.0, 4.0
LEAST: Final = 14.0  #: difference, of 255, that is a stroke's at its core at least
SPECK: Final = 12  #: pixels: smaller spots are noise, not strokes
NOTHING: Final = 0.0005  #: share of the photo below which nothing was drawn
ELSEWHERE: Final = 22.0  #: median difference, of 255, above which it is another photo
ALL_OVER: Final = 0.85  #: share of the photo above which it is another, too


def strokes(photo: Colors, drawn: Colors) -> Mask:
    """Where `drawn`, which is aligned to the photo, was drawn on. Raises NoRegion where nothing was, or where it is
    not the same photo.
    """
    difference = _difference(photo, drawn)
    if np.median(difference) > ELSEWHERE:
        raise NoRegion("drawn-elsewhere")
    excess = difference / _usual(difference, photo)
    sure = (excess > SURE) & (difference > LEAST)
    likely = (excess > LIKELY) & (difference > LEAST / 2)
    found = _without_specks(ndimage.binary_propagation(sure, mask=likely))
    if found.mean() > ALL_OVER:
        raise NoRegion("drawn-elsewhere")
    if found.mean() < NOTHING:
        raise NoRegion("nothing-drawn")
    return found


def _difference(photo: Colors, drawn: Colors) -> Gray:
    """The difference of the colors, from 0 to 255."""
    gaps = ndimage.gaussian_filter(photo - drawn, (BLUR, BLUR, 0))
    difference: Gray = np.sqrt(np.square(gaps).mean(axis=2))
    return difference


def _usual(difference: Gray, photo: Colors) -> Gray:
    """The difference that compression and a remaining shift make where the photo changes as much as there: the median
    of all such places, of which most were not drawn on.
    """
    slope = ndimage.gaussian_gradient_magnitude(gray(photo), BLUR)
    slope = ndimage.maximum_filter(slope, 5)
    levels = np.quantile(slope, np.linspace(0, 1, 9))
    classes = np.clip(np.searchsorted(levels, slope) - 1, 0, 7)
    medians = np.asarray([np.median(difference[classes == c]) if (classes == c).any() else 0.0 for c in range(8)])
    usual: Gray = np.maximum(np.maximum.accumulate(medians)[classes], 1.0).astype(np.float32)
    return usual


def _without_specks(found: Mask) -> Mask:
    labels, count = ndimage.label(found, np.ones((3, 3)))
    sizes = ndimage.sum_labels(found, labels, np.arange(1, count + 1))
    return np.isin(labels, np.flatnonzero(sizes >= SPECK) + 1)
