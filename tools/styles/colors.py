"""Colors by their hexadecimal names, and ramps between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tools.styles.sheet import Floats


def color(name: str) -> Floats:
    """The RGB of "#rrggbb", from 0 to 1: shape (3,)."""
    return np.frombuffer(bytes.fromhex(name.removeprefix("#")), np.uint8).astype(np.float32) / np.float32(255)


def palette(*names: str) -> Floats:
    """Several colors: (count, 3)."""
    return np.stack([color(name) for name in names])


def ramp(values: Floats | float, names: Sequence[str]) -> Floats:
    """Colors along a row of evenly spaced ones, from the first at 0 to the last at 1: shape of `values` + (3,)."""
    stops = np.linspace(0, 1, len(names))
    channels = palette(*names).T
    return np.stack([np.interp(values, stops, channel) for channel in channels], axis=-1).astype(np.float32)
