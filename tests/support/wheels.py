"""Wheels as small as they can be, for tests of what is installed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile


def write_wheel(folder: Path, name: str, version: str, needs: Sequence[str] = (), extras: Sequence[str] = ()) -> str:
    """Writes a wheel of a package with one empty module; returns its line for a lock."""
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    fields = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    fields += [f"Provides-Extra: {extra}" for extra in extras]
    fields += [f"Requires-Dist: {need}" for need in needs]
    files = {
        f"{name}.py": "",
        f"{about}/METADATA": "\n".join(fields) + "\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{about}/RECORD"
    with ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr(record, "".join(f"{path},,\n" for path in (*files, record)))
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
