"""Where the bot and the cluster meet: a Unix socket, over which the bot asks for a gateway and hands over its pipes.

A gateway needs a Ray node beside it, and whoever is a member of the cluster can run code on that node. So neither may
run as the bot's user, with its environment, or where its files are: the bot's side is engine.cluster.link, the other
engine.cluster.host. What passes is one message each way; a message is a packet, so nothing frames it.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from pathlib import Path

import msgspec

from engine.settings import Precision

PIPES = 3  #: what the gateway gets as its standard input, output and error
_LONGEST = 65536  #: bytes of a message


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """The gateway that the bot asks for; see engine.cluster.gateway.RayTarget."""

    cpus: int | None = None
    gpus: float | None = None
    precision: Precision = Precision.AUTO
    command: tuple[str, ...] | None = None


class GatewayExit(msgspec.Struct, frozen=True, kw_only=True):
    """How the gateway ended: its exit status, negative for a signal."""

    status: int


class NotUnderstood(Exception):
    """The other side sent something else."""


def connection_to(path: Path) -> socket.socket:
    """A connection to the host that listens at this path. Raises OSError."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        connection.connect(str(path))
    except OSError:
        connection.close()
        raise
    return connection


def listener_at(path: Path) -> socket.socket:
    """A listening socket, which replaces one that an earlier host left. Raises OSError.

    The rights of its folder decide who can connect.
    """
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        listener.bind(str(path))
        path.chmod(0o666)
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def user_behind(connection: socket.socket) -> int:
    """The id of the user that listens at the other end, by the kernel."""
    size = 3 * 4  # struct ucred: process, user, group
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    return int.from_bytes(credentials[4:8], "little")


def ask(connection: socket.socket, wanted: Wanted, pipes: Sequence[int]) -> None:
    """Ask for a gateway on these descriptors. Raises OSError."""
    socket.send_fds(connection, [msgspec.msgpack.encode(wanted)], list(pipes))


def asked(connection: socket.socket) -> tuple[Wanted, list[int]]:
    """What the other side wants, and its descriptors, which the caller closes. Raises NotUnderstood, OSError."""
    message, pipes, _, _ = socket.recv_fds(connection, _LONGEST, PIPES)
    try:
        if len(pipes) != PIPES:
            raise NotUnderstood(f"{len(pipes)} descriptors instead of {PIPES}")
        return msgspec.msgpack.decode(message, type=Wanted), pipes
    except (NotUnderstood, msgspec.MsgspecError) as error:
        close(pipes)
        raise NotUnderstood(str(error)) from error


def tell_end(connection: socket.socket, status: int) -> None:
    """Send the exit status of the gateway. Raises OSError."""
    connection.send(msgspec.msgpack.encode(GatewayExit(status=status)))


def end_of(connection: socket.socket) -> int | None:
    """Wait for the gateway's end: its status, or None where nobody is left who could tell it."""
    try:
        message = connection.recv(_LONGEST)
        return msgspec.msgpack.decode(message, type=GatewayExit).status if message else None
    except (OSError, msgspec.MsgspecError):
        return None


def close(descriptors: Sequence[int]) -> None:
    """Close each of the descriptors."""
    for descriptor in descriptors:
        os.close(descriptor)
