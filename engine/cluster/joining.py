"""Joining a Ray cluster, or refusing to, with a sentence that helps. Who can reach an open cluster can run anything on
it, so one that lets in whoever has no token is not joined.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PROBE_SECONDS = 60.0

#: Asks the head, without a token, whether it is there: prints who was refused, or that nobody was.
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


class Refused(Exception):
    """Why the cluster is not joined, for the operator."""


def join(address: str) -> Any:
    """Ray's module, connected. Raises Refused."""
    check_token()
    check_closed(address)
    try:
        import ray
    except ImportError as error:
        raise Refused(f"Ray is not installed here ({error}): pip install -r requirements-ray.lock") from error
    try:
        ray.init(address=address, namespace="stylegram", log_to_driver=False, configure_logging=False)
    except (RuntimeError, ConnectionError) as error:  # the former also for other versions of Ray or Python
        raise Refused(f"cannot join the Ray cluster at {address}: {error}") from error
    return ray


def check_token() -> None:
    """Raises Refused unless this process has a token to show."""
    path = os.environ.get("RAY_AUTH_TOKEN_PATH", "")
    if os.environ.get("RAY_AUTH_MODE") != "token" or not path:
        raise Refused("a Ray cluster is joined with a token only: set STYLEGRAM_RAY_TOKEN_FILE (see docs/cluster.md)")
    try:
        token = Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"the token in {path} cannot be read: {type(error).__name__}") from error
    if not token:
        raise Refused(f"the token in {path} is empty")


def check_closed(address: str) -> None:
    """Raises Refused unless the head refuses those who have no token."""
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
        raise Refused(f"no Ray head answers at {address}") from error
    said = answer.stdout.split()
    if "open" in said:
        raise Refused(
            f"the Ray cluster at {address} lets in whoever can reach it: start its nodes with RAY_AUTH_MODE=token "
            "(see docs/cluster.md)"
        )
    if "refused" not in said:
        raise Refused(f"no Ray head answers at {address}: {(answer.stderr.strip().splitlines() or ['no word'])[-1]}")
