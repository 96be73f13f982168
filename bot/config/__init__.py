"""The operator's settings: read once, checked all at once, secrets masked. docs/settings.md has a table of them."""

from bot.config.environment import Reading, Unknown, load, read
from bot.config.mistakes import BadConfig
from bot.config.model import Config, EngineKind, LogFormat, LogLevel
from bot.config.shown import shown
from bot.config.values import TELEGRAM, Address

__all__ = [
    "TELEGRAM",
    "Address",
    "BadConfig",
    "Config",
    "EngineKind",
    "LogFormat",
    "LogLevel",
    "Reading",
    "Unknown",
    "load",
    "read",
    "shown",
]
