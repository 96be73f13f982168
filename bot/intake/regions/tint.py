"""A photo with its regions in colors, so that people see what was understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy import ndimage

from bot.intake.regions.arrays import jpeg_of, mask_of, opened

CHAT_EDGE: Final = 1280  #: pixels of the longer side at most: Telegram shows no more
COLORS: Final = ((235, 30, 140), (30, 120, 255), (30, 180, 80), (255, 150, 20), (140, 60, 220))
STRENGTH: Final = 0.45  #: of the color over the photo
OUTLINE: Final = 0.003  #: of the longer side: a white line around each, as wide as this


def tinted(photo: bytes, masks: Sequence[bytes]) -> bytes:
    """A JPEG of the photo with each region in a color of its own, and a white outline, seen on any ground."""
    picture = opened(photo)
    picture.thumbnail((CHAT_EDGE, CHAT_EDGE), reducing_gap=3)
    shown = np.asarray(picture, np.float32).copy()
    line = max(1.5, OUTLINE * max(picture.size))
    for number, mask in enumerate(masks):
        region = mask_of(mask, picture.size)
        color = np.asarray(COLORS[number % len(COLORS)], np.float32)
        shown[region] += STRENGTH * (color - shown[region])
        outside = ndimage.distance_transform_edt(~region)
        shown[(outside > 0) & (outside <= line)] = 255
    return jpeg_of(np.clip(shown + 0.5, 0, 255).astype(np.uint8))
