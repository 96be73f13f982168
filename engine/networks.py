"""The convolutions of VGG16 and VGG19 (Simonyan & Zisserman 2015): names, order and widths; pure data.

Layers are named as in the style-transfer papers: relu4_2 is the output, after ReLU, of block 4's second convolution.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Network(StrEnum):
    """Which network's layers are used."""

    VGG16 = "vgg16"
    VGG19 = "vgg19"


#: Filters of each block's convolutions, and how many convolutions a block has.
_BLOCK_WIDTHS = (64, 128, 256, 512, 512)
_BLOCK_DEPTHS = {Network.VGG16: (2, 2, 3, 3, 3), Network.VGG19: (2, 2, 4, 4, 4)}

#: For each network its layers, from the picture upwards, with the number of their filters.
WIDTHS = {
    network: {
        f"relu{block}_{index}": width
        for block, (width, depth) in enumerate(zip(_BLOCK_WIDTHS, depths, strict=True), 1)
        for index in range(1, depth + 1)
    }
    for network, depths in _BLOCK_DEPTHS.items()
}


def block_of(layer: str) -> int:
    """The block, from 1 to 5, that a layer belongs to; pooling lies between blocks."""
    return int(layer.removeprefix("relu").split("_")[0])


def width_of(layer: str) -> int:
    """The number of a layer's filters."""
    return _BLOCK_WIDTHS[block_of(layer) - 1]


def up_to(network: Network, layers: Iterable[str]) -> tuple[str, ...]:
    """All layers from the picture up to the deepest of `layers`."""
    names = tuple(WIDTHS[network])
    return names[: 1 + max(names.index(layer) for layer in layers)]
