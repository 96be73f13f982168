"""A Ray cluster of real processes on loopback: a head without room for work, nodes with one core each, and what starts
gateways beside the head.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, MappingProxyType

import msgspec

from engine.backends.cluster import ray_engine
from engine.backends.local import LocalEngine
from engine.worker.process import ROOT
from engine.worker.supervisor import Timings
from tests.support import other_user
from tests.support.eventually import LONG
from tests.support.fake_engine import Script
from tests.support.ports import free_port
from tests.support.processes import children_of, is_alive

#: The `ray` command, claiming another version.
_OTHER_RAY = """
import sys, ray
ray.__version__ = sys.argv.pop(1)
from ray.scripts.scripts import main
main()
"""

STORE = 80_000_000  #: bytes of each node's object store: Ray's least
HASTY = Timings(start=LONG, first_pause=0.1, longest_pause=0.5)


class RayCluster:
    """Started by `ray start`, as an operator does; each node's processes are a session of their own."""

    def __init__(self, directory: Path, *, token: bool = True, user: int | None = None) -> None:
        """`user`: whom all of it runs as; whoever runs the tests, if not told else."""
        self.user = user
        self.socket = directory / "gateways"
        self.token_file = directory / "token"
        self.token_file.write_text(secrets.token_hex(32))
        self.token_file.chmod(0o600)
        self.address = f"127.0.0.1:{free_port()}"
        self.directory = directory
        self.nodes: list[subprocess.Popen[bytes]] = []  #: besides the head
        self._head: subprocess.Popen[bytes] | None = None
        self._host: subprocess.Popen[bytes] | None = None
        self._environment = {k: v for k, v in os.environ.items() if not k.startswith(("RAY_", "TELEGRAM_"))} | {
            "PYTHONPATH": str(ROOT),
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN_PATH": str(self.token_file),
            "RAY_USAGE_STATS_ENABLED": "0",
        }
        self._auth = {} if token else {"RAY_AUTH_MODE": "disabled"}  # of the nodes; who joins has a token all the same
        if user is not None:
            self._environment["HOME"] = str(directory)
            for path in (directory, self.token_file):
                os.chown(path, user, user)

    def start_head(self, ray_version: str | None = None) -> None:
        """It answers when this returns; so does a node. `ray_version`: which it says that it is."""
        port = self.address.rpartition(":")[2]
        self._head = self._begin(
            *("--head", f"--port={port}", "--num-cpus=0", "--include-dashboard=false"),
            f"--ray-client-server-port={free_port()}",  # a head ends where another one has taken the usual port
            # Ray's sockets lie below; a path may have 107 characters, so the test's own folder is too deep.
            f"--temp-dir={self.directory}",
            ray_version=ray_version,
        )
        self._await(self._head)

    def start_host(self) -> None:
        """Start what starts gateways; it listens when this returns."""
        self._host = self._spawn("-m", "engine.cluster.host", f"--socket={self.socket}", f"--address={self.address}")
        self._await(self._host, b"whoever asks")

    def gateways(self) -> set[int]:
        """The processes of its gateways."""
        return set(children_of(self._host.pid)) if self._host is not None else set()

    def member(self, *arguments: str) -> bytes:
        """What a Python process with these arguments says last, who has Ray's token and nothing else."""
        process = self._spawn(*arguments)
        said, _ = process.communicate()
        if process.returncode != 0:
            raise RuntimeError(said.decode(errors="replace"))
        return said.splitlines()[-1]

    def start_node(self, name: str = "", code: Path = ROOT) -> subprocess.Popen[bytes]:
        """One more core, with the Stylegram that lies in that folder."""
        node = self._begin(
            f"--address={self.address}", "--num-cpus=1", environment={"STYLEGRAM_NODE": name, "PYTHONPATH": str(code)}
        )
        self.nodes.append(node)
        self._await(node)
        return node

    def _begin(
        self, *options: str, ray_version: str | None = None, environment: Mapping[str, str] = MappingProxyType({})
    ) -> subprocess.Popen[bytes]:
        start = ("-m", "ray.scripts.scripts") if ray_version is None else ("-c", _OTHER_RAY, ray_version)
        return self._spawn(
            *(*start, "start", "--block", "--disable-usage-stats"),
            *("--node-ip-address=127.0.0.1", "--num-gpus=0", f"--object-store-memory={STORE}", *options),
            "--include-log-monitor=false",  # a process on each node that nobody here listens to
            environment=self._auth | dict(environment),
        )

    def _spawn(self, *arguments: str, environment: Mapping[str, str] = MappingProxyType({})) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            (sys.executable, *arguments) if self.user is None else other_user.command(self.user, arguments),
            env=self._environment | dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _await(self, node: subprocess.Popen[bytes], word: bytes = b"Ray runtime started") -> None:
        assert node.stdout is not None
        said = b""
        for line in node.stdout:
            said += line
            if word in line:
                return
        raise RuntimeError(said.decode(errors="replace"))

    def kill(self, node: subprocess.Popen[bytes]) -> None:
        """Kill all processes of a node at once, as a power cut does."""
        os.killpg(node.pid, signal.SIGKILL)
        node.wait()
        assert node.stdout is not None
        os.set_blocking(node.stdout.fileno(), False)
        sys.stdout.write((node.stdout.read() or b"").decode(errors="replace"))  # for whoever sees a test fail
        node.stdout.close()
        if node in self.nodes:
            self.nodes.remove(node)

    def stop(self) -> None:
        """Kill all of Ray's, the head too."""
        for node in list(self.nodes):
            self.kill(node)
        if self._head is not None:
            self.kill(self._head)
            self._head = None

    def stop_host(self) -> None:
        """Kill what starts gateways, and these with it."""
        if self._host is not None:
            self.kill(self._host)
            self._host = None

    def workers(self) -> set[int]:
        """The processes of its engines, on all nodes."""
        mark = f"LIGHT_CLUSTER={self.address}".encode()
        found = set()
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                words, variables = ((entry / name).read_bytes().split(b"\0") for name in ("cmdline", "environ"))
            except OSError:
                continue
            if b"tests.support.light_worker" in words and mark in variables and is_alive(int(entry.name)):
                found.add(int(entry.name))
        return found

    def engine(self, script: Script | Path, *, count: int = 1, timings: Timings = HASTY) -> LocalEngine:
        """One that paints by the light worker. A file with a script is read anew for each job."""
        told = f"LIGHT_SCRIPT_FILE={script}"
        if isinstance(script, Script):
            told = f"LIGHT_SCRIPT={msgspec.json.encode(script).decode()}"
        mark = f"LIGHT_CLUSTER={self.address}"
        command: Sequence[str] = ("env", mark, told, sys.executable, "-P", "-m", "tests.support.light_worker")
        return ray_engine(
            self.socket, cpus=1, count=count, command=command, timings=timings, same_user=self.user is None
        )


@contextmanager
def ray_cluster(nodes: int, *, token: bool = True, user: int | None = None) -> Iterator[RayCluster]:
    """A head and so many nodes."""
    with _headless(token=token, user=user) as cluster:
        cluster.start_head()
        for number in range(1, nodes + 1):
            cluster.start_node(f"node {number}")
        yield cluster


@contextmanager
def other_ray(version: str) -> Iterator[RayCluster]:
    """A head that says it is of that version."""
    with _headless() as cluster:
        cluster.start_head(version)
        yield cluster


@contextmanager
def _headless(*, token: bool = True, user: int | None = None) -> Iterator[RayCluster]:
    directory = Path(tempfile.mkdtemp(prefix="ray"))
    cluster = RayCluster(directory, token=token, user=user)
    try:
        cluster.start_host()
        yield cluster
    finally:
        cluster.stop()
        cluster.stop_host()
        shutil.rmtree(directory, ignore_errors=True)


def main() -> int:
    """`python -m tests.support.ray_cluster`: the sandbox with its bot on a cluster of two nodes, until Ctrl+C."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, _interrupt)
    try:
        _say("Starting a Ray cluster on this machine: a head, and two nodes with one core each (some ten seconds).")
        with ray_cluster(nodes=2) as cluster:
            _explain(cluster)
            return _sandbox(cluster)
    except KeyboardInterrupt:
        return 0
    finally:
        _say("The cluster is closed.")


def _explain(cluster: RayCluster) -> None:
    _say("The cluster is ready. Next come the bot and its page; two pictures at a time show both nodes at work:")
    _say("the log says which node paints which job, and this what is taken (2.0/2.0 CPU: both):")
    token = f"RAY_AUTH_MODE=token RAY_AUTH_TOKEN_PATH={cluster.token_file}"
    _say(f"    {token} {sys.executable} -m ray.scripts.scripts status --address {cluster.address}")
    _say("To lose a node with all its processes in mid-job, from another terminal:")
    for number, node in enumerate(cluster.nodes, 1):
        _say(f"    kill -9 -- -{node.pid}    # node {number}")


def _sandbox(cluster: RayCluster) -> int:
    environment = os.environ | {
        "STYLEGRAM_ENGINE": "ray",
        "STYLEGRAM_RAY_SOCKET": str(cluster.socket),
        "STYLEGRAM_RAY_SAME_USER": "1",  # it is a trial on one machine
        "STYLEGRAM_RAY_CPUS": "1",
        "STYLEGRAM_ENGINE_COUNT": "2",
    }
    # In a session of its own, so that Ctrl+C does not reach it twice, which would mean haste.
    sandbox = subprocess.Popen((sys.executable, "-m", "bot.sandbox"), env=environment, start_new_session=True)
    while True:
        try:
            return sandbox.wait()
        except KeyboardInterrupt:
            sandbox.terminate()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
