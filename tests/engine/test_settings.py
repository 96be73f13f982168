"""Settings: checked when made, whole on their way through JSON and msgpack."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import pytest

from engine.errors import InvalidSettings
from engine.networks import WIDTHS, Network
from engine.settings import (
    RANGES,
    ColorMatch,
    Colors,
    Faces,
    FeatureSource,
    InitialImage,
    JobSpec,
    LossScale,
    OptimizerName,
    Pooling,
    StyleLoss,
    TransferSettings,
    Weighting,
)

#: No field has its default.
UNUSUAL = TransferSettings(
    iterations=77,
    size=640,
    content_weight=0.25,
    style_weight=3.5,
    denoise_weight=0,
    strength=66.5,
    content_layers={"relu3_1": 0.5, "relu5_4": 2.0},
    style_layers={"relu1_2": 1.0},
    style_loss=StyleLoss.GRAM,
    style_blend=(1.0, 0.0, 3.0),
    style_scale=0.5,
    init=InitialImage.CONTENT,
    colors=Colors.KEEP,
    color_match=ColorMatch.EIGEN,
    faces=Faces.PAINTED,
    features=FeatureSource.IMAGENET,
    network=Network.VGG19,
    pooling=Pooling.MAX,
    optimizer=OptimizerName.LBFGS,
    step_size=0.5,
    weighting=Weighting.RELATIVE,
    loss_scale=LossScale.TARGET,
    coarse_to_fine=False,
    min_improvement=0.01,
    seed=5,
)


def settings_with(**fields: Any) -> TransferSettings:
    return TransferSettings(**fields)


def test_the_defaults_are_within_their_ranges() -> None:
    defaults = TransferSettings()
    for name, allowed in RANGES.items():
        value = getattr(defaults, name)
        assert (value is None and name == "strength") or allowed.low <= value <= allowed.high


@pytest.mark.parametrize("name", RANGES)
def test_both_ends_of_a_range_are_allowed(name: str) -> None:
    for value in RANGES[name]:
        assert getattr(settings_with(**{name: value}), name) == value


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("step", [-1, 1])
def test_a_value_beyond_its_range_is_refused_with_the_range(name: str, step: int) -> None:
    allowed = RANGES[name]
    with pytest.raises(InvalidSettings) as caught:
        settings_with(**{name: allowed.low - 1 if step < 0 else allowed.high + 1})
    assert caught.value.name == name
    assert caught.value.code == "invalid_settings"
    assert f"{allowed.low:.10g} to {allowed.high:.10g}" in str(caught.value)


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused(name: str, value: float) -> None:
    with pytest.raises(InvalidSettings) as caught:
        settings_with(**{name: value})
    assert caught.value.name == name


def test_content_and_style_cannot_both_count_nothing() -> None:
    with pytest.raises(InvalidSettings) as caught:
        TransferSettings(content_weight=0, style_weight=0)
    assert caught.value.name == "style_weight"
    TransferSettings(content_weight=0)
    TransferSettings(style_weight=0)


both_layer_lists = pytest.mark.parametrize("name", ["content_layers", "style_layers"])


@both_layer_lists
@pytest.mark.parametrize("network", list(Network))
def test_a_layer_that_the_network_lacks_is_refused_with_those_that_it_has(name: str, network: Network) -> None:
    for unknown in ("relu6_1", "conv1_1", "", "RELU1_1", "relu3_5"):
        with pytest.raises(InvalidSettings) as caught:
            settings_with(network=network, **{name: {"relu1_1": 1.0, unknown: 1.0}})
        assert caught.value.name == name
        words = str(caught.value)
        assert repr(unknown) in words
        assert network.value in words
        assert all(layer in words for layer in WIDTHS[network])


@both_layer_lists
def test_only_vgg19_has_fourth_convolutions(name: str) -> None:
    layers = {"relu4_4": 1.0}
    assert getattr(settings_with(network=Network.VGG19, **{name: layers}), name) == layers
    with pytest.raises(InvalidSettings, match="vgg16 has no layer"):
        settings_with(**{name: layers})


@both_layer_lists
@pytest.mark.parametrize("weight", [0.0, -1.0, math.nan, math.inf])
def test_the_weight_of_a_layer_has_to_be_above_nothing_and_finite(name: str, weight: float) -> None:
    with pytest.raises(InvalidSettings, match="relu2_1") as caught:
        settings_with(**{name: {"relu1_1": 1.0, "relu2_1": weight}})
    assert caught.value.name == name


@both_layer_lists
def test_at_least_one_layer_is_needed(name: str) -> None:
    with pytest.raises(InvalidSettings, match="at least one layer") as caught:
        settings_with(**{name: {}})
    assert caught.value.name == name


@pytest.mark.parametrize("shares", [(0.0,), (0.0, 0.0), (1.0, -0.5), (math.nan, 1.0), (1.0, math.nan), (math.inf, 1.0)])
def test_shares_that_cannot_be_shared_out_are_refused(shares: tuple[float, ...]) -> None:
    with pytest.raises(InvalidSettings) as caught:
        TransferSettings(style_blend=shares)
    assert caught.value.name == "style_blend"


@pytest.mark.parametrize("other", [{"weighting": Weighting.ADAPTIVE}, {"loss_scale": LossScale.NONE}], ids=str)
def test_a_strength_sets_the_weights_itself_by_relative_losses(other: dict[str, Any]) -> None:
    TransferSettings(strength=50)
    with pytest.raises(InvalidSettings, match="needs weighting relative and loss_scale target") as caught:
        TransferSettings(strength=50, **other)
    assert caught.value.name == "strength"


@pytest.mark.parametrize("statistics", [StyleLoss.COVARIANCE, StyleLoss.WASSERSTEIN])
def test_only_gram_matrices_have_a_loss_that_is_relative_to_nothing(statistics: StyleLoss) -> None:
    TransferSettings(loss_scale=LossScale.NONE, style_loss=StyleLoss.GRAM)
    with pytest.raises(InvalidSettings, match="loss_scale none needs style_loss gram") as caught:
        TransferSettings(loss_scale=LossScale.NONE, style_loss=statistics)
    assert caught.value.name == "loss_scale"


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        UNUSUAL.size = 512


def test_settings_come_back_from_json_and_msgpack() -> None:
    defaults = TransferSettings()
    same = {name for name in UNUSUAL.__struct_fields__ if getattr(UNUSUAL, name) == getattr(defaults, name)}
    assert same == {"weighting", "loss_scale"}  # a strength needs them
    assert msgspec.json.decode(msgspec.json.encode(UNUSUAL), type=TransferSettings) == UNUSUAL
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(UNUSUAL), type=TransferSettings) == UNUSUAL


def test_what_is_left_out_of_json_has_its_default() -> None:
    assert msgspec.json.decode(b'{"size": 256}', type=TransferSettings) == TransferSettings(size=256)


@pytest.mark.parametrize(
    "text",
    [
        b'{"iteration": 300}',
        b'{"size": "large"}',
        b'{"size": 127}',
        b'{"size": 512.5}',
        b'{"seed": null}',
        b'{"coarse_to_fine": "no"}',
        b'{"style_layers": ["relu1_1"]}',
        b'{"style_blend": 1}',
        *(
            b'{"%s": "other"}' % name
            for name in (
                b"style_loss",
                b"initial_image",
                b"colors",
                b"color_match",
                b"features",
                b"network",
                b"pooling",
                b"optimizer",
                b"weighting",
                b"loss_scale",
            )
        ),
    ],
)
def test_json_with_unknown_fields_wrong_types_or_values_is_refused(text: bytes) -> None:
    with pytest.raises((msgspec.ValidationError, InvalidSettings)):
        msgspec.json.decode(text, type=TransferSettings)


#: As jobs and preferences have it from before names and values were spelled as today. Not to be renamed.
WRITTEN_BEFORE = (
    b'{"iterations":300,"size":512,"content_weight":1.0,"style_weight":2.5,"denoise_weight":2.0,"strength":null,'
    b'"content_layers":{"relu2_2":1.0,"relu4_2":1.0},"style_layers":{"relu1_1":1.0,"relu2_1":1.0,"relu3_1":1.0,'
    b'"relu4_1":1.0,"relu5_1":1.0},"style_statistics":"gram","style_blend":[],"style_scale":1.0,'
    b'"initial_image":"recoloured","colours":"keep","colour_match":"eigen","features":"auto",'
    b'"network":"vgg16","pooling":"average","optimizer":"adam","step_size":1.0,"weighting":"relative",'
    b'"loss_scale":"target","coarse_to_fine":true,"patience":0.0,"seed":0}'
)


def test_settings_of_before_are_understood_under_their_old_names() -> None:
    settings = msgspec.json.decode(WRITTEN_BEFORE.replace(b'"patience":0.0', b'"patience":0.1'), type=TransferSettings)
    assert settings.min_improvement == 0.1
    assert (settings.colors, settings.color_match) == (Colors.KEEP, ColorMatch.EIGEN)
    assert (settings.init, settings.style_loss) == (InitialImage.RECOLORED, StyleLoss.GRAM)
    gray = WRITTEN_BEFORE.replace(b"recoloured", b"grey")
    assert msgspec.json.decode(gray, type=TransferSettings).init is InitialImage.GRAY


def test_a_job_comes_back_from_msgpack_with_its_pictures() -> None:
    job = JobSpec(
        job_id="a",
        attempt=2,
        settings=UNUSUAL,
        content=b"\0\xff",
        styles=(b"one", b"two"),
        masks=(b"", b"m"),
        protect=b"p",
        initial=b"i",
        checkpoint=b"c",
    )
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(job), type=JobSpec) == job
