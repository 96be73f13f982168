"""The kinds of values that settings have: how each is read, and what is said of one that is wrong."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr

from engine.settings import FEATURES, FeatureSource

TELEGRAM: Final = "https://api.telegram.org"
MASK: Final = "**********"
_LONG_PASSWORD: Final = 8
_SOCKS: Final = ("socks5", "socks5h")


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int


def without_password(url: str) -> str:
    """The URL with its user and password masked, to be shown."""
    user, at, _ = _parts(url).netloc.rpartition("@")
    return url.replace(f"{user}@", f"{MASK}@", 1) if at else url


def passwords_in(url: str) -> tuple[str, ...]:
    """How the password of a URL, if it has one, could show: as it stands in there, and alone.

    Alone only where it is long enough not to be part of other words.
    """
    password = _parts(url).password
    if not password:
        return ()
    alone = {each for each in (password, unquote(password)) if len(each) >= _LONG_PASSWORD}
    return (f":{password}@", f":{unquote(password)}@", *alone)


def token_in(text: str) -> SecretStr:
    """A bot token. Raises ValueError, which does not repeat the text."""
    identity, _, key = text.strip().partition(":")
    if not (identity.isascii() and identity.isdigit() and key):
        raise ValueError("is not a bot token; @BotFather gives one of the form 123456789:AAE...")
    return SecretStr(f"{identity}:{key}")


def proxy_in(url: str) -> SecretStr:
    """The URL of a proxy that the bot can use. Raises ValueError, which does not repeat the URL."""
    parts = _parts(url.strip())
    if parts.scheme in _SOCKS and find_spec("socksio") is None:
        raise ValueError(
            "a SOCKS proxy needs the package socksio, which is not installed; install what locks/requirements.lock "
            "has, or name a proxy that speaks HTTP, such as http://127.0.0.1:3128"
        )
    if parts.scheme not in ("http", "https", *_SOCKS) or not parts.hostname:
        raise ValueError("must begin with http://, https:// or socks5:// and name a host: http://127.0.0.1:3128")
    return SecretStr(url.strip())


def _parts(url: str) -> SplitResult:
    """The parts of a URL. Raises ValueError, also where the port is no number; its message does not repeat the URL."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # reading it checks it
    except ValueError:
        raise ValueError("is not a URL") from None
    return parts


def _ids(value: object) -> object:
    """The ids in a list separated by commas; None, which means everybody, for `*`."""
    if not isinstance(value, str):
        return value
    if value.strip() == "*":
        return None
    try:
        return frozenset(int(part) for part in value.split(",") if part.strip())
    except ValueError:
        raise ValueError("must be * or numbers separated by commas, such as 1234567,7654321") from None


def _named_ids(value: object) -> object:
    ids = _ids(value)
    if ids is None:
        raise ValueError("must be numbers separated by commas: not everybody can be an admin")
    return ids


def _root_url(url: str) -> str:
    parts = _parts(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be the root of a Bot API server, such as https://api.telegram.org")
    return url.rstrip("/")


def _webhook_url(url: str) -> str:
    parts = _parts(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise ValueError("must be where Telegram reaches this bot, such as https://bot.example.org/updates")
    return url


def _webhook_secret(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
        raise ValueError("must be 16 to 256 of the characters A-Z, a-z, 0-9, _ and -")
    return secret


def _address(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        parts = urlsplit(f"//{value}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port or parts.netloc != value:
        raise ValueError("must be host:port, such as 127.0.0.1:8443")
    return Address(host, port)


def _expanded(value: object) -> object:
    """The path with `~` and `~name` replaced by home directories, as in a shell."""
    if not isinstance(value, str | Path):
        return value
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise ValueError(f"there is no home directory {Path(value).parts[0]}; write the whole path") from None


def _file(path: Path) -> Path:
    if not path.is_file():
        raise ValueError(f"there is no file {path}")
    if not os.access(path, os.R_OK):
        raise ValueError(f"the bot's user may not read {path}")
    return path


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError(f"there is no folder {path}")
    if not os.access(path, os.R_OK | os.X_OK):
        raise ValueError(f"the bot's user may not read {path}")
    return path


def _features(value: object) -> object:
    if value not in FEATURES:
        raise ValueError(f"must be one of {', '.join(FEATURES)}")
    return value


Ids = Annotated[frozenset[int] | None, BeforeValidator(_ids)]
NamedIds = Annotated[frozenset[int], BeforeValidator(_named_ids)]
Token = Annotated[SecretStr, AfterValidator(lambda secret: token_in(secret.get_secret_value()))]
RootUrl = Annotated[str, AfterValidator(_root_url)]
Proxy = Annotated[SecretStr, AfterValidator(lambda secret: proxy_in(secret.get_secret_value()))]
WebhookUrl = Annotated[str, AfterValidator(_webhook_url)]
WebhookSecret = Annotated[SecretStr, AfterValidator(_webhook_secret)]
ListenAddress = Annotated[Address, BeforeValidator(_address)]
AnyPath = Annotated[Path, BeforeValidator(_expanded)]
Features = Annotated[FeatureSource, BeforeValidator(_features)]
ExistingFile = Annotated[Path, BeforeValidator(_expanded), AfterValidator(_file)]
ExistingFolder = Annotated[Path, BeforeValidator(_expanded), AfterValidator(_folder)]
