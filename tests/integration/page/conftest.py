"""Debian's Chromium, one for each module here, and a page of it at a sandbox of its own for each test."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.support.eventually import LONG
from tests.support.sandbox import SandboxServer

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: What the page shows for some seconds, or waits for so long, takes as many minutes: on a slow machine nobody would see
#: the one, and the other would not come in time.
PATIENT = """
const after = window.setTimeout;
window.setTimeout = (work, milliseconds, ...more) =>
  after(work, milliseconds < 3000 ? milliseconds : 60 * milliseconds, ...more);
"""

#: A refusal of the server, and a server that is away: the page says both.
REPORTED = ("status of 422", "ERR_CONNECTION_REFUSED")
expect.set_options(timeout=1000 * LONG)
in_module = pytest_asyncio.fixture(loop_scope="module")


@pytest.fixture(scope="module")
def chromium() -> Path:
    if CHROMIUM.exists():
        return CHROMIUM
    missing = f"there is no Chromium at {CHROMIUM}: apt-get install chromium"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@in_module
async def server(chromium: Path, tmp_path: Path) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(tmp_path / "server") as server:
        yield server


@in_module
async def page(browser: Browser, server: SandboxServer) -> AsyncIterator[Page]:
    """The chat, open. What the browser complains about fails the test, but for what the page itself reports."""
    complaints: list[str] = []
    page = await browser.new_page(viewport={"width": 1000, "height": 800})
    page.set_default_timeout(1000 * LONG)
    await page.add_init_script(PATIENT)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(server.url, wait_until="domcontentloaded")
    yield page
    await page.close()
    assert [complaint for complaint in complaints if not any(part in complaint for part in REPORTED)] == []
