"""`--preset instant` on the command line, and `python -m engine.instant.train`."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.cli.command import main
from engine.image import images
from engine.instant import state
from tests.support.textures import texture

ROOT = Path(__file__).parents[3]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    path.write_bytes(images.encode_png(texture(90, 120, 5)))
    return path


@pytest.mark.usefixtures("untrained")
def test_a_style_is_painted_by_its_name_and_by_its_picture(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    style = tmp_path / "copy.jpg"
    style.write_bytes(images.encode_jpeg(texture(90, 90, 0)))
    outputs = tmp_path / "by name.png", tmp_path / "by picture.png"
    for given, output in zip(("waves", str(style)), outputs, strict=True):
        arguments = [str(photo), given, "-o", str(output), "--preset", "instant", "--size", "160", "--json"]
        assert main(arguments) == 0
        figures = json.loads(capsys.readouterr().out)
        assert (figures["features"], figures["width"], figures["height"]) == ("instant", 160, 120)
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    assert images.decode(outputs[0].read_bytes()).shape == (120, 160, 3)


@pytest.mark.usefixtures("untrained")
def test_the_photo_s_colors_and_less_strength_can_be_asked_for(photo: Path, tmp_path: Path) -> None:
    paintings = []
    for number, more in enumerate(([], ["--strength", "0"], ["--colors", "keep"])):
        output = tmp_path / f"{number}.png"
        assert main([str(photo), "waves", "-o", str(output), "--preset", "instant", "--size", "160", *more]) == 0
        paintings.append(images.decode(output.read_bytes()))
    as_it_is, weak, _ = paintings
    original = images.resize(images.decode(photo.read_bytes()), 120, 160)
    assert np.abs(weak - original).mean() < 0.01 < np.abs(as_it_is - original).mean()
    assert len({painting.tobytes() for painting in paintings}) == 3


@pytest.mark.usefixtures("untrained")
def test_several_styles_are_mixed(photo: Path, tmp_path: Path) -> None:
    paintings = set()
    for shares in ("1,0", "1,1", "0,1"):
        output = tmp_path / f"{shares}.png"
        arguments = [str(photo), "waves", "night", "-o", str(output), "--preset", "instant", "--size", "160"]
        assert main([*arguments, "--style-blend", shares]) == 0
        paintings.add(output.read_bytes())
    assert len(paintings) == 3


@pytest.mark.usefixtures("untrained")
@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--iterations", "50"], "iterations"),
        (["--init", "noise"], "init"),
        (["--only", "person"], "people"),
        (["--timelapse", "film.gif"], "timelapse"),
        (["--size", "5"], "size"),
    ],
)
def test_what_only_a_run_understands_is_refused(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    output = tmp_path / "out.png"
    assert main([str(photo), "waves", "-o", str(output), "--preset", "instant", *more]) == 2
    assert words in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.usefixtures("untrained")
def test_a_style_that_is_not_known_is_refused_with_the_names(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for given in ("scream", str(photo)):
        assert main([str(photo), given, "-o", str(tmp_path / "out.png"), "--preset", "instant"]) == 2
        assert "waves, night" in re.sub(r"\s+", " ", capsys.readouterr().err)


def train(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-u", "-m", "engine.instant.train", *arguments]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@pytest.mark.weights
@pytest.mark.slow
@pytest.mark.usefixtures("real_filters")
def test_training_that_was_interrupted_goes_on(tmp_path: Path) -> None:
    for folder, name, seed in (("photos", "a", 1), ("styles", "waves", 2)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.png").write_bytes(images.encode_png(texture(270, 300, seed)))
    kept = tmp_path / "state.npz"
    folders = ("--photos", str(tmp_path / "photos"), "--styles", str(tmp_path / "styles"))
    arguments = (*folders, "--style", "waves", "--state", str(kept), "--crop", "96", "--steps")
    with train(*arguments, "100000", "--save-every", "0") as first:
        assert first.stdout is not None
        while not kept.exists():
            assert first.poll() is None, first.stdout.read()
        first.send_signal(signal.SIGINT)
        assert "stopped" in first.stdout.read()
    steps = state.load(kept).steps
    with train(*arguments, str(steps + 1)) as second:
        assert second.stdout is not None
        assert f"{steps} steps done" in second.stdout.read()
    assert second.returncode == 0
    learner = state.load(kept)
    assert (learner.steps, learner.lessons) == (steps + 1, {"waves": steps + 1})
    assert np.isfinite(learner.styles["waves"].value).all()


def test_the_help_says_what_training_needs() -> None:
    with train("--help") as process:
        assert process.stdout is not None
        words = process.stdout.read()
    for flag in ("--photos", "--styles", "--state", "--steps", "--seed"):
        assert flag in words
