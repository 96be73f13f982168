"""What is settled before the first iteration: pictures, features, precision, scales, and the objective at each."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import msgspec
import numpy as np
import tensorflow as tf

from engine import budget, checkpoints, colors, images, objective, pyramid, regions
from engine.errors import InvalidSettings, NotFinite, WeightsUnavailable
from engine.events import PlannedScale
from engine.features import self_taught, vgg16
from engine.images import FloatImage
from engine.networks import Network, up_to
from engine.precision import chosen
from engine.regions import Mask
from engine.settings import FeatureSource, InitialImage, Precision, TransferSettings
from engine.windows import stride_of

#: The settings that a run can change on its way.
WEIGHING = ("strength", "content_weight", "style_weight", "denoise_weight")
SQUASHED = 0.02  #: share by which a mask's proportions may differ from the content's: what rounding does to small ones


@dataclass(frozen=True)
class Earlier:
    """A part of the painting that was made otherwise: see engine.settings.Phase."""

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
    earlier: tuple[Earlier, ...] = ()  #: how it was before `settings` and `styles`, in order

    @property
    def pictures(self) -> tuple[FloatImage, ...]:
        """Everything that the result depends on besides the settings."""
        extra = (self.protect, self.initial)
        return (self.content, *self.styles, *self.masks, *(picture for picture in extra if picture is not None))


@dataclass(frozen=True)
class Plan:
    """A request, and all that follows from it before the first iteration."""

    request: TransferRequest
    content: FloatImage  #: as the optimisation gets it: the request's, or its luminance
    styles: tuple[FloatImage, ...]  #: likewise
    fingerprint: str  #: of the pictures, settings, features and scales: checkpoints carry it
    source: FeatureSource  #: never AUTO
    precision: Precision  #: never AUTO
    filters: vgg16.Filters
    recipe: objective.Recipe
    scales: tuple[PlannedScale, ...]
    memory_limit: float  #: bytes

    @property
    def settings(self) -> TransferSettings:
        return self.request.settings

    @property
    def sources(self) -> tuple[FloatImage, ...]:
        """The pictures that the result is made from, as the optimisation gets them."""
        initial = self.request.initial
        return (self.content, *self.styles) if initial is None else (self.content, *self.styles, initial)

    @property
    def shares(self) -> list[float]:
        """The share of each style where all go everywhere; they sum to 1."""
        shares = self.settings.style_blend or (1.0,) * len(self.styles)
        return [share / sum(shares) for share in shares]

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the finished picture."""
        height, width, _ = self.content.shape
        return pyramid.full(height, width, self.settings.size)

    @cached_property
    def axes(self) -> tf.Tensor:
        """The colour directions that steps are taken along: (3, 3), from `colors.axes` of the styles."""
        small = [fitted(style, self_taught.LEARNING_EDGE) for style in self.styles]
        covered = [float(mask.mean()) for mask in regions.shared(list(self.request.masks))]
        return tf.constant(colors.axes(small, covered if any(covered) else self.shares))

    def done_before(self, scale: int) -> int:
        """Iterations of all scales before this one."""
        return sum(planned.iterations for planned in self.scales[:scale])

    def edge_at(self, planned: PlannedScale) -> int | None:
        """The edge of the windows that a scale needs to stay below the limit of memory; None: it does without."""
        return budget.edge_for(planned, self.precision, self.settings.optimizer, self.memory_limit)

    @property
    def memory_needed(self) -> float:
        """Bytes that the run is expected to take at its peak."""
        last = self.scales[-1]
        return budget.needed(last, self.precision, self.settings.optimizer, self.edge_at(last))

    def content_at(self, planned: PlannedScale) -> FloatImage:
        """The content picture at the size of a scale."""
        return images.resize(self.content, planned.height, planned.width)

    def styles_at(self, planned: PlannedScale) -> list[FloatImage]:
        """The style pictures as large as strokes shall be at a scale; never enlarged, never squashed."""
        edge = round(self.settings.style_scale * max(planned.height, planned.width))
        return [_on_grid(fitted(style, edge)) for style in self.styles]

    def shown(self, picture: FloatImage) -> FloatImage:
        """A picture of the optimisation as people see it."""
        return colors.finished(picture, self.request.content, self.settings.colours)

    def targets_at(self, planned: PlannedScale) -> objective.Targets:
        """What the picture is compared with at one scale."""
        guide = None
        if self.request.protect is not None:
            protected = regions.feathered(regions.sized(self.request.protect, planned.height, planned.width))
            guide = tf.constant(regions.content_guide(protected))
        content = as_batch(self.content_at(planned))
        edge = self.edge_at(planned)
        return objective.Targets(
            objective.content_targets(content, self.filters, self.recipe, guide, edge),
            self._style_targets(planned, edge),
        )

    def _style_targets(self, planned: PlannedScale, edge: int | None) -> tuple[dict[str, objective.StyleTarget], ...]:
        styles = [as_batch(style) for style in self.styles_at(planned)]
        masks = _masks_at(self.request, planned)
        if not masks:
            return (objective.style_targets(styles, self.shares, self.filters, self.recipe, None, edge),)
        sizes = {layer: _size_at(layer, planned) for layer, _ in self.recipe.style_layers}
        everywhere = not self.request.masks  # only the protected part is left out
        targets = []
        for index, mask in enumerate(masks):
            guides = {layer: tf.constant(guide) for layer, guide in regions.guides(mask, sizes).items()}
            which = slice(None) if everywhere else slice(index, index + 1)
            own = self.shares if everywhere else [1.0]
            targets.append(objective.style_targets(styles[which], own, self.filters, self.recipe, guides, edge))
        return tuple(region for region in targets if region)  # an empty one would take weight from the others


def make_plan(
    request: TransferRequest,
    precision: Precision,
    memory_limit: float | None = None,
    before_layer: Callable[[], None] = lambda: None,
) -> Plan:
    """Choose features and precision, learn or load the filters, and share out the iterations.

    `memory_limit` is in bytes; None is what is usual on this machine. `before_layer` is called before the filters of
    each layer are learned, and may raise to end it all. Raises WeightsUnavailable when the settings ask for ImageNet's
    features and their weights are not here, InvalidSettings when the settings do not fit the pictures, BeyondMemory
    when the size does not fit the memory, and NotFinite when a picture holds NaN or infinity.
    """
    settings = request.settings
    if not all(np.isfinite(picture).all() for picture in request.pictures):
        raise NotFinite("a picture holds NaN or infinity")
    _check_numbers(request)
    _check_proportions(request)
    precision = chosen(precision)
    content, styles = colors.prepared(request.content, request.styles, settings.colours, settings.colour_match)
    recipe = objective.recipe_of(settings)
    height, width, _ = content.shape
    scales = pyramid.scales(height, width, settings.size, settings.iterations, settings.coarse_to_fine)
    memory_limit = memory_limit or budget.usual_limit()
    budget.edge_for(scales[-1], precision, settings.optimizer, memory_limit)  # before anything takes long
    source, filters = _features(settings, content, styles, recipe, precision, before_layer)
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
    )


def turned(
    plan: Plan,
    settings: TransferSettings,
    styles: tuple[FloatImage, ...],
    before_layer: Callable[[], None] = lambda: None,
) -> Plan:
    """The plan of a run that follows other settings from here on, and other styles where any are given.

    Raises InvalidSettings when the settings differ in more than what weighs the terms of the objective: then it would
    be another run. And what `make_plan` raises.
    """
    weights = {name: getattr(settings, name) for name in WEIGHING}
    if msgspec.structs.replace(plan.settings, **weights) != settings:
        raise InvalidSettings("settings", "a run that is under way can change its strength, weights and styles only")
    request = replace(plan.request, settings=settings, styles=styles or plan.request.styles)
    if styles:
        return make_plan(request, plan.precision, plan.memory_limit, before_layer)
    return replace(plan, request=request, fingerprint=_fingerprint(request, plan.source, plan.scales))


def _fingerprint(request: TransferRequest, source: FeatureSource, scales: tuple[PlannedScale, ...]) -> str:
    """Of all that the result depends on. The numbers tell a mask from a protected part."""
    numbers = (len(request.styles), len(request.masks), request.protect is not None)
    return checkpoints.fingerprint((request.settings, source, scales, numbers), *request.pictures)


def _check_numbers(request: TransferRequest) -> None:
    """As many of each as belong together."""
    styles, settings = len(request.styles), request.settings
    if not styles:
        raise InvalidSettings("styles", "at least one style picture is needed")
    if settings.style_blend and len(settings.style_blend) != styles:
        raise InvalidSettings("style_blend", f"{len(settings.style_blend)} shares for {styles} styles")
    if request.masks and len(request.masks) != styles:
        raise InvalidSettings("masks", f"{len(request.masks)} masks for {styles} styles; each style needs one")
    if (settings.initial_image is InitialImage.PICTURE) is (request.initial is None):
        raise InvalidSettings("initial_image", "initial_image picture and a picture to start from go together")


def _check_proportions(request: TransferRequest) -> None:
    """Masks of other proportions would be squashed: what they are to cover would lie elsewhere."""
    height, width, _ = request.content.shape
    masks = [("masks", f"mask {number}", mask) for number, mask in enumerate(request.masks, 1)]
    if request.protect is not None:
        masks.append(("protect", "the protected part's mask", request.protect))
    for name, what, mask in masks:
        mask_height, mask_width = mask.shape
        if abs(math.log(mask_width * height / (mask_height * width))) > SQUASHED:
            sizes = f"{what} is {mask_width}×{mask_height}, the content picture {width}×{height}"
            raise InvalidSettings(name, f"{sizes}; a mask needs the proportions of the picture that it is for")


def _masks_at(request: TransferRequest, planned: PlannedScale) -> list[Mask]:
    """Where each style goes at a scale; none when all go everywhere."""
    height, width = planned.height, planned.width
    masks = regions.shared([regions.sized(mask, height, width) for mask in request.masks])
    if request.protect is not None:
        everywhere = [np.ones((height, width), np.float32)]
        masks = regions.without(masks or everywhere, regions.sized(request.protect, height, width))
    return [regions.feathered(mask) for mask in masks]


def _size_at(layer: str, planned: PlannedScale) -> tuple[int, int]:
    """Height and width of a layer's feature maps."""
    return planned.height // stride_of(layer), planned.width // stride_of(layer)


def available_source(wanted: FeatureSource, network: Network = Network.VGG16) -> FeatureSource:
    """What `wanted` means on this machine: AUTO is ImageNet where its weights are here already."""
    if wanted is not FeatureSource.AUTO:
        return wanted
    return FeatureSource.IMAGENET if vgg16.imagenet_weights(network) else FeatureSource.SELF_TAUGHT


def _features(
    settings: TransferSettings,
    content: FloatImage,
    styles: tuple[FloatImage, ...],
    recipe: objective.Recipe,
    precision: Precision,
    before_layer: Callable[[], None],
) -> tuple[FeatureSource, vgg16.Filters]:
    source = available_source(settings.features, settings.network)
    if source is FeatureSource.IMAGENET:
        path = vgg16.imagenet_weights(settings.network)
        if path is None:
            raise WeightsUnavailable(
                f"no ImageNet weights on this machine: set STYLEGRAM_{settings.network.upper()}_WEIGHTS, "
                "fetch them with --fetch-weights, or use features self-taught"
            )
        return source, vgg16.load_imagenet(path, precision, settings.network)
    edge = self_taught.LEARNING_EDGE
    filters = self_taught.learn(
        _on_grid(fitted(content, edge)),
        [_on_grid(fitted(style, round(edge * min(1.0, settings.style_scale)))) for style in styles],
        precision,
        seed=settings.seed,
        layers=up_to(settings.network, recipe.layers),
        pooling=settings.pooling,
        before_layer=before_layer,
    )
    return source, filters


def fitted(image: FloatImage, edge: int) -> FloatImage:
    """The picture with a longer side of at most `edge` pixels; its ratio stays, and it is never enlarged."""
    height, width, _ = image.shape
    return images.resize(image, *pyramid.fitted(height, width, edge))


def _on_grid(image: FloatImage) -> FloatImage:
    """A picture whose sides are on the grid too, mirrored at its borders by the pixels that it lacks."""
    height, width = (pyramid.grid(length) * math.ceil(length / pyramid.grid(length)) for length in image.shape[:2])
    return images.mirrored_to(image, height, width)


def as_batch(image: FloatImage) -> tf.Tensor:
    """(height, width, 3) → (1, height, width, 3)."""
    return tf.constant(image)[tf.newaxis]
