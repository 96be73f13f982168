"""A painting by the network that has learned the style: no filters, no iterations."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from engine import instant, pyramid
from engine.errors import InvalidSettings
from engine.events import AnyEvent, Canceled, Figures, Picture, PlannedScale, Result, Started
from engine.faces import care
from engine.faces.detection import faces_of
from engine.image import colors, images
from engine.image.images import FloatImage
from engine.instant.weights import Floats
from engine.machine import memory
from engine.machine.precision import chosen
from engine.run.control import Control
from engine.run.request import TransferRequest, check
from engine.settings import RECIPE_VERSION, Colors, Faces, FeatureSource, Precision

STRENGTH = 60.0  #: that of the network's paintings


def paint_in_an_instant(request: TransferRequest, control: Control, precision: Precision) -> Iterator[AnyEvent]:
    """Yields Started, then one Result; Canceled in its place if `control` asks for it.

    Raises InvalidSettings where the network cannot paint what is asked, WeightsUnavailable where its file is damaged.
    """
    began = time.monotonic()
    check(request)
    style, precision = style_of(request), chosen(precision)
    if style is None:
        raise InvalidSettings(
            "styles", f"the instant preset paints a whole photo in {', '.join(instant.names())}, or a mix of them"
        )
    height, width, _ = request.content.shape
    height, width = pyramid.full(height, width, request.settings.size)
    scales = (PlannedScale(height=height, width=width, iterations=1),)
    yield Started(features=FeatureSource.INSTANT, precision=precision, scales=scales, iterations=1)
    if control.requested == "cancel":
        yield Canceled()
        return
    painted = painting(request, style, request.settings.size, precision)
    shown = images.resize(painted, *pyramid.fitted(height, width, images.CHAT_EDGE))
    picture = Picture(png=images.encode_png(painted), jpeg=images.encode_jpeg(shown), height=height, width=width)
    figures = Figures(
        content_residual=0.0,
        style_residual=0.0,
        style_to_content=0.0,
        seconds=time.monotonic() - began,
        iterations=1,
        peak_memory_bytes=memory.peak(),
        features=FeatureSource.INSTANT,
        precision=precision,
        height=height,
        width=width,
        scales=scales,
        seed=request.settings.seed,
        recipe_version=RECIPE_VERSION,
    )
    yield Result(pictures=(picture,), figures=figures)


def style_of(request: TransferRequest) -> Floats | None:
    """The vector of the style that the network can paint the request in; None where it cannot.

    Several styles are the mean of their vectors, by their shares (Dumoulin et al. 2017, section 3.3). The network knows
    nothing of masks, of pictures to start from and of strokes of another size. Raises WeightsUnavailable where its file
    is damaged.
    """
    settings = request.settings
    is_whole = not request.masks and request.protect is None and request.initial is None
    if not is_whole or settings.style_scale != 1:
        return None
    if request.learned is not None and len(request.styles) == 1:
        return request.learned
    vectors = [vector for style in request.styles if (vector := instant.vector_for(style)) is not None]
    if len(vectors) < len(request.styles):
        return None
    return np.average(vectors, axis=0, weights=settings.style_blend or None).astype(np.float32)


def painting(request: TransferRequest, style: Floats, size: int, precision: Precision) -> FloatImage:
    """The photo in this style, `size` pixels on the longer side.

    The network knows nothing of faces, so the photo shines through where they are. It paints with one strength and in
    the style's colors. Where less strength is asked for, the photo shines
    through; where the photo's colors are, they are given to what was painted.
    """
    settings = request.settings
    painted = instant.paint(request.content, style, size, precision)
    if settings.faces is not Faces.OFF:
        painted = _with_faces(painted, request.content, care.CARE[settings.faces])
    if settings.colors is Colors.MATCH:
        painted = colors.recolored(painted, request.content, settings.color_match)
    if settings.strength is not None and settings.strength < STRENGTH:
        photo = images.resize(request.content, *painted.shape[:2])
        painted = photo + (painted - photo) * np.float32(settings.strength / STRENGTH)
    return colors.finished(painted, request.content, settings.colors)


def _with_faces(painted: FloatImage, content: FloatImage, much: float) -> FloatImage:
    height, width, _ = painted.shape
    faces = [face.scaled(width / content.shape[1]) for face in faces_of(content)]
    return care.with_faces(painted, images.resize(content, height, width), faces, much) if faces else painted
