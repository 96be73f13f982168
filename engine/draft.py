"""A first look at what a painting will be like, before it is begun: small, hasty, with the network's lower layers only.

Their filters are the very first that the painting needs too, so that learning them costs nothing more.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from engine import images, pyramid
from engine.control import Control
from engine.events import Draft, Result
from engine.networks import block_of
from engine.plan import TransferRequest
from engine.settings import LayerWeights, OptimizerName, Precision, TransferSettings, Weighting
from engine.stylize import stylize

EDGE = 192  #: pixels of the longer side
ITERATIONS = 40
STEP_SIZE = 2.0  #: few iterations have to go far; the grain that it leaves is not seen at this size
DEEPEST_BLOCK = 3  #: of the network: the blocks above take most of the time that learning takes
STRENGTH = 75.0  #: where none is asked for: the lower layers alone look weaker


def draft(
    request: TransferRequest, *, control: Control, precision: Precision, memory_limit: float | None = None
) -> Draft | None:
    """The look, within about a second on two cores; None if `control` ended it. Raises what `stylize` raises."""
    hasty = replace(request, settings=hastened(request.settings), checkpoint=None, earlier=())
    *_, last = stylize(hasty, control=control, precision=precision, memory_limit=memory_limit)
    if not isinstance(last, Result):
        return None
    height, width, _ = request.content.shape
    size = pyramid.fitted(*pyramid.full(height, width, request.settings.size), images.CHAT_EDGE)
    picture = images.reopened(last.pictures[0].png)
    return Draft(preview=images.encode_jpeg(images.resize(picture, *size), quality=85))


def hastened(settings: TransferSettings) -> TransferSettings:
    """The settings of a draft."""
    relative = settings.weighting is Weighting.RELATIVE
    return msgspec.structs.replace(
        settings,
        iterations=ITERATIONS,
        size=min(EDGE, settings.size),
        coarse_to_fine=False,
        strength=(settings.strength if settings.strength is not None else STRENGTH) if relative else None,
        content_layers=_low(settings.content_layers) or {"relu2_2": 1.0},
        style_layers=_low(settings.style_layers) or {"relu1_1": 1.0, "relu2_1": 1.0, "relu3_1": 1.0},
        optimizer=OptimizerName.ADAM,
        step_size=STEP_SIZE,
    )


def _low(weights: LayerWeights) -> LayerWeights:
    return {layer: weight for layer, weight in weights.items() if block_of(layer) <= DEEPEST_BLOCK}
