"""What those who watch over the bot see of it: over HTTP, while it paints."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.operations import health
from bot.transport.errors import CannotServe
from tests.support.eventually import LONG, eventually
from tests.support.fake_engine import FakeEngine, Script
from tests.support.pictures import plain_png
from tests.support.ports import free_port
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer, SandboxUser
from tests.support.sandbox_chat import told

DOCS = Path(__file__).resolve().parents[2] / "docs"
DASHBOARD = DOCS / "grafana" / "stylegram.json"
ALERTS = DOCS / "prometheus" / "alerts.yaml"


class Operator:
    """Asks the bot how it is."""

    def __init__(self, port: int) -> None:
        self._root = f"http://127.0.0.1:{port}"

    async def _get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(self._root + path) as response:
            return response.status, await response.text()

    async def health(self) -> tuple[int, dict[str, object]]:
        status, body = await self._get("/healthz")
        return status, json.loads(body)

    async def metrics(self) -> str:
        status, body = await self._get("/metrics")
        assert status == 200
        return body

    async def listens(self) -> bool:
        try:
            await self.health()
        except aiohttp.ClientConnectionError:
            return False
        return True


def samples(exposition: str) -> dict[tuple[str, ...], float]:
    """The values by name and labels' values."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(exposition)
        for sample in family.samples
    }


async def test_a_painting_leaves_its_figures_and_nothing_of_its_owner(
    server: SandboxServer, user: SandboxUser, tmp_path: Path
) -> None:
    port = free_port()
    operator = Operator(port)
    engine = FakeEngine(Script(die_at=12, checkpoint_every=5), Script())
    async with running_bot(server, tmp_path / "bot", engine, operations_port=port) as bot:
        await eventually(operator.listens, LONG)
        await user.send_album([plain_png("red"), plain_png("blue")], caption="iterations=20 size=256")
        await user.wait_for(told(1), LONG)
        assert await operator.health() == (
            200,
            {"healthy": True, "reasons": [], "poll_age": pytest.approx(0, abs=60), "engine_silence": {}},
        )

        async def has_told() -> bool:
            return samples(await operator.metrics()).get(("stylegram_job_phase_seconds_count", "telling")) == 1

        await eventually(has_told, LONG)
        exposition = await operator.metrics()
        assert not bot.task.done()
    seen = samples(exposition)
    assert seen["stylegram_jobs_ended_total", "painted", ""] == 1
    assert seen["stylegram_job_restarts_total",] == 1
    assert (seen["stylegram_engine_runs_total", "lost"], seen["stylegram_engine_runs_total", "result"]) == (1, 1)
    assert seen["stylegram_engine_iterations_total", "1"] == 11 + (20 - 10)  # it went on from the checkpoint at 10
    assert seen["stylegram_engine_megapixels_total", "1"] > 0
    assert seen["stylegram_jobs_waiting",] == seen["stylegram_jobs_running",] == seen["stylegram_jobs_untold",] == 0
    assert seen["stylegram_telegram_calls_total", "getUpdates", "200"] >= 1
    assert seen["stylegram_telegram_calls_total", "download", "200"] == 2
    assert seen["stylegram_database_commit_seconds_count",] > 5
    assert all(seen["stylegram_job_phase_seconds_count", phase] == 1 for phase in ("waiting", "painting"))
    assert all(seen["stylegram_healthy", check] == 1 for check in health.Check)
    for secret in (server.token, server.token.partition(":")[2], "iterations=20", "photos/"):
        assert secret not in exposition
    labels = {"outcome", "reason", "phase", "le", "end", "engine", "method", "status", "check"}
    assert set(re.findall(r'[{,](\w+)="', exposition)) == labels


async def test_every_metric_of_the_dashboard_and_the_alerts_is_there(server: SandboxServer, tmp_path: Path) -> None:
    port = free_port()
    operator = Operator(port)
    async with running_bot(server, tmp_path / "bot", FakeEngine(), operations_port=port):
        await eventually(operator.listens, LONG)
        exposition = await operator.metrics()
    types = dict(re.findall(r"^# TYPE (\S+) (\S+)", exposition, re.MULTILINE))
    there = {*types, *(f"{name}_bucket" for name, kind in types.items() if kind == "histogram")}
    named = set(re.findall(r"\b(?:stylegram|process)_\w+", DASHBOARD.read_text() + ALERTS.read_text()))
    assert len(named) > 15
    assert named <= there


def test_every_alert_is_explained() -> None:
    alerts = set(re.findall(r"alert: (\w+)", ALERTS.read_text()))
    explained = set(re.findall(r"^\| `(Stylegram\w+)` \|", (DOCS / "operations.md").read_text(), re.MULTILINE))
    assert alerts == explained


async def test_what_is_too_old_is_told_with_503(
    server: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "LATEST_POLL", 1.0)
    port = free_port()
    operator = Operator(port)
    async with running_bot(server, tmp_path / "bot", FakeEngine(), operations_port=port):
        await eventually(operator.listens, LONG)
        await server.kill()

        async def is_ill() -> bool:
            status, body = await operator.health()
            return status == 503 and [reason["check"] for reason in body["reasons"]] == ["poll"]  # type: ignore[attr-defined]  # JSON of the health page

        await eventually(is_ill, LONG)
        assert samples(await operator.metrics())["stylegram_healthy", "poll"] == 0


async def test_nobody_listens_unless_asked_to_and_only_on_this_machine(server: SandboxServer, tmp_path: Path) -> None:
    port = free_port()
    async with running_bot(server, tmp_path / "bot", FakeEngine(), operations_port=port):
        await eventually(Operator(port).listens, LONG)
        with pytest.raises(ConnectionRefusedError), socket.socket() as elsewhere:
            elsewhere.connect(("127.0.0.2", port))  # would be answered if it listened at every address
    assert not await Operator(port).listens()


async def test_a_taken_port_is_named(server: SandboxServer, tmp_path: Path) -> None:
    with pytest.raises(CannotServe, match=f"STYLEGRAM_OPERATIONS_PORT: cannot listen on 127.0.0.1:{server.port}"):
        async with running_bot(server, tmp_path / "bot", FakeEngine(), operations_port=server.port) as bot:
            await asyncio.wait({bot.task}, timeout=LONG)


async def test_systemd_hears_when_the_bot_is_ready_and_when_it_stops(
    server: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        async with running_bot(server, tmp_path / "bot", FakeEngine()):
            loop = asyncio.get_running_loop()
            assert await asyncio.wait_for(loop.sock_recv(ear, 1000), LONG) == b"READY=1"
        assert ear.recv(1000) == b"STOPPING=1"
