"""The server and the launcher as processes of their own."""

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp

from bot.sandbox.launcher import Announcement, bot_environment
from bot.sandbox.server import PORT_TAKEN
from tests.support.eventually import LONG
from tests.support.pictures import plain_png
from tests.support.ports import free_port
from tests.support.sandbox import ROOT, SandboxServer
from tests.support.sandbox_api import Api


async def test_everything_survives_a_kill_of_the_server(tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as session:
        server = SandboxServer(tmp_path)
        await server.start()
        async with server.user() as user:
            await user.send_text("before")
            sent = await user.send_photo(plain_png("teal"))
            before = await user.transcript()
            api = Api(server.url, server.token, 0, session)
            waiting = (await api("getUpdates")).result
            await server.kill()
            await server.start()
            assert server.token == api.token
            assert await user.transcript() == before
            assert (await api("getUpdates")).result == waiting
            assert await user.send_text("after") == sent + 1
            *_, newest = (await api("getUpdates")).result
            assert newest["update_id"] == waiting[-1]["update_id"] + 1
            await api("getUpdates", offset=newest["update_id"] + 1)
            await server.kill()
            await server.start()
            await user.send_text("much later")
            (later,) = (await api("getUpdates")).result
            assert later["update_id"] == newest["update_id"] + 1
        assert await server.stop() == 0


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        launcher = await start_launcher(tmp_path, port)
        _, errors = await asyncio.wait_for(launcher.communicate(), LONG)
    assert launcher.returncode == PORT_TAKEN
    assert f"Port {port} on 127.0.0.1 is taken" in errors.decode()
    assert "Traceback" not in errors.decode()


async def test_its_own_lines_are_json_where_all_are(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        launcher = await start_launcher(tmp_path, taken.getsockname()[1], STYLEGRAM_LOG_FORMAT="json")
        _, errors = await asyncio.wait_for(launcher.communicate(), LONG)
    lines = [json.loads(line) for line in errors.decode().splitlines()]
    assert any("is taken" in line["message"] for line in lines)


async def test_a_signal_ends_the_server_and_the_bot(tmp_path: Path) -> None:
    launcher = await start_launcher(tmp_path, free_port())
    url = await announced(launcher)
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert "Stylegram" in await response.text()
    children = children_of(launcher.pid)
    assert len(children) == 2
    launcher.send_signal(signal.SIGTERM)
    await asyncio.wait_for(launcher.communicate(), LONG)
    assert launcher.returncode == 0
    assert not [child for child in children if is_running(child)]


async def test_in_a_container_the_page_is_reached_by_a_published_port_and_still_answers_to_loopback_alone(
    tmp_path: Path,
) -> None:
    """127.0.0.2 stands for the container's own address, which a published port leads to."""
    launcher = await start_launcher(tmp_path, port := free_port(), STYLEGRAM_SANDBOX_HOST="0.0.0.0")  # noqa: S104 - what a container listens on
    assert await announced(launcher) == f"http://127.0.0.1:{port}"
    statuses = {}
    async with aiohttp.ClientSession() as session:
        for name in (f"127.0.0.1:{port}", f"localhost:{port}", "evil.example"):
            async with session.get(f"http://127.0.0.2:{port}", headers={"Host": name}) as response:
                statuses[name] = response.status
    assert list(statuses.values()) == [200, 200, 421]
    launcher.send_signal(signal.SIGTERM)
    await asyncio.wait_for(launcher.communicate(), LONG)


async def test_the_launcher_ends_with_the_bot(tmp_path: Path) -> None:
    launcher = await start_launcher(tmp_path, free_port())
    await announced(launcher)
    server, bot = children_of(launcher.pid)
    os.kill(bot, signal.SIGKILL)
    _, errors = await asyncio.wait_for(launcher.communicate(), LONG)
    assert launcher.returncode == 1
    assert "The bot ended by itself" in errors.decode()
    assert not is_running(server)


def test_the_bot_gets_nothing_that_is_meant_for_telegram() -> None:
    outside = {
        "PATH": "/bin",
        "STYLEGRAM_THREADS": "2",
        "STYLEGRAM_DATA": "elsewhere",
        "TELEGRAM_PROXY": "http://proxy",
        "ALLOWED_USER_IDS": "1",
        "NO_PROXY": "intranet",
    }
    inside = bot_environment(outside, Announcement("http://127.0.0.1:1", "1:token"), Path("data/sandbox/bot"))
    assert inside["TELEGRAM_API_URL"] == "http://127.0.0.1:1"
    assert inside["TELEGRAM_BOT_TOKEN"].startswith("1:")
    assert inside["STYLEGRAM_DATA"] == "data/sandbox/bot"
    assert inside["STYLEGRAM_THREADS"] == "2"
    assert inside["ALLOWED_USER_IDS"] == "*"
    assert inside["NO_PROXY"] == inside["no_proxy"] == "intranet,127.0.0.1"
    assert "TELEGRAM_PROXY" not in inside


async def start_launcher(data: Path, port: int, **variables: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.sandbox"),
        cwd=ROOT,
        env=os.environ | {"STYLEGRAM_DATA": str(data), "STYLEGRAM_SANDBOX_PORT": str(port)} | variables,
        stderr=asyncio.subprocess.PIPE,
    )


async def announced(launcher: asyncio.subprocess.Process) -> str:
    """The page's address, as the launcher's log names it."""
    assert launcher.stderr is not None
    async with asyncio.timeout(LONG):
        while line := (await launcher.stderr.readline()).decode():
            if "The sandbox is open" in line:
                return next(word for word in line.split() if word.startswith("http://"))
    raise AssertionError("the launcher ended without an announcement")


def children_of(process: int) -> list[int]:
    """In the order of their start: the server, then the bot."""
    return sorted(int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split())


def is_running(process: int) -> bool:
    return Path(f"/proc/{process}").exists()
