"""What a user may ask for: the engine's ranges, narrowed by the operator."""

from __future__ import annotations

from bot.jobs.limits import UserLimits, settings_for
from bot.jobs.model import Preferences
from engine.settings import RANGES, Range, TransferSettings


def test_users_get_the_engines_ranges_up_to_the_operators_limits() -> None:
    limits = UserLimits(max_iterations=500, max_size=1024)
    assert limits.iterations == Range(10, 500)
    assert limits.size == Range(128, 1024)
    assert UserLimits().size == Range(128, 2048)


def test_no_operator_can_go_beyond_what_the_engine_takes() -> None:
    limits = UserLimits(max_iterations=10**6, max_size=1)
    assert limits.iterations == RANGES["iterations"]
    assert limits.size == Range(128, 128)


def test_the_caption_comes_before_what_is_kept_and_that_before_the_defaults() -> None:
    kept = Preferences(iterations=400, size=640)
    assert settings_for(Preferences(), Preferences(), UserLimits()) == TransferSettings()
    assert settings_for(kept, Preferences(), UserLimits()) == TransferSettings(iterations=400, size=640)
    assert settings_for(kept, Preferences(size=256), UserLimits()) == TransferSettings(iterations=400, size=256)


def test_settings_kept_from_more_generous_times_are_cut_to_the_limits() -> None:
    kept = Preferences(iterations=2000, size=2048)
    outcome = settings_for(kept, Preferences(), UserLimits(max_iterations=100, max_size=512))
    assert (outcome.iterations, outcome.size) == (100, 512)
    assert settings_for(Preferences(), Preferences(), UserLimits(max_iterations=50)).iterations == 50
