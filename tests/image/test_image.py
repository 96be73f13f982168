"""The Dockerfile's image, built on a base of Debian's packages and run by buildah: `make image-test`, some ten minutes.

Commands and users of the containers are those of compose.yaml. They share this machine's network, so that what is named
by a container's name there is on loopback here.
"""

from __future__ import annotations

import asyncio
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from PIL import Image

from tests.support import containers
from tests.support.containers import Container, Running
from tests.support.eventually import LONG
from tests.support.ports import free_port
from tests.support.sandbox import ROOT, SandboxUser
from tests.support.sandbox_chat import told

pytestmark = pytest.mark.image

BOT, NODE = 10001, 10002
TOKEN = "123456789:AAE-a-token-that-is-in-no-log"  # noqa: S105 - made up, or the name of a file
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
CAPTION = "iterations=20 size=192"


@pytest.fixture(scope="module")
def container() -> Iterator[Container]:
    reason = containers.reason_against()
    if reason is not None:
        pytest.fail(f"no image can be built here: {reason}")
    with containers.built(RAY="1") as ready:
        yield ready


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return folder_of(BOT, tmp_path / "data")


def folder_of(user: int, path: Path) -> Path:
    path.mkdir(mode=0o755)
    os.chown(path, user, user)
    return path


def secret(path: Path, owner: int) -> Path:
    path.write_text(TOKEN)
    path.chmod(0o400)
    os.chown(path, owner, owner)
    return path


def environment_of(service: str, **more: str) -> dict[str, str]:
    """The environment of a service in compose.yaml, without variables that it takes from elsewhere."""
    told = {name: str(value) for name, value in SERVICES[service]["environment"].items()}
    return {name: value for name, value in told.items() if "$" not in value} | more


def test_without_a_token_the_last_lines_say_what_to_do(container: Container, data: Path) -> None:
    bot = container.start(volumes={data: "/data"})
    assert bot.end() == 2
    assert "TELEGRAM_BOT_TOKEN" in "".join(bot.words())
    assert "docker compose --profile sandbox up" in "".join(bot.words())


@pytest.mark.parametrize(
    ("owner", "setting", "named"),
    [
        pytest.param(0, {}, "TELEGRAM_BOT_TOKEN_FILE", id="a token that the container's user may not read"),
        pytest.param(BOT, {"STYLEGRAM_MAX_SIZE": "huge"}, "STYLEGRAM_MAX_SIZE", id="a number that is none"),
    ],
)
def test_wrong_settings_end_with_a_line_that_says_why(
    container: Container, data: Path, tmp_path: Path, owner: int, setting: dict[str, str], named: str
) -> None:
    token = secret(tmp_path / "token", owner)
    bot = container.start(
        environment=environment_of("bot", **setting), volumes={data: "/data", token: "/run/secrets/bot_token"}
    )
    assert bot.end() == 2
    assert bot.words()[-1].startswith(f"{named}: ")


def test_good_settings_are_checked_with_the_token_as_a_file_and_the_filters_of_the_build(
    container: Container, data: Path, tmp_path: Path
) -> None:
    token = secret(tmp_path / "token", BOT)
    check = container.start(
        "--check",
        environment=environment_of("bot", STYLEGRAM_FEATURES="imagenet"),
        volumes={data: "/data", token: "/run/secrets/bot_token"},
    )
    assert check.end() == 0, check.said
    said = "\n".join(check.words())
    assert "TELEGRAM_BOT_TOKEN" in said
    assert "Filters: trained on ImageNet, /app/.cache/vgg16.npy" in said
    assert TOKEN not in said


def test_only_the_data_and_tmp_can_be_written(container: Container, data: Path) -> None:
    places = ("/data", "/tmp", "/app", "/app/.cache", "/opt/venv", "/home/stylegram", "/etc", "/run")  # noqa: S108 - places inside the image
    line = "for each in " + " ".join(places) + "; do touch $each/x 2>/dev/null && echo $each; done; id -u; "
    line += "cp /bin/true /tmp/; /tmp/true 2>/dev/null || echo none of it runs"
    shell = container.start("sh", "-c", line, entrypoint=(), volumes={data: "/data"})
    assert shell.end() == 0
    assert shell.words() == ["/data", "/tmp", str(BOT), "none of it runs"]  # noqa: S108 - places inside the image


async def test_the_sandbox_paints_with_the_trained_filters_that_the_build_has_fetched(
    container: Container, data: Path
) -> None:
    port = free_port()
    with ended(
        container.start(
            environment=environment_of("sandbox", STYLEGRAM_SANDBOX_PORT=str(port)), volumes={data: "/data"}
        )
    ) as sandbox:
        await asyncio.to_thread(sandbox.until, "The sandbox is open")
        await painted(port)
        assert sandbox.stop() == 0
        assert any("imagenet features" in line for line in sandbox.said), sandbox.said
    assert "Traceback" not in "\n".join(sandbox.said)


async def test_the_bot_paints_on_a_cluster_in_containers_of_other_users(
    container: Container, data: Path, tmp_path: Path
) -> None:
    port, sandbox_port = free_port(), free_port()
    gateways = folder_of(NODE, tmp_path / "gateways")
    token = secret(tmp_path / "ray_token", NODE)

    def node(service: str, *more: str) -> Running:
        told = SERVICES[service]
        assert told["user"] == f"{NODE}:{NODE}"
        words = [*told["entrypoint"], *told["command"]]
        words = [word.replace("ray-head:6379", f"127.0.0.1:{port}").replace("=6379", f"={port}") for word in words]
        words = [word.replace("${RAY_CPUS:-2}", "2") for word in words]
        if words[-2] == "-c":
            words[-1] += " " + shlex.join(more)
        else:
            words += more
        return container.start(
            entrypoint=words,
            user=NODE,
            environment=environment_of(service),
            volumes={token: "/run/secrets/ray_token", gateways: "/run/stylegram-ray"},
        )

    here = ("--node-ip-address=127.0.0.1", "--object-store-memory=80000000")
    with ended(node("ray-head", *here)) as head:
        await asyncio.to_thread(head.until, "Ray runtime started")
        with ended(node("ray-worker", *here)) as worker:
            await asyncio.to_thread(worker.until, "Ray runtime started")
            settings = environment_of("bot-ray", STYLEGRAM_RAY_CPUS="2", STYLEGRAM_ENGINE_COUNT="1")
            for name in ("TELEGRAM_BOT_TOKEN_FILE", "TELEGRAM_BOT_TOKEN", "STYLEGRAM_OPERATIONS_PORT"):
                del settings[name]  # the sandbox's bot has its own, and shows its page instead
            settings |= {"STYLEGRAM_SANDBOX": "1", "STYLEGRAM_SANDBOX_PORT": str(sandbox_port)}
            bot = container.start(environment=settings, volumes={data: "/data", gateways: "/run/stylegram-ray:ro"})
            with ended(bot):
                await asyncio.to_thread(bot.until, "The sandbox is open")
                await painted(sandbox_port)
                assert bot.stop() == 0
            assert any("is painted on" in line for line in bot.said), bot.said
            worker.stop()
        head.stop()


@contextmanager
def ended(running: Running) -> Iterator[Running]:
    """End the command after the block, whatever happens."""
    try:
        yield running
    finally:
        if running.runs():
            running.stop()


async def painted(port: int) -> None:
    """Send an album to the page at that port, and wait for its painting."""
    async with SandboxUser(SimpleNamespace(url=f"http://127.0.0.1:{port}")) as user:
        await user.send_album([noise("teal"), noise("orange")], caption=CAPTION)
        (painting,) = await user.wait_for(told(1), LONG)
        assert painting.media is not None
        with Image.open(BytesIO(await user.download(painting.media))) as picture:
            assert max(picture.size) >= 192


def noise(color: str) -> bytes:
    """A photo with something in it."""
    picture = Image.blend(Image.effect_noise((240, 160), 90).convert("RGB"), Image.new("RGB", (240, 160), color), 0.5)
    file = BytesIO()
    picture.save(file, "JPEG")
    return file.getvalue()
