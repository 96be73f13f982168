"""`python -m engine.cluster.host`: starts a gateway for each engine that the bot asks for, beside a Ray node.

It belongs to the cluster, not to the bot: it runs as the Ray node's user, with its environment, and shares with the bot
nothing but the folder of its socket.
"""

from __future__ import annotations

import argparse
import logging
import os
import selectors
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from engine.cluster import meeting
from engine.worker.process import ROOT

log = logging.getLogger("engine.cluster.host")

BAD_SETTINGS = 2
GATEWAYS = 64  #: at a time; the bot has no more engines
GREETING_TIMEOUT = 10.0  #: seconds in which a new connection must ask for its gateway


def main() -> int:
    """Until SIGTERM or SIGINT; its gateways end with it. Returns 2 where the settings are wrong, otherwise 1."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    parser = argparse.ArgumentParser(prog="python -m engine.cluster.host", description=__doc__)
    parser.add_argument("--socket", type=Path, required=True, help="where the bot asks for gateways")
    parser.add_argument("--address", required=True, help="host:port of Ray's head")
    options = parser.parse_args()
    foreign = secrets_of_the_bot(os.environ)
    if foreign:
        log.critical("%s belongs to the bot alone: start this without it", " and ".join(foreign))
        return BAD_SETTINGS
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    try:
        listener = meeting.listener_at(options.socket)
    except OSError as error:
        log.critical("cannot listen at %s: %s", options.socket, error.strerror or error)
        return BAD_SETTINGS
    log.info("gateways to %s are started for whoever asks at %s", options.address, options.socket)
    serve(listener, options.address)
    return 1


def secrets_of_the_bot(environment: Mapping[str, str]) -> list[str]:
    """The names of the bot's own variables that are set here: they may hold its secrets."""
    return sorted(name for name, value in environment.items() if name.startswith("TELEGRAM_") and value)


def serve(listener: socket.socket, address: str) -> None:
    """Serve each connection in a thread of its own, which lasts as long as its gateway. Never returns."""
    free = threading.BoundedSemaphore(GATEWAYS)
    while True:
        free.acquire()
        connection, _ = listener.accept()
        threading.Thread(target=_attend, args=(connection, address, free), daemon=True).start()


def _attend(connection: socket.socket, address: str, free: threading.BoundedSemaphore) -> None:
    try:
        with connection:
            connection.settimeout(GREETING_TIMEOUT)
            wanted, pipes = meeting.asked(connection)
            try:
                gateway = _start(address, wanted, pipes)
            finally:
                meeting.close(pipes)  # or nobody would notice the gateway's end
            meeting.tell_end(connection, _follow(gateway, connection))
    except (meeting.NotUnderstood, OSError) as error:
        log.warning("somebody who asked for a gateway got none, or left: %s", error)
    finally:
        free.release()


def _start(address: str, wanted: meeting.Wanted, pipes: list[int]) -> subprocess.Popen[bytes]:
    incoming, outgoing, errors = pipes
    return subprocess.Popen(
        gateway_command(address, wanted),
        stdin=incoming,
        stdout=outgoing,
        stderr=errors,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))},
        start_new_session=True,
    )


def gateway_command(address: str, wanted: meeting.Wanted) -> list[str]:
    """The command line of the gateway that the bot asks for: see engine.cluster.__main__."""
    command = [sys.executable, "-P", "-m", "engine.cluster", "--address", address, "--precision", wanted.precision]
    if wanted.cpus is not None:
        command += ["--cpus", str(wanted.cpus)]
    if wanted.gpus is not None:
        command += ["--gpus", str(wanted.gpus)]
    if wanted.command is not None:
        command += ["--command", shlex.join(wanted.command)]
    return command


def _follow(gateway: subprocess.Popen[bytes], connection: socket.socket) -> int:
    """Wait until the gateway ends, or end it once its connection is closed; returns its exit status."""
    process = os.pidfd_open(gateway.pid)
    try:
        with selectors.DefaultSelector() as either:
            either.register(process, selectors.EVENT_READ)
            either.register(connection, selectors.EVENT_READ)
            either.select()
        os.killpg(gateway.pid, signal.SIGKILL)  # its session may hold more than it; it is not reaped yet
    finally:
        os.close(process)
    return gateway.wait()


if __name__ == "__main__":
    sys.exit(main())
