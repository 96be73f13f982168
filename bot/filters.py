"""The engine's trained filters, as far as the bot knows of them: where they are, and what to say where they are not."""

from __future__ import annotations

import os

from bot.config import Config, EngineKind
from engine.errors import WeightsUnavailable
from engine.features import places
from engine.networks import Network
from engine.settings import FeatureSource

NETWORK = Network.VGG16  #: the one that the bot paints with


def engine_environment(config: Config) -> dict[str, str]:
    """Variables that tell an engine where the filters are: it never reads .env, where the settings may be."""
    named = {places.variable(NETWORK): config.weights, places.CACHE_VARIABLE: config.cache}
    return {name: str(path.absolute()) for name, path in named.items() if path is not None}


def missing_filters(config: Config) -> str | None:
    """Why the bot cannot start: its engine would be asked for trained filters, and there are none on this machine."""
    if config.features is not FeatureSource.IMAGENET or config.engine is not EngineKind.LOCAL:
        return None
    environment = {**os.environ, **engine_environment(config)}
    try:
        if any(places.candidates(NETWORK, environment)):
            return None
    except WeightsUnavailable as error:
        return str(error)
    return f"STYLEGRAM_FEATURES: {places.missing(NETWORK, environment)}"
