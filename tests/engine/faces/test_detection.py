"""Faces in photographs: how many are found, where, how surely, and that nothing else is taken for one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import numpy as np
import pytest
from PIL import Image, ImageFilter

from engine.faces import Face, detection, face_score, find_faces, shows_face
from engine.faces.networks import FOLDER
from tests.support.drawings import PHOTOS
from tests.support.face_pictures import WITH_FACES, WITHOUT_FACES
from tests.support.portraits import LEFT_EYE, MOUTH, NOSE, RIGHT_EYE, floats, many, part_of, pasted, photograph
from tests.support.textures import texture

STYLES = PHOTOS.parent / "styles"


def astronaut(edge: int | None = None) -> Image.Image:
    return photograph("astronaut", edge)


@pytest.mark.parametrize(("picture", "count"), WITH_FACES.values(), ids=WITH_FACES.keys())
def test_each_face_is_found_once(picture: Callable[[], Image.Image], count: int) -> None:
    assert len(find_faces(floats(picture()))) == count


def test_a_wall_of_faces_costs_no_more_than_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    """177 could be found: each would cost more looks here, and maps as large as the picture later."""
    looks, real = count(), detection._closer_look
    monkeypatch.setattr(detection, "_closer_look", lambda photo, box: (next(looks), real(photo, box))[1])
    face = part_of(astronaut(), 0.28, 0.08, 0.6, 0.42).resize((91, 91))
    assert len(find_faces(floats(many(face, 14, 14)))) == detection.MOST
    assert next(looks) == detection.MOST_LOOKS


@pytest.mark.parametrize("name", WITHOUT_FACES)
def test_a_photo_of_other_things_has_none(name: str) -> None:
    assert find_faces(floats(photograph(name))) == ()


@pytest.mark.parametrize("style", sorted(path.stem for path in STYLES.glob("*.jpg")))
def test_a_pattern_has_none(style: str) -> None:
    with Image.open(STYLES / f"{style}.jpg") as picture:
        assert find_faces(floats(picture.convert("RGB"))) == ()


@pytest.mark.parametrize("name", [name for name in WITH_FACES if name != "small, in a large picture"])
def test_a_photo_shows_a_face_if_one_is_large_enough(name: str) -> None:
    made, _ = WITH_FACES[name]
    photo = made()
    assert find_faces(floats(photo))[0].size * 17 >= max(photo.size)
    assert shows_face(photo)


@pytest.mark.parametrize("name", WITHOUT_FACES)
def test_one_look_at_the_whole_is_enough_to_see_that_a_photo_shows_nobody(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, look = count(), detection._look
    candidates, closer_look = count(), detection._closer_look
    monkeypatch.setattr(detection, "_look", lambda photo, view: (next(looks), look(photo, view))[1])
    monkeypatch.setattr(detection, "_closer_look", lambda photo, box: (next(candidates), closer_look(photo, box))[1])
    assert not shows_face(photograph(name))
    doubtful = next(candidates)
    assert doubtful <= 1  # the coffee all but seems to be one
    assert next(looks) == 1 + doubtful * len(detection.CLOSE)


def test_noise_one_color_and_the_smallest_picture_have_none() -> None:
    assert find_faces(texture(200, 300, seed=1)) == ()
    assert find_faces(np.full((90, 1200, 3), 0.5, np.float32)) == ()
    assert find_faces(np.zeros((64, 64, 3), np.float32)) == ()


def test_eyes_nose_and_mouth_are_where_one_sees_them() -> None:
    [face] = find_faces(floats(astronaut()))
    for found, seen in zip((*face.eyes, face.nose, face.mouth), (LEFT_EYE, RIGHT_EYE, NOSE, MOUTH), strict=True):
        assert found == pytest.approx((seen[0] * 512, seen[1] * 512), abs=6)
        assert face.left < found[0] < face.right
        assert face.top < found[1] < face.bottom
    assert 85 < face.width < 130
    assert 0.8 < face.width / face.height < 1.25
    assert face.score > 0.8


@pytest.mark.parametrize("edge", [200, 900, 3000])
def test_positions_are_in_pixels_of_the_picture_at_every_size(edge: int) -> None:
    [face] = find_faces(floats(astronaut()))
    [other] = find_faces(floats(astronaut(512).resize((edge, edge), Image.Resampling.LANCZOS)))
    expected = face.scaled(edge / 512)
    assert other.center == pytest.approx(expected.center, abs=0.06 * expected.size)
    assert other.size == pytest.approx(expected.size, rel=0.1)
    assert other.mouth == pytest.approx(expected.mouth, abs=0.06 * expected.size)


def test_the_largest_face_comes_first() -> None:
    first, second = find_faces(floats(pasted(astronaut(200), photograph("camera"), 312, 300)))
    assert first.size > second.size
    assert first.center[0] < 312 < second.center[0]


def test_positions_follow_a_crop_and_a_change_of_size() -> None:
    face = Face(10, 20, 30, 50, 0.9, ((15, 30), (25, 30)), (20, 36), (20, 42))
    moved = face.scaled(2).seen_from(4, 6)
    assert (moved.left, moved.top, moved.right, moved.bottom) == (16, 34, 56, 94)
    assert moved.eyes == ((26, 54), (46, 54))
    assert (moved.nose, moved.mouth, moved.score) == ((36, 66), (36, 78), 0.9)
    assert (moved.width, moved.height, moved.size, moved.center) == (40, 60, 60, (36, 64))


# How sure


def test_the_score_falls_as_the_face_dissolves() -> None:
    photo = astronaut()
    [face] = find_faces(floats(photo))
    dissolved = [photo.filter(ImageFilter.GaussianBlur(radius)) for radius in (0, 14, 30)]
    clear, blurred, gone = (face_score(floats(picture), face) for picture in dissolved)
    assert clear == pytest.approx(face.score, abs=0.1)
    assert clear > blurred > gone
    assert gone < 0.2


def test_there_is_no_score_where_there_is_no_face() -> None:
    [face] = find_faces(floats(astronaut()))
    assert face_score(floats(photograph("chelsea").resize((512, 512))), face) < 0.3
    assert face_score(floats(Image.new("RGB", (512, 512))), face) < 0.3


def test_the_score_is_of_this_face_not_of_its_neighbor() -> None:
    first, second = find_faces(floats(pasted(astronaut(256), astronaut(512), 256, 0)))[:2]
    without = floats(pasted(Image.new("RGB", (256, 512), "gray"), pasted(astronaut(256), astronaut(512), 256, 0), 0, 0))
    right, left = (first, second) if first.center[0] > 256 else (second, first)
    assert face_score(without, right) > 0.6
    assert face_score(without, left) < 0.3


# How it runs


def test_nothing_is_loaded_before_a_picture_is_looked_at_and_tensorflow_never_is() -> None:
    program = (
        "import sys, engine.faces, numpy as np\n"
        "print('ai_edge_litert' in sys.modules)\n"
        "engine.faces.find_faces(np.zeros((64, 64, 3), np.float32))\n"
        "print('ai_edge_litert' in sys.modules, 'tensorflow' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True", "False"]
    assert ran.stderr == ""


def test_threads_share_the_networks() -> None:
    pictures = [floats(astronaut(edge)) for edge in (256, 300, 350, 400)]
    alone = [find_faces(picture) for picture in pictures]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(find_faces, pictures * 3)) == alone * 3


def test_the_networks_are_those_that_their_readme_names() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    files = sorted(FOLDER.glob("*.tflite"))
    assert len(files) == 3
    for file in files:
        assert f"`{file.name}`" in text
        assert hashlib.sha256(file.read_bytes()).hexdigest() in text
