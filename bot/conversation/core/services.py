"""What the handlers need, put together once by the composition root."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.config import Config
from bot.conversation.core.command import Command
from bot.intake.decoder import PictureDecoder
from bot.jobs.forecast import Engines
from bot.jobs.setting_limits import UserLimits
from bot.store import Store
from bot.submission.policy import Policy
from bot.texts.look_up import Translations
from bot.texts.recipe import Allowed
from bot.transport.guest_calls import GuestCalls
from bot.transport.messenger import Messenger
from bot.transport.notice_throttle import NoticeThrottle
from engine.settings import FeatureSource


@dataclass(frozen=True, kw_only=True)
class Services:
    """The neighbors of the conversation."""

    config: Config
    bot_id: int
    store: Store
    messenger: Messenger
    decoder: PictureDecoder
    translations: Translations
    commands: Mapping[str, Command]  #: by name
    guests: GuestCalls | None = None  #: None where nobody may ask in chats of which the bot is no member
    notice_throttle: NoticeThrottle = field(default_factory=NoticeThrottle)
    engines: Engines = field(default_factory=Engines)

    @property
    def bot_name(self) -> str:
        """The bot's name in Telegram, without the @."""
        return self.messenger.bot_name

    @property
    def limits(self) -> UserLimits:
        """What a user may ask for."""
        facts = self.engines.facts
        features = self.config.features if facts is None else facts.features
        self_taught = FeatureSource.SELF_TAUGHT in (self.config.features, features)
        return UserLimits(
            max_iterations=self.config.max_iterations, max_size=self.config.max_size, has_classic=not self_taught
        )

    @property
    def policy(self) -> Policy:
        """The rules by which work is accepted now."""
        config = self.config
        return Policy(
            limits=self.limits,
            features=config.features,
            reuse=config.reuse,
            jobs_per_user=config.jobs_per_user,
            queue_limit=config.queue_limit,
            storage_per_user=config.storage_per_user,
            daily_quota=config.daily_quota,
            engines=self.engines,
        )

    @property
    def ranges(self) -> dict[str, Allowed]:
        """The allowed values of each setting, by its name."""
        return self.limits.allowed
