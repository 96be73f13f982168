"""`python -m engine.cluster.link`: the bot's side of a gateway. Started by engine.worker.supervisor, not by people.

To the bot it is the engine process: it gives its pipes away to the gateway that engine.cluster.host starts for it, and
ends when that ends. When it is ended, so is the gateway.
"""

from __future__ import annotations

import argparse
import logging
import os
import shlex
import sys
from pathlib import Path

from engine.cluster import meeting
from engine.cluster.joining import JoinRefusal, JoinRefused
from engine.settings import Precision
from engine.worker.child import end_with_parent

log = logging.getLogger("engine.cluster.link")


def main() -> int:
    """Returns the gateway's exit status, or 1."""
    end_with_parent()
    options = _options()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    wanted = meeting.Wanted(cpus=options.cpus, gpus=options.gpus, precision=options.precision, command=options.command)
    try:
        return through(options.socket, wanted, same_user=options.same_user)
    except JoinRefused as refusal:
        log.critical("%s", refusal)
        return 1


def through(path: Path, wanted: meeting.Wanted, *, same_user: bool) -> int:
    """Ask for a gateway at the socket `path`, and wait until it ends; returns its exit status. Raises JoinRefused."""
    try:
        connection = meeting.connection_to(path)
    except OSError as error:
        raise JoinRefused(
            JoinRefusal.NO_HOST,
            f"nobody starts gateways at {path} ({error.strerror or error}): start `python -m engine.cluster.host` "
            "beside a node of the cluster (see docs/cluster.md)",
        ) from error
    with connection:
        if not same_user and meeting.user_behind(connection) == os.getuid():
            raise JoinRefused(
                JoinRefusal.SAME_USER,
                "the gateways run as the bot's own user, so every member of the cluster could read the bot's token and "
                "pictures: start engine.cluster.host, and the Ray node beside it, as another user",
            )
        try:
            meeting.ask(connection, wanted, (0, 1, 2))
        except OSError as error:
            raise JoinRefused(JoinRefusal.NO_HOST, f"no gateway is started at {path}: {error}") from error
        _let_go_of_pipes()
        status = meeting.end_of(connection)
    return 1 if status is None or status < 0 else status


def _let_go_of_pipes() -> None:
    """Close our copies: otherwise the bot would not notice the gateway's end while this process lives."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m engine.cluster.link", description=__doc__)
    parser.add_argument("--socket", type=Path, required=True, help="where engine.cluster.host listens")
    parser.add_argument("--cpus", type=int, help="cores for each engine (default: one GPU for each)")
    parser.add_argument("--gpus", type=float, help="GPUs for each engine, or the part of one (default: 1)")
    parser.add_argument("--precision", type=Precision, choices=list(Precision), default=Precision.AUTO)
    parser.add_argument("--command", type=_words, help="what to start on a node instead of python -m engine.worker")
    parser.add_argument("--same-user", action="store_true", help="for trials: the cluster may run as the bot's user")
    return parser.parse_args()


def _words(line: str) -> tuple[str, ...]:
    return tuple(shlex.split(line))


if __name__ == "__main__":
    sys.exit(main())
