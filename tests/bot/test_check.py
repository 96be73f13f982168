"""`python -m bot --check`: it says beforehand what a start would stumble over, and shows no secret."""

from __future__ import annotations

import ctypes
import errno
import http.server
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot import check
from bot.config import load, read
from bot.store.layout import DATABASE, LOCK
from engine.features import weight_files
from engine.networks import Network
from tests.bot.test_main import Refusing
from tests.support.eventually import LONG
from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "4242:AAEsecretsecretsecret"  # noqa: S105 - made up
_DROP_FOR_EVER = 24  # PR_CAPBSET_DROP of Linux's prctl
_PASSES_OVER_MODES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(("TELEGRAM_", "STYLEGRAM_", "ALLOWED_", "BOT_", "ADMIN_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def obey_modes() -> None:
    """From now on even root, as whom tests may run, can write only where the modes of files allow it."""
    for capability in _PASSES_OVER_MODES:
        ctypes.CDLL(None).prctl(_DROP_FOR_EVER, capability)


def bot(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **variables}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=LONG, check=False, preexec_fn=obey_modes
    )


def texts(**settings: object) -> list[str]:
    return [problem.text for problem in check.problems(load(**settings))]


def test_a_folder_that_can_be_written_is_no_problem_and_stays_as_it_is(tmp_path: Path) -> None:
    assert texts(data=tmp_path / "not" / "yet" / "there") == []
    assert texts(data=tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("below", "words"),
    [
        ("file", "file is a file"),
        ("file/data", "file is a file"),
        ("/proc/stylegram", "no such file or directory"),
        ("a" * 300, "file name too long"),
        ("loop/data", "too many levels of symbolic links"),
    ],
)
def test_one_that_cannot_be_made_is_a_problem(tmp_path: Path, below: str, words: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    [text] = texts(data=tmp_path / below)
    assert text.startswith(f"STYLEGRAM_DATA: {tmp_path / below} cannot be written: ")
    assert text.endswith(words)


@pytest.mark.parametrize("arguments", [("--check",), ()])
def test_one_that_the_bot_s_user_may_not_write_ends_in_one_line(arguments: tuple[str, ...], tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o500)
    for wanted in (data, data / "below"):
        outcome = bot(*arguments, TELEGRAM_BOT_TOKEN=TOKEN, STYLEGRAM_DATA=str(wanted))
        words = f"STYLEGRAM_DATA: {wanted} cannot be written: permission denied\n"
        assert (outcome.returncode, outcome.stdout, outcome.stderr) == (2, "", words)
    data.chmod(0o700)
    for name in (DATABASE, LOCK):  # as after a start by somebody else
        (data / name).touch(mode=0o400)
    outcome = bot(*arguments, TELEGRAM_BOT_TOKEN=TOKEN, STYLEGRAM_DATA=str(data))
    assert (outcome.returncode, outcome.stderr.splitlines()) == (
        2,
        [
            f"STYLEGRAM_DATA: the bot's user may not read and write {data / name}; give it to that user"
            for name in (DATABASE, LOCK)
        ],
    )


@pytest.mark.parametrize(("number", "code"), [(errno.EROFS, 1), (errno.ENOSPC, 1), (errno.EACCES, 2)])
def test_what_may_pass_is_worth_another_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int, code: int
) -> None:
    def failing(**_: object) -> object:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", failing)
    [problem] = check.problems(load(data=tmp_path))
    assert problem.exit_code == code


def test_missing_certificates_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    assert texts() == ["SSL_CERT_FILE: the certificates cannot be read: no such file or directory"]


def test_an_address_that_is_not_this_machine_s_is_a_problem_and_a_taken_port_is_none() -> None:
    [text] = texts(operations_port=free_port(), operations_host="203.0.113.7")
    assert text.startswith("STYLEGRAM_OPERATIONS_HOST: cannot listen on 203.0.113.7:")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert texts(operations_port=port) == []
        assert texts(webhook_url="https://bot.example.org/", webhook_listen=f"127.0.0.1:{port}") == []


def test_all_is_shown_and_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tokens, passwords in URLs, secrets; also where a URL's path repeats one."""
    variables = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_PROXY": "http://me:pr0xy-passw0rd@proxy.example.org:3128",
        "TELEGRAM_API_URL": "https://me:ap1-passw0rd@api.example.org",
        "TELEGRAM_WEBHOOK_URL": f"https://me:h00k-passw0rd@bot.example.org/{TOKEN}",
        "TELEGRAM_WEBHOOK_SECRET": "S3cret-of-sixteen-and-more",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("STYLEGRAM_MEMORY_LIMIT", "4GB")
    monkeypatch.setenv("STYLEGRAM_DATA", "~/pictures")
    monkeypatch.setenv("HOME", str(tmp_path))
    outcome = bot("--check")
    assert outcome.returncode == 0, outcome.stderr
    config = load()
    for everything in (outcome.stdout, repr(config), str(config)):
        for secret in ("AAEsecret", "passw0rd", "S3cret"):
            assert secret not in everything
    assert (
        "would talk to https://**********@api.example.org, through the proxy http://**********@proxy" in outcome.stdout
    )
    lines = {line.split()[0]: line for line in outcome.stdout.splitlines() if line.startswith("  ")}
    assert lines.keys() == {*variables, "STYLEGRAM_MEMORY_LIMIT", "STYLEGRAM_DATA"}
    assert "4GB" in lines["STYLEGRAM_MEMORY_LIMIT"]
    assert str(tmp_path / "pictures") in lines["STYLEGRAM_DATA"]


def test_the_passwords_are_in_no_log_line(tmp_path: Path) -> None:
    """The bot is told to go through a proxy that is not there: the library's errors, at the loudest."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot"],
        stderr=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": "https://me:ap1-passw0rd@api.example.org",
            "TELEGRAM_PROXY": f"http://me:pr0xy-passw0rd@127.0.0.1:{free_port()}",
            "STYLEGRAM_DATA": str(tmp_path / "data"),
            "STYLEGRAM_LOG_LEVEL": "debug",
        },
    ) as process:
        assert process.stderr is not None
        lines = []
        for line in process.stderr:
            lines.append(line)
            if "Telegram cannot be reached" in line:
                process.terminate()
        assert process.wait(LONG) == 0
    log = "".join(lines)
    assert "Telegram cannot be reached" in log
    assert "passw0rd" not in log
    assert "secretsecret" not in log


@pytest.mark.parametrize("arguments", [("--check",), ()])
def test_a_misspelled_token_opens_no_sandbox(arguments: tuple[str, ...]) -> None:
    Path(".env").write_text(f"TELEGRAM_TOKEN={TOKEN}\nSTYLEGRAM_MAXSIZE=512\n")
    outcome = bot(*arguments)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "TELEGRAM_TOKEN (in .env) is not a setting of this bot; did you mean TELEGRAM_BOT_TOKEN?" in outcome.stderr
    assert (
        "STYLEGRAM_MAXSIZE (in .env) is not a setting of this bot; did you mean STYLEGRAM_MAX_SIZE?" in outcome.stderr
    )
    assert "secretsecret" not in outcome.stderr
    assert [path.name for path in Path().iterdir()] == [".env"]


TOKEN_LINE = f"TELEGRAM_BOT_TOKEN={TOKEN}\n"


@pytest.mark.parametrize("arguments", [("--check",), ()])
@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (f"{TOKEN_LINE}# café\n".encode("latin-1"), ".env: line 2 is not written in UTF-8; save the file as UTF-8"),
        (TOKEN_LINE.encode("utf-16"), ".env: it is written in UTF-16; save it as UTF-8"),
        (
            f"{TOKEN_LINE}TELEGRAM_PROXY=socks4://127.0.0.1:1080\n".encode(),
            "TELEGRAM_PROXY: must begin with http://, https:// or socks5:// and name a host: http://127.0.0.1:3128",
        ),
        (f"{TOKEN_LINE}STYLEGRAM_DATA=~no-such-user/data\n".encode(), "STYLEGRAM_DATA: there is no home directory"),
    ],
)
def test_check_and_start_say_the_same_in_one_line(written: bytes, sentence: str, arguments: tuple[str, ...]) -> None:
    Path(".env").write_bytes(written)
    outcome = bot(*arguments)
    heading, line, *more = outcome.stderr.splitlines()
    assert (outcome.returncode, outcome.stdout, heading, more) == (2, "", "One setting is wrong:", [])
    assert line.startswith(sentence)
    assert [path.name for path in Path().iterdir()] == [".env"]


def test_a_start_heeds_the_tilde_and_no_variable_of_another_program(tmp_path: Path) -> None:
    """It gets as far as Telegram, which does not know the token."""
    others = {
        "LANGUAGE": "en_US:en",
        "LOG_LEVEL": "INFO",
        "MEMORY_LIMIT": "512MB",
        "TOKEN": "anything",
        "ENGINE": "foo",
        "THREADS": "abc",
        "DATA": str(tmp_path / "other"),
        "PROXY": "http://proxy.example.org:3128",
        "ALL_PROXY": "socks://127.0.0.1:7890",
        "HOME": str(tmp_path / "home"),
    }
    with http.server.HTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        Path(".env").write_text(f"{TOKEN_LINE}TELEGRAM_API_URL={url}\nSTYLEGRAM_DATA=~/stylegram\n")
        checked, started = bot("--check", **others), bot(**others)
        server.shutdown()
    assert checked.returncode == 0, checked.stderr
    assert (started.returncode, "Traceback" in started.stderr) == (2, False)
    assert "Telegram does not know this token" in started.stderr
    assert (tmp_path / "home" / "stylegram" / DATABASE).exists()
    assert not (tmp_path / "~").exists()
    assert not (tmp_path / "other").exists()


def test_a_misspelled_name_is_not_good_and_another_program_s_is(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = bot("--check", TELEGRAM_BOT_TOKEN=TOKEN, STYLEGRAM_MAXSIZE="512")
    assert outcome.returncode == 2
    assert "did you mean STYLEGRAM_MAX_SIZE?" in outcome.stderr
    outcome = bot("--check", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_TOKEN="other")  # noqa: S106 - of another program
    assert outcome.returncode == 0
    assert "TELEGRAM_TOKEN (in the environment) is not a setting of this bot" in outcome.stdout


def test_the_parts_of_the_report_are_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part adds some; that of the sandbox says where it will be."""
    report = check.report(read())
    assert report[0] == "The settings are good. Without a token, the sandbox opens on http://127.0.0.1:8080."
    assert all(line and "\n" not in line for line in report)


# --- filters ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> weight_files.Floats:
    """Random weights that this process takes for ImageNet's."""
    numbers = np.random.default_rng(3).normal(0, 0.05, weight_files.count(Network.VGG16)).astype(np.float32)
    monkeypatch.setitem(weight_files.DIGESTS, Network.VGG16, weight_files.digest(numbers))
    return numbers


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The path of a file of filters, which is deleted after the test; no other filters are found."""
    monkeypatch.setenv("KERAS_HOME", "/nowhere")
    yield tmp_path / "cache" / "vgg16.npy"
    for left in tmp_path.rglob("*.npy"):
        left.unlink()


def filters_line() -> str:
    (line,) = (line for line in check.report(read()) if line.startswith("Filters: "))
    return line


def test_the_report_says_which_filters_are_here(place: Path, numbers: weight_files.Floats) -> None:
    place.parent.mkdir()
    weight_files.write(numbers, place)
    Path(".env").write_text("STYLEGRAM_CACHE=cache\n")
    assert filters_line() == f"Filters: trained on ImageNet, {place}"


def test_the_report_says_how_to_get_them_where_they_are_not(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYLEGRAM_CACHE", str(place.parent))
    assert f"STYLEGRAM_CACHE={place.parent} python -m engine --fetch-weights" in filters_line()
    assert texts() == []


@pytest.mark.usefixtures("numbers")
def test_the_report_says_that_they_are_damaged(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYLEGRAM_CACHE", str(place.parent))
    place.parent.mkdir()
    place.write_bytes(b"\x93NUMPY and nothing else")
    lines = [line for line in check.report(read()) if line.startswith("Filters: ")]
    assert len(lines) == 2
    assert str(place) in lines[0]
    assert "--fetch-weights" in lines[1]


def test_the_report_calls_other_numbers_foreign(
    place: Path, numbers: weight_files.Floats, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.parent.mkdir()
    weight_files.write(numbers[::-1], place)
    monkeypatch.setenv("STYLEGRAM_VGG16_WEIGHTS", str(place))
    assert filters_line() == f"Filters: foreign numbers, {place}"


def test_the_report_says_when_no_trained_ones_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYLEGRAM_FEATURES", "self-taught")
    assert filters_line() == "Filters: self-taught, as STYLEGRAM_FEATURES says"


@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_without_the_filters_that_are_asked_for_nothing_starts_and_the_command_is_named(
    place: Path, arguments: tuple[str, ...]
) -> None:
    cache = str(place.parent)
    outcome = bot(*arguments, STYLEGRAM_FEATURES="imagenet", STYLEGRAM_CACHE=cache, KERAS_HOME="/nowhere")
    assert outcome.returncode == check.BAD_CONFIG
    assert outcome.stderr.startswith("STYLEGRAM_FEATURES: ")
    assert f"STYLEGRAM_CACHE={cache} python -m engine --fetch-weights" in outcome.stderr
    assert not Path("data").exists()
