"""Named starting points for the settings."""

from __future__ import annotations

from engine.settings import (
    InitialImage,
    LossScale,
    OptimizerName,
    Pooling,
    StyleStatistics,
    TransferSettings,
    Weighting,
    equal_weights,
)

#: The algorithm of Hvass-Labs' TensorFlow tutorial 15, which a published student report followed: all 13 layers' Gram
#: matrices, content at the fifth convolution, max pooling, noise, adaptive weights, normalised gradient descent, one
#: scale. The report's layers and weights are assumed to be the tutorial's; its Gram matrices, unlike ours, are not
#: divided by the number of positions: see `engine.losses.plain_gram_loss`.
#: With self-taught features its pictures stay noise but for a few spots (seen at 888 and 288 px). With ImageNet's it
#: has not been tried.
CLASSIC = TransferSettings(
    iterations=60,
    content_weight=1.5,
    style_weight=10.0,
    denoise_weight=0.3,
    content_layers=equal_weights("relu3_1"),
    style_layers=equal_weights(
        *(f"relu{block}_{index}" for block, depth in enumerate((2, 2, 3, 3, 3), 1) for index in range(1, depth + 1))
    ),
    style_statistics=StyleStatistics.GRAM,
    initial_image=InitialImage.NOISE,
    pooling=Pooling.MAX,
    optimizer=OptimizerName.GRADIENT,
    weighting=Weighting.ADAPTIVE,
    loss_scale=LossScale.NONE,
    coarse_to_fine=False,
)

PRESETS = {
    "draft": TransferSettings(iterations=120, size=320),
    "standard": TransferSettings(),
    "fine": TransferSettings(iterations=700, size=1024),
    "classic": CLASSIC,
}
