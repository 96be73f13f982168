"""From a request to a plan: filters, features, number format, scales."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec

from engine import objective, pyramid
from engine.errors import InvalidSettings, WeightsUnavailable
from engine.events import PlannedScale
from engine.faces.detection import faces_of
from engine.features import places, self_taught, trained, vgg16
from engine.image import colors
from engine.image.images import FloatImage
from engine.machine import budget, cgroups
from engine.machine.precision import chosen
from engine.networks import Network, up_to
from engine.run import checkpoints
from engine.run.plan import Plan, fitted, on_grid
from engine.run.request import TransferRequest, check
from engine.settings import (
    RECIPE_VERSION,
    Faces,
    FeatureSource,
    LossScale,
    Precision,
    StyleLoss,
    TransferSettings,
)

#: The settings that a run can change on its way.
WEIGHING = ("strength", "content_weight", "style_weight", "denoise_weight")

#: Of a style picture's height and width, what is left out along each edge: there is the edge of a canvas, or a frame,
#: which would be painted as lines along the borders of the photo. Seen to be enough for the frame of a museum's photo.
FRAME = 1 / 25


def make_plan(
    request: TransferRequest,
    precision: Precision,
    memory_limit: float | None = None,
    before_layer: Callable[[], None] = lambda: None,
) -> Plan:
    """Choose features and precision, learn or load the filters, and share out the iterations.

    `memory_limit` is in bytes; None is what is usual on this machine. `before_layer` is called before the filters of
    each layer are learned, and may raise to end it all. Raises WeightsUnavailable when the settings ask for ImageNet's
    features and their weights are not here, or when the operator names a file that holds none; InvalidSettings when the
    settings do not fit the pictures, BeyondMemory when the size does not fit the memory, and NotFinite when a picture
    holds NaN or infinity.
    """
    settings = request.settings
    check(request)
    precision = chosen(precision)
    # The algorithm of others is followed as it is.
    inner = request.styles if settings.loss_scale is LossScale.NONE else tuple(map(without_frame, request.styles))
    content, styles = colors.prepared(request.content, inner, settings.colors, settings.color_match)
    found = _trained(settings, precision)
    source = FeatureSource.SELF_TAUGHT if found is None else found.source
    recipe = objective.recipe_of(settings, style_loss_with(settings, source), source)
    height, width, _ = content.shape
    scales = pyramid.scales(height, width, settings.size, settings.iterations, settings.coarse_to_fine)
    memory_limit = memory_limit or cgroups.usual_limit()
    budget.edge_for(scales[-1], precision, settings.optimizer, memory_limit)  # before anything takes long
    if found is None:
        filters = _learned(settings, content, styles, recipe, precision, before_layer)
    else:
        filters = found.filters
    return Plan(
        request=request,
        content=content,
        styles=styles,
        fingerprint=_fingerprint(request, source, scales),
        source=source,
        precision=precision,
        filters=filters,
        recipe=recipe,
        scales=scales,
        memory_limit=memory_limit,
        faces=() if settings.faces is Faces.OFF else faces_of(request.content),
    )


def without_frame(style: FloatImage) -> FloatImage:
    """A picture (height, width, 3) without FRAME along each edge."""
    down, across = (round(length * FRAME) for length in style.shape[:2])
    return style[down : style.shape[0] - down, across : style.shape[1] - across]


def steered(
    plan: Plan,
    settings: TransferSettings,
    styles: tuple[FloatImage, ...],
    before_layer: Callable[[], None] = lambda: None,
) -> Plan:
    """The plan after a change of settings, and of styles where any are given.

    Raises InvalidSettings when the settings differ in more than the weights of the objective's terms: that would be
    another run. Also raises what `make_plan` raises.
    """
    weights = {name: getattr(settings, name) for name in WEIGHING}
    if msgspec.structs.replace(plan.settings, **weights) != settings:
        raise InvalidSettings("settings", "a run that is under way can change its strength, weights and styles only")
    request = replace(plan.request, settings=settings, styles=styles or plan.request.styles)
    if styles:
        return make_plan(request, plan.precision, plan.memory_limit, before_layer)
    return replace(plan, request=request, fingerprint=_fingerprint(request, plan.source, plan.scales))


def _fingerprint(request: TransferRequest, source: FeatureSource, scales: tuple[PlannedScale, ...]) -> str:
    """A digest of everything that the result depends on. The numbers distinguish a mask from a protected part."""
    numbers = (len(request.styles), len(request.masks), request.protect is not None)
    return checkpoints.fingerprint((RECIPE_VERSION, request.settings, source, scales, numbers), *request.pictures)


def style_loss_with(settings: TransferSettings, source: FeatureSource) -> StyleLoss:
    """The style loss that is used with filters of this source, which is never AUTO.

    Raises InvalidSettings for neighbors with self-taught filters: these describe places that look alike too
    differently, and the pictures are blurred and speckled.
    """
    is_trained = source is not FeatureSource.SELF_TAUGHT
    if settings.style_loss is StyleLoss.AUTO:
        return StyleLoss.NEIGHBORS if is_trained and settings.network is Network.VGG16 else StyleLoss.COVARIANCE
    if settings.style_loss is StyleLoss.NEIGHBORS and not is_trained:
        raise InvalidSettings(
            "style_loss",
            "style_loss neighbors needs trained filters: fetch them by python -m engine --fetch-weights, "
            "or use style_loss covariance",
        )
    return settings.style_loss


def _trained(settings: TransferSettings, precision: Precision) -> trained.Trained | None:
    """The trained filters that the settings ask for, or allow; None: they are to be learned."""
    if settings.features is FeatureSource.SELF_TAUGHT:
        return None
    found = trained.find(settings.network, precision)
    if found is None and settings.features is FeatureSource.IMAGENET:
        raise WeightsUnavailable(places.missing(settings.network))
    return found


def _learned(
    settings: TransferSettings,
    content: FloatImage,
    styles: tuple[FloatImage, ...],
    recipe: objective.Recipe,
    precision: Precision,
    before_layer: Callable[[], None],
) -> vgg16.Filters:
    edge = self_taught.LEARNING_EDGE
    return self_taught.learn(
        on_grid(fitted(content, edge)),
        [on_grid(fitted(style, round(edge * min(1.0, settings.style_scale)))) for style in styles],
        precision,
        seed=settings.seed,
        layers=up_to(settings.network, recipe.layers),
        pooling=settings.pooling,
        before_layer=before_layer,
    )
