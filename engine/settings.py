"""What the engine takes: the settings of one transfer and the job that carries them. Frozen, checked, msgpack-able."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import NamedTuple

import msgspec

from engine.errors import InvalidSettings
from engine.networks import WIDTHS, Network

#: Of what the engine paints. Raise it with every change after which the same pictures, settings and filters give a
#: picture that looks different: what was painted before is then painted anew, and no run goes on from a checkpoint of
#: before. 1: filters by self-teaching; 2: trained filters, wherever they can be had; 3: painting by neighbors; 4: a
#: denoise term that spares edges, and styles without their frames; 5: larger forms, and repainted faces in the light of
#: their picture; 6: no grid, no color noise, strokes like the strokes so far; 7: fewer iterations at the full size; 8:
#: strengths that are met at the full size; 9: another network for what is painted in an instant, and faces there.
RECIPE_VERSION = 9


class InitialImage(StrEnum):
    """The picture from which the optimization starts."""

    CONTENT = "content"  #: the content picture as it is
    RECOLORED = "recolored"  #: the content picture with the mean and covariance of the style's colors
    NOISE = "noise"  #: every pixel on its own, evenly spread
    STYLE_STATISTICS = "style-statistics"  #: noise with the mean and covariance of the style's colors
    GRAY = "gray"  #: one gray
    PICTURE = "picture"  #: one that is given, such as an earlier result

    @classmethod
    def _missing_(cls, value: object) -> InitialImage | None:
        """Former spellings, which stored jobs, recipes and scripts may have."""
        return {"recoloured": cls.RECOLORED, "grey": cls.GRAY}.get(str(value))


class FeatureSource(StrEnum):
    """Where the network's filters come from."""

    AUTO = "auto"  #: IMAGENET where its weights are on this machine already, otherwise SELF_TAUGHT
    IMAGENET = "imagenet"  #: Keras's, trained on ImageNet
    SELF_TAUGHT = "self-taught"  #: learned in seconds from the job's own pictures
    FOREIGN = "foreign"  #: other numbers than ImageNet's, in a file that the operator names; never a setting
    INSTANT = "instant"  #: no filters: the network that has learned the house styles paints, see engine.instant


#: What people and operators can ask for. INSTANT comes with a preset. FOREIGN is only what a run may turn out to be
#: painted with, in place of IMAGENET.
FEATURES = (FeatureSource.AUTO, FeatureSource.IMAGENET, FeatureSource.SELF_TAUGHT)


class StyleLoss(StrEnum):
    """What of a style is compared, and how."""

    AUTO = "auto"  #: NEIGHBORS with VGG16's trained filters, otherwise COVARIANCE
    NEIGHBORS = "neighbors"  #: for each place the place of the style that is most like it (Kolkin et al. 2022), and
    #: COVARIANCE, which holds colors and large forms; with trained filters only
    GRAM = "gram"  #: Gram matrix FᵀF/N of the features F (Gatys et al. 2016, equation 3)
    COVARIANCE = "covariance"  #: mean and covariance of the features
    WASSERSTEIN = "wasserstein"  #: mean and covariance, by the squared 2-Wasserstein distance of Gaussians


class Pooling(StrEnum):
    """What lies between the network's blocks."""

    AVERAGE = "average"  #: looks better (Gatys et al. 2016, section 2)
    MAX = "max"  #: as the network was trained


class Faces(StrEnum):
    """What becomes of faces."""

    NATURAL = "natural"  #: painted in the style, and still the same person: the content counts more there
    PAINTED = "painted"  #: painted more freely
    OFF = "off"  #: as all the rest: nobody looks for them


class Weighting(StrEnum):
    """How the three terms of the objective are balanced."""

    RELATIVE = "relative"  #: constant weights
    ADAPTIVE = "adaptive"  #: each weight is divided by the term's current value, at every iteration


class LossScale(StrEnum):
    """What the losses are relative to."""

    TARGET = "target"  #: the size of their target: the same weights mean the same look with any features
    NONE = "none"  #: nothing: plain mean squares of maps and of Gram matrices FᵀF/N, and the sum of absolute neighbor
    #: differences; style loss GRAM only


class OptimizerName(StrEnum):
    """What moves the picture."""

    ADAM = "adam"  #: with averaged iterates
    LBFGS = "l-bfgs"  #: limited-memory BFGS with a line search
    GRADIENT = "gradient-descent"  #: steps along the gradient divided by its standard deviation


class Colors(StrEnum):
    """Whose colors the result has."""

    STYLE = "style"  #: the style's
    KEEP = "keep"  #: the content's: only luminance is painted (Gatys et al. 2016, 1606.05897, section 5)
    MATCH = "match"  #: the content's palette, given to the style before (the same paper, section 4)


class ColorMatch(StrEnum):
    """By which affine map colors are moved from one palette to another."""

    TRANSPORT = "transport"  #: optimal transport between Gaussians: colors move as little as they can
    EIGEN = "eigen"  #: through the symmetric square roots of both covariances
    CHOLESKY = "cholesky"  #: through their Cholesky factors


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
    "strength": Range(0, 100),
    "style_scale": Range(0.1, 4),
    "step_size": Range(0.1, 10),
    "min_improvement": Range(0, 0.5),
    "seed": Range(0, 2**31 - 1),
}

#: Layers with their weights, as in {"relu4_2": 1.0}.
LayerWeights = dict[str, float]


def equal_weights(*layers: str) -> LayerWeights:
    """A weight of 1 for each layer."""
    return dict.fromkeys(layers, 1.0)


class TransferSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that shapes one picture, besides the pictures themselves.

    Raises InvalidSettings when a value is outside its range (see RANGES), or when values do not go together.
    """

    iterations: int = 300  #: optimization steps in all, shared out over the scales
    size: int = 512  #: longer edge of the result, in pixels
    content_weight: float = 1.0
    style_weight: float = 2.5
    denoise_weight: float = 4.0  #: weight of the total variation, which is relative to that of white noise
    strength: float | None = None  #: 0 (content) to 100 (style), the same for every pair; then it sets style_weight
    content_layers: LayerWeights = msgspec.field(default_factory=lambda: equal_weights("relu2_2", "relu4_2"))
    style_layers: LayerWeights = msgspec.field(
        default_factory=lambda: equal_weights("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
    )
    style_loss: StyleLoss = msgspec.field(default=StyleLoss.AUTO, name="style_statistics")  #: under its old name in
    #: what was written before, so that queued jobs keep what they ask for
    style_blend: tuple[float, ...] = ()  #: share of each style; none: equal shares
    style_scale: float = 1.0  #: stroke size: longer edge of the style picture over that of the result
    init: InitialImage = msgspec.field(default=InitialImage.RECOLORED, name="initial_image")
    colors: Colors = msgspec.field(default=Colors.STYLE, name="colours")  #: stored under its old name
    color_match: ColorMatch = msgspec.field(default=ColorMatch.TRANSPORT, name="colour_match")
    faces: Faces = Faces.NATURAL
    features: FeatureSource = FeatureSource.AUTO
    network: Network = Network.VGG16
    pooling: Pooling = Pooling.AVERAGE
    optimizer: OptimizerName = OptimizerName.ADAM
    step_size: float = 1.0  #: times the usual first steps; longer: a lower loss in fewer iterations, and grain
    weighting: Weighting = Weighting.RELATIVE
    loss_scale: LossScale = LossScale.TARGET
    coarse_to_fine: bool = True  #: False: all iterations at the full size
    min_improvement: float = msgspec.field(default=0.0, name="patience")  #: above 0, a scale ends early once ten
    #: iterations improve the loss by less than this share
    seed: int = 0  #: same seed, machine and precision: same picture

    def __post_init__(self) -> None:
        for name, allowed in RANGES.items():
            value = getattr(self, name)
            if value is not None and not allowed.low <= value <= allowed.high:  # false for NaN too
                raise InvalidSettings(name, f"{name} must be {allowed}, not {value:g}")
        if self.content_weight == 0 and self.style_weight == 0:
            raise InvalidSettings("style_weight", "content_weight and style_weight cannot both be 0")
        if self.features not in FEATURES and not self.is_instant:
            raise InvalidSettings("features", f"features must be one of {', '.join(FEATURES)}, not {self.features}")
        for name in ("content_layers", "style_layers"):
            _check_layers(name, getattr(self, name), self.network)
        measurable = self.weighting is Weighting.RELATIVE and self.loss_scale is LossScale.TARGET
        if self.strength is not None and not measurable:
            raise InvalidSettings("strength", "strength needs weighting relative and loss_scale target")
        if self.loss_scale is LossScale.NONE and self.style_loss is not StyleLoss.GRAM:
            raise InvalidSettings("loss_scale", "loss_scale none needs style_loss gram")
        shares = self.style_blend
        if shares and not (min(shares) >= 0 and 0 < sum(shares) < math.inf):
            raise InvalidSettings("style_blend", "style_blend needs shares of 0 or more, and one above 0")

    @property
    def is_instant(self) -> bool:
        """Whether the network that has learned the house styles paints, in one pass. Of all the settings it takes
        `size`, `strength`, `colors`, `color_match`, `faces` and `style_blend` alone.
        """
        return self.features is FeatureSource.INSTANT


def _check_layers(name: str, weights: LayerWeights, network: Network) -> None:
    known = WIDTHS[network]
    for layer, weight in weights.items():
        if layer not in known:
            raise InvalidSettings(name, f"{name}: {network} has no layer {layer!r}; it has {', '.join(known)}")
        if not 0 < weight < math.inf:
            raise InvalidSettings(name, f"{name}: the weight of {layer} must be above 0, not {weight:g}")
    if not weights:
        raise InvalidSettings(name, f"{name} needs at least one layer")


class EncodedSegment(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a painting that was made otherwise, before its owner steered it."""

    settings: TransferSettings  #: differ from the job's in strength and weights at most
    styles: tuple[bytes, ...]
    until: int | None  #: iteration at which it ended; None: where the run goes on from, which nobody has noted yet


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """A style to learn for the network that paints in an instant: see engine.run.lesson."""

    steps: int = 800  #: in all, with those of `state`
    crop: int = 192  #: pixels of the sides of what the network practices on, a multiple of 8, at least 32
    state: bytes = b""  #: `Learned.state` or `Checkpoint.state` of before, to go on from


class JobSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One job for an engine: bytes in. `attempt` tells apart several runs of the same job."""

    job_id: str
    attempt: int
    settings: TransferSettings
    content: bytes  #: an encoded picture
    styles: tuple[bytes, ...]  #: encoded pictures, at least one
    masks: tuple[bytes | None, ...] = ()  #: one for each style, white where it goes; None: where no other goes; none at
    #: all: every style everywhere
    protect: bytes | None = None  #: white where the content stays as it is, such as faces
    initial: bytes | None = None  #: for InitialImage.PICTURE
    checkpoint: bytes | None = None  #: `Checkpoint.state` of an earlier attempt to go on from
    stills: int = 0  #: at most so many, and the result, in a film of the run (`Result.film`); 0: no film
    earlier: tuple[EncodedSegment, ...] = ()  #: what came before `settings` and `styles`, in order
    quick_look: bool = False  #: whether a `QuickLook` is wanted before the run
    sketches: tuple[TransferSettings, ...] = ()  #: instead of the painting, the beginnings of so many (`Sketched`)
    learned: bytes | None = None  #: `Learned.state` of the style, whose instant painting is the quick look then
    lesson: Lesson | None = None  #: instead of a painting, learn the style (`Learned`); there is no content then
