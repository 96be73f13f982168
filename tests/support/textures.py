"""Pictures with something to learn from at every depth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def texture(height: int, width: int, seed: int) -> NDArray[np.float32]:
    """Waves and noise in every channel: (height, width, 3), from 0 to 1."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:height, 0:width]
    waves = [np.sin(rows / random.uniform(2, 9) + columns / random.uniform(2, 9) + channel) for channel in range(3)]
    noise = random.normal(0, 0.08, (height, width, 3))
    return np.clip(0.5 + 0.25 * np.stack(waves, 2) + noise, 0, 1).astype(np.float32)
