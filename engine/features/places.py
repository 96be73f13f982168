"""Where trained filters lie on a machine, and which variables name the places. The one place that knows.

A file that the operator names goes first; then the project's cache; then Keras's own. The cache lies within the
project's folder, beside its `.venv`, so every process that runs the engine from there can read it: the bot's child, a
service under another user without a home, the bot in a read-only container, a node of a cluster. Imports nothing that
is slow: the bot uses it too.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.errors import WeightsUnavailable
from engine.networks import Network

CACHE_VARIABLE = "STYLEGRAM_CACHE"  #: names another folder for the cache
PROJECT_CACHE = Path(__file__).resolve().parents[2] / ".cache"

#: What an engine process needs of the environment to find the filters that its parent finds. KERAS_HOME is Keras's.
VARIABLES = (CACHE_VARIABLE, "KERAS_HOME", *(f"STYLEGRAM_{network.upper()}_WEIGHTS" for network in Network))


def variable(network: Network) -> str:
    """The variable that names the operator's own file of the network's weights."""
    return f"STYLEGRAM_{network.upper()}_WEIGHTS"


def named_by_operator(network: Network, environment: Mapping[str, str] = os.environ) -> Path | None:
    """The file that `variable` names, whether it is there or not. An empty variable names none."""
    named = environment.get(variable(network))
    return Path(named) if named else None


def cache(environment: Mapping[str, str] = os.environ) -> Path:
    """The project's cache: a folder that may not be there yet."""
    return Path(environment.get(CACHE_VARIABLE) or PROJECT_CACHE)


def cached(network: Network, environment: Mapping[str, str] = os.environ) -> Path:
    """The file of the network in the project's cache: see engine.features.weight_files."""
    return cache(environment) / f"{network}.npy"


def of_keras(network: Network, environment: Mapping[str, str] = os.environ) -> Path:
    """Keras's own file of the network, in the folder where Keras keeps what it downloads."""
    home = Path(environment.get("KERAS_HOME") or Path.home() / ".keras")
    return home / "models" / keras_name(network)


def keras_name(network: Network) -> str:
    """What Keras calls its file of the network without the dense top."""
    return f"{network}_weights_tf_dim_ordering_tf_kernels_notop.h5"


def candidates(network: Network, environment: Mapping[str, str] = os.environ) -> Iterator[Path]:
    """The network's files on this machine, best first. A file that the operator names is the only one.

    Raises WeightsUnavailable when they name one that is not there.
    """
    named = named_by_operator(network, environment)
    if named is not None:
        if not named.is_file():
            raise WeightsUnavailable(f"{variable(network)} names no file: {named}")
        yield named
        return
    yield from (path for path in (cached(network, environment), of_keras(network, environment)) if path.is_file())


def command(network: Network = Network.VGG16, environment: Mapping[str, str] = os.environ) -> str:
    """The command that brings the filters to where they are looked for."""
    folder = environment.get(CACHE_VARIABLE)
    words = [f"{CACHE_VARIABLE}={shlex.quote(folder)}"] if folder else []
    words.append("python -m engine --fetch-weights")
    if network is not Network.VGG16:
        words.append(f"--network {network}")
    return " ".join(words)


def missing(network: Network = Network.VGG16, environment: Mapping[str, str] = os.environ) -> str:
    """The message where trained filters are asked for and none are here."""
    return (
        f"no trained filters of {network} on this machine; to fetch them: {command(network, environment)} "
        f"(or let {variable(network)} name a file, or use features self-taught)"
    )
