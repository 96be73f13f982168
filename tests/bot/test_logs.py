"""Log lines: what they are about, and what they never contain."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from telegram.error import ChatMigrated

from bot import logs
from bot.config import LogFormat, LogLevel
from bot.transport.errors import judge

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


def test_the_numbers_of_groups_are_in_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Not even where an error of Telegram or of the library has one."""
    logs.set_up(LogLevel.DEBUG, LogFormat.TEXT)
    log = logging.getLogger("somewhere")
    try:
        raise ChatMigrated(-1009876543210)
    except ChatMigrated as error:
        log.exception("a call failed: %s, %r", error, judge(error))
    log.info("Chat -1009876543210 not found; Chat(id=-4987654321), chat_id=-98765, user_id=98765")
    printed = capsys.readouterr().err
    assert "98765" not in printed
    assert "supergroup" in printed
    log.info("2026-11-29, 12-345678, 0.5-100000, 1.5 to -40 and job 1f2e3d-7654321")
    assert logs.PLACE not in capsys.readouterr().err


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


@pytest.mark.parametrize("style", LogFormat)
def test_what_a_server_says_begins_no_line_and_is_not_logged_without_end(
    style: LogFormat, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its descriptions of errors come into messages and tracebacks as they are."""
    logs.set_up(LogLevel.INFO, style, secrets=[TOKEN])
    forged = "\n1999-12-31 ERROR    bot: forged\r1999-12-31 forged\x1b[2J"
    try:
        raise ValueError(f"Bad Request: {forged}" + "x" * 10_000_000)
    except ValueError as error:
        logging.getLogger("bot").exception("a call failed: %s", error)
    try:
        raise ValueError("y" * (10 * logs.LONGEST - 90) + TOKEN)  # cut in two, were it cut there
    except ValueError as error:
        logging.getLogger("bot").warning("a call failed: %s", error)
    printed = capsys.readouterr().err
    assert len(printed) < 4 * logs.LONGEST
    assert "AAEsecret" not in printed
    lines = printed.split("\n")
    assert not [line for line in lines if line.startswith("1999-12-31")]
    assert "\x1b" not in lines[0]


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
