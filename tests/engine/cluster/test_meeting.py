"""How the bot gets a gateway that shares nothing with it, in real processes; with Ray, see
tests/faults/test_cluster.py.

The gateways' head is a listener that never answers, so a gateway stays until it is ended.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from engine.cluster import meeting
from engine.cluster.host import BAD_SETTINGS, gateway_command
from engine.cluster.joining import JoinRefusal
from engine.settings import Precision
from engine.worker.process import ROOT
from tests.support.eventually import LONG, eventually
from tests.support.processes import children_of, is_alive

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "RAY_"))}


@pytest.fixture
def silent_head() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


class Host:
    """`python -m engine.cluster.host`, with Ray's token or without."""

    def __init__(self, folder: Path, address: str, *, token: bool) -> None:
        self.path = folder / "gateways"
        environment = CLEAN | {"THE_CLUSTERS": "own"}
        if token:
            (folder / "token").write_text("secret")
            environment |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN_PATH": str(folder / "token")}
        self.process = subprocess.Popen(
            (sys.executable, "-m", "engine.cluster.host", f"--socket={self.path}", f"--address={address}"),
            cwd=ROOT,
            env=environment,
            stderr=subprocess.PIPE,
        )
        assert self.process.stderr is not None
        self.said = self.process.stderr.readline()  # it listens now

    def gateways(self) -> list[int]:
        return children_of(self.process.pid)

    async def gateway(self) -> int:
        """The only one, once it is there."""

        async def there() -> bool:
            return len(self.gateways()) == 1

        await eventually(there, LONG)
        return self.gateways()[0]

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def host(tmp_path: Path, silent_head: str) -> Iterator[Host]:
    running = Host(tmp_path, silent_head, token=True)
    yield running
    running.end()


def link(path: Path, *options: str, **variables: str) -> subprocess.Popen[bytes]:
    """Start a link as the bot does."""
    return subprocess.Popen(
        (sys.executable, "-m", "engine.cluster.link", "--socket", str(path), "--cpus", "1", *options),
        cwd=ROOT,
        env=CLEAN | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def last_words(bot: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Wait for a link that ends by itself; its exit status, and its standard error, which others may share."""
    status = bot.wait(LONG)  # with its standard input open, whose end would be the bot's
    return status, bot.communicate()[1].decode().rstrip()


def of_process(process: int, name: str) -> bytes:
    return Path(f"/proc/{process}/{name}").read_bytes()


async def gone(process: int) -> bool:
    return not is_alive(process)


async def test_a_gateway_has_the_clusters_environment_and_nothing_of_the_bots(host: Host) -> None:
    bot = link(host.path, "--same-user", THE_BOTS="secret", TELEGRAM_BOT_TOKEN="1:secret")  # noqa: S106 - made up
    gateway = await host.gateway()

    async def has_begun() -> bool:
        return b"engine.cluster\0--address" in of_process(gateway, "cmdline")

    await eventually(has_begun, LONG)
    variables = of_process(gateway, "environ")
    assert b"THE_CLUSTERS=own" in variables
    assert b"secret" not in variables
    bot.kill()
    bot.communicate()


@pytest.mark.parametrize("how", ["kill", "terminate"])
async def test_a_gateway_ends_with_the_link_to_the_bot(host: Host, how: str) -> None:
    bot = link(host.path, "--same-user")
    gateway = await host.gateway()
    getattr(bot, how)()
    bot.communicate()
    await eventually(partial(gone, gateway), LONG)
    assert host.process.poll() is None  # and serves others
    again = link(host.path, "--same-user")
    assert await host.gateway() != gateway
    again.kill()
    again.communicate()


async def test_the_bot_hears_of_the_end_of_a_gateway_by_its_pipe_and_of_why(tmp_path: Path, silent_head: str) -> None:
    """This one has no token to show to Ray."""
    host = Host(tmp_path, silent_head, token=False)
    try:
        bot = link(host.path, "--same-user")
        status, words = last_words(bot)
        assert status == 1
        assert JoinRefusal.NO_TOKEN.value in words
    finally:
        host.end()


async def test_the_gateways_of_a_host_that_is_killed_end_with_it(host: Host) -> None:
    bot = link(host.path, "--same-user")
    gateway = await host.gateway()
    host.process.kill()
    await eventually(partial(gone, gateway), LONG)
    assert last_words(bot)[0] == 1


def test_a_cluster_that_runs_as_the_bots_own_user_gets_no_pipes(host: Host) -> None:
    bot = link(host.path)
    status, words = last_words(bot)
    assert status == 1
    assert words.endswith(f"[{JoinRefusal.SAME_USER}]")
    assert host.gateways() == []


def test_where_nobody_starts_gateways_the_log_says_what_to_start(tmp_path: Path) -> None:
    bot = link(tmp_path / "nowhere")
    status, words = last_words(bot)
    assert status == 1
    assert "python -m engine.cluster.host" in words
    assert words.endswith(f"[{JoinRefusal.NO_HOST}]")


def test_a_host_does_not_start_with_the_bots_secrets(tmp_path: Path) -> None:
    started = subprocess.run(
        (sys.executable, "-m", "engine.cluster.host", f"--socket={tmp_path / 'gateways'}", "--address=127.0.0.1:1"),
        cwd=ROOT,
        env=CLEAN | {"TELEGRAM_BOT_TOKEN": "1:secret", "TELEGRAM_PROXY": ""},
        capture_output=True,
        timeout=LONG,
        check=False,
    )
    assert started.returncode == BAD_SETTINGS
    assert b"TELEGRAM_BOT_TOKEN belongs to the bot alone" in started.stderr
    assert b"secret" not in started.stderr


@pytest.mark.parametrize("message", [b"", b"nonsense", b"\x81\xa4cpus\xa3two"])
async def test_who_sends_nonsense_gets_no_gateway_and_others_still_do(host: Host, message: bytes) -> None:
    with meeting.connection_to(host.path) as connection:
        if message:
            socket.send_fds(connection, [message], [0, 1, 2])
            assert meeting.end_of(connection) is None
    bot = link(host.path, "--same-user")
    assert await host.gateway()
    bot.kill()
    bot.communicate()


def test_a_gateway_is_started_as_the_bot_wants_it() -> None:
    wanted = meeting.Wanted(cpus=4, gpus=0.5, precision=Precision.FLOAT32, command=("paint", "a b"))
    command = gateway_command("10.0.0.1:6379", wanted)
    assert command[1:] == [
        *("-P", "-m", "engine.cluster", "--address", "10.0.0.1:6379", "--precision", "float32"),
        *("--cpus", "4", "--gpus", "0.5", "--command", "paint 'a b'"),
    ]
