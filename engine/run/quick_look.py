"""A quick look at what a painting will be like.

In a style that the instant network has learned, it is that network's painting. In another it is a painting that is
small and fast, with the network's lower layers only; the painting needs the filters of these layers first anyway, so
learning them costs nothing extra.
"""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import replace

import msgspec

from engine import pyramid
from engine.errors import WeightsUnavailable
from engine.events import Progress, QuickLook, Result
from engine.image import images
from engine.image.images import FloatImage
from engine.networks import block_of
from engine.run.control import Control
from engine.run.instant_painting import painting, style_of
from engine.run.reporting import Reporting
from engine.run.request import TransferRequest, check
from engine.run.transfer import stylize
from engine.settings import (
    LayerWeights,
    LossScale,
    OptimizerName,
    Precision,
    StyleLoss,
    TransferSettings,
    Weighting,
)

log = logging.getLogger(__name__)

INSTANT_EDGE = 512  #: pixels of the longer side of what the instant network paints
EDGE = 192  #: pixels of the longer side
ITERATIONS = 40
STEP_SIZE = 2.0  #: few iterations have to go far; the grain that it leaves is not seen at this size
DEEPEST_BLOCK = 3  #: of the network: the blocks above take most of the time that learning takes
STRENGTH = 75.0  #: where none is asked for: the lower layers alone look weaker


def quick_look(
    request: TransferRequest, *, control: Control, precision: Precision, memory_limit: float | None = None
) -> QuickLook | None:
    """The quick look, within some seconds on two cores; None if `control` ended it. Raises what `stylize` raises."""
    check(request)
    picture = instant_look(request, control, precision)
    if picture is None:
        hasty = replace(request, settings=hastened(request.settings), checkpoint=None, earlier=())
        picture = _painted(hasty, control, precision, memory_limit)
    if picture is None:
        return None
    height, width, _ = request.content.shape
    size = pyramid.fitted(*pyramid.full(height, width, request.settings.size), images.CHAT_EDGE)
    return QuickLook(preview=images.encode_jpeg(images.resize(picture, *size), quality=85))


def instant_look(request: TransferRequest, control: Control, precision: Precision) -> FloatImage | None:
    """The instant network's painting; None where it cannot paint what is asked, or `control` ended it."""
    if control.requested:
        return None
    try:
        style = style_of(request)
        if style is None:
            return None
        return painting(request, style, min(request.settings.size, INSTANT_EDGE), precision)
    except WeightsUnavailable as error:
        log.warning("no instant look: %s", error)
        return None


def _painted(
    request: TransferRequest, control: Control, precision: Precision, memory_limit: float | None
) -> FloatImage | None:
    """The picture after the last iteration; None if `control` ended the run. The rest of a run is left out, because it
    takes longer than these iterations: it repaints lost faces, and measures and compresses the painting.
    """
    reporting = Reporting(preview_every=request.settings.iterations)
    run = stylize(request, control=control, precision=precision, memory_limit=memory_limit, reporting=reporting)
    with closing(run):
        for event in run:
            if isinstance(event, Progress) and event.preview is not None and event.iteration == event.iterations:
                return images.reopened(event.preview)
            if isinstance(event, Result):  # stopped before, to be kept
                return images.reopened(event.pictures[0].png)
    return None


def hastened(settings: TransferSettings) -> TransferSettings:
    """The settings of a quick look."""
    is_plain = settings.loss_scale is LossScale.NONE
    has_strength = settings.weighting is Weighting.RELATIVE and not is_plain
    return msgspec.structs.replace(
        settings,
        iterations=ITERATIONS,
        size=min(EDGE, settings.size),
        coarse_to_fine=False,
        strength=(settings.strength if settings.strength is not None else STRENGTH) if has_strength else None,
        content_layers=_low(settings.content_layers) or {"relu2_2": 1.0},
        style_loss=StyleLoss.GRAM if is_plain else StyleLoss.COVARIANCE,
        style_layers=_low(settings.style_layers) or {"relu1_1": 1.0, "relu2_1": 1.0, "relu3_1": 1.0},
        optimizer=OptimizerName.ADAM,
        min_improvement=0.0,
        step_size=STEP_SIZE,
    )


def _low(weights: LayerWeights) -> LayerWeights:
    return {layer: weight for layer, weight in weights.items() if block_of(layer) <= DEEPEST_BLOCK}
