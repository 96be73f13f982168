"""The locks installed by the Makefile's own rules, from an index in a folder."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, PackagePath, distribution
from pathlib import Path

import pytest

from tests.support.wheels import write_wheel

ROOT = Path(__file__).resolve().parents[2]
ON_THE_DISK = re.compile(r"([\d.]+) GB on the disk")


def apart() -> dict[str, str]:
    """The environment without this machine's settings of pip, and without those of the make that runs the tests."""
    left = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "MAKE"))}
    return left | {"PIP_CONFIG_FILE": os.devnull}


@dataclass(frozen=True)
class Checkout:
    """A folder with the Makefile, what it installs with, and locks of small packages."""

    folder: Path
    index: Path

    def make(self, target: str, **locks: str) -> subprocess.CompletedProcess[str]:
        for name in ("requirements.lock", "requirements-dev.lock"):
            (self.folder / "locks" / name).write_text(locks.get(name.removesuffix(".lock").replace("-", "_"), ""))
        alone = apart() | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.index)}
        return subprocess.run(
            ("make", target, f"PYTHON={sys.executable}", "CUDA_LOCK="),  # noqa: S607 - found by PATH, as in a shell
            cwd=self.folder,
            env=alone,
            capture_output=True,
            text=True,
            check=False,
        )

    def installed(self) -> Mapping[str, str]:
        listing = "from importlib.metadata import distributions as d\nfor i in d(): print(i.name, i.version)"
        said = subprocess.check_output((self.folder / ".venv" / "bin" / "python", "-c", listing), text=True)
        return dict(line.split() for line in said.splitlines())


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment by the Makefile's rule; tests copy it, because installing pip takes seconds."""
    folder = tmp_path_factory.mktemp("environment")
    shutil.copy(ROOT / "Makefile", folder)
    command = ("make", ".venv/bin/python", f"PYTHON={sys.executable}")
    subprocess.run(command, cwd=folder, env=apart(), check=True)
    return folder / ".venv"


@pytest.fixture
def checkout(tmp_path: Path, environment: Path) -> Checkout:
    folder, index = tmp_path / "checkout", tmp_path / "index"
    (folder / "deploy").mkdir(parents=True)
    (folder / "locks").mkdir()
    shutil.copytree(environment, folder / ".venv", symlinks=True)
    index.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copy(ROOT / "deploy" / "install.py", folder / "deploy")
    return Checkout(folder, index)


def test_a_newer_release_of_what_another_package_asks_for_with_an_extra_changes_nothing(checkout: Checkout) -> None:
    covered = write_wheel(checkout.index, "covered", "7.17.3", extras=("toml",))
    asking = write_wheel(checkout.index, "asking", "1.0", needs=("covered[toml]>=7.10",))
    write_wheel(checkout.index, "covered", "7.17.5", extras=("toml",))
    outcome = checkout.make(".venv/.test", requirements_dev=covered + asking)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert checkout.installed().items() >= {"covered": "7.17.3", "asking": "1.0"}.items()


def test_what_does_not_fit_together_ends_with_what_to_do(checkout: Checkout) -> None:
    asking = write_wheel(checkout.index, "asking", "1.0", needs=("missing>=2",))
    outcome = checkout.make(".venv/.run", requirements=asking)
    assert outcome.returncode != 0
    assert "asking 1.0 requires missing, which is not installed" in outcome.stdout
    assert "do not fit together" in outcome.stderr
    assert "make clean" in outcome.stderr
    assert not (checkout.folder / ".venv" / ".run").exists()


def test_a_wheel_that_is_not_the_locked_one_is_refused(checkout: Checkout) -> None:
    lock = write_wheel(checkout.index, "asking", "1.0")
    write_wheel(checkout.index, "asking", "1.0", needs=("anything",))
    outcome = checkout.make(".venv/.run", requirements=lock)
    assert outcome.returncode != 0
    assert "DO NOT MATCH THE HASHES" in outcome.stderr
    assert "pip could not install locks/requirements.lock" in outcome.stderr
    assert "asking" not in checkout.installed()


def test_new_locks_replace_the_libraries_of_the_tests_together_with_those_of_the_bot(checkout: Checkout) -> None:
    """Otherwise set-up would stop between the two, because one set does not fit the other."""
    old = [write_wheel(checkout.index, "covered", "1.0")]
    old.append(old[0] + write_wheel(checkout.index, "asking", "1.0", needs=("covered<2",)))
    assert checkout.make(".venv/.test", requirements=old[0], requirements_dev=old[1]).returncode == 0
    new = [write_wheel(checkout.index, "covered", "2.0")]
    new.append(new[0] + write_wheel(checkout.index, "asking", "2.0", needs=("covered<3",)))
    outcome = checkout.make(".venv/.run", requirements=new[0], requirements_dev=new[1])
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert checkout.installed().items() >= {"covered": "2.0", "asking": "2.0"}.items()


def test_how_large_it_is_is_said_before_anything_is_downloaded(checkout: Checkout) -> None:
    (checkout.index / "asking-1.0-py3-none-any.whl").write_bytes(b"no wheel")  # so that set-up ends with its download
    outcome = checkout.make(".venv/.test", requirements=f"asking==1.0 --hash=sha256:{'0' * 64}\n")
    assert outcome.returncode != 0
    assert len(ON_THE_DISK.findall(outcome.stdout)) == 2
    assert len(re.findall(r"libraries: [\d.]+ GB, ", outcome.stdout)) == 2


@pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="has libraries of other sizes"
)
def test_what_is_installed_is_as_large_as_is_said() -> None:
    """The sizes of the bot's libraries, and of the tests', in this environment."""
    said = ON_THE_DISK.findall((ROOT / "Makefile").read_text())
    bot, tests = (
        set(re.findall(r"^([\w.-]+)==(?!.*win32)", (ROOT / "locks" / lock).read_text(), re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    )
    for names, gigabytes in zip((bot, tests - bot), said, strict=True):
        files = {Path(str(file.locate())) for name in names for file in files_of(name)}
        size = sum(file.stat().st_blocks * 512 for file in files if file.exists())
        assert size / 1e9 == pytest.approx(float(gigabytes), abs=0.1)


def files_of(package: str) -> Sequence[PackagePath]:
    """The package's files; none where it is not installed: the environment may be older than the locks."""
    try:
        return distribution(package).files or ()
    except PackageNotFoundError:
        return ()
