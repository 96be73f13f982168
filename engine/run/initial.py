"""What a run starts from."""

from __future__ import annotations

import numpy as np

from engine.image import colors, images, regions
from engine.image.images import FloatImage
from engine.run.plan import Plan
from engine.settings import InitialImage

#: Standard deviation of the noise that a run starts with, about one gray level. Where a picture is of one plain color,
#: such as the white around a logo, ReLU's outputs can all be 0, and without it nothing would ever move there.
GRAIN = 0.005


def initial_image(plan: Plan) -> FloatImage:
    """The first picture, at the size of the first scale."""
    first = plan.scales[0]
    random = np.random.default_rng(plan.settings.seed)
    image = _bare(plan, random)
    if plan.request.protect is not None:
        kept = regions.feathered(regions.sized(plan.request.protect, first.height, first.width))[:, :, np.newaxis]
        image = kept * plan.content_at(first) + (1 - kept) * image
    grain = random.normal(0, GRAIN, image.shape)
    return np.clip(image + grain, 0, 1).astype(np.float32)


def _bare(plan: Plan, random: np.random.Generator) -> FloatImage:
    first = plan.scales[0]
    shape = (first.height, first.width, 3)
    match plan.settings.init:
        case InitialImage.CONTENT:
            return plan.content_at(first)
        case InitialImage.RECOLORED:
            return plan.recolored(plan.content_at(first), first)
        case InitialImage.NOISE:
            return random.random(shape, np.float32)
        case InitialImage.STYLE_STATISTICS:
            return colors.random_in_palette(plan.styles_at(first)[0], first.height, first.width, random)
        case InitialImage.GRAY:
            return np.full(shape, 0.5, np.float32)
        case InitialImage.PICTURE:
            assert plan.request.initial is not None  # the plan was checked
            return images.resize(plan.request.initial, first.height, first.width)
