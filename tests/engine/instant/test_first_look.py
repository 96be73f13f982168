"""The quick look of a job in a house style: the instant painting."""

from __future__ import annotations

import io
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PIL import Image

from engine import instant
from engine.errors import NotFinite
from engine.events import QuickLook
from engine.image import images
from engine.instant import weights
from engine.run.control import Control
from engine.run.quick_look import instant_look, quick_look
from engine.run.request import TransferRequest
from engine.settings import Colors, Precision, TransferSettings
from tests.support.textures import texture

pytestmark = pytest.mark.usefixtures("untrained")

CONTENT, STYLE = texture(60, 80, 5), texture(90, 90, 0)
REQUEST = TransferRequest(CONTENT, (STYLE,), TransferSettings(size=800))


def look(request: TransferRequest, control: Control | None = None) -> images.FloatImage | None:
    return instant_look(request, control or Control(), Precision.FLOAT32)


def changed(**fields: object) -> TransferRequest:
    return replace(REQUEST, settings=msgspec.structs.replace(REQUEST.settings, **fields))


def test_a_house_style_is_looked_at_in_an_instant_and_as_large_as_what_follows() -> None:
    found = quick_look(REQUEST, control=Control(), precision=Precision.FLOAT32)
    assert isinstance(found, QuickLook)
    with Image.open(io.BytesIO(found.preview)) as picture:
        assert picture.size == (800, 600)
        seen = images.as_floats(picture)
    painted = instant.paint(CONTENT, "waves", 512)
    assert np.abs(images.resize(seen, *painted.shape[:2]) - painted).mean() < 0.03


def test_the_photo_keeps_its_colors_where_that_is_asked() -> None:
    found = look(changed(colors=Colors.KEEP))
    assert found is not None
    content = images.resize(CONTENT, *found.shape[:2])
    difference = found - content
    inside = ((found > 0) & (found < 1)).all(axis=2)
    np.testing.assert_allclose(np.ptp(difference, axis=2)[inside], 0, atol=1e-5)


def test_the_photo_shines_through_where_less_strength_is_asked_for() -> None:
    found = [look(changed(strength=strength)) for strength in (0.0, 30.0, 60.0, 100.0)]
    whole = look(REQUEST)
    assert whole is not None
    photo = images.resize(CONTENT, *whole.shape[:2])
    for seen, share in zip(found, (0, 0.5, 1, 1), strict=True):
        assert seen is not None
        np.testing.assert_allclose(seen, photo + (whole - photo) * share, atol=1e-5)


@pytest.mark.parametrize(
    "request_",
    [
        changed(style_scale=2.0),
        replace(REQUEST, styles=(texture(90, 90, 7),)),
        replace(REQUEST, styles=(STYLE, texture(90, 90, 7))),
        replace(REQUEST, masks=(np.ones((60, 80), np.float32),)),
        replace(REQUEST, protect=np.ones((60, 80), np.float32)),
    ],
)
def test_what_the_network_cannot_paint_is_looked_at_otherwise(request_: TransferRequest) -> None:
    assert look(request_) is None


def test_nothing_is_painted_for_a_job_that_was_canceled() -> None:
    control = Control()
    control.request()
    assert look(REQUEST, control) is None


def test_a_damaged_file_costs_the_instant_look_alone(caplog: pytest.LogCaptureFixture) -> None:
    weights.FILE.write_bytes(b"nothing")
    assert look(REQUEST) is None
    assert "damaged" in caplog.text


def test_what_no_run_takes_is_refused() -> None:
    broken = replace(REQUEST, content=np.full((60, 80, 3), np.nan, np.float32))
    with pytest.raises(NotFinite):
        quick_look(broken, control=Control(), precision=Precision.FLOAT32)
