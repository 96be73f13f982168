"""Whether the head of the cluster that a gateway has joined is still there. Ray does not notice that it has died, or is
another one now, while a gateway waits for a node with room, and would wait for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

LOOK_AFTER: Final = 10.0  #: seconds without an answer, then again and again


class HeadLost(Exception):
    """The head is gone, or another cluster answers at its address."""


def until_answered(answered: Callable[[float], bool], check_head: Callable[[], None]) -> None:
    """Wait for the answer, however long it takes, as long as the head lives.

    `answered` waits for this many seconds and tells whether the answer is there. Raises HeadLost, as `check_head` does.
    """
    while not answered(LOOK_AFTER):
        check_head()


def cluster_joined(ray: Any) -> str:
    """The identity of the cluster to which this process is connected."""
    return str(ray._private.worker.global_worker.gcs_client.cluster_id.hex())


def check_same(address: str, joined: str) -> None:
    """Raises HeadLost unless that cluster's head answers at host:port. Waits for up to 40 s, as Ray does."""
    from ray._raylet import GcsClient  # type: ignore[attr-defined]  # compiled
    from ray.exceptions import RpcError

    try:
        answers = GcsClient(address=address).cluster_id.hex()
    except RpcError as error:
        raise HeadLost(f"the cluster's head at {address} no longer answers") from error
    if answers != joined:
        raise HeadLost(f"the cluster's head at {address} has been started anew")
