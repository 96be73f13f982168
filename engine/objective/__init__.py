"""The objective: features, targets and weights → losses and gradient. The optimization makes it small.

`model` has the types; `targets` makes what a picture is compared with; `matching` finds for each place of the content
the place of a style that is most like it; `neighbors` compares the picture with those; `jitter` moves the grid that it
is seen on; `evaluation` puts all together. Everything is tensors in, tensors out.
"""

from engine.objective.evaluation import (
    NOISE_VARIATION,
    denoise_term,
    evaluate,
    observed,
    residuals,
    residuals_of,
    style_term,
    style_to_content,
    terms,
    terms_of,
    weighted,
    weights_for,
)
from engine.objective.model import (
    ContentTarget,
    Evaluation,
    LossWeights,
    NeighborTarget,
    Objective,
    Observed,
    Recipe,
    Residuals,
    StyleTarget,
    Targets,
    Terms,
    recipe_of,
    weights_of,
)
from engine.objective.targets import content_targets, style_targets

__all__ = [
    "NOISE_VARIATION",
    "ContentTarget",
    "Evaluation",
    "LossWeights",
    "NeighborTarget",
    "Objective",
    "Observed",
    "Recipe",
    "Residuals",
    "StyleTarget",
    "Targets",
    "Terms",
    "content_targets",
    "denoise_term",
    "evaluate",
    "observed",
    "recipe_of",
    "residuals",
    "residuals_of",
    "style_targets",
    "style_term",
    "style_to_content",
    "terms",
    "terms_of",
    "weighted",
    "weights_for",
    "weights_of",
]
