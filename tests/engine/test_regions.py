"""Masks as they become guides, and what they do to a picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.image import regions
from engine.image.regions import Mask
from engine.settings import InitialImage
from tests.support.runs import CONTENT, ONE_SCALE, OTHER_STYLE, STYLE, Floats, changed, paint, pixels

SIZES = {f"relu{block}_1": (48 >> (block - 1), 64 >> (block - 1)) for block in range(1, 6)}


def left_half(height: int = 48, width: int = 64) -> Mask:
    mask = np.zeros((height, width), np.float32)
    mask[:, : width // 2] = 1
    return mask


# --- soft edges -------------------------------------------------------------------------------------------------------


def test_a_feathered_mask_has_a_soft_edge_as_wide_as_stated_and_is_hard_elsewhere() -> None:
    soft = regions.feathered(left_half(100, 400))
    assert soft.shape == (100, 400)
    assert soft.dtype == np.float32
    radius = regions.FEATHER * 400
    np.testing.assert_allclose(soft[:, : 200 - round(4 * radius)], 1)
    np.testing.assert_allclose(soft[:, 200 + round(4 * radius) :], 0)
    np.testing.assert_allclose((soft[50, 199] + soft[50, 200]) / 2, 0.5, atol=0.02)
    assert (np.diff(soft[50]) <= 0).all()
    assert np.abs(np.diff(soft[50])).max() < 1 / radius


@pytest.mark.parametrize("size", [(24, 32), (480, 640), (50, 66)])
def test_a_mask_of_any_size_fits_the_scale(size: tuple[int, int]) -> None:
    mask = regions.sized(left_half(), *size)
    assert mask.shape == size
    assert mask.mean() == pytest.approx(0.5, abs=0.02)
    assert mask[size[0] // 2, 0] == 1
    assert mask[size[0] // 2, -1] == 0


def test_values_beyond_the_range_are_cut() -> None:
    np.testing.assert_array_equal(regions.sized(3 * left_half() - 1, 48, 64), left_half())


# --- several masks ----------------------------------------------------------------------------------------------------


def test_a_missing_mask_is_what_the_others_leave() -> None:
    half, third = left_half(), np.zeros((24, 32), np.float32)  # any sizes of one shape
    third[:, 24:] = 1
    first, rest, last = regions.with_rest([half, None, third])
    np.testing.assert_array_equal(first, half)
    np.testing.assert_array_equal(last, third)
    assert (rest[:, :32] == 0).all()
    assert (rest[:, 32:48] == 1).all()
    assert (rest[:, 48:] == 0).all()
    assert regions.with_rest([None, None]) == regions.with_rest([]) == ()


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_masks_never_give_more_than_the_whole_and_stay_where_they_do_not_overlap(seed: int, count: int) -> None:
    masks = list(np.random.default_rng(seed).random((count, 5, 7), np.float32))
    shared = regions.shared(masks)
    total = np.sum(shared, axis=0)
    assert total.max() <= 1 + 1e-6
    alone = np.sum(masks, axis=0) <= 1
    for mask, part in zip(masks, shared, strict=True):
        np.testing.assert_allclose(part[alone], mask[alone])
        assert (part <= mask + 1e-6).all()


def test_where_whole_masks_overlap_they_share_equally() -> None:
    everywhere = np.ones((48, 64), np.float32)
    whole, half = regions.shared([everywhere, left_half()])
    np.testing.assert_allclose(half, left_half() / 2)
    np.testing.assert_allclose(whole, 1 - left_half() / 2)


def test_no_style_goes_where_the_content_is_protected() -> None:
    masks = regions.without([np.ones((48, 64), np.float32), 1 - left_half()], left_half())
    for mask in masks:
        np.testing.assert_array_equal(mask, 1 - left_half())


# --- guides -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mask", [np.ones((48, 64), np.float32), left_half(), left_half() * 0.9], ids=["whole", "half", "pale"]
)
def test_guides_have_the_layers_sizes_and_a_mean_of_one(mask: Mask) -> None:
    guides = regions.guides(mask, SIZES)
    assert {layer: guide.shape for layer, guide in guides.items()} == {
        layer: (1, *size, 1) for layer, size in SIZES.items()
    }
    for guide in guides.values():
        assert guide.mean() == pytest.approx(1, rel=1e-5)
        assert guide.min() >= 0
        inside = guide[0, :, : guide.shape[2] // 2, 0]
        np.testing.assert_allclose(inside, inside[0, 0])


def test_a_position_that_is_half_in_a_region_counts_a_quarter() -> None:
    """The features themselves are multiplied by the mask, their products by its square."""
    pale = left_half()
    pale[:, 32:] = 0.5
    guide = regions.guides(pale, {"relu1_1": (48, 64)})["relu1_1"]
    assert guide[0, 0, 63, 0] == pytest.approx(guide[0, 0, 0, 0] / 4)


def test_an_empty_region_guides_nothing_and_a_tiny_one_only_what_is_fine_enough_to_see_it() -> None:
    empty, tiny = np.zeros((48, 64), np.float32), np.zeros((48, 64), np.float32)
    assert regions.guides(empty, SIZES) == {}
    tiny[20:24, 32:36] = 1
    assert set(regions.guides(tiny, SIZES)) == {"relu1_1", "relu2_1"}


def test_protected_content_counts_more_and_the_rest_as_before() -> None:
    guide = regions.content_guide(left_half())
    assert guide.shape == (1, 48, 64, 1)
    np.testing.assert_array_equal(guide[0, :, :32], 1 + regions.PROTECTION)
    np.testing.assert_array_equal(guide[0, :, 32:], 1)


# --- painted ----------------------------------------------------------------------------------------------------------

RED_STYLE, BLUE_STYLE = STYLE * np.array([1, 0.3, 0.2], np.float32), OTHER_STYLE * np.array([0.2, 0.3, 1], np.float32)
LEFT = left_half(*CONTENT.shape[:2])


def painted(**request: object) -> Floats:
    return pixels(paint(ONE_SCALE, CONTENT, RED_STYLE, BLUE_STYLE, **request))


@pytest.mark.usefixtures("filters_are_learned_once")
def test_each_style_goes_where_its_mask_is() -> None:
    result = painted(masks=(LEFT, 1 - LEFT))
    left, right = result[:, :54].mean((0, 1)), result[:, 74:].mean((0, 1))
    assert left[0] > left[2] + 0.2
    assert right[2] > right[0] + 0.2
    swapped = painted(masks=(1 - LEFT, LEFT))
    assert swapped[:, :54, 2].mean() > swapped[:, :54, 0].mean() + 0.2


@pytest.mark.usefixtures("filters_are_learned_once")
def test_where_no_mask_is_the_content_stays_nearly_as_it_is() -> None:
    result = pixels(paint(changed(style_weight=100.0), CONTENT, RED_STYLE, masks=(LEFT,)))
    original = pixels(paint(changed(style_weight=0.0, denoise_weight=0.0, init=InitialImage.CONTENT), CONTENT))
    change = np.abs(result - original).mean((0, 2))
    assert change[:54].mean() > 5 * change[80:].mean()


@pytest.mark.usefixtures("filters_are_learned_once")
@pytest.mark.parametrize("share", [0.0, 0.0005], ids=["empty", "tiny"])
def test_masks_of_hardly_anything_are_painted_without_a_fault(share: float) -> None:
    tiny = np.zeros(CONTENT.shape[:2], np.float32)
    tiny.flat[: round(share * tiny.size)] = 1
    for masks in ((tiny, tiny), (tiny, 1 - tiny)):
        assert np.isfinite(painted(masks=masks)).all()
    alone = pixels(paint(ONE_SCALE, CONTENT, RED_STYLE, BLUE_STYLE, masks=(tiny, np.ones_like(tiny))))
    assert alone[..., 2].mean() > alone[..., 0].mean() + 0.2  # the other one has all


@pytest.mark.usefixtures("filters_are_learned_once")
def test_protected_content_stays_and_the_rest_is_painted() -> None:
    result = painted(protect=LEFT)
    original = pixels(paint(changed(style_weight=0.0, denoise_weight=0.0, init=InitialImage.CONTENT), CONTENT))
    change = np.abs(result - original).mean((0, 2))
    assert change[:54].mean() < 0.03
    assert change[74:].mean() > 3 * change[:54].mean()
    assert np.isfinite(painted(protect=np.ones_like(LEFT))).all()
    assert np.isfinite(painted(protect=LEFT, masks=(LEFT, 1 - LEFT))).all()
