"""What the engine takes: the settings of one transfer and the job that carries them. Frozen, checked, msgpack-able."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import msgspec

from engine.errors import InvalidSettings


class InitialImage(StrEnum):
    """The picture from which the optimisation starts."""

    CONTENT = "content"  #: the content picture as it is
    RECOLOURED = "recoloured"  #: the content picture with the mean and covariance of the style's colours


class FeatureSource(StrEnum):
    """Where VGG16's filters come from."""

    AUTO = "auto"  #: IMAGENET where its weights are on this machine already, otherwise SELF_TAUGHT
    IMAGENET = "imagenet"  #: Keras's VGG16, trained on ImageNet
    SELF_TAUGHT = "self-taught"  #: learned in seconds from the job's own two pictures


class StyleStatistics(StrEnum):
    """Which statistics of the feature maps make the style."""

    GRAM = "gram"  #: Gram matrix FᵀF/N of the features F (Gatys et al. 2016, equation 3)
    COVARIANCE = "covariance"  #: mean and covariance of the features


class Precision(StrEnum):
    """Number format of the convolutions. Losses, sums and the picture itself are always float32."""

    AUTO = "auto"  #: whichever of FLOAT32 and BFLOAT16 this machine is faster with, timed once at start
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


class Range(NamedTuple):
    """An inclusive range of values."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:.10g} to {self.high:.10g}"


#: Ranges of the numeric settings: the one source for validation, for --help and for the bot's answers.
RANGES = {
    "iterations": Range(10, 2000),
    "size": Range(128, 4096),
    "content_weight": Range(0, 1000),
    "style_weight": Range(0, 1000),
    "denoise_weight": Range(0, 1000),
    "seed": Range(0, 2**31 - 1),
}


class TransferSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that shapes one picture, besides the photos themselves.

    Raises InvalidSettings when a number is outside its range (see RANGES).
    """

    iterations: int = 300  #: optimisation steps in all, shared out over the scales
    size: int = 512  #: longer edge of the result, in pixels
    content_weight: float = 1.0  #: weight of the content loss, which is relative to its target
    style_weight: float = 40.0  #: weight of the style loss, which is relative to its target
    denoise_weight: float = 2.0  #: weight of the total variation, which is relative to that of white noise
    style_statistics: StyleStatistics = StyleStatistics.COVARIANCE
    initial_image: InitialImage = InitialImage.RECOLOURED
    features: FeatureSource = FeatureSource.AUTO
    seed: int = 0  #: same seed, machine and precision: same picture

    def __post_init__(self) -> None:
        for name, allowed in RANGES.items():
            value = getattr(self, name)
            if not allowed.low <= value <= allowed.high:  # false for NaN too
                raise InvalidSettings(name, f"{name} must be {allowed}, not {value:g}")
        if self.content_weight == 0 and self.style_weight == 0:
            raise InvalidSettings("style_weight", "content_weight and style_weight cannot both be 0")


class JobSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One job for an engine: bytes in. `attempt` tells apart several runs of the same job."""

    job_id: str
    attempt: int
    settings: TransferSettings
    content: bytes  #: an encoded picture
    styles: tuple[bytes, ...]  #: encoded pictures, at least one
    checkpoint: bytes | None = None  #: `Checkpoint.state` of an earlier attempt to go on from
