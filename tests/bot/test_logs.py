"""Log lines: what they are about, and what they never contain."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs
from bot.config import LogFormat, LogLevel

TOKEN = "4242:AAEsecretsecretsecret"  # noqa: S105 - made up


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    quiet = {name: logging.getLogger(name).level for name in logs.QUIET}
    yield
    for name, before in quiet.items():
        logging.getLogger(name).setLevel(before)
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


def fail_with_the_token() -> None:
    try:
        raise ValueError(f"no connection to https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError as error:
        raise RuntimeError("wrapped") from error


@pytest.mark.fault("token")
@pytest.mark.parametrize("style", LogFormat)
def test_the_token_is_in_no_message_argument_or_traceback(style: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(LogLevel.DEBUG, style, secrets=[TOKEN])
    log = logging.getLogger("somewhere")
    log.debug("plain %s", TOKEN)
    log.info(f"https://host/bot{TOKEN.replace(':', '%3A')}/getMe")
    log.warning("only the secret half: %s", TOKEN.partition(":")[2])
    try:
        fail_with_the_token()
    except RuntimeError:
        log.exception("failed", stack_info=True)
    printed = capsys.readouterr().err
    assert "secretsecret" not in printed
    assert printed.count(logs.MASK) >= 4
    assert "ValueError" in printed
    assert "wrapped" in printed


def test_lines_name_what_they_are_about(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(LogLevel.INFO, LogFormat.TEXT)
    with logs.about("update", 17):
        logging.getLogger("bot.somewhere").info("hello")
    logging.getLogger("bot.somewhere").info("goodbye")
    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith("INFO     bot.somewhere [update 17]: hello")
    assert second.endswith("INFO     bot.somewhere: goodbye")


def test_json_is_one_object_a_line_with_the_ids_as_fields(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(LogLevel.INFO, LogFormat.JSON)
    with logs.about("update", 17):
        logging.getLogger("bot").info("hello")
    assert json.loads(capsys.readouterr().err)["update"] == 17
    with logs.about("job", "1f"):
        try:
            raise ValueError("two\nlines")
        except ValueError:
            logging.getLogger("bot").exception("failed")
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert (entry["level"], entry["logger"], entry["job"], entry["message"]) == ("error", "bot", "1f", "failed")
    assert "ValueError" in entry["traceback"]
    assert "update" not in entry


def test_the_addresses_of_requests_are_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(LogLevel.DEBUG, LogFormat.TEXT)
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot1:2/getMe")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", logs.QUIET)
def test_libraries_are_never_asked_for_more_than_is_good_nor_for_more_than_the_operator_wants(name: str) -> None:
    logs.set_up(LogLevel.DEBUG, LogFormat.TEXT)
    assert not logging.getLogger(f"{name}.part").isEnabledFor(logging.DEBUG)
    logs.set_up(LogLevel.ERROR, LogFormat.TEXT)
    assert not logging.getLogger(f"{name}.part").isEnabledFor(logging.WARNING)
