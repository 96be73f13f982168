"""What can be said of the settings without starting the bot: what would end a start, and what it would be like."""

from __future__ import annotations

import errno
import os
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import httpx

from bot import filters
from bot.config import Config, EngineKind, Reading, shown
from bot.store.layout import DATABASE, LOCK, PICTURES
from engine.errors import WeightsUnavailable
from engine.features import places
from engine.machine import cgroups
from engine.settings import FeatureSource

BAD_CONFIG: Final = 2
#: Of a disk, not of settings: to start again may help.
_PASSING: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})


class Problem(NamedTuple):
    """Why the bot cannot start."""

    text: str
    exit_code: int = BAD_CONFIG


def problems(config: Config) -> list[Problem]:
    """Every problem that would end a start. Nothing is left on the disk."""
    return [problem for look in (_data_folder, _certificates, _listening, _filters) for problem in look(config)]


def report(reading: Reading) -> list[str]:
    """What an operator wants to see of good settings, line by line, without secrets."""
    return [line for part in PARTS for line in part(reading)]


def _data_folder(config: Config) -> Iterator[Problem]:
    folder = config.data.absolute()
    try:
        existing = next(parent for parent in (folder, *folder.parents) if _exists(parent))
        if not existing.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{existing} is a file")
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        code = 1 if error.errno in _PASSING else BAD_CONFIG
        yield Problem(f"STYLEGRAM_DATA: {folder} cannot be written: {_words(error)}", code)
        return
    for path in (folder / DATABASE, folder / LOCK, folder / PICTURES):
        if path.exists() and not os.access(path, os.R_OK | os.W_OK):
            yield Problem(f"STYLEGRAM_DATA: the bot's user may not read and write {path}; give it to that user")


def _exists(path: Path) -> bool:
    """Unlike Path.exists: what lies in a folder that may not be entered, or below a file, is an error.

    Raises OSError.
    """
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except NotADirectoryError:
        return False
    return True


def _certificates(_: Config) -> Iterator[Problem]:
    """Certificates that the environment names, such as a private authority's, and that cannot be read."""
    try:
        httpx.create_ssl_context()
    except OSError as error:  # of ssl, too
        name = next((name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)), "certifi")
        yield Problem(f"{name}: the certificates cannot be read: {_words(error)}")


def _listening(config: Config) -> Iterator[Problem]:
    """Addresses that cannot be listened on. A port in use is no problem: the running bot may use it."""
    if config.webhook_url is not None:
        yield from _binds("TELEGRAM_WEBHOOK_LISTEN", *config.webhook_listen)
    if config.operations_port is not None:
        yield from _binds("STYLEGRAM_OPERATIONS_HOST", config.operations_host, config.operations_port)


def _binds(name: str, host: str, port: int) -> Iterator[Problem]:
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind) as attempt:
            attempt.bind(address)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            yield Problem(f"{name}: cannot listen on {host}:{port}: {_words(error)}")


def _filters(config: Config) -> Iterator[Problem]:
    problem = filters.missing_filters(config)
    if problem is not None:
        yield Problem(problem)


def _words(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _destination(reading: Reading) -> Iterator[str]:
    config, values = reading.config, shown(reading.config)
    if config.token is None:
        yield f"The settings are good. Without a token, the sandbox opens on http://127.0.0.1:{config.sandbox_port}."
        return
    through = f", through the proxy {values['TELEGRAM_PROXY']}" if config.proxy and not config.api_is_local else ""
    yield f"The settings are good. The bot would talk to {values['TELEGRAM_API_URL']}{through}."


def _what_is_set(reading: Reading) -> Iterator[str]:
    values = shown(reading.config)
    if reading.sources:
        yield "Set:"
        wide = max(map(len, reading.sources))
        for name, source in reading.sources.items():
            yield f"  {name:<{wide}}  {values[name] or 'read from the file'}  ({source})"
    yield f"{len(values) - len(reading.sources)} settings have their defaults; docs/settings.md has a table of all."


def _data(reading: Reading) -> Iterator[str]:
    folder = reading.config.data.absolute()
    yield f"Data: {folder}{'' if folder.exists() else ' (will be made)'}"


def _engine(reading: Reading) -> Iterator[str]:
    config = reading.config
    memory = config.memory_limit or cgroups.usual_limit()
    threads = config.threads or cgroups.usable_cores()
    yield f"Engine: {config.engine.value}; {memory / 1e9:.1f} GB of memory and {threads} threads here"


def _which_filters(reading: Reading) -> Iterator[str]:
    """What pictures would be painted with. Reads the files, which takes a tenth of a second."""
    from engine.features import weight_files  # NumPy, which the running bot does without

    config, network = reading.config, filters.NETWORK
    if config.engine is not EngineKind.LOCAL:
        yield "Filters: those of the cluster's nodes"
        return
    if config.features is FeatureSource.SELF_TAUGHT:
        yield "Filters: self-taught, as STYLEGRAM_FEATURES says"
        return
    environment = {**os.environ, **filters.engine_environment(config)}
    named = places.named_by_operator(network, environment)
    for path in places.candidates(network, environment):
        try:
            found = weight_files.read_checked(path, network, may_be_foreign=path == named)
        except WeightsUnavailable as error:
            yield f"Filters: {error}"
        else:
            yield f"Filters: {'foreign numbers' if found.foreign else 'trained on ImageNet'}, {path}"
            return
    command = places.command(network, environment)
    yield f"Filters: none trained here, so the engine teaches itself; to fetch them: {command}"


def _guests(reading: Reading) -> Iterator[str]:
    """Asks Telegram, which knows whether @BotFather has switched guest mode on."""
    config = reading.config
    if not config.guests or config.token is None:
        return
    from bot.transport import guests  # the library, which the other parts do without

    way = "in private" if config.guest_chat is None else f"through the chat {config.guest_chat}"
    yield f"Guests: {guests.ability(config)}; their paintings come {way}"


def _notes(reading: Reading) -> Iterable[str]:
    return (*reading.notes, *map(str, reading.unknown))


#: What `--check` says, in this order: each part gives lines.
PARTS: tuple[Callable[[Reading], Iterable[str]], ...] = (
    _destination,
    _what_is_set,
    _data,
    _engine,
    _which_filters,
    _guests,
    _notes,
)
