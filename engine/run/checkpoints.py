"""A run's state as bytes: enough to go on as if it had not stopped. msgpack with raw float32 arrays, never pickle.

A digest goes before it: a flipped bit among floats would otherwise pass as a picture.
"""

from __future__ import annotations

import hashlib
import math
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.errors import BadCheckpoint
from engine.events import RunWarning
from engine.run.health import LossMonitor

VERSION = 8
DIGEST_BYTES = 32  #: of SHA-256


class Array(msgspec.Struct, frozen=True):
    """A float32 array."""

    shape: tuple[int, ...]
    data: bytes


class Indices(msgspec.Struct, frozen=True):
    """An int32 array."""

    shape: tuple[int, ...]
    data: bytes


class SavedRollback(msgspec.Struct, frozen=True, kw_only=True):
    """A state at the same scale in which nothing was wrong."""

    iteration: int
    picture: Array
    weights: tuple[float, float, float]


class SavedState(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a run. Without an optimizer state, the optimizer starts anew. At the start of a scale there is none
    yet, and the picture may have any size.
    """

    version: int = VERSION
    request: str  #: fingerprint of the pictures, settings and schedule that it belongs to
    done: int  #: iterations, over all scales
    scale: int  #: index into the plan
    iteration: int  #: done at this scale
    picture: Array
    optimizer: tuple[Array, ...]  #: the optimizer's state, flattened, or none
    weights: tuple[float, float, float]  #: of content, style and denoising, which a strength may have steered
    #: Where the run goes back to after trouble; none: here. This and the monitor are written under their old names.
    rollback: SavedRollback | None = msgspec.field(name="good")
    ratio: float | None  #: of residuals, at the latest correction of the style weight; none: none at this scale yet
    matches: Indices | None  #: which place of a style each is painted like at this scale; none: not found yet
    monitor: LossMonitor = msgspec.field(name="watch")  #: what the looks at this scale have seen
    retried: tuple[RunWarning, ...]  #: for which it went back already
    left_out: int  #: iterations that count as done because scales ended early
    seconds: float  #: that it took to come here, over all attempts


def fingerprint(plan: object, *pictures: NDArray[np.float32]) -> str:
    """Runs with different fingerprints must not use each other's checkpoints. It covers the pictures and everything
    that JSON can say.
    """
    digest = hashlib.sha256(msgspec.json.encode(plan))
    for picture in pictures:
        digest.update(repr(picture.shape).encode())
        digest.update(np.ascontiguousarray(picture).data)
    return digest.hexdigest()


def packed(array: Any) -> Array:
    """A tensor or array as float32 bytes."""
    values = np.asarray(array, np.float32)
    return Array(values.shape, values.tobytes())


def unpacked(array: Array) -> NDArray[np.float32]:
    """The array again. Raises BadCheckpoint when its bytes do not fit its shape or are not finite."""
    if min(array.shape, default=0) < 0 or len(array.data) != 4 * math.prod(array.shape):
        raise BadCheckpoint(f"{len(array.data)} bytes for an array of shape {array.shape}")
    values = np.frombuffer(array.data, np.float32).reshape(array.shape)
    if not np.isfinite(values).all():
        raise BadCheckpoint("an array holds NaN or infinity")
    return values


def packed_indices(array: NDArray[np.int32]) -> Indices:
    """An array as int32 bytes."""
    return Indices(array.shape, np.asarray(array, np.int32).tobytes())


def unpacked_indices(indices: Indices) -> NDArray[np.int32]:
    """The array again. Raises BadCheckpoint when its bytes do not fit its shape, or count below 0."""
    if min(indices.shape, default=0) < 0 or len(indices.data) != 4 * math.prod(indices.shape):
        raise BadCheckpoint(f"{len(indices.data)} bytes for indices of shape {indices.shape}")
    values = np.frombuffer(indices.data, np.int32).reshape(indices.shape)
    if values.size and values.min() < 0:
        raise BadCheckpoint("an index below 0")
    return values


def encode(saved: SavedState) -> bytes:
    """As bytes for `Checkpoint.state`."""
    body = msgspec.msgpack.encode(saved)
    return hashlib.sha256(body).digest() + body


def decode(data: bytes, request: str) -> SavedState:
    """The state in `data`. Raises BadCheckpoint when it is damaged or of another version, picture or setting."""
    saved = _read(data)
    if saved.request != request:
        raise BadCheckpoint("a checkpoint of other pictures or settings")
    return saved


def done(data: bytes) -> int:
    """The iterations, over all scales, after which this checkpoint was made. Raises BadCheckpoint."""
    return _read(data).done


def _read(data: bytes) -> SavedState:
    digest, body = data[:DIGEST_BYTES], data[DIGEST_BYTES:]
    if hashlib.sha256(body).digest() != digest:
        raise BadCheckpoint("not a checkpoint, or a damaged one")
    try:
        saved = msgspec.msgpack.decode(body, type=SavedState)
    except msgspec.MsgspecError as error:
        raise BadCheckpoint(f"not a checkpoint: {error}") from error
    if saved.version != VERSION:
        raise BadCheckpoint(f"a checkpoint of version {saved.version}, not {VERSION}")
    return saved
