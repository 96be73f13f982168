"""What is settled before the first iteration: features, precision, scales, and the step that everything runs on."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import tensorflow as tf

from engine import checkpoints, images, objective, pyramid
from engine.errors import NotFinite, WeightsUnavailable
from engine.events import PlannedScale
from engine.features import self_taught, vgg16
from engine.images import FloatImage
from engine.precision import chosen
from engine.settings import FeatureSource, Precision, TransferSettings


@dataclass(frozen=True)
class TransferRequest:
    """One transfer. Pictures are (height, width, 3), RGB from 0 to 1, of any size."""

    content: FloatImage
    styles: tuple[FloatImage, ...]
    settings: TransferSettings = field(default_factory=TransferSettings)
    checkpoint: bytes | None = None  #: state of an earlier run of the same request, to go on from


@dataclass(frozen=True)
class Plan:
    """A request, and all that follows from it before the first iteration."""

    request: TransferRequest
    fingerprint: str  #: of the pictures, settings, features and scales: checkpoints carry it
    source: FeatureSource  #: never AUTO
    precision: Precision  #: never AUTO
    filters: vgg16.Filters
    weights: objective.Weights
    scales: tuple[PlannedScale, ...]

    def done_before(self, scale: int) -> int:
        """Iterations of all scales before this one."""
        return sum(planned.iterations for planned in self.scales[:scale])

    def objective_at(self, planned: PlannedScale) -> objective.Objective:
        """The function to make small at one scale: its targets are the pictures at that size."""
        request = self.request
        content = images.resize(request.content, planned.height, planned.width)
        edge = max(planned.height, planned.width)
        targets = objective.targets_for(
            self.filters,
            as_batch(content),
            [as_batch(fitted(style, edge)) for style in request.styles],
            request.settings.style_statistics,
        )
        return objective.Objective(self.filters, targets, self.weights)


def make_plan(request: TransferRequest, precision: Precision) -> Plan:
    """Choose features and precision, learn or load the filters, and share out the iterations.

    Raises WeightsUnavailable when the settings ask for ImageNet's features and their weights are not here, and
    NotFinite when a picture holds NaN or infinity.
    """
    settings = request.settings
    if not all(np.isfinite(picture).all() for picture in (request.content, *request.styles)):
        raise NotFinite("a picture holds NaN or infinity")
    precision = chosen(precision)
    source, filters = _features(request, precision)
    height, width, _ = request.content.shape
    scales = pyramid.scales(height, width, settings.size, settings.iterations)
    return Plan(
        request=request,
        fingerprint=checkpoints.fingerprint((settings, source, scales), request.content, *request.styles),
        source=source,
        precision=precision,
        filters=filters,
        weights=objective.weights_of(settings),
        scales=scales,
    )


def available_source(wanted: FeatureSource) -> FeatureSource:
    """What `wanted` means on this machine: AUTO is ImageNet where its weights are here already."""
    if wanted is not FeatureSource.AUTO:
        return wanted
    return FeatureSource.IMAGENET if vgg16.imagenet_weights() else FeatureSource.SELF_TAUGHT


def _features(request: TransferRequest, precision: Precision) -> tuple[FeatureSource, vgg16.Filters]:
    source = available_source(request.settings.features)
    if source is FeatureSource.IMAGENET:
        path = vgg16.imagenet_weights()
        if path is None:
            raise WeightsUnavailable(
                "no ImageNet weights on this machine: set STYLEGRAM_VGG16_WEIGHTS, or use features self-taught"
            )
        return source, vgg16.load_imagenet(path, precision)
    edge = self_taught.LEARNING_EDGE
    styles = [fitted(style, edge) for style in request.styles]
    filters = self_taught.learn(fitted(request.content, edge), styles, precision, seed=request.settings.seed)
    return source, filters


def fitted(image: FloatImage, edge: int) -> FloatImage:
    """The picture with a longer side of at most `edge` pixels; its ratio stays, and it is never enlarged."""
    height, width, _ = image.shape
    return images.resize(image, *pyramid.fitted(height, width, edge))


def as_batch(image: FloatImage) -> tf.Tensor:
    """(height, width, 3) → (1, height, width, 3)."""
    return tf.constant(image)[tf.newaxis]
