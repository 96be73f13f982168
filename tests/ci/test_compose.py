"""What compose.yaml promises of its containers: docs/security.md and docs/operations.md say the same in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import Config

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
BOTS = ("bot", "bot-gpu", "bot-ray")
NODES = ("ray-head", "ray-worker")


@pytest.mark.parametrize("name", SERVICES)
def test_each_container_is_confined_and_limited(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["pids_limit"] > 0
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert service["build"]["args"]["BASE"].startswith("${BASE:-")


@pytest.mark.parametrize("name", BOTS)
def test_the_bots_token_is_a_file_and_in_no_environment(name: str) -> None:
    service = SERVICES[name]
    assert service["environment"]["TELEGRAM_BOT_TOKEN"] == ""
    assert service["environment"]["TELEGRAM_BOT_TOKEN_FILE"] == "/run/secrets/bot_token"  # noqa: S105 - made up, or the name of a file
    assert service["secrets"] == ["bot_token"]
    assert "on-failure" in service["restart"]  # with wrong settings it ends at some time


@pytest.mark.parametrize("name", NODES)
def test_a_node_shares_no_user_environment_or_files_with_the_bot(name: str) -> None:
    node, bot = SERVICES[name], SERVICES["bot-ray"]
    assert node["user"].startswith("10002:")
    assert "user" not in bot  # the image's, 10001
    assert "env_file" not in node
    assert node["secrets"] == ["ray_token"]
    assert not [variable for variable in node["environment"] if variable.startswith("TELEGRAM_")]
    shared = {each.split(":")[0] for each in node.get("volumes", [])} & {each.split(":")[0] for each in bot["volumes"]}
    assert shared <= {"gateways"}
    assert node["networks"] == ["cluster"]
    assert "cluster" not in bot.get("networks", [])


def test_the_sandbox_has_no_token_and_no_data_of_the_bots() -> None:
    sandbox = SERVICES["sandbox"]
    assert sandbox["profiles"] == ["sandbox"]
    assert "env_file" not in sandbox
    assert "secrets" not in sandbox
    assert sandbox["volumes"] == ["sandbox:/data"]


def test_every_setting_of_a_bot_exists() -> None:
    known = {field.alias for field in Config.model_fields.values()} | {"KERAS_HOME"}
    for name in (*BOTS, "sandbox"):
        assert set(SERVICES[name]["environment"]) <= known


def test_volumes_and_secrets_are_declared() -> None:
    for service in SERVICES.values():
        assert {each.split(":")[0] for each in service.get("volumes", [])} <= set(COMPOSE["volumes"])
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        assert set(service.get("networks", [])) <= set(COMPOSE["networks"]) | {"default"}
