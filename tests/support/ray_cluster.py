"""A Ray cluster of real processes on loopback: a head without room for work, and nodes with one core each."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from engine.backends.cluster import ray_engine
from engine.backends.local import LocalEngine
from engine.worker.process import ROOT
from engine.worker.supervisor import Timings
from tests.support.fake_engine import Script
from tests.support.ports import free_port

START = 120.0  #: seconds; a busy machine may take ten times as long as a quiet one
STORE = 80_000_000  #: bytes of each node's object store: Ray's least
HASTY = Timings(start=START, first_pause=0.1, longest_pause=0.5)


class RayCluster:
    """Started by `ray start`, as an operator does; each node's processes are a session of their own."""

    def __init__(self, directory: Path, *, token: bool = True) -> None:
        self.token_file = directory / "token"
        self.token_file.write_text(secrets.token_hex(32))
        self.token_file.chmod(0o600)
        self.address = f"127.0.0.1:{free_port()}"
        self._directory = directory
        self.nodes: list[subprocess.Popen[bytes]] = []  #: besides the head
        self._head: subprocess.Popen[bytes] | None = None
        self._environment = {k: v for k, v in os.environ.items() if not k.startswith(("RAY_", "TELEGRAM_"))} | {
            "PYTHONPATH": str(ROOT),
            "RAY_AUTH_MODE": "token" if token else "disabled",
        }
        if token:
            self._environment["RAY_AUTH_TOKEN_PATH"] = str(self.token_file)

    def start_head(self) -> None:
        """It answers when this returns; so does a node."""
        port = self.address.rpartition(":")[2]
        # Ray's sockets lie below; a path of theirs may have 107 characters, so the test's own folder is too deep.
        self._head = self._start(
            "--head", f"--port={port}", "--num-cpus=0", "--include-dashboard=false", f"--temp-dir={self._directory}"
        )

    def start_node(self) -> subprocess.Popen[bytes]:
        """One more core."""
        node = self._start(f"--address={self.address}", "--num-cpus=1")
        self.nodes.append(node)
        return node

    def _start(self, *options: str) -> subprocess.Popen[bytes]:
        command = (
            *(sys.executable, "-m", "ray.scripts.scripts", "start", "--block", "--disable-usage-stats"),
            *("--node-ip-address=127.0.0.1", "--num-gpus=0", f"--object-store-memory={STORE}", *options),
        )
        node = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        )
        assert node.stdout is not None
        said = b""
        for line in node.stdout:
            said += line
            if b"Ray runtime started" in line:
                return node
        raise RuntimeError(said.decode(errors="replace"))

    def kill(self, node: subprocess.Popen[bytes]) -> None:
        """All of its processes at once, as a power cut does."""
        os.killpg(node.pid, signal.SIGKILL)
        node.wait()
        assert node.stdout is not None
        node.stdout.close()
        if node in self.nodes:
            self.nodes.remove(node)

    def stop(self) -> None:
        """Kill all of them, the head too."""
        for node in list(self.nodes):
            self.kill(node)
        if self._head is not None:
            self.kill(self._head)
            self._head = None

    def engine(self, script: Script, *, count: int = 1, timings: Timings = HASTY) -> LocalEngine:
        """One that paints by the light worker."""
        told = f"LIGHT_SCRIPT={msgspec.json.encode(script).decode()}"
        command: Sequence[str] = ("env", told, sys.executable, "-m", "tests.support.light_worker")
        return ray_engine(self.address, self.token_file, cpus=1, count=count, command=command, timings=timings)


@contextmanager
def ray_cluster(nodes: int, *, token: bool = True) -> Iterator[RayCluster]:
    """A head and so many nodes."""
    directory = Path(tempfile.mkdtemp(prefix="ray"))
    cluster = RayCluster(directory, token=token)
    try:
        cluster.start_head()
        for _ in range(nodes):
            cluster.start_node()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(directory, ignore_errors=True)


def main() -> int:
    """`python -m tests.support.ray_cluster`: the sandbox with its bot on a cluster of two nodes, until Ctrl+C."""
    with ray_cluster(nodes=2) as cluster:
        environment = os.environ | {
            "STYLEGRAM_ENGINE": "ray",
            "STYLEGRAM_RAY_ADDRESS": cluster.address,
            "STYLEGRAM_RAY_TOKEN_FILE": str(cluster.token_file),
            "STYLEGRAM_RAY_CPUS": "1",
            "STYLEGRAM_ENGINE_COUNT": "2",
        }
        kills = ", ".join(f"kill -9 -- -{node.pid}" for node in cluster.nodes)
        sys.stdout.write(f"Two nodes. To lose one in mid-job: {kills}\n")
        sandbox = subprocess.Popen((sys.executable, "-m", "bot.sandbox"), env=environment)
        try:
            return sandbox.wait()
        except KeyboardInterrupt:
            return sandbox.wait()


if __name__ == "__main__":
    sys.exit(main())
