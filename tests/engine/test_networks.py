"""The networks' layers: those of the paper's configurations D and E."""

from __future__ import annotations

import pytest

from engine.networks import WIDTHS, Network, block_of, up_to, width_of


@pytest.mark.parametrize(("network", "convolutions"), [(Network.VGG16, 13), (Network.VGG19, 16)])
def test_a_network_has_as_many_convolutions_as_its_name_says_less_three_dense_layers(
    network: Network, convolutions: int
) -> None:
    assert len(WIDTHS[network]) == convolutions == int(network.removeprefix("vgg")) - 3


@pytest.mark.parametrize("network", list(Network))
def test_layers_come_in_blocks_of_their_own_width(network: Network) -> None:
    blocks = [block_of(layer) for layer in WIDTHS[network]]
    assert blocks == sorted(blocks)
    assert set(blocks) == {1, 2, 3, 4, 5}
    for layer, width in WIDTHS[network].items():
        assert width == width_of(layer) == min(512, 64 << (block_of(layer) - 1))


def test_everything_below_the_deepest_layer_is_needed() -> None:
    assert up_to(Network.VGG16, ["relu1_1"]) == ("relu1_1",)
    assert up_to(Network.VGG16, ["relu3_1", "relu1_1"]) == ("relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1")
    assert up_to(Network.VGG19, ["relu5_4"]) == tuple(WIDTHS[Network.VGG19])
    assert "relu3_4" not in up_to(Network.VGG16, ["relu4_1"])
    assert "relu3_4" in up_to(Network.VGG19, ["relu4_1"])
