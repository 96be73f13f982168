"""For the tests of the instant network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.instant import network, painter, weights
from engine.instant.weights import Weights
from tests.support.textures import texture


@pytest.fixture
def untrained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Weights]:
    """The network with two styles that it has not learned, in place of the shipped file: for what does not depend on
    what it has learned.
    """
    random = np.random.default_rng(1)
    names = ("waves", "night")
    noise = (random.normal(0, 0.2, network.STYLE_LENGTH).astype(np.float32) for _ in names)
    vectors = {name: network.initial_style() + one for name, one in zip(names, noise, strict=True)}
    tiles = {name: weights.tile_of(texture(90, 90, seed)) for seed, name in enumerate(names)}
    made = Weights(network.initial_kernels(random), vectors, tiles)
    data = weights.packed(made)
    (tmp_path / "weights.npz").write_bytes(data)
    monkeypatch.setattr(weights, "FILE", tmp_path / "weights.npz")
    monkeypatch.setattr(weights, "DIGEST", hashlib.sha256(data).hexdigest())
    _forget()
    yield made
    _forget()


def _forget() -> None:
    weights.house_styles.cache_clear()
    painter._graph.cache_clear()
