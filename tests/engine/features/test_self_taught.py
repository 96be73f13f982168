"""Self-taught filters: normalized as stated, the same for a seed, and finite for the dullest pictures."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine.features import self_taught, vgg16
from engine.networks import Network, block_of, up_to, width_of
from engine.settings import Pooling, Precision
from tests.support.textures import texture

Floats = NDArray[np.float32]

TOP = "relu5_1"
LOWER = "relu3_1"  # learned in half the time, where depth does not matter


CONTENT, STYLE, OTHER_STYLE = texture(72, 96, 1), texture(96, 80, 2), texture(64, 64, 3)


def learn(
    content: Floats, *styles: Floats, seed: int = 0, precision: Precision = Precision.FLOAT32, top: str = TOP
) -> vgg16.Filters:
    return self_taught.learn(content, styles, precision, seed=seed, layers=layers_up_to(top))


def layers_up_to(top: str) -> tuple[str, ...]:
    return up_to(Network.VGG16, [top])


@pytest.fixture(scope="module")
def filters() -> vgg16.Filters:
    return learn(CONTENT, STYLE)


def assert_finite(filters: vgg16.Filters) -> None:
    for kernel, bias, _ in filters.by_layer.values():
        assert np.isfinite(tf.cast(kernel, tf.float32)).all()
        assert np.isfinite(tf.cast(bias, tf.float32)).all()


def assert_equal(one: vgg16.Filters, other: vgg16.Filters) -> None:
    for layer in one.by_layer:
        for found, expected in zip(one.by_layer[layer], other.by_layer[layer], strict=True):
            np.testing.assert_array_equal(tf.cast(found, tf.float32), tf.cast(expected, tf.float32))


def responses_before_relu(
    filters: vgg16.Filters, layer: str, pictures: list[Floats], pooling: Pooling = Pooling.AVERAGE
) -> Floats:
    """All responses at a layer, (positions of all pictures, channels): its input found by the network itself."""
    found = []
    for picture in pictures:
        batch = tf.constant(picture[np.newaxis])
        names = list(filters.by_layer)
        index = names.index(layer)
        maps = vgg16.enter(batch)
        if index:
            below = names[index - 1]
            maps = vgg16.features(batch, filters, [below], pooling)[below]
            if block_of(below) != block_of(layer):
                maps = vgg16.pool(maps, pooling)
        one = filters.by_layer[layer]
        mirrored = index < filters.mirrored
        maps = vgg16.convolve(tf.cast(maps, one.kernel.dtype), one, mirrored=mirrored) + one.bias
        found.append(tf.reshape(tf.cast(maps, tf.float32), (-1, maps.shape[-1])).numpy())
    return np.concatenate(found)


def test_every_layer_has_vgg16_s_shape(filters: vgg16.Filters) -> None:
    assert tuple(filters.by_layer) == layers_up_to(TOP)
    channels = 3
    for layer, (kernel, bias, _) in filters.by_layer.items():
        assert kernel.shape == (3, 3, channels, width_of(layer))
        assert bias.shape == (width_of(layer),)
        channels = width_of(layer)


@pytest.mark.parametrize("layer", layers_up_to(TOP))
def test_responses_have_the_stated_mean_and_deviation_one(filters: vgg16.Filters, layer: str) -> None:
    responses = responses_before_relu(filters, layer, [CONTENT, STYLE])
    np.testing.assert_allclose(responses.mean(0), self_taught.BIAS, atol=2e-3)
    np.testing.assert_allclose(responses.std(0), 1, atol=2e-3)


def test_in_bfloat16_the_responses_are_normalized_as_far_as_that_goes() -> None:
    filters = learn(CONTENT, STYLE, precision=Precision.BFLOAT16)
    assert filters.by_layer[TOP].kernel.dtype == tf.bfloat16
    for layer in ("relu1_1", "relu3_1", TOP):
        responses = responses_before_relu(filters, layer, [CONTENT, STYLE])
        np.testing.assert_allclose(responses.mean(0), self_taught.BIAS, atol=0.06)
        np.testing.assert_allclose(responses.std(0), 1, atol=0.06)


@pytest.mark.parametrize("pooling", list(Pooling))
def test_filters_are_learned_through_the_pooling_that_they_will_be_used_with(pooling: Pooling) -> None:
    filters = self_taught.learn(CONTENT, [STYLE], Precision.FLOAT32, layers=layers_up_to(LOWER), pooling=pooling)
    responses = responses_before_relu(filters, LOWER, [CONTENT, STYLE], pooling)
    np.testing.assert_allclose(responses.mean(0), self_taught.BIAS, atol=2e-3)
    np.testing.assert_allclose(responses.std(0), 1, atol=2e-3)


def test_vgg19_s_additional_layers_are_learned_too() -> None:
    layers = up_to(Network.VGG19, ["relu4_1"])
    filters = self_taught.learn(CONTENT, [STYLE], Precision.FLOAT32, layers=layers)
    assert tuple(filters.by_layer) == layers
    assert "relu3_4" in layers
    assert filters.by_layer["relu3_4"].kernel.shape == (3, 3, 256, 256)
    assert filters.by_layer["relu4_1"].kernel.shape == (3, 3, 256, 512)
    responses = responses_before_relu(filters, "relu3_4", [CONTENT, STYLE])
    np.testing.assert_allclose(responses.mean(0), self_taught.BIAS, atol=2e-3)
    np.testing.assert_allclose(responses.std(0), 1, atol=2e-3)


def test_the_first_layer_s_filters_are_alike_in_strength_but_not_in_form(filters: vgg16.Filters) -> None:
    kernels = tf.reshape(filters.by_layer["relu1_1"].kernel, (27, -1)).numpy()
    unit = kernels / np.linalg.norm(kernels, axis=0)
    likeness = unit.T @ unit - np.eye(unit.shape[1])
    assert likeness.max() < 0.999  # no filter twice


def test_the_same_seed_gives_the_same_filters(filters: vgg16.Filters) -> None:
    assert_equal(learn(CONTENT, STYLE, top=LOWER), filters)


def test_another_seed_gives_other_filters(filters: vgg16.Filters) -> None:
    others = learn(CONTENT, STYLE, seed=1, top=LOWER)
    for layer, (kernel, *_) in others.by_layer.items():
        assert np.abs(kernel - filters.by_layer[layer].kernel).max() > 1e-3


def test_other_pictures_give_other_filters(filters: vgg16.Filters) -> None:
    for others in (learn(CONTENT, OTHER_STYLE, top="relu1_1"), learn(OTHER_STYLE, STYLE, top="relu1_1")):
        assert np.abs(filters.by_layer["relu1_1"].kernel - others.by_layer["relu1_1"].kernel).max() > 1e-3


def test_several_styles_are_all_learned_from() -> None:
    filters = learn(CONTENT, STYLE, OTHER_STYLE, top=LOWER)
    for layer in ("relu1_1", LOWER):
        responses = responses_before_relu(filters, layer, [CONTENT, STYLE, OTHER_STYLE])
        np.testing.assert_allclose(responses.mean(0), self_taught.BIAS, atol=2e-3)
        np.testing.assert_allclose(responses.std(0), 1, atol=2e-3)


GRAY = np.repeat(CONTENT[:, :, :1], 3, 2)
PLAIN = np.full((64, 80, 3), [0.9, 0.1, 0.2], np.float32)
WHITE = np.ones((64, 64, 3), np.float32)


@pytest.mark.parametrize(
    ("content", "style", "top"),
    [
        (GRAY, GRAY[::-1], LOWER),
        (PLAIN, STYLE, TOP),
        (STYLE, PLAIN, LOWER),
        (PLAIN, WHITE, LOWER),
        (PLAIN, PLAIN, TOP),
    ],
    ids=["grey pictures", "plain content", "plain style", "two plain pictures", "one plain colour"],
)
def test_dull_pictures_give_finite_filters_and_features(content: Floats, style: Floats, top: str) -> None:
    filters = learn(content, style, top=top)
    assert_finite(filters)
    for picture in (content, style, CONTENT):
        found = vgg16.features(tf.constant(picture[np.newaxis]), filters, layers_up_to(top))
        assert all(np.isfinite(maps).all() for maps in found.values())


def test_long_strips_give_finite_filters() -> None:
    """At the deepest layer their maps are one pixel high, less than a patch."""
    assert_finite(learn(texture(16, 256, 4), texture(256, 16, 5)))


class _Enough(Exception):
    """Ends a learning."""


def test_learning_can_be_ended_before_each_layer() -> None:
    self_taught.forget()  # what another test has had learned
    begun = 0

    def before_layer() -> None:
        nonlocal begun
        begun += 1
        if begun == 3:
            raise _Enough

    with pytest.raises(_Enough):
        self_taught.learn(CONTENT, [STYLE], Precision.FLOAT32, before_layer=before_layer)
    assert begun == 3
