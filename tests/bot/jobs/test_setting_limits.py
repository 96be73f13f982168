"""What a user may ask for: the engine's ranges, narrowed by the operator."""

from __future__ import annotations

from msgspec.structs import replace

from bot.jobs.model import Preferences
from bot.jobs.setting_limits import UserLimits, merged, preferences_of, settings_for, smaller
from bot.texts.recipe import MENTIONED
from engine.presets import CLASSIC, PRESETS
from engine.settings import RANGES, Colors, Faces, Range, TransferSettings

INSTANT = PRESETS["instant"]


def test_users_get_the_engines_ranges_up_to_the_operators_limits() -> None:
    limits = UserLimits(max_iterations=500, max_size=1024)
    assert limits.iterations == Range(10, 500)
    assert limits.size == Range(128, 1024)
    assert UserLimits().size == Range(128, 2048)


def test_all_that_a_recipe_mentions_can_be_kept_and_has_values_to_choose_from() -> None:
    assert set(Preferences.__struct_fields__) == {"preset", *MENTIONED}
    assert UserLimits().allowed.keys() == {"preset", *MENTIONED}


def test_a_number_that_is_said_whole_has_more_than_a_few_values() -> None:
    few = [name for name, allowed in UserLimits().allowed.items() if isinstance(allowed, Range) and allowed.high < 20]
    assert few == []  # a factor, whose whole numbers are few, belongs into PERCENT


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


def test_a_preset_sets_everything_and_what_comes_after_it_counts() -> None:
    kept = Preferences(iterations=400, colors=Colors.KEEP)
    fine = merged(kept, {"preset": "fine"})
    assert settings_for(fine, Preferences(), UserLimits()) == PRESETS["fine"]
    changed = merged(fine, {"style_scale": 150})
    assert settings_for(changed, Preferences(), UserLimits()) == replace(PRESETS["fine"], style_scale=1.5)
    for_once = settings_for(changed, Preferences(preset="draft", strength=70), UserLimits())
    assert for_once == replace(PRESETS["draft"], strength=70)


def test_a_strength_is_left_aside_where_the_preset_has_none() -> None:
    kept = Preferences(preset="classic", strength=60)
    assert settings_for(kept, Preferences(), UserLimits()) == CLASSIC


def test_the_instant_preset_takes_size_colors_and_faces_alone() -> None:
    kept = Preferences(
        preset="instant",
        strength=60,
        iterations=40,
        style_scale=50,
        size=640,
        colors=Colors.KEEP,
        faces=Faces.OFF,
        seed=2,
    )
    wanted = replace(INSTANT, size=640, colors=Colors.KEEP, faces=Faces.OFF)
    assert settings_for(kept, Preferences(), UserLimits()) == wanted
    assert preferences_of(INSTANT) == Preferences(preset="instant", size=512, colors=Colors.STYLE, faces=Faces.NATURAL)


def test_without_trained_filters_the_standard_preset_stands_in_for_the_classic_one() -> None:
    limits = UserLimits(has_classic=False)
    assert "classic" in UserLimits().allowed["preset"]
    assert limits.allowed["preset"] == ("instant", "draft", "standard", "fine")
    kept = Preferences(preset="classic", size=640, strength=60)
    assert settings_for(kept, Preferences(), limits) == TransferSettings(size=640, strength=60)
    assert settings_for(Preferences(preset="fine"), Preferences(), limits) == PRESETS["fine"]


def test_settings_can_be_turned_into_the_preferences_that_give_them() -> None:
    settings = replace(CLASSIC, seed=3, colors=Colors.MATCH, style_scale=0.5)
    assert settings_for(Preferences(strength=1), preferences_of(settings), UserLimits()) == settings


def test_with_too_little_memory_half_the_pixels_are_painted_until_there_are_too_few() -> None:
    settings: TransferSettings | None = TransferSettings(size=1024)
    sizes = []
    while settings is not None:
        sizes.append(settings.size)
        settings = smaller(settings)
    assert sizes == [1024, 704, 480, 320, 224, 128]
    assert smaller(TransferSettings(size=640, seed=3)) == TransferSettings(size=448, seed=3)
