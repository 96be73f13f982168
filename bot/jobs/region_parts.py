"""Parts of a photo for those who do not draw, and what may be changed of a region."""

from __future__ import annotations

from enum import StrEnum


class PhotoPart(StrEnum):
    """A part that every photo has, or many."""

    LEFT = "left"
    RIGHT = "right"
    TOP = "top"
    BOTTOM = "bottom"
    LEFT_THIRD = "leftthird"
    MIDDLE_THIRD = "middlethird"
    RIGHT_THIRD = "rightthird"
    CENTER = "centre"
    BORDER = "border"
    SKY = "sky"
    GROUND = "ground"
    PERSON = "person"
    BACKGROUND = "background"


class RegionChange(StrEnum):
    """What its owner asks of a region that they were shown."""

    GROW = "grow"
    SHRINK = "shrink"
    INVERT = "invert"


class NoRegion(Exception):
    """There is no region; the code is the key of a sentence that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
