"""The objective as a whole: its sum, its gradient, and the residuals that programs are compared by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import pytest
import tensorflow as tf
from numpy.typing import NDArray

from engine import objective
from engine.features import self_taught, vgg16
from engine.image import regions
from engine.networks import WIDTHS, Network, up_to
from engine.objective import losses
from engine.settings import LossScale, Pooling, Precision, StyleLoss, TransferSettings, Weighting

Floats = NDArray[np.float32]

RANDOM = np.random.default_rng(0)
CONTENT, STYLE, OTHER_STYLE = (
    RANDOM.random(shape, np.float32) for shape in ((1, 48, 64, 3), (1, 64, 40, 3), (1, 32, 80, 3))
)
PICTURES = RANDOM.random((2, 48, 64, 3), np.float32)  # white noise
POINT = tf.constant(0.25 + 0.5 * PICTURES[:1])

#: Fewer layers than by default: deeper ones cost much and are no different.
SETTINGS = TransferSettings(
    content_layers={"relu3_1": 1.0}, style_layers={"relu1_1": 1.0, "relu2_1": 1.0, "relu3_1": 1.0}
)
LEFT = np.repeat(np.arange(64) < 24, 48).reshape(64, 48).T.astype(np.float32)  # (48, 64), with a hard edge
MAP_SIZES = {f"relu{block}_1": (48 >> (block - 1), 64 >> (block - 1)) for block in (1, 2, 3)}

all_statistics = pytest.mark.parametrize("statistics", [StyleLoss.GRAM, StyleLoss.COVARIANCE, StyleLoss.WASSERSTEIN])


def recipe(**settings: object) -> objective.Recipe:
    return objective.recipe_of(msgspec.structs.replace(SETTINGS, **settings))


@pytest.fixture(scope="module")
def filters() -> vgg16.Filters:
    layers = up_to(Network.VGG16, ["relu3_1"])
    return self_taught.learn(CONTENT[0], [STYLE[0]], Precision.FLOAT32, layers=layers)


def objective_for(
    filters: vgg16.Filters,
    recipe: objective.Recipe,
    *styles: Floats,
    shares: Sequence[float] = (),
    weights: tuple[object, object, object] = (1, 2, 3),
) -> objective.Objective:
    pictures = [tf.constant(style) for style in styles or (STYLE,)]
    targets = objective.Targets(
        objective.content_targets(tf.constant(CONTENT), filters, recipe),
        (objective.style_targets(pictures, shares or [1 / len(pictures)] * len(pictures), filters, recipe),),
    )
    return objective.Objective(filters, targets, as_weights(weights))


def guides_of(mask: Floats) -> dict[str, tf.Tensor]:
    return {layer: tf.constant(guide) for layer, guide in regions.guides(mask, MAP_SIZES).items()}


def in_regions(filters: vgg16.Filters, recipe: objective.Recipe, parts: Mapping[str, Floats]) -> objective.Objective:
    """An objective with STYLE on the left and OTHER_STYLE on the right, where `parts` say so, and protected corners."""
    protected = np.zeros((48, 64), np.float32)
    protected[:10, :10] = protected[-10:, -10:] = 1
    guide = tf.constant(regions.content_guide(protected))
    styles = {"left": STYLE, "right": OTHER_STYLE}
    targets = objective.Targets(
        objective.content_targets(tf.constant(CONTENT), filters, recipe, guide),
        tuple(
            objective.style_targets([tf.constant(styles[name])], [1.0], filters, recipe, guides_of(mask))
            for name, mask in parts.items()
        ),
    )
    return objective.Objective(filters, targets, as_weights((1, 2, 3)))


def as_weights(weights: tuple[object, object, object]) -> objective.LossWeights:
    return objective.LossWeights(*(tf.constant(weight, tf.float32) for weight in weights))


def terms(function: objective.Objective, recipe: objective.Recipe, pictures: tf.Tensor = POINT) -> objective.Terms:
    return objective.terms(pictures, function, recipe)


def residuals(picture: tf.Tensor, function: objective.Objective, recipe: objective.Recipe) -> tuple[float, float]:
    seen = objective.observed(picture, function.filters, function.targets, recipe)
    return objective.residuals(picture, function, recipe, seen)


def assert_is_gradient_of_sum(
    function: objective.Objective, recipe: objective.Recipe, rtol: float = 0.01
) -> objective.Evaluation:
    """Compare the gradient, along its own direction, with central differences of the weighted sum, or of logarithms."""
    found = objective.evaluate(POINT, function, recipe)
    direction = found.gradient / tf.norm(found.gradient)
    step = 0.02  # in all pixels together: small against the curvature, large against float32's rounding

    def summed(pictures: tf.Tensor) -> float:
        values = np.array([float(term[0]) for term in terms(function, recipe, pictures)])
        values = np.log(values) if recipe.weighting is Weighting.ADAPTIVE else values
        return float(values @ [float(weight) for weight in function.weights])

    slope = (summed(POINT + step * direction) - summed(POINT - step * direction)) / (2 * step)
    np.testing.assert_allclose(slope, float(tf.norm(found.gradient)), rtol=rtol)
    return found


# --- terms ------------------------------------------------------------------------------------------------------------


@all_statistics
def test_the_terms_are_nothing_where_content_and_style_are_met(filters: vgg16.Filters, statistics: StyleLoss) -> None:
    chosen = recipe(style_loss=statistics)
    content, style, denoise = terms(objective_for(filters, chosen, CONTENT), chosen, tf.constant(CONTENT))
    np.testing.assert_allclose(content, [0], atol=1e-6)
    # Twelve steps of Newton–Schulz leave the roots of the smallest eigenvalues a little short.
    np.testing.assert_allclose(style, [0], atol=5e-3 if statistics is StyleLoss.WASSERSTEIN else 1e-6)
    assert denoise[0] > 0.5


def test_the_denoise_term_of_white_noise_is_one(filters: vgg16.Filters) -> None:
    chosen = recipe()
    gray = np.repeat(PICTURES[..., :1], 3, 3)
    denoise = terms(objective_for(filters, chosen), chosen, tf.constant(gray)).denoise
    np.testing.assert_allclose(denoise, [1, 1], rtol=0.05)


def test_the_content_term_is_one_deviation_for_maps_of_the_mean(filters: vgg16.Filters) -> None:
    """Relative to the variance of the target: maps without any content are at a distance of 1."""
    [target] = objective_for(filters, recipe()).targets.content.values()
    mean = tf.fill(target.maps.shape, tf.reduce_mean(target.maps))
    np.testing.assert_allclose(losses.content_loss(mean, target.maps, target.size), [1], rtol=1e-3)


def test_losses_relative_to_nothing_are_plain_mean_squares_and_sums(filters: vgg16.Filters) -> None:
    chosen = recipe(loss_scale=LossScale.NONE, style_loss=StyleLoss.GRAM)
    content, style, denoise = terms(objective_for(filters, chosen), chosen)
    maps, wanted = naive_maps(POINT, filters, "relu3_1"), naive_maps(CONTENT, filters, "relu3_1")
    np.testing.assert_allclose(content, [((maps - wanted) ** 2).mean()], rtol=1e-3)
    by_layer = [
        ((naive_gram(POINT, filters, layer) - naive_gram(STYLE, filters, layer)) ** 2).mean() for layer in MAP_SIZES
    ]
    np.testing.assert_allclose(style, [np.mean(by_layer)], rtol=1e-3)
    levels = 255 * POINT.numpy()[0].astype(np.float64)
    absolute = np.abs(np.diff(levels, axis=0)).sum() + np.abs(np.diff(levels, axis=1)).sum()
    np.testing.assert_allclose(denoise, [absolute], rtol=1e-4)


def test_each_layer_counts_by_its_weight(filters: vgg16.Filters) -> None:
    """Weights are shares: only their ratio counts."""
    mixed = recipe(content_layers={"relu2_2": 1.0, "relu3_1": 3.0}, style_layers={"relu1_1": 6.0, "relu3_1": 2.0})
    content, style, _ = terms(objective_for(filters, mixed), mixed)
    expected = np.zeros(2)
    for content_layer, style_layer, content_share, style_share in (
        ("relu2_2", "relu1_1", 0.25, 0.75),
        ("relu3_1", "relu3_1", 0.75, 0.25),
    ):
        single = recipe(content_layers={content_layer: 5.0}, style_layers={style_layer: 0.1})
        alone = terms(objective_for(filters, single), single)
        expected += (content_share * alone.content[0], style_share * alone.style[0])
    np.testing.assert_allclose([content[0], style[0]], expected, rtol=1e-4)


def test_only_layers_that_are_asked_for_are_looked_at() -> None:
    chosen = recipe(content_layers={"relu3_1": 1.0}, style_layers={"relu1_1": 1.0, "relu3_1": 1.0})
    assert set(chosen.layers) == {"relu1_1", "relu3_1"}


# --- the gradient -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [
        *({"style_loss": statistics} for statistics in (StyleLoss.GRAM, StyleLoss.COVARIANCE, StyleLoss.WASSERSTEIN)),
        {"pooling": Pooling.MAX},
        {"style_loss": StyleLoss.GRAM, "loss_scale": LossScale.NONE},
    ],
    ids=str,
)
def test_the_gradient_tells_how_the_weighted_sum_changes(filters: vgg16.Filters, settings: dict[str, object]) -> None:
    chosen = recipe(**settings)
    weights = (1, 2, 3) if chosen.loss_scale is LossScale.TARGET else (1, 0.01, 1e-5)
    found = assert_is_gradient_of_sum(objective_for(filters, chosen, weights=weights), chosen)
    expected = sum(weight * term for weight, term in zip(weights, found.terms, strict=True))
    np.testing.assert_allclose(found.total, expected, rtol=1e-5)
    assert [float(weight) for weight in found.weights] == pytest.approx(weights)


@all_statistics
def test_adaptive_weights_are_divided_by_their_losses_and_descend_on_logarithms(
    filters: vgg16.Filters, statistics: StyleLoss
) -> None:
    chosen = recipe(weighting=Weighting.ADAPTIVE, style_loss=statistics)
    found = assert_is_gradient_of_sum(objective_for(filters, chosen, weights=(1.5, 10, 0.3)), chosen)
    for weight, term, base in zip(found.weights, found.terms, (1.5, 10, 0.3), strict=True):
        np.testing.assert_allclose(weight, base / term, rtol=1e-4)
    np.testing.assert_allclose(found.total, [1.5 + 10 + 0.3], rtol=1e-5)


def test_adaptive_weights_of_losses_that_are_nothing_are_finite(filters: vgg16.Filters) -> None:
    chosen = recipe(weighting=Weighting.ADAPTIVE)
    found = objective.evaluate(tf.constant(CONTENT), objective_for(filters, chosen, CONTENT), chosen)
    assert np.isfinite(found.weights).all()
    assert np.isfinite(found.gradient).all()


@all_statistics
def test_each_picture_of_a_batch_has_its_own_losses_and_gradient(filters: vgg16.Filters, statistics: StyleLoss) -> None:
    chosen = recipe(style_loss=statistics)
    together = objective_for(filters, chosen, weights=([1, 5], [2, 0.5], [3, 0]))
    found = objective.evaluate(tf.constant(PICTURES), together, chosen)
    for index, weights in enumerate([(1, 2, 3), (5, 0.5, 0)]):
        alone = objective_for(filters, chosen, weights=weights)
        its = objective.evaluate(tf.constant(PICTURES[index : index + 1]), alone, chosen)
        np.testing.assert_allclose([term[index] for term in found.terms], [term[0] for term in its.terms], rtol=1e-3)
        scale = np.abs(its.gradient).max()
        np.testing.assert_allclose(found.gradient[index], its.gradient[0], atol=1e-3 * scale)


def test_the_weights_are_those_of_the_settings() -> None:
    settings = TransferSettings(content_weight=1.5, style_weight=7, denoise_weight=0)
    assert [float(weight) for weight in objective.weights_of(settings)] == [1.5, 7, 0]


# --- several styles, and regions --------------------------------------------------------------------------------------


@all_statistics
def test_the_moments_of_several_styles_are_blended_by_their_shares(
    filters: vgg16.Filters, statistics: StyleLoss
) -> None:
    chosen = recipe(style_loss=statistics)
    [both], [one], [other] = (
        objective_for(filters, chosen, *styles, shares=shares).targets.style
        for styles, shares in (((STYLE, OTHER_STYLE), (0.25, 0.75)), ((STYLE,), (1,)), ((OTHER_STYLE,), (1,)))
    )
    assert set(both) == set(MAP_SIZES)
    for layer in both:
        for found, first, second in zip(both[layer].moments, one[layer].moments, other[layer].moments, strict=True):
            np.testing.assert_allclose(found, 0.25 * first + 0.75 * second, atol=1e-5)


@all_statistics
def test_a_style_with_the_whole_share_is_as_if_it_were_alone(filters: vgg16.Filters, statistics: StyleLoss) -> None:
    chosen = recipe(style_loss=statistics)
    both = objective_for(filters, chosen, STYLE, OTHER_STYLE, shares=(1, 0))
    np.testing.assert_array_equal(terms(both, chosen).style, terms(objective_for(filters, chosen), chosen).style)


@all_statistics
def test_the_gradient_holds_with_regions_and_protected_parts(filters: vgg16.Filters, statistics: StyleLoss) -> None:
    chosen = recipe(style_loss=statistics)
    assert_is_gradient_of_sum(in_regions(filters, chosen, {"left": LEFT, "right": 1 - LEFT}), chosen)


@all_statistics
def test_the_style_of_regions_is_the_mean_of_what_each_has_alone(filters: vgg16.Filters, statistics: StyleLoss) -> None:
    chosen = recipe(style_loss=statistics)
    both, left, right = (
        terms(in_regions(filters, chosen, parts), chosen).style
        for parts in ({"left": LEFT, "right": 1 - LEFT}, {"left": LEFT}, {"right": 1 - LEFT})
    )
    np.testing.assert_allclose(both, (left + right) / 2, rtol=1e-4)


@all_statistics
def test_a_region_that_is_everywhere_is_no_region(filters: vgg16.Filters, statistics: StyleLoss) -> None:
    chosen = recipe(style_loss=statistics)
    everywhere = in_regions(filters, chosen, {"left": np.ones((48, 64), np.float32)})
    np.testing.assert_allclose(
        terms(everywhere, chosen).style, terms(objective_for(filters, chosen), chosen).style, rtol=1e-4
    )


def test_a_change_outside_a_region_changes_nothing_in_its_statistics(filters: vgg16.Filters) -> None:
    chosen = recipe(style_layers={"relu1_1": 1.0})  # deeper units see across the border
    function = in_regions(filters, chosen, {"left": LEFT})
    elsewhere = POINT.numpy().copy()
    elsewhere[:, :, 26:] = 0
    before, after = (terms(function, chosen, tf.constant(pictures)).style for pictures in (POINT, elsewhere))
    np.testing.assert_allclose(after, before, rtol=1e-5)
    everywhere = objective_for(filters, chosen)
    before, after = (terms(everywhere, chosen, tf.constant(pictures)).style for pictures in (POINT, elsewhere))
    assert abs(after[0] - before[0]) > 0.1 * before[0]


def test_a_region_too_small_for_a_deep_layer_is_looked_at_in_the_others_only(filters: vgg16.Filters) -> None:
    chosen = recipe()
    spot = np.zeros((48, 64), np.float32)
    spot[8:12, 8:12] = 1
    [target] = in_regions(filters, chosen, {"left": spot}).targets.style
    assert set(target) == {"relu1_1", "relu2_1"}
    assert np.isfinite(terms(in_regions(filters, chosen, {"left": spot}), chosen).style).all()


def test_without_any_region_there_is_no_style_and_all_else_goes_on(filters: vgg16.Filters) -> None:
    chosen = recipe()
    function = in_regions(filters, chosen, {})
    found = objective.evaluate(POINT, function, chosen)
    np.testing.assert_array_equal(found.terms.style, [0])
    assert found.terms.content[0] > 0
    assert np.abs(found.gradient).max() > 0
    content, style = residuals(POINT, function, chosen)
    assert content > 0
    assert style == 0


def test_protected_content_counts_more(filters: vgg16.Filters) -> None:
    """A change there costs more than the same change elsewhere, by about as much as is said."""
    chosen = recipe(content_layers={"relu1_1": 1.0}, style_layers={"relu1_1": 1.0})
    function = in_regions(filters, chosen, {"left": LEFT})
    costs = {}
    for name, place in {"protected": slice(2, 8), "free": slice(30, 36)}.items():
        changed = CONTENT.copy()
        changed[:, 2:8, place] = 1 - CONTENT[:, 2:8, place]
        costs[name] = float(terms(function, chosen, tf.constant(changed)).content[0])
    assert costs["protected"] / costs["free"] == pytest.approx(1 + regions.PROTECTION, rel=0.3)


# --- residuals --------------------------------------------------------------------------------------------------------


def naive_maps(image: Floats, filters: vgg16.Filters, layer: str) -> NDArray[np.float64]:
    """The feature maps of a layer, (positions, channels)."""
    found = vgg16.features(tf.constant(image), filters, [layer])[layer].numpy()
    return found.reshape(-1, found.shape[-1]).astype(np.float64)


def naive_gram(image: Floats, filters: vgg16.Filters, layer: str) -> NDArray[np.float64]:
    flat = naive_maps(image, filters, layer)
    return flat.T @ flat / len(flat)


def naive_residuals(picture: Floats, filters: vgg16.Filters, content_layer: str) -> tuple[float, float]:
    def relative(value: NDArray[np.float64], target: NDArray[np.float64]) -> float:
        return float(((value - target) ** 2).sum() / (target**2).sum())

    content = relative(*(naive_maps(image, filters, content_layer) for image in (picture, CONTENT)))
    by_layer = [
        relative(*(naive_gram(image, filters, layer) for image in (picture, STYLE))) for layer in SETTINGS.style_layers
    ]
    return content, float(np.mean(by_layer))


@all_statistics
@pytest.mark.parametrize("weighting", list(Weighting))
def test_the_residuals_are_those_of_the_naive_formula_whatever_the_losses(
    filters: vgg16.Filters, statistics: StyleLoss, weighting: Weighting
) -> None:
    picture = PICTURES[:1] * np.float32(0.7)
    chosen = recipe(style_loss=statistics, weighting=weighting, content_layers={"relu2_2": 2.0})
    found = residuals(tf.constant(picture), objective_for(filters, chosen), chosen)
    np.testing.assert_allclose(found, naive_residuals(picture, filters, "relu2_2"), rtol=1e-3)


def test_features_that_are_all_zero_count_as_reached() -> None:
    """As pictures of one plain color may have them."""
    widths = WIDTHS[Network.VGG16]
    nothing = vgg16.Filters(
        {
            layer: vgg16.Filter.of(tf.zeros((3, 3, below, width)), tf.zeros(width))
            for (layer, width), below in zip(widths.items(), (3, *widths.values()), strict=False)
        }
    )
    chosen = recipe()
    found = residuals(tf.constant(PICTURES[:1]), objective_for(nothing, chosen), chosen)
    assert found == (0, 0)
