"""Pytest plug-in of `make faults`: after the tests, the fault matrix with what was measured.

The run fails when a row that can be made to happen has no test, or one of its tests did not pass.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.faults.matrix import BY_KEY, FAULTS, Fault


@dataclass
class _Seen:
    tests: int = 0
    failed: int = 0
    figures: list[str] = field(default_factory=list)


class Table:
    """Collects the outcome of every test that shows a fault."""

    def __init__(self) -> None:
        self._seen: defaultdict[str, _Seen] = defaultdict(_Seen)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if marker := item.get_closest_marker("fault"):
                # It travels with the report, also to another process, where pytest-xdist shares out the tests.
                item.user_properties.append(("fault", BY_KEY[marker.args[0]].key))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        properties: dict[str, Any] = dict(report.user_properties)
        key = properties.get("fault")
        if key is None or (report.when != "call" and report.passed):
            return
        seen = self._seen[key]
        seen.tests += 1
        seen.failed += not report.passed  # a skipped test shows nothing
        seen.figures += [str(value) for name, value in report.user_properties if name == "figure"]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput"):  # one of several processes: it has not seen the other tests
            return
        if session.exitstatus == pytest.ExitCode.OK and any(self._verdict(fault) == "NOT MET" for fault in FAULTS):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("fault matrix")
        terminalreporter.write_line("| fault | expected | promised | tests | seen | |")
        terminalreporter.write_line("|---|---|---|---|---|---|")
        for fault in FAULTS:
            seen = self._seen.get(fault.key, _Seen())
            figures = "; ".join(dict.fromkeys(seen.figures)) or fault.cannot or "-"
            cells = (fault.fault, fault.expected, fault.promise, seen.tests, figures, self._verdict(fault))
            terminalreporter.write_line("| " + " | ".join(map(str, cells)) + " |")

    def _verdict(self, fault: Fault) -> str:
        if fault.cannot:
            return "not tried"
        seen = self._seen.get(fault.key, _Seen())
        return "met" if seen.tests and not seen.failed else "NOT MET"


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Table())
