"""The search for neighbors, for the pictures of a plan: each place of the content gets a place of a style."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engine.events import PlannedScale
from engine.features import vgg16
from engine.image import regions
from engine.objective import NeighborTarget, Targets, matching, neighbors
from engine.objective.matching import Indices
from engine.run.plan import Plan, as_batch
from engine.run.request import masks_at
from engine.settings import StyleLoss

#: Styles at a scale whose candidates are kept: those of three standard jobs. 16 MB each at most.
LATEST = 12
_latest: dict[tuple[Any, ...], tuple[vgg16.Filters, tf.Tensor]] = {}  #: the latest used last


def targets_at(
    plan: Plan, planned: PlannedScale, picture: tf.Tensor | None, known: Indices | None = None
) -> tuple[Indices | None, Targets]:
    """All targets at a scale, and the matches they are made from: `known` ones, or new ones. The matches are None where
    nothing is matched.
    """
    targets = plan.targets_at(planned)
    if not _is_matched(plan, planned):
        return None, targets
    candidates = _candidates(plan, planned)
    matches = _found(plan, planned, picture, candidates) if known is None else known
    return matches, targets._replace(neighbors=_target(plan, planned, matches, candidates))


def _is_matched(plan: Plan, planned: PlannedScale) -> bool:
    """The first of several scales is painted by the covariances alone, which draw large forms where the photo has none:
    matches would hold each place to what it looks like now.
    """
    is_first_of_several = len(plan.scales) > 1 and planned == plan.scales[0]
    return plan.recipe.style_loss is StyleLoss.NEIGHBORS and not is_first_of_several


def _found(plan: Plan, planned: PlannedScale, picture: tf.Tensor | None, candidates: list[tf.Tensor]) -> Indices:
    """The nearest candidate for each position at a scale, in what the content and a `picture` (1, height, width, 3) so
    far have of it: see `matching.search`.
    """
    edge = plan.edge_at(planned)
    content = as_batch(plan.content_at(planned))
    masks = masks_at(plan.request, planned)
    everywhere = matching.StyleRegion(tuple(range(len(plan.styles))), tuple(plan.shares))
    parts = [matching.StyleRegion((index,), (1.0,)) for index in range(len(plan.styles))]
    return matching.search(
        content,
        picture,
        candidates,
        parts if plan.request.masks else [everywhere],
        _places(planned, masks) if plan.request.masks else np.zeros(_size(planned), np.int64),
        plan.filters,
        plan.recipe,
        edge,
    )


def _target(plan: Plan, planned: PlannedScale, matches: Indices, candidates: list[tf.Tensor]) -> NeighborTarget:
    """The targets of a scale, from the matches."""
    masks = masks_at(plan.request, planned)
    guide = None
    if masks:  # elsewhere no style goes
        covered = regions.sized(np.clip(np.sum(masks, axis=0, dtype=np.float32), 0, 1), *_size(planned))
        guide = tf.constant(covered[np.newaxis, :, :, np.newaxis])
    return matching.target(candidates, matches, plan.recipe, guide)


def _candidates(plan: Plan, planned: PlannedScale) -> list[tf.Tensor]:
    """The candidates of each style. They depend on the style and the scale only, so the next job with that style finds
    them here.
    """
    recipe, seed, edge = plan.recipe, plan.settings.seed, plan.edge_at(planned)
    found = []
    for style in plan.styles_at(planned):
        digest = hashlib.sha256(np.ascontiguousarray(style).data).digest()
        key = (digest, style.shape, recipe.neighbor_layers, recipe.pooling, seed, edge)
        filters, candidates = _latest.pop(key, (None, None))
        if filters is not plan.filters:
            candidates = matching.candidates(as_batch(style), plan.filters, recipe, seed, edge)
        _latest[key] = (plan.filters, candidates)
        found.append(candidates)
    while len(_latest) > LATEST:
        del _latest[next(iter(_latest))]
    return found


def _places(planned: PlannedScale, masks: list[regions.Mask]) -> NDArray[np.int64]:
    """For each position the style whose mask covers most of it."""
    return np.asarray(np.argmax([regions.sized(mask, *_size(planned)) for mask in masks], axis=0))


def _size(planned: PlannedScale) -> tuple[int, int]:
    """Rows and columns of hypercolumns."""
    return planned.height // neighbors.STRIDE, planned.width // neighbors.STRIDE
