#!/usr/bin/env python
"""Looks for known vulnerabilities of what the locks install, by pip-audit, in the package index's own advisories.

Fails when there is one. Where no advisories can be had (without a network, or from an index that has none), it says so
and does not fail: neither work nor a release may depend on somebody else's server.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any


@dataclass(frozen=True)
class Findings:
    """What pip-audit says about one lock."""

    asked: int  #: packages
    unknown: tuple[str, ...]  #: packages of which the service knows nothing
    vulnerabilities: tuple[str, ...]

    @classmethod
    def of(cls, report: Mapping[str, Any]) -> Findings:
        """Read pip-audit's JSON report."""
        packages: Sequence[Mapping[str, Any]] = report["dependencies"]
        return cls(
            asked=len(packages),
            unknown=tuple(package["name"] for package in packages if "skip_reason" in package),
            vulnerabilities=tuple(
                f"{package['name']} {package['version']}: {found['id']}, {_remedy(found['fix_versions'])}"
                for package in packages
                for found in package.get("vulns", ())
            ),
        )

    def describe(self) -> str:
        """One line about what was seen, and one for each vulnerability."""
        if len(self.unknown) == self.asked:
            return "NOT AUDITED: this package index has no advisories"
        lines = [f"{len(self.vulnerabilities)} known vulnerabilities in {self.asked - len(self.unknown)} packages"]
        if self.unknown:
            lines.append(f"NOT AUDITED, as the index does not know them: {', '.join(self.unknown)}")
        return "\n".join((*lines, *self.vulnerabilities))


def _remedy(versions: Sequence[str]) -> str:
    return f"mended in {', '.join(versions)}" if versions else "not mended yet"


def audit(lock: str) -> Findings | str:
    """Ask pip-audit about a lock. Returns what it found, or why it could not look."""
    options = ("--requirement", lock, "--require-hashes", "--disable-pip", "--format", "json")
    command = (sys.executable, "-m", "pip_audit", *options, "--progress-spinner", "off", "--desc", "off")
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return Findings.of(json.loads(ended.stdout))
    except ValueError:
        return (ended.stderr.strip().splitlines() or [f"pip-audit ended with {ended.returncode}"])[-1]


def main(locks: list[str]) -> int:
    if find_spec("pip_audit") is None:
        sys.stdout.write("pip-audit is not installed; it is in locks/requirements-dev.lock\n")
        return 1
    status = 0
    for lock in locks:
        outcome = audit(lock)
        if isinstance(outcome, Findings):
            sys.stdout.write(f"{lock}: {outcome.describe()}\n")
            status = status or int(bool(outcome.vulnerabilities))
        else:
            sys.stdout.write(f"{lock}: NOT AUDITED, the advisories could not be had: {outcome[:300]}\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
