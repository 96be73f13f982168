"""What is asked of a run: pictures, masks and settings, and whether they fit together."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from engine.errors import InvalidSettings, NotFinite
from engine.events import PlannedScale
from engine.image import regions
from engine.image.images import FloatImage
from engine.image.regions import Mask
from engine.instant.weights import Floats
from engine.settings import (
    InitialImage,
    TransferSettings,
)

SQUASHED = 0.02  #: share by which a mask's proportions may differ from the content's: what rounding does to small ones


@dataclass(frozen=True)
class Segment:
    """A part of the painting with other settings: see engine.settings.EncodedSegment."""

    settings: TransferSettings
    styles: tuple[FloatImage, ...]
    until: int | None


@dataclass(frozen=True)
class TransferRequest:
    """One transfer. Pictures are (height, width, 3), RGB from 0 to 1, of any size.

    Masks are (height, width) from 0 to 1, of any size but the content's proportions.
    """

    content: FloatImage
    styles: tuple[FloatImage, ...]
    settings: TransferSettings = field(default_factory=TransferSettings)
    checkpoint: bytes | None = None  #: state of an earlier run of the same request, to go on from
    masks: tuple[Mask, ...] = ()  #: one for each style: where it goes; none: all styles blended everywhere
    protect: Mask | None = None  #: where the content counts much more, such as faces
    initial: FloatImage | None = None  #: for InitialImage.PICTURE
    earlier: tuple[Segment, ...] = ()  #: how it was before `settings` and `styles`, in order
    learned: Floats | None = None  #: the style's vector for the network that paints in an instant, if it has one

    @property
    def pictures(self) -> tuple[FloatImage, ...]:
        """Everything that the result depends on besides the settings."""
        extra = (self.protect, self.initial)
        return (self.content, *self.styles, *self.masks, *(picture for picture in extra if picture is not None))


def check(request: TransferRequest) -> None:
    """Raises InvalidSettings when its parts do not fit together, and NotFinite when a picture holds NaN or infinity."""
    if not all(np.isfinite(picture).all() for picture in request.pictures):
        raise NotFinite("a picture holds NaN or infinity")
    _check_numbers(request)
    _check_proportions(request)


def _check_numbers(request: TransferRequest) -> None:
    """Raises InvalidSettings unless styles, shares and masks are equally many and `initial` goes with its setting."""
    styles, settings = len(request.styles), request.settings
    if not styles:
        raise InvalidSettings("styles", "at least one style picture is needed")
    if settings.style_blend and len(settings.style_blend) != styles:
        raise InvalidSettings("style_blend", f"{len(settings.style_blend)} shares for {styles} styles")
    if request.masks and len(request.masks) != styles:
        raise InvalidSettings("masks", f"{len(request.masks)} masks for {styles} styles; each style needs one")
    if (settings.init is InitialImage.PICTURE) is (request.initial is None):
        raise InvalidSettings("init", "init picture and a picture to start from go together")


def _check_proportions(request: TransferRequest) -> None:
    """Masks of other proportions would be squashed and cover the wrong places."""
    height, width, _ = request.content.shape
    masks = [("masks", f"mask {number}", mask) for number, mask in enumerate(request.masks, 1)]
    if request.protect is not None:
        masks.append(("protect", "the protected part's mask", request.protect))
    for name, what, mask in masks:
        mask_height, mask_width = mask.shape
        if abs(math.log(mask_width * height / (mask_height * width))) > SQUASHED:
            sizes = f"{what} is {mask_width}×{mask_height}, the content picture {width}×{height}"
            raise InvalidSettings(name, f"{sizes}; a mask needs the proportions of the picture that it is for")


def masks_at(request: TransferRequest, planned: PlannedScale) -> list[Mask]:
    """Where each style goes at a scale; none when all go everywhere."""
    height, width = planned.height, planned.width
    masks = regions.shared([regions.sized(mask, height, width) for mask in request.masks])
    if request.protect is not None:
        everywhere = [np.ones((height, width), np.float32)]
        masks = regions.without(masks or everywhere, regions.sized(request.protect, height, width))
    return [regions.feathered(mask) for mask in masks]
