"""The proxy that the environment names for all programs, where the operator names none for this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # typeshed lacks it

from pydantic import SecretStr

from bot.config.values import proxy_in


@dataclass(frozen=True, kw_only=True)
class ProxyFound:
    """A proxy, if there is one that can be used."""

    url: SecretStr | None = None
    variable: str = ""  #: that named it
    notes: tuple[str, ...] = ()  #: why others are not used


def proxy_of_environment(environment: Mapping[str, str], server: str) -> ProxyFound:
    """HTTPS_PROXY (or HTTP_PROXY, by the server's scheme) or ALL_PROXY, in either case, unless NO_PROXY excludes the
    server. One that cannot be used is passed over with a note: it was set for other programs.
    """
    parts = urlsplit(server)
    excluded = _value(environment, "NO_PROXY")[1]
    if excluded and proxy_bypass_environment(parts.netloc.rpartition("@")[2], {"no": excluded}):
        return ProxyFound()
    notes: list[str] = []
    for name in (f"{parts.scheme.upper()}_PROXY", "ALL_PROXY"):
        variable, value = _value(environment, name)
        if not value:
            continue
        try:
            return ProxyFound(url=proxy_in(value if "://" in value else f"http://{value}"), variable=variable)
        except ValueError as error:
            notes.append(f"{variable} is not used: {error}. TELEGRAM_PROXY can name a proxy for this bot alone")
    return ProxyFound(notes=tuple(notes))


def _value(environment: Mapping[str, str], name: str) -> tuple[str, str]:
    """The variable's name as it is written, and its value; small letters go first, as in other programs."""
    written = next((each for each in (name.lower(), name) if environment.get(each)), name)
    return written, environment.get(written, "")
