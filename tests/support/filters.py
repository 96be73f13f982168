"""Which trained filters a test finds: none, or the real ones, without which CI fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.features import places
from engine.networks import Network

#: For the environment of a process that shall find no filters on this machine.
NONE_HERE = {
    "STYLEGRAM_CACHE": "/nowhere",
    "KERAS_HOME": "/nowhere",
    **{places.variable(network): "" for network in Network},
}


@pytest.fixture
def no_filters_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process finds no trained filters."""
    for name, value in NONE_HERE.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def real_filters() -> Path:
    """The project's cache with VGG16's real filters. Where they are missing CI fails, and others skip."""
    path = places.cached(Network.VGG16)
    if not path.is_file():
        sentence = f"no trained filters here: {places.command()}"
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)
    return path
