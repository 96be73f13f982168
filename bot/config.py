"""The operator's settings, from the environment or `.env`: read once, checked all at once, secrets masked."""

from __future__ import annotations

import re
import secrets
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, ByteSize, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.languages import Language
from engine.settings import RANGES, FeatureSource, Precision

TELEGRAM = "https://api.telegram.org"


class LogFormat(StrEnum):
    TEXT = "text"  #: for people
    JSON = "json"  #: one object a line, for machines


class EngineKind(StrEnum):
    LOCAL = "local"  #: processes on this machine
    RAY = "ray"  #: a Ray cluster


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int


class BadConfig(Exception):
    """One or more variables are wrong; `mistakes` has a line for each, without the values of secrets."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def _read_ids(value: object) -> object:
    """`*` is everybody (None); otherwise numbers, separated by commas."""
    if not isinstance(value, str):
        return value
    if value.strip() == "*":
        return None
    try:
        return frozenset(int(part) for part in value.split(",") if part.strip())
    except ValueError:
        raise ValueError("must be * or numbers separated by commas, such as 1234567,7654321") from None


def _read_named_ids(value: object) -> object:
    ids = _read_ids(value)
    if ids is None:
        raise ValueError("must be numbers separated by commas: not everybody can be an admin")
    return ids


def _root_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be the root of a Bot API server, such as https://api.telegram.org")
    return url.rstrip("/")


def _webhook_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise ValueError("must be where Telegram reaches this bot, such as https://bot.example.org/updates")
    return url


def _webhook_secret(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
        raise ValueError("must be 16 to 256 of the characters A-Z, a-z, 0-9, _ and -")
    return secret


def _read_address(value: object) -> object:
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


def _readable(path: Path) -> Path:
    if not path.is_file():
        raise ValueError(f"there is no file {path}")
    return path


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError(f"there is no folder {path}")
    return path


def _token(secret: SecretStr) -> SecretStr:
    identity, _, key = secret.get_secret_value().strip().partition(":")
    if not (identity.isascii() and identity.isdigit() and key):
        raise ValueError("is not a bot token; @BotFather gives one of the form 123456789:AAE...")
    return SecretStr(f"{identity}:{key}")


Ids = Annotated[frozenset[int] | None, NoDecode, BeforeValidator(_read_ids)]
NamedIds = Annotated[frozenset[int], NoDecode, BeforeValidator(_read_named_ids)]
Token = Annotated[SecretStr, AfterValidator(_token)]
WebhookUrl = Annotated[str, AfterValidator(_webhook_url)]
WebhookSecret = Annotated[SecretStr, AfterValidator(_webhook_secret)]
Listen = Annotated[Address, NoDecode, BeforeValidator(_read_address)]
RayAddress = Annotated[Address, NoDecode, BeforeValidator(_read_address)]
ExistingFolder = Annotated[Path, AfterValidator(_folder)]
ExistingFile = Annotated[Path, AfterValidator(_readable)]


class Config(BaseSettings):
    """All of the bot's settings. Each field's alias is the name of its environment variable."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    token: Token | None = Field(None, alias="TELEGRAM_BOT_TOKEN")
    token_file: ExistingFile | None = Field(None, alias="TELEGRAM_BOT_TOKEN_FILE")
    api_url: Annotated[str, AfterValidator(_root_url)] = Field(TELEGRAM, alias="TELEGRAM_API_URL")
    proxy: str | None = Field(None, alias="TELEGRAM_PROXY")
    webhook_url: WebhookUrl | None = Field(None, alias="TELEGRAM_WEBHOOK_URL")  #: None: the bot fetches its updates
    webhook_secret: WebhookSecret = Field(
        default_factory=lambda: SecretStr(secrets.token_urlsafe(32)), alias="TELEGRAM_WEBHOOK_SECRET"
    )  #: Telegram learns it at each start, so that nobody need choose one
    webhook_listen: Listen = Field(Address("127.0.0.1", 8443), alias="TELEGRAM_WEBHOOK_LISTEN")
    allowed_users: Ids = Field(None, alias="ALLOWED_USER_IDS")
    allowed_chats: Ids = Field(None, alias="ALLOWED_CHAT_IDS")
    admins: NamedIds = Field(frozenset(), alias="ADMIN_USER_IDS")
    language: Language = Field(Language.ENGLISH, alias="BOT_LANGUAGE")
    data: Path = Field(Path("data"), alias="STYLEGRAM_DATA")
    engine: EngineKind = Field(EngineKind.LOCAL, alias="STYLEGRAM_ENGINE")
    ray_address: RayAddress | None = Field(None, alias="STYLEGRAM_RAY_ADDRESS")
    ray_token_file: ExistingFile | None = Field(None, alias="STYLEGRAM_RAY_TOKEN_FILE")
    ray_cpus: int | None = Field(None, ge=1, le=1024, alias="STYLEGRAM_RAY_CPUS")  #: None: a GPU for each engine
    ray_gpus: float | None = Field(None, gt=0, le=1, alias="STYLEGRAM_RAY_GPUS")  #: part of one for each engine
    engine_count: int | None = Field(None, ge=1, le=64, alias="STYLEGRAM_ENGINE_COUNT")
    threads: int | None = Field(None, ge=1, le=1024, alias="STYLEGRAM_THREADS")
    memory_limit: ByteSize | None = Field(None, ge=2**30, alias="STYLEGRAM_MEMORY_LIMIT")
    features: FeatureSource = Field(FeatureSource.AUTO, alias="STYLEGRAM_FEATURES")
    weights: ExistingFile | None = Field(None, alias="STYLEGRAM_VGG16_WEIGHTS")
    precision: Precision = Field(Precision.AUTO, alias="STYLEGRAM_PRECISION")
    styles: ExistingFolder | None = Field(None, alias="STYLEGRAM_STYLES")
    max_iterations: int = Field(
        2000, ge=RANGES["iterations"].low, le=RANGES["iterations"].high, alias="STYLEGRAM_MAX_ITERATIONS"
    )
    max_size: int = Field(2048, ge=RANGES["size"].low, le=RANGES["size"].high, alias="STYLEGRAM_MAX_SIZE")
    retention_hours: float = Field(72, gt=0, le=24 * 365, alias="STYLEGRAM_RETENTION_HOURS")
    daily_quota: float = Field(50, gt=0, alias="STYLEGRAM_DAILY_QUOTA")
    queue_limit: int = Field(200, ge=1, alias="STYLEGRAM_QUEUE_LIMIT")
    jobs_per_user: int = Field(3, ge=1, alias="STYLEGRAM_JOBS_PER_USER")
    storage_per_user: ByteSize = Field(ByteSize(2 * 10**9), ge=10**8, alias="STYLEGRAM_STORAGE_PER_USER")
    reuse: bool = Field(True, alias="STYLEGRAM_REUSE")
    operations_port: int | None = Field(None, ge=1, le=65535, alias="STYLEGRAM_OPERATIONS_PORT")  #: None: closed
    operations_host: str = Field("127.0.0.1", min_length=1, alias="STYLEGRAM_OPERATIONS_HOST")
    sandbox: bool = Field(False, alias="STYLEGRAM_SANDBOX")
    sandbox_port: int = Field(8080, ge=1, le=65535, alias="STYLEGRAM_SANDBOX_PORT")
    log_level: LogLevel = Field(LogLevel.INFO, alias="STYLEGRAM_LOG_LEVEL")
    log_format: LogFormat = Field(LogFormat.TEXT, alias="STYLEGRAM_LOG_FORMAT")

    @model_validator(mode="after")
    def _one_token(self) -> Self:
        if self.token is not None and self.token_file is not None:
            raise ValueError("set TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE, not both")
        return self

    @model_validator(mode="after")
    def _closed_cluster(self) -> Self:
        if self.engine is EngineKind.RAY and (self.ray_address is None or self.ray_token_file is None):
            raise ValueError(
                "with STYLEGRAM_ENGINE=ray, set STYLEGRAM_RAY_ADDRESS and STYLEGRAM_RAY_TOKEN_FILE: "
                "a cluster without a token is open to anybody who can reach it (see docs/cluster.md)"
            )
        return self

    @model_validator(mode="after")
    def _encrypted_webhook(self) -> Self:
        if self.webhook_url is not None and self.api_url == TELEGRAM and not self.webhook_url.startswith("https:"):
            raise ValueError("for Telegram, TELEGRAM_WEBHOOK_URL must begin with https:")
        return self

    @property
    def api_is_local(self) -> bool:
        """Whether the Bot API server is on this machine, so that no proxy may stand between."""
        host = urlsplit(self.api_url).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def allows(self, chat_id: int, user_id: int) -> bool:
        """Whether the allow-lists let this person use the bot in this chat: a listed person anywhere, anybody in a
        listed chat. A list that is `*` says nothing beside one that is not.
        """
        lists = ((self.allowed_users, user_id), (self.allowed_chats, chat_id))
        named = [(ids, identity) for ids, identity in lists if ids is not None]
        return not named or any(identity in ids for ids, identity in named)


def load(**overrides: Any) -> Config:
    """The settings of this process; keyword arguments, named as the fields, go before the environment.

    Raises BadConfig with every mistake.
    """
    try:
        config = Config(**overrides)
        if config.token_file is not None:
            config = config.model_copy(update={"token": _token_from(config.token_file), "token_file": None})
    except ValidationError as error:
        raise BadConfig([_sentence(dict(mistake)) for mistake in error.errors(include_input=False)]) from None
    return config


def _token_from(path: Path) -> SecretStr:
    try:
        return _token(SecretStr(path.read_text().strip()))
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig([f"TELEGRAM_BOT_TOKEN_FILE: cannot be read: {type(error).__name__}"]) from None
    except ValueError as error:
        raise BadConfig([f"TELEGRAM_BOT_TOKEN_FILE: its content {error}"]) from None


def _sentence(mistake: dict[str, Any]) -> str:
    name = str(mistake["loc"][0]) if mistake["loc"] else ""
    name = name if name.isupper() else str(Config.model_fields[name].alias) if name else "the environment"
    message = str(mistake["msg"]).removeprefix("Value error, ")
    return f"{name}: {message[0].lower()}{message[1:]}"
