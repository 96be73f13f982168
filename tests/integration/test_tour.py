"""A tour of the whole chat over HTTP, with the fake engine: every case, every command and every button, each shortly.

Each stop must touch what it names; the tour fails where a case, a command or a button is named by no stop.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.jobs.setting_limits import SETTINGS
from bot.transport.verbs import Verb
from tests.integration.tour import at_once, company, painting, pictures, together, waiting
from tests.support.commands import ADMIN_NAMES, NAMES
from tests.support.fake_engine import FakeEngine, Script
from tests.support.running_bot import running_bot
from tests.support.sandbox import SandboxServer
from tests.support.tour import Row, Scene, Tourist

ROUTES = [
    painting.route,
    at_once.route,
    pictures.route,
    waiting.route,
    waiting.interrupted,
    company.route,
    together.route,
]
SCRIPTED = "as scripted"  #: part of a message about a failure that the tour wanted


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with SandboxServer(tmp_path / "sandbox") as server, Tourist(server) as ann:
        yield Scene(server, FakeEngine(Script(iterations=5)), ann, tmp_path / "bot")


@pytest.fixture(autouse=True)
def no_errors(caplog: pytest.LogCaptureFixture) -> object:
    """Nothing on the tour may go wrong unnoticed."""
    yield
    errors = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert [error for error in errors if SCRIPTED not in error] == []


def test_the_tour_touches_every_case_command_and_button() -> None:
    touched = set().union(*(route.touches for route in ROUTES))
    everything = {*Row, *Verb, *(f"/{name}" for name in (*NAMES, *ADMIN_NAMES))}
    assert touched == everything


def test_the_tour_sets_every_setting() -> None:
    assert painting.VALUES.keys() == set(SETTINGS)


async def test_painting(scene: Scene) -> None:
    # A lesson in the style that a stop keeps would take the script that another stop has planned for its picture.
    async with running_bot(
        scene.server, scene.data, scene.engine, jobs_per_user=10, daily_quota=1000, learn_styles=False
    ):
        await painting.route.walk(scene)


async def test_what_takes_an_instant(scene: Scene) -> None:
    async with running_bot(scene.server, scene.data, scene.engine, starting_set=at_once.SHELF, learn_styles=False):
        await at_once.route.walk(scene)


async def test_pictures(scene: Scene, folder: Path) -> None:
    async with running_bot(scene.server, scene.data, scene.engine, styles=folder, daily_quota=1000):
        await pictures.route.walk(scene)


async def test_waiting(scene: Scene) -> None:
    async with running_bot(scene.server, scene.data, scene.engine, jobs_per_user=waiting.MOST):
        await waiting.route.walk(scene)


@pytest.mark.usefixtures("_time_for_last_words")
async def test_interruptions(scene: Scene) -> None:
    await waiting.interrupted.walk(scene)


async def test_company(scene: Scene) -> None:
    admins = str(await scene.ann.own_id())
    async with running_bot(scene.server, scene.data, scene.engine, admins=admins):
        await scene.ann.hears("admin-started", jobs="0")
        await company.route.walk(scene)


async def test_together(scene: Scene) -> None:
    admins = str(await scene.ann.own_id())
    async with running_bot(scene.server, scene.data, scene.engine, admins=admins):
        await scene.ann.hears("admin-started", jobs="0")
        await together.route.walk(scene)
