"""Where the command line writes: what cannot be is found before any work, and nothing is overwritten unasked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from engine.cli import command, outputs
from engine.cli.command import main
from engine.errors import InvalidSettings
from engine.image import images
from tests.support.odd_base import Odd
from tests.support.odd_pictures import odd_pictures
from tests.support.textures import texture

SMALL = ["--size", "128", "--iterations", "10", "--features", "self-taught", "--precision", "float32", "--quiet"]
FEW_LAYERS = ["--content-layers", "relu3_1", "--style-layers", "relu1_1,relu2_1"]
PNG = (".png",)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "content-0004.jpg"
    path.parent.mkdir()
    path.write_bytes(images.encode_jpeg(texture(64, 100, 1)))
    return path


@pytest.fixture
def style(content: Path) -> Path:
    path = content.with_name("style.png")
    path.write_bytes(images.encode_png(texture(70, 66, 2)))
    return path


def names_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("name", ["x" * 252 + ".png", "/proc/painting.png", "folder.png", "gone/out.png", "out.gif"])
def test_what_cannot_be_written_is_found_before_and_nothing_is_left(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.png").mkdir()
    before = names_below(tmp_path)
    with pytest.raises(InvalidSettings, match="--output"):
        outputs.check("--output", tmp_path / name, PNG)
    assert names_below(tmp_path) == before


@pytest.mark.parametrize("flag", ["-o", "--comparison", "--timelapse"])
def test_the_command_says_so_before_it_paints(
    content: Path, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], flag: str
) -> None:
    ending = ".gif" if flag == "--timelapse" else ".png"
    arguments = [str(content), str(style), "-o", str(tmp_path / "out.png"), flag, f"/proc/painting{ending}", *SMALL]
    assert main(arguments) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert names_below(tmp_path) == ["in", "in/content-0004.jpg", "in/style.png"]


def test_what_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    kept = tmp_path / "out.png"
    kept.write_bytes(b"an earlier one")
    outputs.check("--output", kept, PNG)
    outputs.check("--output", tmp_path / "new.png", PNG)
    assert names_below(tmp_path) == ["out.png"]
    assert kept.read_bytes() == b"an earlier one"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    outputs.write_whole(tmp_path / "out.png", b"whole")
    assert (tmp_path / "out.png").read_bytes() == b"whole"
    (tmp_path / "taken.png").mkdir()
    with pytest.raises(OSError, match=r"taken\.png"):
        outputs.write_whole(tmp_path / "taken.png", b"whole")
    assert names_below(tmp_path) == ["out.png", "taken.png"]


@pytest.mark.parametrize("how", ["itself", "symbolic link", "hard link", "style", "preview", "comparison"])
def test_nothing_that_is_read_is_overwritten_unasked(
    content: Path, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    link = tmp_path / "link.jpg"
    output, more = tmp_path / "out.jpg", []
    match how:
        case "itself":
            output = content
        case "symbolic link":
            link.symlink_to(content)
            output = link
        case "hard link":
            link.hardlink_to(content)
            output = link
        case "style":
            output = style
        case "preview":
            output, more = content.with_name("content.png"), ["--save-every", "4"]
        case "comparison":
            more = ["--comparison", str(content)]
    before = content.read_bytes(), style.read_bytes()
    assert main([str(content), str(style), "-o", str(output), *more, *SMALL]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert (content.read_bytes(), style.read_bytes()) == before


def test_two_outputs_are_two_files(content: Path, style: Path, tmp_path: Path) -> None:
    output = str(tmp_path / "out.png")
    assert main([str(content), str(style), "-o", output, "--comparison", output, "--overwrite", *SMALL]) == 2


def test_a_picture_that_is_read_is_overwritten_when_asked(content: Path, style: Path) -> None:
    before = content.read_bytes()
    assert main([str(content), str(style), "-o", str(content), "--overwrite", *SMALL, *FEW_LAYERS]) == 0
    assert content.read_bytes() != before
    assert images.decode(content.read_bytes()).shape == (82, 128, 3)


def test_a_name_that_the_terminal_cannot_print_costs_no_painting(content: Path, style: Path) -> None:
    output = content.with_name("картина\udcff.png")  # Cyrillic, and a byte that is no UTF-8
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "engine", str(content), str(style), "-o", str(output), "--json", *SMALL[:-1]]
    finished = subprocess.run([*command, *FEW_LAYERS], capture_output=True, check=False, env=environment)
    assert finished.returncode == 0, finished.stderr
    assert b"Traceback" not in finished.stderr
    assert json.loads(finished.stdout)["output"] == str(output)
    assert images.decode(output.read_bytes()).shape == (82, 128, 3)


# --- odd pictures -----------------------------------------------------------------------------------------------------

ODD = list(odd_pictures())


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd.wanted is None], ids=lambda odd: odd.name)
def test_an_odd_file_that_is_not_read_is_named_with_its_problem(
    odd: Odd, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.jpg"
    path.write_bytes(odd.make())
    assert main([str(path), str(style), "-o", str(tmp_path / "out.png"), *SMALL]) == 1
    words = capsys.readouterr().err.replace("\n", "")
    assert odd.problem is not None
    assert f"({odd.problem.value})" in words
    assert "odd.jpg" in words


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd.wanted is not None], ids=lambda odd: odd.name)
def test_any_other_odd_file_is_read_and_what_becomes_of_it_told(
    odd: Odd, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.jpg"
    path.write_bytes(odd.make())
    found = command._picture(path, Console(stderr=True))
    assert odd.wanted is not None
    assert np.abs(found * 255 - odd.wanted()).mean() <= odd.within
    assert (
        "odd.jpg: what is transparent becomes white" in capsys.readouterr().err.replace("\n", "")
    ) is odd.is_transparent


def test_odd_files_are_painted(content: Path, tmp_path: Path) -> None:
    """Some of each family in one painting, as its styles."""
    painted = [odd for odd in ODD if odd.wanted is not None][::20]
    paths = [tmp_path / f"{number}.jpg" for number in range(len(painted))]
    for path, odd in zip(paths, painted, strict=True):
        path.write_bytes(odd.make())
    assert main([*map(str, [content, *paths]), "-o", str(tmp_path / "out.png"), *SMALL, *FEW_LAYERS]) == 0
    assert images.decode((tmp_path / "out.png").read_bytes()).shape == (82, 128, 3)
