"""Which engine paints, and how many: as the operator wants it."""

from __future__ import annotations

from bot.config import Config, EngineKind
from bot.filters import engine_environment
from engine.backends.base import Engine
from engine.backends.cluster import ray_engine
from engine.backends.local import LocalEngine, usual_engines


def counted(config: Config) -> Config:
    """The settings with the number of engines filled in, which the forecasts of times need."""
    usual = usual_engines() if config.engine is EngineKind.LOCAL else 1
    return config.model_copy(update={"engine_count": config.engine_count or usual})


def engine_of(config: Config) -> Engine:
    """The engine that the operator wants: on this machine, or on a cluster."""
    if config.engine is EngineKind.LOCAL:
        return local_engine(config)
    assert config.ray_socket is not None
    return ray_engine(
        config.ray_socket.absolute(),
        cpus=config.ray_cpus,
        gpus=config.ray_gpus,
        precision=config.precision,
        count=config.engine_count or 1,
        same_user=config.ray_same_user,
    )


def local_engine(config: Config) -> LocalEngine:
    """The engine on this machine, as the operator wants it."""
    return LocalEngine(
        count=config.engine_count or 1,
        precision=config.precision,
        threads=config.threads,
        memory_limit=config.memory_limit,
        environment=engine_environment(config),
    )
