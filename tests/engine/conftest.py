"""For the engine's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.features import self_taught, vgg16
from engine.settings import Precision

Floats = NDArray[np.float32]

_LEARNED: dict[object, vgg16.Filters] = {}


@pytest.fixture(scope="module")
def filters_are_learned_once() -> Iterator[None]:
    """The same pictures and settings give the same filters, so not every run needs to learn them again."""
    learn = self_taught.learn

    def remembered(
        content: Floats, styles: list[Floats], precision: Precision, before_layer: Callable[[], None], **others: Any
    ) -> vgg16.Filters:
        before_layer()
        key = (content.tobytes(), *(style.tobytes() for style in styles), precision, *others.items())
        if key not in _LEARNED:
            _LEARNED[key] = learn(content, styles, precision, **others)
        return _LEARNED[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(self_taught, "learn", remembered)
        yield
