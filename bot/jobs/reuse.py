"""Whether an existing painting is what the engine would paint today. Pure."""

from __future__ import annotations

from bot.jobs.model import Job
from engine.events import EngineFacts
from engine.settings import RECIPE_VERSION, FeatureSource


def would_be_the_same(painting: Job, facts: EngineFacts | None) -> bool:
    """Whether the request would be painted with the same recipe, filters and number format today.

    `facts` are the engine's; None while it has not started.
    """
    figures = painting.result.figures
    if figures is None or figures.recipe_version != RECIPE_VERSION:
        return False
    if facts is None:
        return True
    asked = painting.request.settings.features
    needs_none = asked in (FeatureSource.SELF_TAUGHT, FeatureSource.INSTANT)  # whatever filters the engine has
    features = asked if needs_none else facts.features
    return (features, facts.precision) == (figures.features, figures.precision)
