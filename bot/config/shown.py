"""Settings as an operator reads them: as they are written in a `.env`, and without secrets."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from pydantic import ByteSize, SecretStr

from bot.config.model import Config
from bot.config.values import MASK, Address, without_password

_URLS = frozenset({"TELEGRAM_API_URL", "TELEGRAM_PROXY", "TELEGRAM_WEBHOOK_URL"})
_EVERYBODY = frozenset({"ALLOWED_USER_IDS", "ALLOWED_CHAT_IDS"})


def shown(config: Config) -> dict[str, str]:
    """Every setting by its variable's name; empty where there is none."""
    values = {str(field.alias): getattr(config, name) for name, field in Config.model_fields.items()}
    return {name: _cleaned(_written(name, value), config) for name, value in values.items()}


def _written(name: str, value: object) -> str:
    if value is None:
        return "*" if name in _EVERYBODY else ""
    if name in _URLS:
        return without_password(value.get_secret_value() if isinstance(value, SecretStr) else str(value))
    match value:
        case SecretStr():
            return MASK
        case bool():
            return "on" if value else "off"
        case Enum():
            return str(value.value)
        case Address(host=host, port=port):
            return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        case frozenset():
            return ",".join(str(each) for each in sorted(value))
        case ByteSize():
            return value.human_readable(decimal=True).replace(".0", "")
        case Path():
            return str(value)
        case float():
            return f"{value:g}"
    return str(value)


def _cleaned(text: str, config: Config) -> str:
    """The text without secrets: a URL may have one in its path."""
    for secret in config.all_secrets:
        text = text.replace(secret, MASK)
    return text
