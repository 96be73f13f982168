"""The rules by which work is accepted."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from bot.jobs.forecast import Engines
from bot.jobs.model import Preferences
from bot.jobs.setting_limits import UserLimits, settings_for
from engine.settings import FeatureSource, TransferSettings


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The operator's rules, and what is known of the engine."""

    limits: UserLimits  #: what a person may ask for
    features: FeatureSource
    reuse: bool  #: whether the same request gets the painting that is there already
    jobs_per_user: int
    queue_limit: int  #: jobs that wait
    storage_per_user: int  #: bytes of pictures
    daily_quota: float  #: points
    engines: Engines

    def settings_of(self, kept: Preferences, overrides: Preferences) -> TransferSettings:
        """The settings of a job: the person's, completed."""
        return self.completed(settings_for(kept, overrides, self.limits))

    def completed(self, settings: TransferSettings) -> TransferSettings:
        """The settings with the operator's filters, where they leave that open."""
        if settings.features is not FeatureSource.AUTO:  # a preset that paints with nothing else
            return settings
        return msgspec.structs.replace(settings, features=self.features)
