"""Everything that is settled before the first iteration: pictures, features, precision, scales, objectives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import tensorflow as tf

from engine import objective, pyramid
from engine.events import PlannedScale
from engine.faces import care
from engine.faces.face import Face
from engine.features import self_taught, vgg16
from engine.image import colors, images, regions
from engine.image.images import FloatImage
from engine.machine import budget
from engine.objective import jitter
from engine.objective.windows import stride_of
from engine.run.request import TransferRequest, masks_at
from engine.settings import (
    Colors,
    FeatureSource,
    Precision,
    TransferSettings,
)


@dataclass(frozen=True)
class Plan:
    """A request, and everything that follows from it before the first iteration."""

    request: TransferRequest
    content: FloatImage  #: as the optimization gets it: the request's, or its luminance
    styles: tuple[FloatImage, ...]  #: as the optimization gets them
    fingerprint: str  #: of the pictures, settings, features and scales: checkpoints carry it
    source: FeatureSource  #: never AUTO
    precision: Precision  #: never AUTO
    filters: vgg16.Filters
    recipe: objective.Recipe
    scales: tuple[PlannedScale, ...]
    memory_limit: float  #: bytes
    faces: tuple[Face, ...] = ()  #: of the content, in its pixels; none where nobody looks for them
    more_care: float = 1.0  #: times the usual, for faces that were lost

    @property
    def care(self) -> float:
        """How many times more the content counts at eyes and mouth: see engine.faces.care."""
        return self.more_care * care.CARE[self.settings.faces]

    @property
    def settings(self) -> TransferSettings:
        return self.request.settings

    @property
    def sources(self) -> tuple[FloatImage, ...]:
        """The pictures that the result is made from, as the optimization gets them."""
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
        """The color directions that steps are taken along: (3, 3), from `colors.axes` of the styles."""
        small = [fitted(style, self_taught.LEARNING_EDGE) for style in self.styles]
        covered = [float(mask.mean()) for mask in regions.shared(list(self.request.masks))]
        return tf.constant(colors.axes(small, covered if any(covered) else self.shares))

    @cached_property
    def palette(self) -> colors.Palette:
        """The pictures that give the result its colors."""
        request = self.request
        return colors.palette_of(colors.sources(request.content, request.styles, request.initial, self.settings.colors))

    def done_before(self, scale: int) -> int:
        """Iterations of all scales before this one."""
        return sum(planned.iterations for planned in self.scales[:scale])

    def edge_at(self, planned: PlannedScale) -> int | None:
        """The edge of the windows that keep a scale below the limit of memory; None: it needs no windows."""
        return budget.edge_for(planned, self.precision, self.settings.optimizer, self.memory_limit)

    @property
    def memory_needed(self) -> float:
        """The expected peak memory of the run, in bytes."""
        last = self.scales[-1]
        return budget.needed(last, self.precision, self.settings.optimizer, self.edge_at(last))

    def content_at(self, planned: PlannedScale) -> FloatImage:
        """The content picture at the size of a scale."""
        return images.resize(self.content, planned.height, planned.width)

    def styles_at(self, planned: PlannedScale) -> list[FloatImage]:
        """The style pictures, sized for the strokes at a scale; never enlarged, never distorted."""
        edge = round(self.settings.style_scale * max(planned.height, planned.width))
        return [on_grid(fitted(style, edge)) for style in self.styles]

    def shown(self, picture: FloatImage) -> FloatImage:
        """A picture of the optimization as people see it."""
        inside = colors.within(picture, self.palette)
        return colors.finished(inside, self.request.content, self.settings.colors)

    def recolored(self, picture: FloatImage, planned: PlannedScale) -> FloatImage:
        """A picture of this scale in the colors of the styles: blended by their shares, or each in its own region."""
        versions = [colors.recolored(picture, style) for style in self.styles_at(planned)]
        if self.request.masks:
            masks = regions.shared([regions.sized(mask, *picture.shape[:2]) for mask in self.request.masks])
            masks = [regions.feathered(mask) for mask in masks]
            rest = 1 - np.sum(masks, axis=0)
            parts = [mask[:, :, np.newaxis] * version for mask, version in zip(masks, versions, strict=True)]
            return np.asarray(sum(parts) + rest[:, :, np.newaxis] * picture, np.float32)
        blended = sum(share * version for share, version in zip(self.shares, versions, strict=True))
        return np.asarray(blended, np.float32)

    def faces_at(self, height: int, width: int) -> tuple[Face, ...]:
        """The content's faces, in pixels of a picture of this size."""
        return tuple(face.scaled(width / self.content.shape[1]) for face in self.faces)

    def targets_at(self, planned: PlannedScale) -> objective.Targets:
        """What the picture is compared with at one scale."""
        return objective.Targets(self.content_targets_at(planned), self._style_targets(planned, self.edge_at(planned)))

    def content_targets_at(
        self, planned: PlannedScale, offset: tuple[int, int] = (0, 0)
    ) -> dict[str, objective.ContentTarget]:
        """The content at one scale, moved by so many pixels: see engine.objective.jitter."""
        content, guide = self._content_and_guide(planned)
        seen = jitter.moved(as_batch(content), tf.constant(offset))
        seen_guide = None if guide is None else jitter.moved(guide, tf.constant(offset))
        return objective.content_targets(seen, self.filters, self.recipe, seen_guide, self.edge_at(planned))

    def _content_and_guide(self, planned: PlannedScale) -> tuple[FloatImage, tf.Tensor | None]:
        """The content at a scale, and how much it counts where: more where it is protected, and where faces are."""
        height, width = planned.height, planned.width
        content, guide = self.content_at(planned), np.ones((height, width), np.float32)
        faces = self.faces_at(height, width)
        if faces:
            if self.settings.colors is Colors.STYLE:
                content = care.in_colors_of_style(content, self.recolored(content, planned), faces)
            guide += care.content_guide(faces, self.care, height, width, self.size[1] / width)
        if self.request.protect is not None:
            protected = regions.feathered(regions.sized(self.request.protect, height, width))
            guide += regions.content_guide(protected)[0, :, :, 0] - 1
        elif not faces:
            return content, None
        return content, tf.constant(guide[np.newaxis, :, :, np.newaxis])

    def _style_targets(self, planned: PlannedScale, edge: int | None) -> tuple[dict[str, objective.StyleTarget], ...]:
        styles = [as_batch(style) for style in self.styles_at(planned)]
        masks = masks_at(self.request, planned)
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


def _size_at(layer: str, planned: PlannedScale) -> tuple[int, int]:
    """Height and width of a layer's feature maps."""
    return planned.height // stride_of(layer), planned.width // stride_of(layer)


def fitted(image: FloatImage, edge: int) -> FloatImage:
    """The picture with a longer side of at most `edge` pixels; its ratio stays, and it is never enlarged."""
    height, width, _ = image.shape
    return images.resize(image, *pyramid.fitted(height, width, edge))


def on_grid(image: FloatImage) -> FloatImage:
    """A picture whose sides are on the grid too, mirrored at its borders by the pixels that it lacks."""
    height, width = (pyramid.grid(length) * math.ceil(length / pyramid.grid(length)) for length in image.shape[:2])
    return images.mirrored_to(image, height, width)


def as_batch(image: FloatImage) -> tf.Tensor:
    """(height, width, 3) → (1, height, width, 3)."""
    return tf.constant(image)[tf.newaxis]
