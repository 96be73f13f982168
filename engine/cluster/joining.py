"""Joins a Ray cluster, or refuses to, with a sentence that helps. Anybody who can reach an open cluster can run code on
it, so a cluster that asks for no token is not joined.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import chdir
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PROBE_SECONDS = 60.0

#: Asks the head for an answer without a token: prints `refused` where it wants one, and `open` where it does not.
_PROBE = """
import sys
from ray._raylet import GcsClient
from ray.exceptions import AuthenticationError
try:
    GcsClient(address=sys.argv[1]).internal_kv_exists(b"stylegram")
except AuthenticationError:
    print("refused")
else:
    print("open")
"""


#: What Ray says of both sides when they differ.
_VERSIONS = re.compile(r"Ray: (?P<ray>\S+)\s+Python: (?P<python>\S+)")


class JoinRefusal(StrEnum):
    """Why a cluster is not joined, or a node not given work. The value is the stable code."""

    NO_TOKEN = "cluster_no_token"  # noqa: S105  #: none to show, or none that can be read
    OPEN = "cluster_open"  #: it lets in whoever can reach it
    AWAY = "cluster_away"  #: nobody answers there
    NO_RAY = "cluster_no_ray"  #: Ray is not installed on this machine
    VERSIONS = "cluster_versions"  #: of Ray, Python or Stylegram, which must be the same everywhere
    NODE = "cluster_node"  #: a setting in a node's environment makes no sense
    REFUSED = "cluster_refused"  #: it does not let us in
    NO_HOST = "cluster_no_host"  #: nobody starts gateways where the bot asks for them
    SAME_USER = "cluster_same_user"  #: the cluster would run code as the bot's own user


class JoinRefused(Exception):
    """Why the cluster is not joined, for the operator."""

    def __init__(self, code: JoinRefusal, message: str) -> None:
        super().__init__(f"{message} [{code}]")
        self.code = code


def join(address: str) -> Any:
    """Connect to the head at host:port; returns Ray's module. Raises JoinRefused."""
    check_token()
    check_closed(address)
    try:
        import ray
    except ImportError as error:
        raise JoinRefused(
            JoinRefusal.NO_RAY,
            f"Ray is not installed here ({error}): python deploy/install.py locks/requirements-ray.lock",
        ) from error
    try:
        # Ray lets the nodes import from the folder that we are in first; they have their own Stylegram.
        with TemporaryDirectory() as nowhere, chdir(nowhere):
            ray.init(address=address, namespace="stylegram", log_to_driver=False, configure_logging=False)
    except (RuntimeError, ConnectionError) as error:  # the former also for other versions of Ray or Python
        raise join_refusal_of(address, str(error)) from error
    return ray


def join_refusal_of(address: str, said: str) -> JoinRefused:
    """What Ray's message about a failed connection means for the operator."""
    versions = _VERSIONS.findall(said)
    if len(versions) != 2:
        return JoinRefused(JoinRefusal.REFUSED, f"cannot join the Ray cluster at {address}: {said}")
    (their_ray, their_python), (our_ray, our_python) = versions
    return JoinRefused(
        JoinRefusal.VERSIONS,
        f"the Ray cluster at {address} runs Ray {their_ray} on Python {their_python}, the bot Ray {our_ray} on Python "
        f"{our_python}: install the same on all machines (locks/requirements-ray.lock) and start the cluster again",
    )


def check_token() -> None:
    """Raises JoinRefused unless this process has a token to show."""
    path = os.environ.get("RAY_AUTH_TOKEN_PATH", "")
    if os.environ.get("RAY_AUTH_MODE") != "token" or not path:
        raise JoinRefused(
            JoinRefusal.NO_TOKEN,
            "a Ray cluster is joined with a token only: set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN_PATH for "
            "engine.cluster.host, as for Ray itself (see docs/cluster.md)",
        )
    try:
        token = Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise JoinRefused(
            JoinRefusal.NO_TOKEN, f"the token in {path} cannot be read: {type(error).__name__}"
        ) from error
    if not token:
        raise JoinRefused(JoinRefusal.NO_TOKEN, f"the token in {path} is empty")


def check_closed(address: str) -> None:
    """Raises JoinRefused unless the head at host:port refuses connections without a token."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RAY_AUTH_")}
    environment |= {"RAY_AUTH_MODE": "disabled"}
    try:
        answer = subprocess.run(
            (sys.executable, "-P", "-c", _PROBE, address),
            env=environment,
            capture_output=True,
            text=True,
            timeout=PROBE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise JoinRefused(JoinRefusal.AWAY, f"no Ray head answers at {address}") from error
    said = answer.stdout.split()
    if "open" in said:
        raise JoinRefused(
            JoinRefusal.OPEN,
            f"the Ray cluster at {address} lets in whoever can reach it: start its nodes with RAY_AUTH_MODE=token "
            "(see docs/cluster.md)",
        )
    if "refused" not in said:
        last_word = (answer.stderr.strip().splitlines() or ["no word"])[-1]
        raise JoinRefused(JoinRefusal.AWAY, f"no Ray head answers at {address}: {last_word}")
