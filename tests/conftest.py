"""For all tests."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.filters import no_filters_here, real_filters

__all__ = ["figure", "no_filters_here", "real_filters"]

# No deadline for single examples: on a loaded machine a slow one says nothing about the code.
settings.register_profile("stylegram", deadline=None)
settings.load_profile("stylegram")


#: Python ignores these itself, and restores them in the processes that it starts.
_IGNORED_BY_PYTHON = {signal.SIGPIPE, signal.SIGXFSZ}


def pytest_configure() -> None:
    """Restore the signals of a process in the foreground: in the background of a script, a shell has
    SIGINT ignored, under nohup SIGHUP is, and all processes that the tests start would inherit that.
    """
    for number in signal.valid_signals() - _IGNORED_BY_PYTHON:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    if _has_room():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))  # what `tmp_path` lies in


#: Most tests have a store of their own, and on a disk they would wait for it at every commit. kill -9 leaves the same
#: behind here as there.
IN_MEMORY = Path("/dev/shm")  # noqa: S108  # pytest makes a folder there that only we may read
ROOM = 2 * 2**30  #: bytes that must be free there


def _has_room() -> bool:
    """Whether there is a file system in memory with room for all files of the tests, and for programs to run."""
    if not os.access(IN_MEMORY, os.W_OK) or os.statvfs(IN_MEMORY).f_flag & os.ST_NOEXEC:
        return False
    return shutil.disk_usage(IN_MEMORY).free >= ROOM


#: Seconds for tests with these markers, in the place of `timeout` in pyproject.toml.
_MORE_TIME = {"thorough": 7200, "image": 7200, "slow": 1800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests that take minutes more time."""
    for item in items:
        limits = [seconds for marker, seconds in _MORE_TIME.items() if item.get_closest_marker(marker)]
        if limits:
            item.add_marker(pytest.mark.timeout(max(limits)))


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Tells what a test of the fault matrix measured, for the table of `make faults`: "lost 0 of 40 kills"."""
    return lambda text: request.node.user_properties.append(("figure", text))
