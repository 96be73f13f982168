"""Which variables are read, from where, and what is said of those whose names are misspelled."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.config import BadConfig, Config, LogLevel, load, read

TOKEN = "123456:AAEsecretsecretsecret"  # noqa: S105 - made up


def written(text: str | bytes) -> None:
    """Write the .env file of the working directory."""
    Path(".env").write_bytes(text.encode() if isinstance(text, str) else text)


def mistakes() -> list[str]:
    with pytest.raises(BadConfig) as caught:
        load()
    return caught.value.mistakes


def test_variables_of_other_programs_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables named as the fields are, which a desktop, a shell or another program may set."""
    expected = load()
    for field in Config.model_fields:
        monkeypatch.setenv(field.upper(), "anything")
        monkeypatch.setenv(field, "anything")
    for name, value in {"LANGUAGE": "en_US:en", "MEMORY_LIMIT": "512MB", "TOKEN": TOKEN, "DATA": "/srv/other"}.items():
        monkeypatch.setenv(name, value)
    assert load().model_dump(exclude={"webhook_secret"}) == expected.model_dump(exclude={"webhook_secret"})
    assert not any(unknown.is_surely_meant for unknown in read().unknown)


def test_a_setting_in_other_letters_is_none_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("stylegram_data", "/srv/other")
    reading = read()
    assert reading.config.data == Path("data")
    assert [str(unknown) for unknown in reading.unknown] == [
        "stylegram_data (in the environment) is not a setting of this bot; did you mean STYLEGRAM_DATA?"
    ]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN"),
        ("BOT_TOKEN", "TELEGRAM_BOT_TOKEN"),
        ("TELEGRAM_BOT_TOKEN_FLIE", "TELEGRAM_BOT_TOKEN_FILE"),
        ("STYLEGRAM_MAXSIZE", "STYLEGRAM_MAX_SIZE"),
        ("STYLEGRAM_RETENTION_HOUR", "STYLEGRAM_RETENTION_HOURS"),
        ("ADMIN_IDS", "ADMIN_USER_IDS"),
        ("ALLOWED_USERS", "ALLOWED_USER_IDS"),
        ("STYLEGRAM_COLOR_OF_THE_SKY", None),
    ],
)
def test_a_misspelled_name_is_told_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, name: str, nearest: str | None
) -> None:
    written(f"{name}=1\n")
    [unknown] = read().unknown
    assert (unknown.name, unknown.nearest, unknown.source, unknown.is_surely_meant) == (name, nearest, ".env", True)
    written("")
    monkeypatch.setenv(name, "1")
    [unknown] = read().unknown
    assert (unknown.nearest, unknown.source) == (nearest, "the environment")
    assert unknown.is_surely_meant is name.startswith("STYLEGRAM_")


def test_what_merely_begins_as_ours_may_be_another_program_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_DESKTOP_SCALE", "2")
    monkeypatch.setenv("BOT_COLOR", "blue")
    monkeypatch.setenv("STYLEGRAM_CONTAINER", "1")  # of our image
    assert read().unknown == ()


def test_the_environment_goes_before_the_file_and_empty_values_count_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    written("STYLEGRAM_MAX_SIZE=400\nSTYLEGRAM_QUEUE_LIMIT=7\nSTYLEGRAM_THREADS=\nSTYLEGRAM_LOG_LEVEL=DEBUG\n")
    monkeypatch.setenv("STYLEGRAM_MAX_SIZE", "500")
    monkeypatch.setenv("STYLEGRAM_QUEUE_LIMIT", "  ")
    reading = read()
    assert (reading.config.max_size, reading.config.queue_limit, reading.config.threads) == (500, 7, None)
    assert reading.config.log_level is LogLevel.DEBUG
    assert reading.sources == {
        "STYLEGRAM_QUEUE_LIMIT": ".env",
        "STYLEGRAM_MAX_SIZE": "the environment",
        "STYLEGRAM_LOG_LEVEL": ".env",
    }


def test_keyword_arguments_go_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    written("STYLEGRAM_QUEUE_LIMIT=7\n")
    monkeypatch.setenv("STYLEGRAM_MAX_SIZE", "500")
    config = load(max_size=300, queue_limit=5)
    assert (config.max_size, config.queue_limit) == (300, 5)


def test_a_setting_that_there_is_not_cannot_be_given() -> None:
    with pytest.raises(BadConfig) as caught:
        load(color="blue")
    assert caught.value.mistakes == ["color: there is no such setting"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (f"TELEGRAM_BOT_TOKEN={TOKEN}\n".encode("utf-16"), ".env: it is written in UTF-16; save it as UTF-8"),
        (
            f"TELEGRAM_BOT_TOKEN={TOKEN}\r\n".encode("utf-16-be").join((b"\xfe\xff", b"")),
            ".env: it is written in UTF-16; save it as UTF-8",
        ),
        (
            f"TELEGRAM_BOT_TOKEN={TOKEN}\n# café\n".encode("latin-1"),
            ".env: line 2 is not written in UTF-8; save the file as UTF-8",
        ),
        (f"\n\nTELEGRAM_BOT_TOKEN {TOKEN}\n".encode(), ".env: line 3 is not NAME=value"),
        (f"TELEGRAM_BOT_TOKEN='{TOKEN}\n".encode(), ".env: line 1 is not NAME=value"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_what_to_do(data: bytes, sentence: str) -> None:
    written(data)
    assert mistakes() == [sentence]


def test_a_mark_at_the_beginning_as_some_editors_write_it_does_no_harm() -> None:
    written(b"\xef\xbb\xbf" + f"TELEGRAM_BOT_TOKEN={TOKEN}\r\nBOT_LANGUAGE=de\r\n".encode())
    config = load()
    assert config.token is not None
    assert (config.token.get_secret_value(), config.language) == (TOKEN, "de")


def test_a_folder_in_the_place_of_the_file_is_a_mistake() -> None:
    Path(".env").mkdir()
    assert mistakes() == [".env: it cannot be read: is a directory"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig"])
def test_the_token_s_file_may_have_such_a_mark_too(monkeypatch: pytest.MonkeyPatch, coding: str) -> None:
    Path("token").write_text(f"{TOKEN}\n", encoding=coding)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", "token")
    token = load().token
    assert token is not None
    assert token.get_secret_value() == TOKEN
    Path("token").write_bytes(TOKEN.encode("utf-16"))
    assert mistakes() == ["TELEGRAM_BOT_TOKEN_FILE: token: it is written in UTF-16; save it as UTF-8"]


@pytest.mark.parametrize("name", ["STYLEGRAM_DATA", "STYLEGRAM_STYLES", "STYLEGRAM_VGG16_WEIGHTS"])
def test_a_tilde_is_the_home_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    (home / "there").mkdir(parents=True)
    (home / "file").touch()
    monkeypatch.setenv("HOME", str(home))
    wanted = "file" if name.endswith("WEIGHTS") else "there"
    monkeypatch.setenv(name, f"~/{wanted}")
    config = load()
    assert home / wanted in (config.data, config.styles, config.weights)
    monkeypatch.setenv(name, "~nobody-of-this-name/there")
    assert mistakes() == [f"{name}: there is no home directory ~nobody-of-this-name; write the whole path"]


def test_what_the_bot_s_user_may_not_read_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("token").write_text(TOKEN)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "token")  # the tests may run as root
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", "token")
    assert mistakes() == ["TELEGRAM_BOT_TOKEN_FILE: the bot's user may not read token"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("STYLEGRAM_MAX_SIZE", "100000", "must be 4096 or less"),
        ("STYLEGRAM_MAX_SIZE", "big", "must be a whole number, such as 4"),
        ("STYLEGRAM_THREADS", "1.5", "must be a whole number, such as 4"),
        ("STYLEGRAM_THREADS", "9" * 5000, "must be a whole number, such as 4"),
        ("STYLEGRAM_DAILY_QUOTA", "none", "must be a number, such as 0.5"),
        ("STYLEGRAM_RETENTION_HOURS", "0", "must be more than 0"),
        ("STYLEGRAM_MEMORY_LIMIT", "1.29GB", "must be 1.3GB or more"),
        ("STYLEGRAM_MEMORY_LIMIT", "much", "must be an amount of bytes, such as 4GB or 500MB"),
        ("STYLEGRAM_MEMORY_LIMIT", "4 parsecs", "must be an amount of bytes, such as 4GB or 500MB"),
        ("STYLEGRAM_REUSE", "perhaps", "must be on or off"),
        ("STYLEGRAM_LOG_FORMAT", "xml", "must be one of text, json"),
        ("BOT_LANGUAGE", "en_US:en", "must be one of en, de, es, ru, zh"),
        ("TELEGRAM_API_URL", "http://[::1", "is not a URL"),
        ("TELEGRAM_WEBHOOK_URL", "https://bot.example.org:port/", "is not a URL"),
    ],
)
def test_mistakes_are_sentences(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(name, value)
    assert mistakes() == [f"{name}: {sentence}"]
