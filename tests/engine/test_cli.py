"""The command line: one real run in a process of its own, and everything that can be wrong with its arguments."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import images
from engine.cli import main
from engine.errors import PictureProblem
from engine.settings import RANGES, TransferSettings
from tests.support.textures import texture

SMALL = ["--size", "128", "--iterations", "10", "--features", "self-taught", "--precision", "float32"]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Paths of a content and a style."""
    folder = tmp_path_factory.mktemp("pictures")
    content, style = folder / "content [1].png", folder / "style.jpg"  # brackets, as browsers number their downloads
    content.write_bytes(images.encode_png(texture(64, 100, 1)))
    style.write_bytes(images.encode_jpeg(texture(70, 66, 2)))
    return str(content), str(style)


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        picture.load()
        return picture.size


def test_a_run_in_its_own_process_prints_one_json_object_and_nothing_else(
    pictures: tuple[str, str], tmp_path: Path
) -> None:
    output = tmp_path / "out [2].png"
    command = [sys.executable, "-m", "engine", *pictures, "-o", str(output), "--json", *SMALL]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    [line] = finished.stdout.splitlines()
    figures = json.loads(line)
    assert figures["output"] == str(output)
    assert (figures["width"], figures["height"]) == size_of(output) == (128, 82)
    assert figures["iterations"] == 10
    assert figures["features"] == "self-taught"
    assert figures["precision"] == "float32"
    assert figures["seconds"] > 0
    assert figures["content_residual"] > 0
    assert figures["style_residual"] > 0
    assert str(output) in finished.stderr
    assert "rebuild TensorFlow" not in finished.stderr  # its notes stay off the terminal
    assert [path.name for path in tmp_path.iterdir()] == [output.name]  # nothing unfinished is left


def test_previews_are_written_every_so_many_iterations_and_the_result_as_jpeg(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.jpg"
    assert main([*pictures, "-o", str(output), "--save-every", "4", "--quiet", *SMALL]) == 0
    names = ["out-0004.jpg", "out-0008.jpg", "out.jpg"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert {size_of(tmp_path / name) for name in names} == {(128, 82)}
    assert capsys.readouterr() == ("", "")


def test_the_first_interrupt_keeps_the_picture_so_far(pictures: tuple[str, str], tmp_path: Path) -> None:
    output, first_preview = tmp_path / "out.png", tmp_path / "out-0001.jpg"
    give_up = threading.Event()

    def interrupt() -> None:
        while not first_preview.exists():  # only then does the run handle interrupts itself
            if give_up.wait(0.05):
                return
        os.kill(os.getpid(), signal.SIGINT)

    person = threading.Thread(target=interrupt)
    person.start()
    try:
        began = time.monotonic()
        assert main([*pictures, "-o", str(output), "--save-every", "1", *SMALL, "--iterations", "2000"]) == 0
    finally:
        give_up.set()
        person.join()
    assert time.monotonic() - began < 60
    assert size_of(output) == (128, 82)
    assert len(list(tmp_path.glob("out-*.jpg"))) < 1000
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_help_shows_every_range_and_default(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    text = re.sub(r"\s+", " ", capsys.readouterr().out)
    for name, allowed in RANGES.items():
        assert f"--{name.replace('_', '-')} N" in text
        value = getattr(TransferSettings(), name)
        assert f"{allowed} (default: {'none' if value is None else format(value, 'g')})" in text


# --- what can be wrong ------------------------------------------------------------------------------------------------


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on standard error, on one line; nothing may be on standard output."""
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err.replace("\n", "")


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("--iterations", "9"),
        ("--iterations", "2001"),
        ("--size", "127"),
        ("--size", "4097"),
        ("--style-weight", "-1"),
        ("--content-weight", "nan"),
        ("--denoise-weight", "inf"),
        ("--seed", "-1"),
    ],
)
def test_a_value_out_of_range_is_a_wrong_argument_and_the_range_is_told(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], flag: str, value: str
) -> None:
    assert main([*pictures, "-o", str(tmp_path / "out.png"), flag, value]) == 2
    words = complaint(capsys)
    name = flag.removeprefix("--").replace("-", "_")
    assert name in words
    assert str(RANGES[name]) in words
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments", [["--iterations", "many"], ["--features", "vgg19"], ["--save-every", "0"], ["--wish", "more"]]
)
def test_what_cannot_be_parsed_is_a_wrong_argument(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*pictures, "-o", str(tmp_path / "out.png"), *arguments])
    assert caught.value.code == 2
    assert arguments[0] in complaint(capsys)


@pytest.mark.parametrize("output", ["out.gif", "out", "nowhere/out.png"])
def test_an_output_that_could_not_be_written_is_refused_before_the_work(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    assert main([*pictures, "-o", str(tmp_path / output), *SMALL]) == 2
    assert "--output" in complaint(capsys)


def test_a_missing_picture_is_named(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for missing in ("missing [/red].jpg", "missing.jpg"):
        arguments = [pictures[0], str(tmp_path / missing), "-o", str(tmp_path / "out.png"), *SMALL]
        assert main(arguments) == 1
        assert missing in complaint(capsys)


def test_a_bad_picture_is_named_with_its_problem(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, tiny = tmp_path / "text [bold].jpg", tmp_path / "tiny.png"
    text.write_text("not a picture")
    tiny.write_bytes(images.encode_png(np.zeros((1, 1, 3), np.float32)))
    for path, problem in ((text, PictureProblem.UNREADABLE), (tiny, PictureProblem.TOO_SMALL)):
        assert main([pictures[0], str(path), "-o", str(tmp_path / "out.png"), *SMALL]) == 1
        words = complaint(capsys)
        assert problem.value in words
        assert path.name in words


def test_imagenet_without_weights_says_what_to_do(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STYLEGRAM_VGG16_WEIGHTS", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert main([*pictures, "-o", str(tmp_path / "out.png"), *SMALL, "--features", "imagenet", "--quiet"]) == 1
    words = complaint(capsys)
    assert "weights_unavailable" in words
    assert "STYLEGRAM_VGG16_WEIGHTS" in words
