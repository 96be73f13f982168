"""What the objective is made of: plain values and named tuples of tensors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import tensorflow as tf

from engine.features import vgg16
from engine.objective.losses import Moments
from engine.settings import (
    FeatureSource,
    LayerWeights,
    LossScale,
    Pooling,
    StyleLoss,
    TransferSettings,
    Weighting,
)

#: The layers of a hypercolumn: those that see forms and strokes. With relu1_2 and relu2_2, too, or all ten layers up to
#: relu4_3 as in Kolkin et al. 2022, the canvas of the style is painted as well, and large forms fade.
NEIGHBOR_LAYERS = ("relu3_3", "relu4_2")


class Tuning(NamedTuple):
    """Factors that make the same settings mean the same look with different filters and style losses."""

    style: float = 1.0  #: factor of the style term
    ratio: float = 1.0  #: factor of the residuals' ratio, which a strength is measured by


#: By eye and by residuals, on six pairs at 224 to 320 pixels: the one place where the sources of filters differ.
TUNINGS: dict[tuple[FeatureSource | None, StyleLoss], Tuning] = {
    (FeatureSource.IMAGENET, StyleLoss.NEIGHBORS): Tuning(style=1.2),
    (FeatureSource.SELF_TAUGHT, StyleLoss.COVARIANCE): Tuning(style=0.75, ratio=0.4),
}


class Recipe(NamedTuple):
    """The parts of the objective: plain values, fixed when the graph is traced."""

    content_layers: tuple[tuple[str, float], ...]  #: names and shares, which sum to 1
    style_layers: tuple[tuple[str, float], ...]
    style_loss: StyleLoss  #: never AUTO
    neighbor_layers: tuple[str, ...]  #: of the hypercolumns; none where nothing is matched
    pooling: Pooling
    weighting: Weighting
    loss_scale: LossScale
    tuning: Tuning = Tuning()

    @property
    def layers(self) -> tuple[str, ...]:
        """All layers that are looked at."""
        named = (name for name, _ in (*self.content_layers, *self.style_layers))
        return tuple(dict.fromkeys((*named, *self.neighbor_layers)))


class LossWeights(NamedTuple):
    """The weight of each term: float32 tensors of shape (batch,) or scalars."""

    content: tf.Tensor
    style: tf.Tensor
    denoise: tf.Tensor


class Terms(NamedTuple):
    """The unweighted losses of each picture of the batch: (batch,)."""

    content: tf.Tensor
    style: tf.Tensor
    denoise: tf.Tensor


class Residuals(NamedTuple):
    """How far pictures are from content and style, in figures that mean the same for every style loss: (batch,)."""

    content: tf.Tensor  #: ‖F − P‖²/‖P‖² at the deepest content layer
    style: tf.Tensor  #: ‖G − A‖²/‖A‖², mean over the style layers and regions


class ContentTarget(NamedTuple):
    """The content picture at one layer."""

    maps: tf.Tensor  #: (1, height, width, channels)
    size: tf.Tensor  #: scalar above 0 that the loss is relative to: the maps' variance, or 1
    power: tf.Tensor  #: scalar above 0: the maps' mean square, which residuals are relative to
    guide: tf.Tensor | None  #: (1, height, width, 1): how much each position counts; None: all the same
    mean_guide: tf.Tensor  #: scalar: over the whole picture; residuals leave out that some of it counts more


class StyleTarget(NamedTuple):
    """A style at one layer, for the part of the picture that it is to cover."""

    moments: Moments
    root: tf.Tensor | None  #: square root of the covariance, where the distance needs it
    guide: tf.Tensor | None  #: (1, height, width, 1), of mean 1: where the style goes; None: everywhere


class NeighborTarget(NamedTuple):
    """The style hypercolumn that each position is to be like."""

    candidates: Mapping[str, tf.Tensor]  #: by layer (candidates, channels): its part of unit hypercolumns of the styles
    matches: tf.Tensor  #: (1, rows, columns), int32: the candidate for each position
    guide: tf.Tensor | None  #: (1, rows, columns, 1): how much each position counts; None: all the same


class Targets(NamedTuple):
    """What the picture is compared with at one scale."""

    content: Mapping[str, ContentTarget]  #: by layer
    style: tuple[Mapping[str, StyleTarget], ...]  #: one for each region that is seen anywhere
    neighbors: NeighborTarget | None = None  #: for StyleLoss.NEIGHBORS


class Objective(NamedTuple):
    """The function of the picture that the optimization makes small."""

    filters: vgg16.Filters
    targets: Targets
    weights: LossWeights
    offset: tf.Tensor | None = None  #: (2,): pixels down and right that pictures are moved by first; see `jitter`


class Observed(NamedTuple):
    """What the losses need to know of pictures."""

    content: tf.Tensor  #: (batch,): the content term
    deepest: tf.Tensor  #: (batch,): ‖F − P‖²/‖P‖² at the deepest content layer
    neighbors: tf.Tensor  #: (batch,): the distance to the matched hypercolumns; 0 where nothing is matched
    moments: tuple[dict[str, Moments], ...]  #: by region and layer


class Evaluation(NamedTuple):
    """The objective at one picture (of each of a batch)."""

    total: tf.Tensor  #: (batch,): the weighted sum
    terms: Terms
    weights: LossWeights  #: as they were used: adaptive ones change with every iteration
    gradient: tf.Tensor  #: of the total, in the picture's shape
    residuals: Residuals


def recipe_of(
    settings: TransferSettings, style_loss: StyleLoss | None = None, source: FeatureSource | None = None
) -> Recipe:
    """The recipe of these settings, with the style loss that is used here (none: AUTO is covariance).

    It is tuned to the `source` of the filters, where one is given and losses are relative to their targets.
    """
    if style_loss is None:
        style_loss = StyleLoss.COVARIANCE if settings.style_loss is StyleLoss.AUTO else settings.style_loss
    is_relative = settings.loss_scale is LossScale.TARGET and settings.weighting is Weighting.RELATIVE
    is_matched = style_loss is StyleLoss.NEIGHBORS
    return Recipe(
        content_layers=_shares(settings.content_layers),
        style_layers=_shares(settings.style_layers),
        style_loss=style_loss,
        neighbor_layers=NEIGHBOR_LAYERS if is_matched else (),
        pooling=settings.pooling,
        weighting=settings.weighting,
        loss_scale=settings.loss_scale,
        tuning=_tuning(source, style_loss) if is_relative else Tuning(),
    )


def _tuning(source: FeatureSource | None, style_loss: StyleLoss) -> Tuning:
    trained = FeatureSource.IMAGENET  # other numbers that the operator names count as such
    return TUNINGS.get((trained if source is FeatureSource.FOREIGN else source, style_loss), Tuning())


def _shares(weights: LayerWeights) -> tuple[tuple[str, float], ...]:
    whole = sum(weights.values())
    return tuple((layer, weight / whole) for layer, weight in weights.items())


def weights_of(settings: TransferSettings) -> LossWeights:
    """The settings' weights as tensors."""
    weights = (settings.content_weight, settings.style_weight, settings.denoise_weight)
    return LossWeights(*(tf.constant(weight, tf.float32) for weight in weights))
