#!/usr/bin/env python
"""Installs locks as locks, into the environment of the Python that runs this: `python deploy/install.py FILE.lock...`

The one command for `make`, the image and the nodes of a cluster. Nothing is resolved and nothing is built, so that a
new release of any package changes nothing here: pip fetches exactly the wheels whose hashes the locks name. What a
resolver would have found is checked afterwards. Ends with 1, and a sentence, when either fails.
"""

from __future__ import annotations

import subprocess
import sys

_PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
#: pip goes through the requirements of a package only to find more packages, and the locks hold all of them. Without
#: --no-deps, pip 23 prefers a new release to the locked one when another package asks for it with an extra. To build a
#: package, pip would fetch the newest release of what builds it.
_AS_LOCKED = ("--no-deps", "--require-hashes", "--only-binary", ":all:")

_NOT_INSTALLED = """\
Set-up stopped: pip could not install {locks}; its reason is above.
Look at the network and at pip's settings (pip config list), then do the same again.
"""
_INCONSISTENT = """\
Set-up stopped: the packages that are now in {prefix} do not fit together; pip's list is above.
Packages that are in no lock can cause this: delete that environment (`make clean`), then set up again.
If it happens in a new environment, the locks are wrong: please report it.
"""


def install(locks: list[str]) -> str | None:
    """Install the packages of all locks. Returns what is wrong, or None."""
    quiet = () if sys.stdout.isatty() else ("--quiet",)
    requirements = [word for lock in locks for word in ("--requirement", lock)]
    if _ended_well((*_PIP, "install", *quiet, *_AS_LOCKED, *requirements)):
        if _ended_well((*_PIP, "check")):
            return None
        return _INCONSISTENT.format(prefix=sys.prefix)
    return _NOT_INSTALLED.format(locks=" and ".join(locks))


def _ended_well(command: tuple[str, ...]) -> bool:
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(install(sys.argv[1:]) if sys.argv[1:] else __doc__)
