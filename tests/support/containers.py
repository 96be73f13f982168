"""Images that buildah builds and runs, as root, where there is neither a container engine nor an image registry.

`buildah run` with chroot isolation gives a container neither a network nor processes of its own, nor limits on memory.
The rest of what compose.yaml asks for is done here: a read-only file system, another user, no capabilities.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from tests.support.eventually import LONG
from tests.support.processes import children_of
from tests.support.sandbox import ROOT

BASE = "localhost/stylegram-test-base"
IMAGE = "localhost/stylegram-test"
_ENVIRONMENT = os.environ | {"BUILDAH_ISOLATION": "chroot", "STORAGE_DRIVER": os.environ.get("STORAGE_DRIVER", "vfs")}
#: Run in the container as root, in place of Docker's `read_only`, `tmpfs`, `cap_drop` and `no-new-privileges`.
_CONFINED = """
mount -o remount,bind,ro / && mount -o remount,bind,noexec,nosuid,nodev /tmp || exit 125
user=$1; shift
exec setpriv --reuid "$user" --regid "$user" --clear-groups --bounding-set=-all --no-new-privs "$@"
"""


def reason_against() -> str | None:
    """Why no image can be built here."""
    if os.geteuid() != 0:
        return "only root can"
    absent = [each for each in ("buildah", "debootstrap") if shutil.which(each) is None]
    return f"not installed: {', '.join(absent)} (Debian has both)" if absent else None


@contextmanager
def built(**arguments: str) -> Iterator[Container]:
    """The Dockerfile's image, on a base of Debian's packages, and a container of it. Gone afterwards.

    STYLEGRAM_TEST_BASE names a base that is there, STYLEGRAM_TEST_IMAGE the whole image; they stay.
    """
    image, base = os.environ.get("STYLEGRAM_TEST_IMAGE"), os.environ.get("STYLEGRAM_TEST_BASE")
    with ExitStack() as made:
        if image is None and base is None:
            made.callback(_clean_up, "rmi", "--force", BASE)
            output_of(str(ROOT / "deploy" / "base-image.sh"), BASE)
        if image is None:
            words = [word for name, value in arguments.items() for word in ("--build-arg", f"{name}={value}")]
            made.callback(_clean_up, "rmi", "--force", IMAGE)
            buildah("bud", "--build-arg", f"BASE={base or BASE}", *words, "--tag", IMAGE, str(ROOT))
        container = buildah("from", image or IMAGE).strip()
        made.callback(_clean_up, "rm", container)
        yield Container(container)


def _clean_up(*words: str) -> None:
    """Run buildah and ignore errors: after a failure, some of it may not exist."""
    subprocess.run(("buildah", *words), env=_ENVIRONMENT, capture_output=True, check=False)  # noqa: S607 - found by PATH, as in a shell


class Container:
    """A container from which commands are run."""

    def __init__(self, name: str) -> None:
        self._name = name
        form = "{{range .OCIv1.Config.Entrypoint}}{{.}}\n{{end}}"
        self.entrypoint = buildah("inspect", "--format", form, name).split()  #: of the image

    def start(
        self,
        *command: str,
        entrypoint: Sequence[str] | None = None,
        user: int = 10001,
        environment: Mapping[str, str] = MappingProxyType({}),
        volumes: Mapping[Path, str] = MappingProxyType({}),
    ) -> Running:
        """Begin the image's entry point, or another, with this command; volumes by the folder or file outside."""
        words = ["run", "--user", "root", "--cap-add", "CAP_SYS_ADMIN", "--env", "TINI_SUBREAPER=1"]
        words += ["--mount", "type=tmpfs,destination=/tmp,tmpfs-mode=1777"]
        words += [word for name, value in environment.items() for word in ("--env", f"{name}={value}")]
        words += [word for outside, inside in volumes.items() for word in ("--volume", f"{outside}:{inside}")]
        inner = ("sh", "-c", _CONFINED, "sh", str(user), *(self.entrypoint if entrypoint is None else entrypoint))
        return Running(
            subprocess.Popen(
                ("buildah", *words, self._name, "--", *inner, *command),  # noqa: S607 - found by PATH, as in a shell
                env=_ENVIRONMENT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )


class Running:
    """A command in a container. `said`: its lines so far, from both of its outputs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._heard = threading.Condition()
        self._over = False
        self.said: list[str] = []
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                with self._heard:
                    self.said.append(line.rstrip())
                    self._heard.notify_all()
        with self._heard:
            self._over = True
            self._heard.notify_all()

    def until(self, words: str) -> None:
        """Wait until a line has these words. Raises RuntimeError where the command ends before."""

        def told() -> bool:
            return any(words in line for line in self.said)

        with self._heard:
            self._heard.wait_for(lambda: told() or self._over)
            if not told():
                raise RuntimeError(f"ended without {words!r}:\n" + "\n".join(self.said))

    def runs(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def end(self) -> int:
        """Wait for it; its exit status."""
        status = self._process.wait(LONG)
        self._listener.join()
        return status

    def words(self) -> list[str]:
        """What the command itself said, without what buildah adds."""
        return [line for line in self.said if line and not line.startswith(("subprocess exited", "Error: exit status"))]

    def stop(self) -> int:
        """Stop it as `docker stop` does: SIGTERM to the first process of the container. What that leaves running is
        killed here; elsewhere the end of the container's own process namespace does that.
        """
        first = list(self._first())
        inside = [process for one in first for process in _below(one)]
        for process in first:
            os.kill(process, signal.SIGTERM)
        status = self.end()
        for process in inside:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        return status

    def _first(self) -> Iterator[int]:
        """The topmost tini below buildah."""
        waiting = [self._process.pid]
        while waiting:
            process = waiting.pop()
            if Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")[0] == b"tini":
                yield process
            else:
                waiting += children_of(process)


def _below(parent: int) -> list[int]:
    """All living descendants of a process."""
    children = children_of(parent)
    return children + [process for child in children for process in _below(child)]


def buildah(*words: str) -> str:
    """The output of buildah. Raises RuntimeError with all of it."""
    return output_of("buildah", *words)


def output_of(*command: str) -> str:
    """The output of a command. Raises RuntimeError with all of it."""
    ended = subprocess.run(command, env=_ENVIRONMENT, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit status {ended.returncode}\n{ended.stdout}\n{ended.stderr}")
    return ended.stdout
