"""From words on the command line to settings."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import get_type_hints

import pytest

from engine.cli.arguments import parser, settings_from
from engine.errors import InvalidSettings
from engine.networks import Network
from engine.presets import PRESETS
from engine.settings import (
    FEATURES,
    RANGES,
    ColorMatch,
    Colors,
    FeatureSource,
    InitialImage,
    LossScale,
    OptimizerName,
    Pooling,
    StyleLoss,
    TransferSettings,
    Weighting,
)
from tests.support.runs import changed

PICTURES = ["photo.jpg", "painting.jpg", "-o", "out.png"]


def settings(*words: str) -> TransferSettings:
    return settings_from(parser().parse_args([*PICTURES, *words]))


@pytest.mark.parametrize(  # old scripts have them: not to be renamed
    ("words", "changes"),
    [
        (["--colours", "keep"], {"colors": Colors.KEEP}),
        (["--colour-match", "eigen"], {"color_match": ColorMatch.EIGEN}),
        (["--patience", "0.01"], {"min_improvement": 0.01}),
        (["--style-statistics", "gram"], {"style_loss": StyleLoss.GRAM}),
        (["--initial-image", "recoloured"], {"init": InitialImage.RECOLORED}),
        (["--initial-image", "grey"], {"init": InitialImage.GRAY}),
    ],
)
def test_flags_and_words_of_before_are_understood(words: list[str], changes: dict[str, object]) -> None:
    assert settings(*words) == changed(TransferSettings(), **changes)


def test_without_flags_the_settings_are_the_defaults() -> None:
    assert settings() == TransferSettings()


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_without_flags_is_that_preset(name: str) -> None:
    assert settings("--preset", name) == PRESETS[name]


@pytest.mark.parametrize("name", PRESETS)
def test_flags_go_before_the_preset_whatever_their_order(name: str) -> None:
    expected = changed(PRESETS[name], iterations=33, seed=4)
    assert settings("--preset", name, "--iterations", "33", "--seed", "4") == expected
    assert settings("--iterations", "33", "--seed", "4", "--preset", name) == expected


def test_a_flag_that_is_nothing_overrides_too() -> None:
    """0 and false are values."""
    found = settings("--denoise-weight", "0", "--strength", "0", "--min-improvement", "0", "--no-coarse-to-fine")
    assert found == changed(TransferSettings(), denoise_weight=0, strength=0, min_improvement=0, coarse_to_fine=False)
    assert settings("--preset", "classic", "--coarse-to-fine").coarse_to_fine


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--style-weight", "2.5"], {"style_weight": 2.5}),
        (["--strength", "70"], {"strength": 70.0}),
        (["--style-scale", "0.5"], {"style_scale": 0.5}),
        (["--step-size", "2.5"], {"step_size": 2.5}),
        (["--min-improvement", "0.01"], {"min_improvement": 0.01}),
        (["--style-scale", "150%"], {"style_scale": 1.5}),
        (["--style-loss", "wasserstein"], {"style_loss": StyleLoss.WASSERSTEIN}),
        (["--style-statistics", "wasserstein"], {"style_loss": StyleLoss.WASSERSTEIN}),
        (["--init", "style-statistics"], {"init": InitialImage.STYLE_STATISTICS}),
        (["--colors", "keep"], {"colors": Colors.KEEP}),
        (["--color-match", "cholesky"], {"color_match": ColorMatch.CHOLESKY}),
        (["--network", "vgg19"], {"network": Network.VGG19}),
        (["--pooling", "max"], {"pooling": Pooling.MAX}),
        (["--optimizer", "l-bfgs"], {"optimizer": OptimizerName.LBFGS}),
        (["--weighting", "adaptive"], {"weighting": Weighting.ADAPTIVE}),
        (
            ["--loss-scale", "none", "--style-loss", "gram"],
            {"loss_scale": LossScale.NONE, "style_loss": StyleLoss.GRAM},
        ),
        (["--style-blend", "1,0.5"], {"style_blend": (1.0, 0.5)}),
        (["--content-layers", "relu3_1"], {"content_layers": {"relu3_1": 1.0}}),
        (
            ["--style-layers", "relu1_1=2, relu4_1=0.5,relu5_1"],
            {"style_layers": {"relu1_1": 2.0, "relu4_1": 0.5, "relu5_1": 1.0}},
        ),
        (
            ["--network", "vgg19", "--style-layers", "relu5_4"],
            {"network": Network.VGG19, "style_layers": {"relu5_4": 1.0}},
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_every_kind_of_value_is_understood(words: list[str], expected: dict[str, object]) -> None:
    assert settings(*words) == changed(TransferSettings(), **expected)


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("--style-layers", "relu9_1"),
        ("--style-layers", ""),
        ("--style-layers", "relu1_1,,relu2_1"),
        ("--content-layers", "relu1_1=0"),
        ("--content-layers", "relu1_1=-1"),
        ("--content-layers", "relu1_1=nan"),
        ("--style-blend", "0,0"),
        ("--style-blend", "1,-1"),
        ("--strength", "101"),
        ("--style-scale", "0"),
        ("--step-size", "0"),
        ("--min-improvement", "1"),
        ("--network", "vgg19 --style-layers relu3_5"),
    ],
)
def test_a_value_that_is_understood_but_not_allowed_names_its_setting(flag: str, value: str) -> None:
    with pytest.raises(InvalidSettings) as caught:
        settings(flag, *value.split(" "))
    assert caught.value.name in str(caught.value)


@pytest.mark.parametrize(
    "words",
    [
        ["--style-layers", "relu1_1=much"],
        ["--style-layers", "relu1_1=1=2"],
        ["--style-blend", "half,half"],
        ["--style-blend", ""],
        ["--iterations", "1.5"],
        ["--save-every", "-1"],
        ["--preset", "best"],
        ["--network", "vgg13"],
        ["--optimizer", "sgd"],
        ["--precision", "float16"],
        ["--coarse-to-fine=no"],
        ["--memory-limit", "some"],
        ["--memory-limit", "4 elephants"],
    ],
    ids=" ".join,
)
def test_what_is_not_understood_is_refused_with_the_flag_s_name(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        settings(*words)
    assert caught.value.code == 2
    assert words[0].split("=")[0] in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "expected"), [("4GB", 4 * 10**9), ("1.5GiB", 3 * 2**29), ("600MB", 600 * 10**6), ("123456789", 123456789)]
)
def test_an_amount_of_memory_is_understood_with_its_unit(words: str, expected: int) -> None:
    assert parser().parse_args(["--memory-limit", words]).memory_limit == expected
    assert parser().parse_args([]).memory_limit is None


def test_starting_from_a_picture_needs_no_other_word_and_bears_no_other_start() -> None:
    assert settings("--start-from", "before.png").init is InitialImage.PICTURE
    assert settings("--start-from", "before.png", "--preset", "classic").init is InitialImage.PICTURE
    assert settings("--start-from", "before.png", "--init", "picture").init is InitialImage.PICTURE
    with pytest.raises(InvalidSettings, match="--start-from") as caught:
        settings("--start-from", "before.png", "--init", "noise")
    assert caught.value.name == "init"


def test_pictures_are_taken_in_their_order() -> None:
    options = parser().parse_args(["a.png", "b.png", "c.png", "-o", "o.png", "--mask", "m.png", "--mask", "n.png"])
    assert options.content == Path("a.png")
    assert options.styles == [Path("b.png"), Path("c.png")]
    assert options.mask == [Path("m.png"), Path("n.png")]


def test_every_setting_has_a_flag_whose_help_tells_its_range_or_its_words() -> None:
    text = " ".join(parser().format_help().split())
    for name, kind in get_type_hints(TransferSettings).items():
        assert f"--{name.replace('_', '-')}" in text
        if name in RANGES:
            assert str(RANGES[name]) in text
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            assert "|".join(FEATURES if kind is FeatureSource else kind) in text


def test_foreign_filters_are_nothing_to_ask_for() -> None:
    """A run only turns out to have been painted with them."""
    with pytest.raises(SystemExit):
        settings("--features", "foreign")
    with pytest.raises(InvalidSettings, match="auto, imagenet, self-taught"):
        TransferSettings(features=FeatureSource.FOREIGN)
