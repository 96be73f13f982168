"""A learner as a file, whole or not at all: what it was saved with, it goes on with, bit for bit."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from engine.instant.learning import Learned, Learner

_FACTS = "facts"


def save(learner: Learner, path: Path) -> None:
    """Write the learner to `path`, whole or not at all."""
    arrays: dict[str, Any] = {
        f"{kind}/{name}/{field}": getattr(one, field).numpy()
        for kind, group in (("kernels", learner.kernels), ("styles", learner.styles))
        for name, one in group.items()
        for field in Learned._fields
    }
    facts = json.dumps({"steps": learner.steps, "lessons": learner.lessons})
    arrays[_FACTS] = np.frombuffer(facts.encode(), np.uint8)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    write_whole(path, buffer.getvalue())


def load(path: Path) -> Learner:
    """The learner in a file of `save`. Raises OSError, and ValueError or KeyError for any other file."""
    with np.load(path, allow_pickle=False) as arrays:
        facts = json.loads(arrays[_FACTS].tobytes())
        groups: dict[str, dict[str, dict[str, tf.Tensor]]] = {"kernels": {}, "styles": {}}
        for key in arrays.files:
            if key != _FACTS:
                kind, name, field = key.split("/")
                groups[kind].setdefault(name, {})[field] = tf.constant(arrays[key])
    kernels, styles = ({name: Learned(**one) for name, one in group.items()} for group in groups.values())
    return Learner(kernels, styles, facts["steps"], facts["lessons"])


def write_whole(path: Path, data: bytes) -> None:
    """Replace the file with these bytes; after a crash it has either all of them or its former content."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
