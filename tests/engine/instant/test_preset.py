"""The instant preset: a run of one pass, by the network alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
import pytest

from engine import instant
from engine.errors import InvalidSettings, WeightsUnavailable
from engine.events import Canceled, Result, Started
from engine.image import images
from engine.instant import weights
from engine.presets import PRESETS
from engine.run.control import Control
from engine.run.request import TransferRequest
from engine.run.sketches import sketches
from engine.run.transfer import stylize
from engine.settings import Colors, Faces, FeatureSource, Precision, TransferSettings
from tests.support.portraits import LEFT_EYE, floats, photograph
from tests.support.runs import pixels
from tests.support.textures import texture

pytestmark = pytest.mark.usefixtures("untrained")

CONTENT, STYLE, OTHER = texture(60, 80, 5), texture(90, 90, 0), texture(90, 90, 1)
SETTINGS = msgspec.structs.replace(PRESETS["instant"], size=160)
REQUEST = TransferRequest(CONTENT, (STYLE,), SETTINGS)


def painted(request: TransferRequest) -> Result:
    started, result = stylize(request, precision=Precision.FLOAT32)
    assert isinstance(started, Started)
    assert (started.features, started.iterations) == (FeatureSource.INSTANT, 1)
    assert isinstance(result, Result)
    return result


def test_the_network_s_painting_is_the_result_and_the_figures_say_so() -> None:
    result = painted(REQUEST)
    [picture] = result.pictures
    assert (picture.width, picture.height) == (160, 120)
    np.testing.assert_allclose(pixels(result), instant.paint(CONTENT, "waves", 160), atol=1 / 255)
    assert images.reopened(picture.jpeg).shape == (120, 160, 3)
    figures = result.figures
    assert (figures.features, figures.precision, figures.iterations) == (FeatureSource.INSTANT, Precision.FLOAT32, 1)
    assert (figures.content_residual, figures.style_residual, figures.style_to_content) == (0, 0, 0)
    assert [(scale.width, scale.height, scale.iterations) for scale in figures.scales] == [(160, 120, 1)]
    assert not result.stopped_early


def test_a_large_painting_s_jpeg_is_as_large_as_a_chat_shows_it() -> None:
    [picture] = painted(replace(REQUEST, settings=msgspec.structs.replace(SETTINGS, size=1400))).pictures
    assert (picture.width, picture.height) == (1400, 1050)
    assert images.reopened(picture.jpeg).shape == (960, 1280, 3)


def test_the_photo_s_palette_is_given_to_what_was_painted() -> None:
    usual, matched = (
        pixels(painted(replace(REQUEST, settings=msgspec.structs.replace(SETTINGS, colors=colors))))
        for colors in (Colors.STYLE, Colors.MATCH)
    )
    away, near = (np.abs(picture.mean((0, 1)) - CONTENT.mean((0, 1))).max() for picture in (usual, matched))
    assert near < 0.02 < away


def test_faces_shine_through_unless_they_are_not_cared_for() -> None:
    portrait = floats(photograph("astronaut", 160))
    settings = {faces: msgspec.structs.replace(SETTINGS, faces=faces) for faces in Faces}
    natural, lightly, off = (
        pixels(painted(TransferRequest(portrait, (STYLE,), settings[faces])))
        for faces in (Faces.NATURAL, Faces.PAINTED, Faces.OFF)
    )
    np.testing.assert_allclose(off, instant.paint(portrait, "waves", 160), atol=1 / 255)
    row, column = (round(160 * share) for share in reversed(LEFT_EYE))
    eye = np.s_[row - 5 : row + 5, column - 5 : column + 5]
    likeness = [np.corrcoef(picture[eye].ravel(), portrait[eye].ravel())[0, 1] for picture in (off, lightly, natural)]
    assert likeness == sorted(likeness)
    assert likeness[0] < 0.2 < 0.5 < likeness[-1]
    np.testing.assert_array_equal(natural[80:], off[80:])


def test_two_styles_are_mixed_by_their_shares() -> None:
    def mixed(*shares: float) -> images.FloatImage:
        settings = msgspec.structs.replace(SETTINGS, style_blend=shares)
        return pixels(painted(replace(REQUEST, styles=(STYLE, OTHER), settings=settings)))

    waves, night = (instant.paint(CONTENT, name, 160) for name in ("waves", "night"))
    vectors = weights.house_styles().styles
    between = instant.paint(CONTENT, (3 * vectors["waves"] + vectors["night"]) / 4, 160)
    for found, right in ((mixed(1, 0), waves), (mixed(0, 2), night), (mixed(3, 1), between)):
        np.testing.assert_allclose(found, right, atol=1.5 / 255)
    np.testing.assert_array_equal(mixed(), mixed(0.5, 0.5))
    assert np.abs(between - waves).mean() > 0.01 < np.abs(between - night).mean()


@pytest.mark.parametrize(
    "changes",
    [
        {"styles": (texture(90, 90, 7),)},
        {"styles": (STYLE, texture(90, 90, 7))},
        {"masks": (np.ones((60, 80), np.float32),)},
        {"protect": np.ones((60, 80), np.float32)},
        {"settings": msgspec.structs.replace(SETTINGS, style_scale=2.0)},
    ],
)
def test_what_the_network_cannot_paint_is_refused_with_the_styles_that_it_can(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidSettings, match="waves, night"):
        list(stylize(replace(REQUEST, **changes), precision=Precision.FLOAT32))


def test_a_run_that_is_canceled_ends_so() -> None:
    control = Control()
    control.request()
    assert isinstance(list(stylize(REQUEST, control=control, precision=Precision.FLOAT32))[-1], Canceled)


def test_stop_and_keep_delivers_the_painting() -> None:
    control = Control()
    control.request(keep=True)
    assert isinstance(list(stylize(REQUEST, control=control, precision=Precision.FLOAT32))[-1], Result)


def test_a_damaged_file_fails_the_run() -> None:
    weights.FILE.write_bytes(b"nothing")
    with pytest.raises(WeightsUnavailable):
        list(stylize(REQUEST, precision=Precision.FLOAT32))


def test_there_are_no_sketches_of_it() -> None:
    with pytest.raises(InvalidSettings, match="instant"):
        list(sketches(REQUEST, [TransferSettings(), SETTINGS], control=Control()))
