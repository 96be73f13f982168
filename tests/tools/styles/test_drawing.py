"""What the styles are drawn with: fields, cells, colors and brushes."""

from __future__ import annotations

import numpy as np
import pytest

from tools.styles.brushes import Brush, painted
from tools.styles.cells import cells, centered
from tools.styles.colors import color, ramp
from tools.styles.sheet import Sheet, blurred, noise, slopes, streaks


@pytest.fixture
def sheet() -> Sheet:
    return Sheet(96, 64, np.random.default_rng(5))


def test_lengths_do_not_depend_on_the_number_of_pixels() -> None:
    random = np.random.default_rng(0)
    small, large = Sheet(96, 64, random), Sheet(960, 640, random)
    assert small.across == pytest.approx(large.across)
    assert small.down == pytest.approx(large.down)
    assert Sheet(50, 50, random).across == pytest.approx(768)


def test_noise_has_mean_0_and_deviation_1(sheet: Sheet) -> None:
    values = noise(sheet, 40, 3)
    assert values.shape == (64, 96)
    assert abs(values.mean()) < 0.2
    assert values.std() == pytest.approx(1, abs=0.2)


def test_blurring_keeps_a_flat_field_and_the_mean_and_takes_detail_away(sheet: Sheet) -> None:
    assert np.allclose(blurred(sheet, np.full((64, 96), 0.3, np.float32), 30), 0.3, atol=1e-5)
    grain = noise(sheet, 12)
    assert blurred(sheet, grain, 60).std() < 0.2 * grain.std()


def test_the_slope_of_a_plane_is_the_same_everywhere(sheet: Sheet) -> None:
    down, right = slopes(sheet, 0.5 * sheet.x - 2 * sheet.y)
    assert np.allclose(down, -2, atol=1e-3)
    assert np.allclose(right, 0.5, atol=1e-3)


def test_streaks_run_along_the_flow(sheet: Sheet) -> None:
    level = np.zeros((64, 96), np.float32)
    drawn = streaks(sheet, level, noise(sheet, 12), 150)
    down, right = slopes(sheet, drawn)
    assert np.abs(right).mean() < 0.4 * np.abs(down).mean()


def test_every_pixel_belongs_to_its_nearest_site(sheet: Sheet) -> None:
    x = sheet.random.uniform(0, sheet.across, 60).astype(np.float32)
    y = sheet.random.uniform(0, sheet.down, 60).astype(np.float32)
    found = cells(sheet, x, y, 1000)
    distances = np.sort(np.hypot(sheet.x[..., None] - x, sheet.y[..., None] - y), axis=-1)
    assert np.allclose(found.nearest, distances[..., 0], atol=1e-2)
    assert np.allclose(found.second, distances[..., 1], atol=1e-2)
    assert np.allclose(np.hypot(sheet.x - x[found.owner], sheet.y - y[found.owner]), found.nearest, atol=1e-2)


def test_centering_sites_evens_out_their_cells(sheet: Sheet) -> None:
    x = sheet.random.uniform(0, sheet.across, 40).astype(np.float32)
    y = sheet.random.uniform(0, sheet.down, 40).astype(np.float32)
    first = cells(sheet, x, y, 1000)
    found = first
    for _ in range(10):
        x, y = centered(sheet, found, x, y)
        found = cells(sheet, x, y, 1000)
    assert np.bincount(found.owner.ravel()).std() < 0.6 * np.bincount(first.owner.ravel()).std()


def test_a_ramp_begins_and_ends_with_its_colors_and_holds_them_beyond() -> None:
    ends = ramp(np.array([-1.0, 0.0, 0.5, 1.0, 2.0]), ("#000000", "#ff0000", "#ffffff"))
    assert ends.tolist() == [[0, 0, 0], [0, 0, 0], [1, 0, 0], [1, 1, 1], [1, 1, 1]]
    assert color("#3366ff").tolist() == pytest.approx([0.2, 0.4, 1.0])


def test_strokes_cover_the_sheet_in_the_colors_of_what_they_paint(sheet: Sheet) -> None:
    target = np.broadcast_to(color("#3366ff"), (64, 96, 3)).astype(np.float32)
    angle = np.zeros((64, 96), np.float32)
    picture, relief = painted(sheet, target, angle, [Brush(length=80, width=40, spacing=30)])
    assert picture.shape == (64, 96, 3)
    assert np.abs(picture - target).mean() < 0.1
    assert (relief > 0).mean() > 0.95
