"""Named starting points for the settings."""

from __future__ import annotations

from engine.settings import (
    FeatureSource,
    InitialImage,
    LossScale,
    OptimizerName,
    Pooling,
    StyleLoss,
    TransferSettings,
    Weighting,
    equal_weights,
)

#: The algorithm of Hvass-Labs' TensorFlow tutorial 15, which a published student report followed: all 13 layers' Gram
#: matrices, content at the fifth convolution, max pooling, noise, adaptive weights, normalized gradient descent, one
#: scale. The report's layers and weights are assumed to be the tutorial's; its Gram matrices, unlike ours, are not
#: divided by the number of positions: see `engine.objective.losses.plain_gram_loss`.
#: What was changed, and why, by what was seen (Golden Gate × The Scream, Tübingen × Starry Night):
#: - It starts from gray with a trace of noise, as the tutorial itself does (128 and less than one level of noise). From
#:   noise over the whole range no content comes back.
#: - Its steps shrink to a tenth (`engine.optimizers.choice.LAST_DESCENT`). At full length, 10 levels, they leave
#:   speckle in every pixel, and a style loss two to four times as high after 60 iterations.
#: - The content weighs 5 instead of 1.5. At 1.5, style takes over: of Tübingen, 60 iterations leave a tower, and
#:   the published report's own content loss rose to four times its first value in 1000.
#: With self-taught filters its pictures stay noise but for a few spots (seen at 888 and 288 px): it is refused then.
CLASSIC = TransferSettings(
    iterations=60,
    content_weight=5.0,
    style_weight=10.0,
    denoise_weight=0.3,
    content_layers=equal_weights("relu3_1"),
    style_layers=equal_weights(
        *(f"relu{block}_{index}" for block, depth in enumerate((2, 2, 3, 3, 3), 1) for index in range(1, depth + 1))
    ),
    style_loss=StyleLoss.GRAM,
    init=InitialImage.GRAY,
    features=FeatureSource.IMAGENET,
    pooling=Pooling.MAX,
    optimizer=OptimizerName.GRADIENT,
    weighting=Weighting.ADAPTIVE,
    loss_scale=LossScale.NONE,
    coarse_to_fine=False,
)

CLASSIC_NAME = "classic"

INSTANT_NAME = "instant"

#: The house styles that the instant preset knows: those of engine.instant.names(), for code that does not load it.
INSTANT_STYLES = (
    *("night", "sunset", "mosaic", "stained-glass", "waves", "autumn"),
    *("watercolour", "ink-wash", "marbling", "engraving", "pencil", "pop-art"),
)

#: SHA-256 of the shipped file of engine.instant, as `python -m engine.instant.export` prints it.
INSTANT_DIGEST = "0e10357fad1e34016cbe9ca6de6d3a6b4be3cf26f904711c1fc1d32876e66211"

#: SHA-256 of its kernels alone, which is printed too. What was learned for other kernels is of no use with these.
INSTANT_KERNELS = "b8a61154894546aed105501af30f1e1f41c1d89ca55701ff5f98b4d823f0b1ff"

PRESETS = {
    INSTANT_NAME: TransferSettings(features=FeatureSource.INSTANT),
    "draft": TransferSettings(iterations=120, size=320),
    "standard": TransferSettings(),
    "fine": TransferSettings(iterations=700, size=1024),
    CLASSIC_NAME: CLASSIC,
}
