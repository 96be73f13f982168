"""Small runs of the engine: tiny pictures, few layers, float32, self-taught features."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.events import AnyEvent, Event, Result
from engine.image import images
from engine.run.request import TransferRequest
from engine.run.transfer import Control, Reporting, stylize
from engine.settings import FeatureSource, Precision, TransferSettings
from tests.support.textures import texture

Floats = NDArray[np.float32]
E = TypeVar("E", bound=Event)

CONTENT, STYLE, OTHER_STYLE = texture(33, 100, 1), texture(80, 64, 2), texture(64, 64, 3)

#: Fewer layers than by default: deeper ones cost most of the time, and tests of the loop need no good pictures.
ONE_SCALE = TransferSettings(
    iterations=10,
    size=128,
    features=FeatureSource.SELF_TAUGHT,
    content_layers={"relu3_1": 1.0},
    style_layers={"relu1_1": 1.0, "relu2_1": 1.0},
)
TWO_SCALES = msgspec.structs.replace(ONE_SCALE, iterations=12, size=240)

#: Tells everything: progress and a checkpoint after every iteration, a preview after every fourth.
TALKATIVE = Reporting(progress_seconds=0, checkpoint_seconds=0, preview_every=4)
#: Tells only what has nothing to do with the clock.
SILENT = Reporting(progress_seconds=math.inf, preview_seconds=math.inf, checkpoint_seconds=math.inf)


def changed(settings: TransferSettings = ONE_SCALE, **changes: Any) -> TransferSettings:
    """The settings with some of them changed, and checked again."""
    return TransferSettings(**{name: getattr(settings, name) for name in settings.__struct_fields__} | changes)


def run(
    request: TransferRequest, *, control: Control | None = None, reporting: Reporting = SILENT
) -> Iterator[AnyEvent]:
    """Run the engine in float32."""
    return stylize(request, control=control, precision=Precision.FLOAT32, reporting=reporting)


def finish(events: Iterable[AnyEvent]) -> Result:
    """The last event, which must be a result."""
    *_, last = events
    assert isinstance(last, Result)
    return last


def paint(settings: TransferSettings, content: Floats = CONTENT, *styles: Floats, **others: Any) -> Result:
    """The result of a whole run. `others` are fields of the request."""
    return finish(run(TransferRequest(content, styles or (STYLE,), settings, **others)))


def pixels(result: Result) -> Floats:
    """The result's first picture: (height, width, 3)."""
    with Image.open(io.BytesIO(result.pictures[0].png)) as picture:
        return images.as_floats(picture)


def of_type(events: Iterable[AnyEvent], kind: type[E]) -> list[E]:
    """Only the events of this kind."""
    return [event for event in events if isinstance(event, kind)]
