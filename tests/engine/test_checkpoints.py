"""Checkpoints: what goes in comes out, and nothing else does."""

from __future__ import annotations

import hashlib

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from engine.errors import BadCheckpoint
from engine.events import Losses, LossTerm, RunWarning
from engine.run import checkpoints
from engine.run.health import LossMonitor
from engine.settings import TransferSettings

SETTINGS = TransferSettings()
PICTURE = np.random.default_rng(0).random((1, 4, 6, 3), np.float32)
REQUEST = checkpoints.fingerprint(SETTINGS, PICTURE[0])
LOSSES = Losses(**{name: LossTerm(value=0.5, weight=2) for name in ("content", "style", "denoise")})
MATCHES = np.arange(12, dtype=np.int32).reshape(1, 3, 4)
SAVED = checkpoints.SavedState(
    request=REQUEST,
    done=117,
    scale=2,
    iteration=17,
    picture=checkpoints.packed(PICTURE),
    optimizer=(checkpoints.packed(PICTURE * 2), checkpoints.packed(np.float32(17))),
    weights=(1.0, 37.5, 2.0),
    rollback=checkpoints.SavedRollback(iteration=10, picture=checkpoints.packed(PICTURE / 2), weights=(1.0, 30.0, 2.0)),
    ratio=0.21,
    matches=checkpoints.packed_indices(MATCHES),
    monitor=LossMonitor(last=LOSSES, lowest=None, risen=1, given_up=2),
    retried=(RunWarning.NOT_FINITE,),
    left_out=7,
    seconds=12.5,
)
STATE = checkpoints.encode(SAVED)


def test_a_checkpoint_comes_back_whole() -> None:
    saved = checkpoints.decode(STATE, REQUEST)
    assert saved == SAVED
    np.testing.assert_array_equal(checkpoints.unpacked(saved.picture), PICTURE)
    np.testing.assert_array_equal(checkpoints.unpacked(saved.optimizer[1]), 17)
    assert saved.matches is not None
    np.testing.assert_array_equal(checkpoints.unpacked_indices(saved.matches), MATCHES)


def test_indices_that_do_not_fit_or_count_below_0_are_refused() -> None:
    good = checkpoints.packed_indices(np.arange(6, dtype=np.int32).reshape(2, 3))
    for bad in (msgspec.structs.replace(good, shape=(2, 4)), checkpoints.packed_indices(np.array([3, -1], np.int32))):
        with pytest.raises(BadCheckpoint):
            checkpoints.unpacked_indices(bad)


@given(arrays.arrays(np.float32, arrays.array_shapes(min_dims=0, max_dims=4), elements=st.floats(-1e9, 1e9, width=32)))
def test_an_array_of_any_shape_comes_back(array: NDArray[np.float32]) -> None:
    unpacked = checkpoints.unpacked(checkpoints.packed(array))
    assert unpacked.shape == array.shape
    np.testing.assert_array_equal(unpacked, array)


@given(st.integers(0, len(STATE) - 1), st.integers(0, 7))
def test_one_flipped_bit_anywhere_is_noticed(place: int, bit: int) -> None:
    damaged = bytearray(STATE)
    damaged[place] ^= 1 << bit
    with pytest.raises(BadCheckpoint):
        checkpoints.decode(bytes(damaged), REQUEST)


@given(st.integers(0, len(STATE) - 1))
def test_a_truncated_checkpoint_is_noticed(length: int) -> None:
    with pytest.raises(BadCheckpoint):
        checkpoints.decode(STATE[:length], REQUEST)


@pytest.mark.parametrize("body", [b"", b"\xc0", msgspec.msgpack.encode({"version": 1}), b"\x93\x01\x02\x03"])
def test_bytes_of_another_structure_are_no_checkpoint(body: bytes) -> None:
    with pytest.raises(BadCheckpoint):
        checkpoints.decode(hashlib.sha256(body).digest() + body, REQUEST)


def test_another_version_is_refused() -> None:
    state = checkpoints.encode(msgspec.structs.replace(SAVED, version=checkpoints.VERSION + 1))
    with pytest.raises(BadCheckpoint, match="version"):
        checkpoints.decode(state, REQUEST)


@pytest.mark.parametrize(
    "other",
    [
        checkpoints.fingerprint(msgspec.structs.replace(SETTINGS, seed=1), PICTURE[0]),
        checkpoints.fingerprint(SETTINGS, PICTURE[0] + np.float32(1e-6)),
        checkpoints.fingerprint(SETTINGS, PICTURE[0].reshape(6, 4, 3)),
        checkpoints.fingerprint(SETTINGS, PICTURE[0], PICTURE[0]),
    ],
)
def test_the_checkpoint_of_other_pictures_or_settings_is_refused(other: str) -> None:
    with pytest.raises(BadCheckpoint, match="other pictures or settings"):
        checkpoints.decode(STATE, other)


def test_the_order_of_the_pictures_counts() -> None:
    one, two = PICTURE[0], 1 - PICTURE[0]
    assert checkpoints.fingerprint(SETTINGS, one, two) != checkpoints.fingerprint(SETTINGS, two, one)


def test_a_picture_counts_by_its_values_and_not_by_how_it_lies_in_memory() -> None:
    assert checkpoints.fingerprint(SETTINGS, np.asfortranarray(PICTURE[0])) == REQUEST


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_an_array_that_is_not_finite_is_refused(value: float) -> None:
    array = PICTURE.copy()
    array[0, 1, 2, 0] = value
    with pytest.raises(BadCheckpoint, match="NaN"):
        checkpoints.unpacked(checkpoints.packed(array))


@pytest.mark.parametrize("shape", [(), (2,), (4,), (1, 2), (-3,), (-1, -3), (2**32, 2**32)])
def test_a_shape_that_its_bytes_do_not_fill_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(BadCheckpoint):
        checkpoints.unpacked(checkpoints.Array(shape, b"\0" * 12))
