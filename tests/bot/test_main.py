"""`python -m bot` as an operator meets it."""

from __future__ import annotations

import http.server
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.eventually import LONG

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "4242:AAEsecretsecretsecret"  # noqa: S105 - made up


class Refusing(http.server.BaseHTTPRequestHandler):
    """A Bot API server to which every token is wrong."""

    def do_POST(self) -> None:
        self.send_response(401)
        self.end_headers()
        self.wfile.write(b'{"ok": false, "error_code": 401, "description": "Unauthorized"}')

    def log_message(self, *_: object) -> None:
        pass


def environment(tmp_path: Path, **variables: str) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TELEGRAM_", "STYLEGRAM_", "ALLOWED_"))
    }
    return inherited | {"PYTHONPATH": str(ROOT), "STYLEGRAM_DATA": str(tmp_path / "data")} | variables


def bot(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(tmp_path, **variables),
        timeout=LONG,
        check=False,
    )


def test_bad_settings_are_all_listed_and_nothing_starts(tmp_path: Path) -> None:
    wrong = {"TELEGRAM_BOT_TOKEN": "bad-secret", "STYLEGRAM_MAX_SIZE": "1", "STYLEGRAM_PRECISION": "float8"}
    outcome = bot(tmp_path, **wrong)
    assert outcome.returncode == 2
    assert "3 settings are wrong:\n" in outcome.stderr
    for name in wrong:
        assert f"{name}:" in outcome.stderr
    assert "secret" not in outcome.stderr + outcome.stdout
    assert not (tmp_path / "data").exists()


def test_check_shows_the_settings_without_the_token(tmp_path: Path) -> None:
    outcome = bot(tmp_path, "--check", TELEGRAM_BOT_TOKEN=TOKEN)
    assert outcome.returncode == 0
    assert "The settings are good" in outcome.stdout
    assert "AAEsecret" not in outcome.stdout + outcome.stderr
    assert not (tmp_path / "data").exists()


def test_a_missing_token_in_a_container_is_a_clear_error(tmp_path: Path) -> None:
    outcome = bot(tmp_path, STYLEGRAM_CONTAINER="1")
    assert outcome.returncode == 2
    assert "TELEGRAM_BOT_TOKEN" in outcome.stderr
    assert "STYLEGRAM_SANDBOX=1" in outcome.stderr


def test_help_explains_the_command(tmp_path: Path) -> None:
    outcome = bot(tmp_path, "--help")
    assert outcome.returncode == 0
    assert "--check" in outcome.stdout


def test_a_server_that_does_not_know_the_token_ends_the_bot(tmp_path: Path) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        outcome = bot(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=url, STYLEGRAM_LOG_LEVEL="debug")
        server.shutdown()
    assert outcome.returncode == 2
    assert outcome.stderr.count("does not know this token") == 1  # once, and not as if something had broken
    assert "died" not in outcome.stderr
    assert "SIGKILL" not in outcome.stderr
    assert "secretsecret" not in outcome.stderr + outcome.stdout


@pytest.mark.fault("database-corrupt")
def test_a_damaged_database_stops_the_start_aloud_with_a_code_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "stylegram.sqlite3").write_bytes(b"no database at all" * 1000)
    outcome = bot(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN)
    assert outcome.returncode == 3
    assert "python -m bot restore" in outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.mark.fault("shutdown")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_as_asked_while_it_still_loads_its_libraries(
    number: signal.Signals, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    with loading(tmp_path) as process:
        process.send_signal(number)
        assert process.wait(LONG) == 0
    assert not (tmp_path / "data").exists()
    figure(f"exit code 0 ({number.name} while it is loaded)")


def test_a_command_that_was_broken_off_while_it_loads_has_not_succeeded(tmp_path: Path) -> None:
    with loading(tmp_path, "backup") as process:
        process.terminate()
        assert process.wait(LONG) == -signal.SIGTERM


@contextmanager
def loading(tmp_path: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A bot that is in the middle of its imports, and stays there: one of its libraries takes for ever.

    It never waits in one call: a signal that came just before such a wait would be handled after it only.
    """
    (tmp_path / "dotenv.py").write_text("import time\nprint(flush=True)\nwhile True: time.sleep(0.01)")
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}"),
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"\n"
            yield process
        finally:
            process.kill()
