"""Faces in whole runs: found, cared for, and painted again where they were lost."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from engine.events import Figures, Result
from engine.faces import close_ups, survival
from engine.image import images
from engine.run import retouch
from engine.run.control import Control
from engine.run.planning import make_plan
from engine.run.progress import first_position
from engine.run.request import TransferRequest
from engine.settings import Faces, Precision, TransferSettings
from tests.support.runs import finish, paint, pixels, run

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("real_filters")]

GALLERY = Path(__file__).resolve().parents[2] / "docs" / "gallery"
ASTRONAUT = images.reopened((GALLERY / "photos" / "astronaut.jpg").read_bytes())
WAVES = images.reopened((GALLERY / "styles" / "waves.jpg").read_bytes())
SETTINGS = TransferSettings(iterations=24, size=224)


def figures(**changes: object) -> Figures:
    return paint(msgspec.structs.replace(SETTINGS, **changes), ASTRONAUT, WAVES).figures


def test_a_face_is_found_and_its_score_is_told() -> None:
    found = figures()
    assert found.faces == 1
    assert found.face_score is not None
    assert found.face_score > survival.KEPT


def test_nobody_looks_for_faces_where_none_are_to_be_cared_for() -> None:
    found = figures(faces=Faces.OFF)
    assert (found.faces, found.faces_retouched, found.face_score) == (0, 0, None)


def test_the_content_is_in_the_style_s_colors_at_the_face_and_counts_more_there() -> None:
    plan = make_plan(TransferRequest(ASTRONAUT, (WAVES,), SETTINGS), Precision.FLOAT32)
    guide = np.asarray(plan.targets_at(plan.scales[-1]).content["relu2_2"].guide, np.float32)[0, :, :, 0]
    (face,) = plan.faces_at(*guide.shape)
    row, column = (round(value) for value in face.mouth[::-1])
    assert guide[row, column] > 1.5
    assert guide[-1, 0] == 1


@pytest.fixture(scope="module")
def lost_and_found() -> tuple[Result, Result]:
    """A painting that nearly loses the face: as it is, and with the face painted again."""
    strong = msgspec.structs.replace(SETTINGS, style_weight=100.0, faces=Faces.PAINTED)
    asked = TransferRequest(ASTRONAUT, (WAVES,), strong)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(close_ups, "FACE_EDGE", 80)  # a fourth of the pixels to paint again
        patch.setattr(survival, "KEPT", 0.0)  # nothing counts as lost
        before = finish(run(asked))
        patch.setattr(survival, "KEPT", 1.1)  # everything does
        return before, finish(run(asked))


def test_a_face_that_was_lost_is_painted_again_and_is_better_then(lost_and_found: tuple[Result, Result]) -> None:
    before, after = lost_and_found
    assert (before.figures.faces_retouched, after.figures.faces_retouched) == (0, 1)
    assert before.figures.face_score is not None
    assert after.figures.face_score is not None
    assert after.figures.face_score >= before.figures.face_score
    changed = np.abs(pixels(after) - pixels(before)).max(2) > 0
    assert not changed[150:].any()  # but for the face, nothing is touched


def test_a_run_that_is_ended_early_retouches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survival, "KEPT", 1.1)
    plan = make_plan(TransferRequest(ASTRONAUT, (WAVES,), SETTINGS), Precision.FLOAT32)
    control = Control()
    control.request(keep=True)
    touched = retouch.retouched(plan, first_position(plan), control)
    assert touched.repainted == 0


def test_the_jpeg_shows_the_retouched_face_too(lost_and_found: tuple[Result, Result]) -> None:
    (picture,) = lost_and_found[1].pictures
    with Image.open(io.BytesIO(picture.jpeg)) as jpeg, Image.open(io.BytesIO(picture.png)) as png:
        assert np.abs(np.asarray(jpeg, float) - np.asarray(png.convert("RGB"), float)).mean() < 4
