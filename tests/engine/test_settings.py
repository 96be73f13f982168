"""Settings: checked when made, whole on their way through JSON and msgpack."""

from __future__ import annotations

import math

import msgspec
import pytest

from engine.errors import InvalidSettings
from engine.settings import (
    RANGES,
    FeatureSource,
    InitialImage,
    JobSpec,
    StyleStatistics,
    TransferSettings,
)

UNUSUAL = TransferSettings(
    iterations=77,
    size=640,
    content_weight=0.25,
    style_weight=3.5,
    denoise_weight=0,
    style_statistics=StyleStatistics.GRAM,
    initial_image=InitialImage.CONTENT,
    features=FeatureSource.IMAGENET,
    seed=5,
)


def test_the_defaults_are_within_their_ranges() -> None:
    defaults = TransferSettings()
    for name, allowed in RANGES.items():
        assert allowed.low <= getattr(defaults, name) <= allowed.high


@pytest.mark.parametrize("name", RANGES)
def test_both_ends_of_a_range_are_allowed(name: str) -> None:
    for value in RANGES[name]:
        assert getattr(TransferSettings(**{name: value}), name) == value


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("step", [-1, 1])
def test_a_value_beyond_its_range_is_refused_with_the_range(name: str, step: int) -> None:
    allowed = RANGES[name]
    with pytest.raises(InvalidSettings) as caught:
        TransferSettings(**{name: allowed.low - 1 if step < 0 else allowed.high + 1})
    assert caught.value.name == name
    assert caught.value.code == "invalid_settings"
    assert f"{allowed.low:.10g} to {allowed.high:.10g}" in str(caught.value)


@pytest.mark.parametrize("name", ["content_weight", "style_weight", "denoise_weight"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_weight_that_is_not_finite_is_refused(name: str, value: float) -> None:
    with pytest.raises(InvalidSettings):
        TransferSettings(**{name: value})


def test_content_and_style_cannot_both_count_nothing() -> None:
    with pytest.raises(InvalidSettings) as caught:
        TransferSettings(content_weight=0, style_weight=0)
    assert caught.value.name == "style_weight"
    TransferSettings(content_weight=0)
    TransferSettings(style_weight=0)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        UNUSUAL.size = 512  # type: ignore[misc]


def test_settings_come_back_from_json_and_msgpack() -> None:
    assert msgspec.json.decode(msgspec.json.encode(UNUSUAL), type=TransferSettings) == UNUSUAL
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(UNUSUAL), type=TransferSettings) == UNUSUAL


def test_what_is_left_out_of_json_has_its_default() -> None:
    assert msgspec.json.decode(b'{"size": 256}', type=TransferSettings) == TransferSettings(size=256)


@pytest.mark.parametrize(
    "text", [b'{"iteration": 300}', b'{"size": "large"}', b'{"features": "vgg19"}', b'{"size": 127}', b'{"seed": null}']
)
def test_json_with_unknown_fields_wrong_types_or_values_is_refused(text: bytes) -> None:
    with pytest.raises((msgspec.ValidationError, InvalidSettings)):
        msgspec.json.decode(text, type=TransferSettings)


def test_a_job_comes_back_from_msgpack_with_its_pictures() -> None:
    job = JobSpec(job_id="a", attempt=2, settings=UNUSUAL, content=b"\0\xff", styles=(b"one", b"two"), checkpoint=b"c")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(job), type=JobSpec) == job
