"""Updates brought to the bot: the webhook's settings, and the posts, repeated until the bot says 2xx."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlsplit

import aiohttp
import msgspec

from bot.sandbox.errors import bad_request
from bot.sandbox.objects import Json
from bot.sandbox.storage import Storage
from bot.sandbox.updates import SandboxUpdates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
FIRST_RETRY_SECONDS = 0.5  #: doubled with each failure in a row
LAST_RETRY_SECONDS = 60.0
_POST_SECONDS = 60.0
_DEFAULT_CONNECTIONS = 40
_MAX_CONNECTIONS = 100
_SECRET = re.compile(r"[A-Za-z0-9_-]+")
_MAX_SECRET = 256
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_log = logging.getLogger(__name__)


class WebhookSettings(msgspec.Struct, frozen=True, kw_only=True):
    url: str
    secret: str | None
    max_connections: int


class Webhook:
    """While it is set, updates are posted: those of one chat one after the other, chats side by side."""

    def __init__(self, storage: Storage, updates: SandboxUpdates, clock: Callable[[], float]) -> None:
        self._storage = storage
        self._updates = updates
        self._clock = clock
        self._settings = storage.load("webhook", WebhookSettings).get("")
        self._last_error: tuple[int, str] | None = None  # when, and what
        self._lanes: dict[int, asyncio.Task[None]] = {}

    @property
    def is_set(self) -> bool:
        return self._settings is not None

    def set(self, settings: WebhookSettings | None) -> None:
        """Set the webhook; None removes it. Must be called within a change of the storage."""
        self._settings, self._last_error = settings, None
        if settings is None:
            self._storage.delete("webhook", "")
        else:
            self._storage.put("webhook", "", settings)
            self._updates.end_poll_for_webhook()
            self._updates.grown.set()

    def describe(self) -> Json:
        """What getWebhookInfo answers."""
        settings = self._settings
        info: Json = {
            "url": settings.url if settings is not None else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if settings is not None:
            info["max_connections"] = settings.max_connections
        if self._last_error is not None:
            info["last_error_date"], info["last_error_message"] = self._last_error
        if self._updates.allowed:
            info["allowed_updates"] = sorted(self._updates.allowed)
        return info

    @contextlib.asynccontextmanager
    async def delivering(self) -> AsyncIterator[None]:
        """Bring updates to the bot until the end of the block."""
        timeout = aiohttp.ClientTimeout(total=_POST_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            watcher = asyncio.create_task(self._watch(session))
            try:
                yield
            finally:
                tasks = [watcher, *self._lanes.values()]
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self, session: aiohttp.ClientSession) -> None:
        while True:
            self._updates.grown.clear()
            self._open_lanes(session)
            await self._updates.grown.wait()

    def _open_lanes(self, session: aiohttp.ClientSession) -> None:
        for update in self._updates.pending if self.is_set else ():
            lane = _lane_of(update)
            if lane in self._lanes:
                continue
            if len(self._lanes) >= self._connections():
                return
            self._lanes[lane] = asyncio.create_task(self._empty_lane(session, lane))

    def _connections(self) -> int:
        return self._settings.max_connections if self._settings is not None else 0

    async def _empty_lane(self, session: aiohttp.ClientSession, lane: int) -> None:
        pause = FIRST_RETRY_SECONDS
        try:
            while self._settings is not None and (update := self._first_of(lane)) is not None:
                trouble = await _post(session, self._settings, update)
                if trouble is None:
                    self._updates.confirm(update["update_id"])
                    pause = FIRST_RETRY_SECONDS
                    continue
                self._last_error = int(self._clock()), trouble
                _log.warning("The webhook did not take update %d: %s", update["update_id"], trouble)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LAST_RETRY_SECONDS)
        finally:
            del self._lanes[lane]
            self._updates.grown.set()  # another lane may have waited for this one's place

    def _first_of(self, lane: int) -> Json | None:
        return next((update for update in self._updates.pending if _lane_of(update) == lane), None)


def checked_settings(url: str, secret: str | None, max_connections: int | None) -> WebhookSettings:
    """As a Bot API server on one's own machine: plain HTTP and any port will do. Raises ApiError."""
    try:
        parts = urlsplit(url)
        host, scheme = parts.hostname, parts.scheme
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if scheme not in ("http", "https"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if host not in _LOOPBACK:
        raise bad_request("bad webhook: the sandbox sends nothing beyond this machine")
    if secret is not None and len(secret) > _MAX_SECRET:
        raise bad_request("secret token is too long")
    if secret is not None and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = max_connections or _DEFAULT_CONNECTIONS
    return WebhookSettings(url=url, secret=secret, max_connections=min(max(connections, 1), _MAX_CONNECTIONS))


def _lane_of(update: Json) -> int:
    """The chat that an update is about."""
    content = next(value for key, value in update.items() if key != "update_id")
    return int((content.get("message") or content)["chat"]["id"])


async def _post(session: aiohttp.ClientSession, settings: WebhookSettings, update: Json) -> str | None:
    """None once the bot took the update, otherwise what went wrong."""
    headers = {"Content-Type": "application/json"}
    if settings.secret is not None:
        headers[SECRET_HEADER] = settings.secret
    try:
        async with session.post(settings.url, data=msgspec.json.encode(update), headers=headers) as response:
            if 200 <= response.status < 300:
                return None
            return f"Wrong response from the webhook: {response.status} {response.reason}"
    except TimeoutError:
        return "Read timeout expired"
    except aiohttp.ClientError as error:
        return str(error)
