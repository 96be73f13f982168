"""How much memory a run takes at its peak, and how small its windows must be to stay below a limit."""

from __future__ import annotations

from engine.errors import BeyondMemory
from engine.events import PlannedScale
from engine.objective.windows import SMALLEST_EDGE, STRIDE, least_edge
from engine.settings import OptimizerName, Precision

#: What does not grow with the picture: TensorFlow, the filters, and oneDNN's convolutions for the sizes of one run.
BASE = 1.00e9
SMALLEST = 1.10e9  #: learning the filters, or the first search, takes so much, however small the picture
#: Bytes for each pixel that the network looks at at once: feature maps, forward and for the gradient.
BY_PIXEL_SEEN = {Precision.FLOAT32: 1060.0, Precision.BFLOAT16: 600.0}
#: As many times that in windows: measured; what is added up over them is kept beside them.
IN_WINDOWS = 1.35
#: Bytes for each pixel of the whole picture: making and keeping the content's feature maps, and what the optimizer
#: keeps and takes for a step. All of these were measured with runs at 128 to 2048 pixels, whole and in windows.
BY_PIXEL_KEPT = {Precision.FLOAT32: 560.0, Precision.BFLOAT16: 280.0}
BY_PIXEL_STEP = {OptimizerName.ADAM: 130.0, OptimizerName.LBFGS: 540.0, OptimizerName.GRADIENT: 130.0}
#: What part of a limit a prediction may come to: a run at 2048 pixels took a twentieth more than was predicted.
SURE_SHARE = 0.88


def needed(planned: PlannedScale, precision: Precision, optimizer: OptimizerName, edge: int | None = None) -> float:
    """Bytes at the peak of a run that ends at this scale; `edge` in pixels: in windows of at most so much."""
    total = planned.height * planned.width
    seen: float = total
    if edge is not None:
        seen = IN_WINDOWS * least_edge(planned.height, edge) * least_edge(planned.width, edge)
    return max(SMALLEST, BASE + BY_PIXEL_SEEN[precision] * seen + _by_pixel(precision, optimizer) * total)


def by_megapixel(precision: Precision, optimizer: OptimizerName) -> float:
    """Bytes that each megapixel adds where no windows are needed."""
    return 1e6 * (BY_PIXEL_SEEN[precision] + _by_pixel(precision, optimizer))


def _by_pixel(precision: Precision, optimizer: OptimizerName) -> float:
    return BY_PIXEL_KEPT[precision] + BY_PIXEL_STEP[optimizer]


def edge_for(planned: PlannedScale, precision: Precision, optimizer: OptimizerName, limit: float) -> int | None:
    """The largest windows with which a scale surely stays below `limit` bytes; None: it needs none.

    Raises BeyondMemory when even the smallest are too large.
    """
    sure = SURE_SHARE * limit
    if needed(planned, precision, optimizer) <= sure:
        return None
    longest = max(planned.height, planned.width)
    for edge in range(longest - longest % STRIDE, SMALLEST_EDGE - 1, -STRIDE):
        if needed(planned, precision, optimizer, edge) <= sure:
            return edge
    smallest = needed(planned, precision, optimizer, SMALLEST_EDGE) / SURE_SHARE
    raise BeyondMemory(
        f"{longest} pixels need about {smallest / 1e9:.1f} GB of memory, and {limit / 1e9:.1f} GB are allowed; "
        "use a smaller size or raise the limit",
    )
