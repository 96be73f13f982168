"""The operator's settings: defaults, every mistake at once, secrets masked."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import BadConfig, load
from bot.languages import Language
from engine.settings import FeatureSource, Precision

TOKEN = "123456:AAEsecretsecretsecret"  # noqa: S105 - made up


def test_nothing_set_gives_the_documented_defaults() -> None:
    config = load()
    assert config.token is None
    assert config.api_url == "https://api.telegram.org"
    assert config.data == Path("data")
    assert config.language is Language.ENGLISH
    assert (config.max_iterations, config.max_size, config.retention_hours) == (2000, 2048, 72)
    assert (config.queue_limit, config.jobs_per_user, config.sandbox_port) == (200, 3, 8080)
    assert (config.operations_port, config.operations_host) == (None, "127.0.0.1")
    assert (config.features, config.precision) == (FeatureSource.AUTO, Precision.AUTO)


def test_variables_are_read_from_the_environment_and_from_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("STYLEGRAM_MAX_SIZE=400\nSTYLEGRAM_FEATURES=self-taught\n")
    monkeypatch.setenv("STYLEGRAM_MAX_ITERATIONS", "200")
    monkeypatch.setenv("STYLEGRAM_MEMORY_LIMIT", "4GB")
    config = load()
    assert config.memory_limit == 4 * 10**9
    assert config.max_iterations == 200
    assert config.max_size == 400
    assert config.features is FeatureSource.SELF_TAUGHT


def test_empty_variables_count_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    monkeypatch.setenv("STYLEGRAM_MAX_SIZE", "")
    assert load().token is None


def test_every_mistake_is_listed_with_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYLEGRAM_MAX_SIZE", "100000")
    monkeypatch.setenv("STYLEGRAM_LOG_FORMAT", "xml")
    monkeypatch.setenv("STYLEGRAM_MEMORY_LIMIT", "much")
    monkeypatch.setenv("BOT_LANGUAGE", "klingon")
    monkeypatch.setenv("TELEGRAM_API_URL", "telegram")
    monkeypatch.setenv("ALLOWED_USER_IDS", "me")
    monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", "nowhere.h5")
    monkeypatch.setenv("STYLEGRAM_STYLES", "nowhere")
    with pytest.raises(BadConfig) as caught:
        load()
    names = {line.split(":")[0] for line in caught.value.mistakes}
    assert names == {
        "STYLEGRAM_MAX_SIZE",
        "STYLEGRAM_LOG_FORMAT",
        "STYLEGRAM_MEMORY_LIMIT",
        "STYLEGRAM_STYLES",
        "BOT_LANGUAGE",
        "TELEGRAM_API_URL",
        "ALLOWED_USER_IDS",
        "STYLEGRAM_VGG16_WEIGHTS",
    }


def test_a_malformed_token_is_named_but_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "not-a-token-but-secret")
    with pytest.raises(BadConfig) as caught:
        load()
    assert "TELEGRAM_BOT_TOKEN" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_token_is_masked_wherever_the_settings_are_printed() -> None:
    config = load(token=TOKEN)
    assert config.token is not None
    assert config.token.get_secret_value() == TOKEN
    assert "AAEsecret" not in f"{config} {config!r} {config.model_dump_json()}"


def test_the_token_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))
    token = load().token
    assert token is not None
    assert token.get_secret_value() == TOKEN


def test_a_token_file_without_a_token_is_a_mistake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("hello-secret")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(BadConfig, match="TELEGRAM_BOT_TOKEN_FILE") as caught:
        load()
    assert "secret" not in str(caught.value)


def test_token_and_token_file_together_are_a_mistake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(BadConfig, match="not both"):
        load()


def test_allow_lists_name_users_and_chats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_USER_IDS", "1, 2")
    monkeypatch.setenv("ALLOWED_CHAT_IDS", "*")
    config = load()
    assert config.allows(chat_id=-100, user_id=2)
    assert not config.allows(chat_id=-100, user_id=3)


@pytest.mark.parametrize(("url", "local"), [("http://127.0.0.1:8081", True), ("https://api.telegram.org", False)])
def test_a_server_on_loopback_is_local(url: str, local: bool) -> None:
    assert load(api_url=url).api_is_local is local


def test_admins_are_named_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().admins == frozenset()
    monkeypatch.setenv("ADMIN_USER_IDS", "12, 34")
    assert load().admins == {12, 34}
    monkeypatch.setenv("ADMIN_USER_IDS", "*")
    with pytest.raises(BadConfig) as caught:
        load()
    assert caught.value.mistakes == [
        "ADMIN_USER_IDS: must be numbers separated by commas: not everybody can be an admin"
    ]


def test_a_webhook_has_an_address_and_a_secret_of_its_own_and_listens_on_loopback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load().webhook_url is None
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://bot.example.org/updates")
    config = load()
    assert config.webhook_listen == ("127.0.0.1", 8443)
    secret = config.webhook_secret.get_secret_value()
    assert len(secret) >= 32
    assert secret != load().webhook_secret.get_secret_value()
    assert secret not in f"{config!r} {config.model_dump_json()}"
    monkeypatch.setenv("TELEGRAM_WEBHOOK_LISTEN", "[::1]:80")
    assert load().webhook_listen == ("::1", 80)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_WEBHOOK_URL", "bot.example.org"),
        ("TELEGRAM_WEBHOOK_URL", "http://bot.example.org/"),
        ("TELEGRAM_WEBHOOK_SECRET", "too-short-secret"[:15]),
        ("TELEGRAM_WEBHOOK_SECRET", "with spaces and so on, secret"),
        ("TELEGRAM_WEBHOOK_LISTEN", "8443"),
        ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1"),
        ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1:99999"),
        ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1:8443/updates"),
    ],
)
def test_a_bad_webhook_is_a_mistake(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadConfig, match=name) as caught:
        load()
    assert "secret" not in str(caught.value)


def test_a_bot_api_server_of_ones_own_may_bring_updates_unencrypted() -> None:
    assert load(api_url="http://127.0.0.1:8081", webhook_url="http://127.0.0.1:8443/").webhook_url is not None


def test_a_cluster_is_reached_through_a_socket_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYLEGRAM_ENGINE", "ray")
    monkeypatch.setenv("STYLEGRAM_RAY_ADDRESS", "10.0.0.1:6379")  # what earlier versions wanted
    with pytest.raises(BadConfig, match="STYLEGRAM_RAY_SOCKET"):
        load()
    monkeypatch.setenv("STYLEGRAM_RAY_SOCKET", "/run/stylegram-ray/gateways")
    assert load().ray_socket == Path("/run/stylegram-ray/gateways")


def test_the_sandbox_listens_on_loopback_or_within_a_container(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().sandbox_host == "127.0.0.1"
    monkeypatch.setenv("STYLEGRAM_SANDBOX_HOST", "192.168.0.2")
    with pytest.raises(BadConfig, match="STYLEGRAM_SANDBOX_HOST"):
        load()
