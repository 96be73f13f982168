"""The wheel: what is in it, and that it runs where nothing of the checkout is."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

import engine

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the backend that is installed here, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run((sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder), cwd=ROOT, check=True)
    (built,) = folder.iterdir()
    return built


def test_has_every_file_of_both_packages_and_no_other(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
    listing = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "bot", "engine")
    listed = subprocess.check_output(listing, cwd=ROOT, text=True).splitlines()
    assert packed == {name: (ROOT / name).read_bytes() for name in listed if (ROOT / name).exists()}
    for name in ("bot/py.typed", "engine/py.typed", "bot/texts/en/start.ftl", "bot/sandbox/page/index.html"):
        assert name in packed


def test_installs_both_commands(wheel: Path, tmp_path: Path) -> None:
    environment, python = tmp_path / "environment", tmp_path / "environment" / "bin" / "python"
    subprocess.run((sys.executable, "-m", "venv", "--without-pip", environment), check=True)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    subprocess.run((*pip, "install", "--quiet", "--no-deps", "--no-index", wheel), check=True)
    (packages,) = (environment / "lib").glob("python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))  # the libraries of the tests' environment
    where = "import bot, engine; print(bot.__file__, engine.__file__)"
    assert said(python, "-c", where, within=tmp_path).split() == [
        str(packages / "bot" / "__init__.py"),
        str(packages / "engine" / "__init__.py"),
    ]
    for command in ("stylegram", "stylegram-paint"):
        called = environment / "bin" / command
        assert said(called, "--version", within=tmp_path) == f"Stylegram {engine.__version__}\n"
        assert said(called, "--help", within=tmp_path).startswith(f"usage: {command} ")
    assert engine.__version__ in wheel.name


def said(command: Path, *arguments: str, within: Path) -> str:
    """What the command prints in this folder, without any setting of the bot's or of Python's."""
    kept: Mapping[str, str] = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.check_output((command, *arguments), cwd=within, env=kept, text=True)
