"""What the handlers need, put together once by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.config import Config
from bot.intake.decoder import PictureDecoder
from bot.jobs.limits import UserLimits
from bot.store import Store
from bot.texts.look_up import Translations
from bot.texts.recipe import Allowed
from bot.transport.hints import Hints
from bot.transport.messenger import Messenger
from engine.events import EngineFacts


@dataclass(frozen=True, kw_only=True)
class Services:
    """The neighbours of the conversation."""

    config: Config
    bot_id: int
    store: Store
    messenger: Messenger
    decoder: PictureDecoder
    translations: Translations
    hints: Hints = field(default_factory=Hints)
    facts: Callable[[], EngineFacts | None] = lambda: None  #: what the engine measured of itself, once it has

    @property
    def bot_name(self) -> str:
        """The bot's name in Telegram, without the @."""
        return self.messenger.bot_name

    @property
    def limits(self) -> UserLimits:
        """What a user may ask for."""
        return UserLimits(max_iterations=self.config.max_iterations, max_size=self.config.max_size)

    @property
    def ranges(self) -> dict[str, Allowed]:
        """Setting → what it may be."""
        return self.limits.allowed
