"""What the operator can set: each setting with its variable, its default and its range."""

from __future__ import annotations

import secrets
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ByteSize, ConfigDict, Field, SecretStr, model_validator

from bot.config.values import (
    TELEGRAM,
    Address,
    AnyPath,
    ExistingFile,
    ExistingFolder,
    Features,
    Ids,
    ListenAddress,
    NamedIds,
    Proxy,
    RootUrl,
    Token,
    WebhookSecret,
    WebhookUrl,
    passwords_in,
)
from bot.languages import Language
from engine.settings import RANGES, FeatureSource, Precision


class _Choice(StrEnum):
    """One of some words, in small or capital letters."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return next((each for each in cls if isinstance(value, str) and each.value == value.lower()), None)


class LogFormat(_Choice):
    TEXT = "text"  #: for people
    JSON = "json"  #: one object a line, for machines


class EngineKind(_Choice):
    LOCAL = "local"  #: processes on this machine
    RAY = "ray"  #: a Ray cluster


class SandboxHost(_Choice):
    LOOPBACK = "127.0.0.1"
    CONTAINER = "0.0.0.0"  # noqa: S104 #: of a container, whose loopback nobody reaches


class LogLevel(_Choice):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Config(BaseModel):
    """All of the bot's settings. Each field's alias is the name of its environment variable; to make one reads none of
    them, see bot.config.environment.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, populate_by_name=True)

    token: Token | None = Field(None, alias="TELEGRAM_BOT_TOKEN")
    token_file: ExistingFile | None = Field(None, alias="TELEGRAM_BOT_TOKEN_FILE")
    api_url: RootUrl = Field(TELEGRAM, alias="TELEGRAM_API_URL", repr=False)  #: may hold a password
    api_files: ExistingFolder | None = Field(None, alias="TELEGRAM_API_FILES")  #: None: the server's are elsewhere
    proxy: Proxy | None = Field(None, alias="TELEGRAM_PROXY")
    webhook_url: WebhookUrl | None = Field(
        None, alias="TELEGRAM_WEBHOOK_URL", repr=False
    )  #: None: the bot fetches its updates
    webhook_secret: WebhookSecret = Field(
        default_factory=lambda: SecretStr(secrets.token_urlsafe(32)), alias="TELEGRAM_WEBHOOK_SECRET"
    )  #: Telegram learns it at each start, so that nobody need choose one
    webhook_listen: ListenAddress = Field(Address("127.0.0.1", 8443), alias="TELEGRAM_WEBHOOK_LISTEN")
    allowed_users: Ids = Field(None, alias="ALLOWED_USER_IDS")
    allowed_chats: Ids = Field(None, alias="ALLOWED_CHAT_IDS")
    admins: NamedIds = Field(frozenset(), alias="ADMIN_USER_IDS")
    guests: bool = Field(False, alias="STYLEGRAM_GUESTS")  #: whether people may ask the bot in chats where it is not
    guest_chat: int | None = Field(None, alias="STYLEGRAM_GUEST_CHAT_ID")  #: None: such paintings come in private
    language: Language = Field(Language.ENGLISH, alias="BOT_LANGUAGE")
    data: AnyPath = Field(Path("data"), alias="STYLEGRAM_DATA")
    engine: EngineKind = Field(EngineKind.LOCAL, alias="STYLEGRAM_ENGINE")
    ray_socket: AnyPath | None = Field(None, alias="STYLEGRAM_RAY_SOCKET")
    ray_same_user: bool = Field(False, alias="STYLEGRAM_RAY_SAME_USER")  #: for trials
    ray_cpus: int | None = Field(None, ge=1, le=1024, alias="STYLEGRAM_RAY_CPUS")  #: None: a GPU for each engine
    ray_gpus: float | None = Field(None, gt=0, le=1, alias="STYLEGRAM_RAY_GPUS")  #: part of one for each engine
    engine_count: int | None = Field(None, ge=1, le=64, alias="STYLEGRAM_ENGINE_COUNT")
    threads: int | None = Field(None, ge=1, le=1024, alias="STYLEGRAM_THREADS")
    memory_limit: ByteSize | None = Field(None, ge=1_300_000_000, alias="STYLEGRAM_MEMORY_LIMIT")
    features: Features = Field(FeatureSource.AUTO, alias="STYLEGRAM_FEATURES")
    weights: ExistingFile | None = Field(None, alias="STYLEGRAM_VGG16_WEIGHTS")
    cache: AnyPath | None = Field(None, alias="STYLEGRAM_CACHE")  #: None: the project's; see engine.features.places
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
    learn_styles: bool = Field(True, alias="STYLEGRAM_LEARN_STYLES")
    operations_port: int | None = Field(None, ge=1, le=65535, alias="STYLEGRAM_OPERATIONS_PORT")  #: None: closed
    operations_host: str = Field("127.0.0.1", min_length=1, alias="STYLEGRAM_OPERATIONS_HOST")
    sandbox: bool = Field(False, alias="STYLEGRAM_SANDBOX")
    sandbox_host: SandboxHost = Field(SandboxHost.LOOPBACK, alias="STYLEGRAM_SANDBOX_HOST")
    sandbox_port: int = Field(8080, ge=1, le=65535, alias="STYLEGRAM_SANDBOX_PORT")
    log_level: LogLevel = Field(LogLevel.INFO, alias="STYLEGRAM_LOG_LEVEL")
    log_format: LogFormat = Field(LogFormat.TEXT, alias="STYLEGRAM_LOG_FORMAT")

    @model_validator(mode="after")
    def _one_token(self) -> Self:
        if self.token is not None and self.token_file is not None:
            raise ValueError("set TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE, not both")
        return self

    @model_validator(mode="after")
    def _separate_cluster(self) -> Self:
        if self.engine is EngineKind.RAY and self.ray_socket is None:
            raise ValueError(
                "with STYLEGRAM_ENGINE=ray, set STYLEGRAM_RAY_SOCKET: the socket of engine.cluster.host, which joins "
                "the cluster in the bot's place, as another user (see docs/cluster.md)"
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

    @property
    def all_secrets(self) -> tuple[str, ...]:
        """What no log line and no answer may show."""
        hidden = (secret.get_secret_value() for secret in (self.token, self.webhook_secret) if secret is not None)
        urls = (self.api_url, self.webhook_url or "", self.proxy.get_secret_value() if self.proxy is not None else "")
        return (*hidden, *(password for url in urls for password in passwords_in(url)))


#: The names of all variables that the bot reads.
NAMES = tuple(str(field.alias) for field in Config.model_fields.values())
