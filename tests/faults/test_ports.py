"""What can be reached from outside: nothing, unless an operator says so."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.support.sandbox import SandboxServer
from tests.support.sockets import listening


@pytest.mark.fault("strangers")
async def test_the_sandbox_listens_on_loopback_only(tmp_path: Path, figure: Callable[[str], None]) -> None:
    async with SandboxServer(tmp_path) as server:
        addresses = listening(server.process_id)
    assert addresses
    assert all(address.is_loopback for address in addresses)
    figure("sandbox: reached from other machines 0")


def test_a_port_that_all_may_reach_would_be_seen() -> None:
    with socket.socket(socket.AF_INET6) as door:
        door.bind(("::", 0))
        door.listen()
        assert ip_address("::") in listening(os.getpid())
