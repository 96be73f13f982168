"""Webhook mode: Telegram brings the updates. A route that feeds the inbox, and a watch over what becomes of it."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot, WebhookInfo
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.config import Config
from bot.transport.errors import CannotServe, OtherBot
from bot.transport.listening import listening
from bot.transport.telegram_api import until_answered
from bot.transport.update_queue import UpdateQueue

log = logging.getLogger(__name__)

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
MOST_BYTES: Final = 2**20  #: of one update; Telegram's are some kilobytes
SECONDS_TO_READ: Final = 10.0  #: for the body of one update
SECONDS_TO_END: Final = 2.0  #: for the updates that are just arriving when the bot is told to stop
LOOK_AGAIN: Final = 60.0  #: seconds between two looks at what Telegram says of the webhook


async def serve(
    bot: Bot, config: Config, queue: UpdateQueue, allowed_updates: Sequence[str], look_again: float = LOOK_AGAIN
) -> None:
    """Take updates in until canceled. The webhook stays set then: Telegram keeps what comes for the next start.

    Raises CannotServe when nobody can listen at that address, or Telegram does not take the webhook; OtherBot when it
    was taken away.
    """
    assert config.webhook_url is not None
    path = urlsplit(config.webhook_url).path or "/"
    routes = {("POST", path): Route(config, queue, bot).take}
    host, port = config.webhook_listen
    async with listening(
        routes, host, port, setting="TELEGRAM_WEBHOOK_LISTEN", most_bytes=MOST_BYTES, to_end=SECONDS_TO_END
    ):
        log.info("updates are taken in on %s:%d", host, port)
        await _announce(bot, config, allowed_updates)
        await _watch(bot, config.webhook_url, look_again)


class Route:
    """Answers 200 when an update is on disk, or is none at all, and otherwise so that Telegram brings it again."""

    def __init__(self, config: Config, queue: UpdateQueue, bot: Bot) -> None:
        self._secret = config.webhook_secret.get_secret_value().encode()
        self._queue = queue
        self._bot = bot

    async def take(self, request: web.BaseRequest) -> web.Response:
        """One update. Nothing is read of a request that does not know the secret, nor of one that is too large."""
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            log.debug("a call to the webhook without the secret was refused")
            raise web.HTTPForbidden
        if (request.content_length or 0) > MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(MOST_BYTES, request.content_length or 0)
        if request.headers.get("Content-Encoding", "identity") != "identity":  # Telegram packs nothing
            raise web.HTTPUnsupportedMediaType
        try:
            async with asyncio.timeout(SECONDS_TO_READ):
                body = await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        update = self._queue.parsed(body, self._bot)
        if update is None:  # brought again it would be no update either, and what waits behind it would wait for ever
            return web.Response()
        try:
            await self._queue.put(update)
        except NetworkError:
            raise web.HTTPServiceUnavailable from None
        return web.Response()


async def _announce(bot: Bot, config: Config, allowed_updates: Sequence[str]) -> None:
    """Tell Telegram where to bring the updates, and by which secret it is known."""
    assert config.webhook_url is not None
    url, secret = config.webhook_url, config.webhook_secret.get_secret_value()
    try:
        await until_answered(lambda: bot.set_webhook(url, allowed_updates=list(allowed_updates), secret_token=secret))
    except BadRequest as error:
        raise CannotServe(f"Telegram does not take TELEGRAM_WEBHOOK_URL: {error}") from error
    log.info("Telegram brings the updates to %s", urlsplit(url).hostname)


async def _watch(bot: Bot, url: str, look_again: float) -> None:
    """A bot that fetches its updates takes the webhook away without a word to anybody. Raises OtherBot."""
    last_error: datetime | None = None
    while True:
        await asyncio.sleep(look_again)
        try:
            info: WebhookInfo = await bot.get_webhook_info()
        except TelegramError as error:
            log.warning("Telegram does not say how the webhook is: %s", error)
            continue
        if info.url != url:
            raise OtherBot("another process took the webhook away, with the same token; only one of them can work")
        if info.last_error_date is not None and info.last_error_date != last_error:
            last_error = info.last_error_date
            log.warning("Telegram could not bring an update: %s", info.last_error_message)
