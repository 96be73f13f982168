"""The people of a photo: where they are, and what a painting has made of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bot.intake.regions.arrays import opened
from bot.jobs.region_parts import NoRegion
from engine.faces.detection import EDGE
from engine.faces.person import find_people
from engine.faces.sticker import sticker
from engine.image.images import FloatImage, as_floats


def people_in(photo: Image.Image) -> NDArray[np.float32]:
    """The mask of the people, from 0 to 1, at most 640 pixels long. Raises NoRegion for a photo without a face."""
    found = find_people(_looked_at(photo))
    if found is None:
        raise NoRegion("region-no-person")
    return found


def painted_people(photo: bytes, painting: bytes) -> bytes:
    """The people of a normalized photo, cut out of its painting, as a WebP for Telegram. Raises NoRegion."""
    people = people_in(opened(photo))
    try:
        return sticker(as_floats(opened(painting)), people)
    except ValueError as error:  # a face, but nobody around it
        raise NoRegion("region-no-person") from error


def _looked_at(photo: Image.Image) -> FloatImage:
    """The photo as floats, only as large as the search for faces needs."""
    seen = photo.copy()
    seen.thumbnail((EDGE, EDGE), reducing_gap=3)
    return as_floats(seen)
