"""The command line: one real run in a process of its own, and everything that can be wrong with its arguments."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.cli.command import main
from engine.errors import PictureProblem
from engine.image import images
from engine.settings import RANGES, TransferSettings
from tests.support.filters import NONE_HERE
from tests.support.textures import texture

#: Deeper ones take longer and are no different here.
FEW_LAYERS = ["--content-layers", "relu3_1", "--style-layers", "relu1_1,relu2_1"]
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
    command = [sys.executable, "-m", "engine", *pictures, "-o", str(output), "--json", *SMALL, *FEW_LAYERS]
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
    assert main([*pictures, "-o", str(output), "--save-every", "4", "--quiet", *SMALL, *FEW_LAYERS]) == 0
    names = ["out-0004.jpg", "out-0008.jpg", "out.jpg"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert {size_of(tmp_path / name) for name in names} == {(128, 82)}
    assert capsys.readouterr() == ("", "")


def test_a_comparison_and_a_film_are_written_besides(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {"-o": "out.png", "--comparison": "side.jpg", "--timelapse": "film.webp"}
    flags = [word for flag, name in names.items() for word in (flag, str(tmp_path / name))]
    assert main([*pictures, *flags, *SMALL, *FEW_LAYERS, "--iterations", "24"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names.values())  # no previews
    # 100×64 and 66×70 (width × height) as high as the result, which is 128×82.
    assert size_of(tmp_path / "side.jpg") == (128 + 8 + 128 + 8 + round(66 * 82 / 70), 82)
    with Image.open(tmp_path / "film.webp") as film:
        assert film.size == (128, 82)
        assert film.n_frames == 3  # type: ignore[attr-defined]  # after 10, 20 and 24 iterations
    assert "out.png" in capsys.readouterr().err


REPORT = (
    r"iteration (\d+), ([\d.]+) s: "
    r"(content \S+ × \S+, .*?; Weight Adj\. for Content: .*?Denoise: \S\.\d\de[+-]\d\d)"
)


def test_each_report_tells_the_losses_with_their_weights_and_makes_a_frame(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reports of the classic preset look as the published ones of that algorithm."""
    output, film = tmp_path / "out.png", tmp_path / "film.gif"
    adaptive = ["--weighting", "adaptive", "--save-every", "5", "--timelapse", str(film)]
    assert main([*pictures, "-o", str(output), *SMALL, *FEW_LAYERS, *adaptive]) == 0
    reports = re.findall(REPORT, complaint(capsys))
    assert [iteration for iteration, _, _ in reports] == ["5", "10"]
    assert 0 < float(reports[0][1]) <= float(reports[1][1])
    defaults = TransferSettings()
    for _, _, words in reports:
        for name in ("content", "style", "denoise"):
            found = re.search(rf"{name} ([0-9.e+-]+) × ([0-9.e+-]+)", words)
            assert found is not None
            product = float(found[1]) * float(found[2])
            assert product == pytest.approx(getattr(defaults, f"{name}_weight"), rel=0.01)
            adjustment = re.search(rf"{name.title()}: ([0-9.e+-]+)", words)
            assert adjustment is not None
            assert float(adjustment[1]) * float(found[1]) == pytest.approx(1, rel=0.01)
    with Image.open(film) as frames:
        assert frames.n_frames == 3  # type: ignore[attr-defined]  # of pictures that move only


def test_several_styles_masks_a_protected_part_and_a_start_are_read(pictures: tuple[str, str], tmp_path: Path) -> None:
    content, style = pictures
    left = np.zeros((64, 100, 3), np.float32)
    left[:, :50] = 1
    for name, mask in {"left": left, "right": 1 - left, "protect": left * 0}.items():
        (tmp_path / f"{name}.png").write_bytes(images.encode_png(mask))
    arguments = [content, style, content, *SMALL, *FEW_LAYERS, "--quiet"]
    for side in ("left", "right"):
        arguments += ["--mask", str(tmp_path / f"{side}.png")]
    before = tmp_path / "before.png"
    assert main([*arguments, "-o", str(before), "--initial-image", "grey"]) == 0
    after = [*arguments, "-o", str(tmp_path / "after.png"), "--protect", str(tmp_path / "protect.png")]
    assert main([*after, "--start-from", str(before)]) == 0
    assert size_of(before) == size_of(tmp_path / "after.png") == (128, 82)


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
        arguments = [*SMALL, *FEW_LAYERS, "--iterations", "2000"]
        assert main([*pictures, "-o", str(output), "--save-every", "1", *arguments]) == 0
    finally:
        give_up.set()
        person.join()
    assert size_of(output) == (128, 82)
    assert len(list(tmp_path.glob("out-*.jpg"))) < 2000
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_help_shows_every_range_and_default(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    text = re.sub(r"\s+", " ", capsys.readouterr().out)
    for name, allowed in RANGES.items():
        assert re.search(rf"--{name.replace('_', '-')}(, --[\w-]+)* N\b", text)  # Python 3.13 has N only after the last
        value = getattr(TransferSettings(), name)
        assert f"{allowed} (default: {'none' if value is None else format(value, 'g')})" in text
    basic, research = text.split("settings: ")[1].split("settings for research: ")
    assert "--iterations N" in basic
    assert "--denoise-weight N" in research


def test_a_wrong_argument_is_answered_in_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--sise", "3"])
    assert caught.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        "usage: python -m engine PHOTO STYLE [STYLE ...] -o OUTPUT [options]",
        "python -m engine: error: unrecognized arguments: --sise",
    ]


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


@pytest.mark.parametrize(
    ("flag", "output"),
    [
        *(("--output", name) for name in ("out.gif", "out", "nowhere/out.png")),
        *(("--comparison", name) for name in ("side.webp", "nowhere/side.png")),
        *(("--timelapse", name) for name in ("film.avi", "film.png", "nowhere/film.gif")),
    ],
)
def test_an_output_that_could_not_be_written_is_refused_before_the_work(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], flag: str, output: str
) -> None:
    assert main([*pictures, "-o", str(tmp_path / "good.png"), flag, str(tmp_path / output), *SMALL]) == 2
    assert flag in complaint(capsys)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("missing", ["content", "style", "output"])
def test_what_a_run_needs_is_told(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    arguments = {
        "content": ["-o", str(tmp_path / "out.png")],
        "style": [pictures[0], "-o", str(tmp_path / "out.png")],
        "output": [*pictures],
    }[missing]
    assert main(arguments) == 2
    words = complaint(capsys)
    assert "content" in words
    assert "style" in words
    assert "OUTPUT" in words


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["--mask", "MASK", "--mask", "MASK"], "masks"),
        (["--mask", "STYLE"], "proportions"),
        (["--protect", "STYLE"], "proportions"),
        (["--style-blend", "1,2"], "shares"),
        (["--init", "picture"], "init"),
        (["--start-from", "MASK", "--init", "noise"], "--start-from"),
    ],
)
def test_what_does_not_go_together_is_a_wrong_argument(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], name: str
) -> None:
    files = dict(zip(("MASK", "STYLE"), pictures, strict=True))
    words = [files.get(word, word) for word in arguments]
    assert main([*pictures, "-o", str(tmp_path / "out.png"), *SMALL, *words]) == 2
    assert name in complaint(capsys)


@pytest.mark.parametrize("quiet", [[], ["--quiet"]], ids=["", "quiet"])
def test_errors_are_told_even_if_all_else_is_quiet(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], quiet: list[str]
) -> None:
    for wrong in (["--size", "1"], ["--mask", str(tmp_path / "missing.png")], ["--comparison", "side.txt"]):
        assert main([*pictures, "-o", str(tmp_path / "out.png"), *SMALL, *wrong, *quiet]) in (1, 2)
        assert "error" in complaint(capsys)


@pytest.mark.parametrize("which", ["--mask", "--protect", "--start-from"])
def test_a_bad_extra_picture_is_named(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], which: str
) -> None:
    path = tmp_path / "text.png"
    path.write_text("not a picture")
    assert main([*pictures, "-o", str(tmp_path / "out.png"), *SMALL, which, str(path)]) == 1
    words = complaint(capsys)
    assert path.name in words
    assert PictureProblem.UNREADABLE.value in words


def test_weights_that_cannot_be_fetched_are_an_error_with_its_code(tmp_path: Path) -> None:
    """Through a proxy that is not there. The package index has no VGG19."""
    environment = {**os.environ, **NONE_HERE, "STYLEGRAM_CACHE": str(tmp_path / "cache")}
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    command = [sys.executable, "-m", "engine", "--fetch-weights", "--network", "vgg19", "--quiet"]
    finished = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert finished.returncode == 1
    assert "weights_unavailable" in finished.stderr
    assert "vgg19" in finished.stderr
    assert len(finished.stderr.splitlines()) == 1
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.usefixtures("no_filters_here")
@pytest.mark.parametrize(
    ("more", "words"),
    [([], "python -m engine --fetch-weights"), (["--features", "self-taught"], "self-taught filters")],
)
def test_the_classic_preset_is_refused_without_trained_filters(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert main([*pictures, "-o", str(tmp_path / "out.png"), "--preset", "classic", *more]) == 2
    said = complaint(capsys)
    assert "classic preset" in said
    assert words in said
    assert list(tmp_path.glob("out*")) == []


@pytest.mark.weights
def test_the_classic_preset_reports_every_ten_iterations_with_a_picture(
    real_filters: Path, pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--preset", "classic", "--size", "128", "--iterations", "20"]
    assert main([*pictures, "-o", str(tmp_path / "out.png"), *arguments]) == 0
    assert [iteration for iteration, _, _ in re.findall(REPORT, complaint(capsys))] == ["10", "20"]
    assert sorted(path.name for path in tmp_path.glob("out-*")) == ["out-0010.jpg", "out-0020.jpg"]


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


@pytest.mark.usefixtures("no_filters_here")
def test_imagenet_without_weights_says_what_to_do(
    pictures: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*pictures, "-o", str(tmp_path / "out.png"), *SMALL, "--features", "imagenet", "--quiet"]) == 1
    words = complaint(capsys)
    assert "weights_unavailable" in words
    assert "STYLEGRAM_VGG16_WEIGHTS" in words
