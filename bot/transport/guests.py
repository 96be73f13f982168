"""Whether Telegram has guest mode switched on for the bot, for those who run it."""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.config import Config
from bot.transport.telegram_api import request_for

log = logging.getLogger(__name__)

SECONDS = 10.0  #: that `--check` waits for Telegram
_SWITCHED_ON = "Telegram has guest mode switched on for this bot"
_SWITCHED_OFF = (
    "Telegram has guest mode switched off for this bot, so that nobody can ask it in chats of which it is no member; "
    "@BotFather switches it on"
)


def log_ability(is_on: bool) -> None:
    """Log at the start whether guest mode is on, where STYLEGRAM_GUESTS asks for it."""
    if is_on:
        log.info(_SWITCHED_ON)
    else:
        log.warning(_SWITCHED_OFF)


def ability(config: Config) -> str:
    """Ask Telegram whether guest mode is on: a line for `--check`. Must not be called in a running event loop."""
    try:
        return _SWITCHED_ON if asyncio.run(_is_on(config)) else _SWITCHED_OFF
    except (TelegramError, TimeoutError) as error:
        return f"Telegram cannot be asked whether it has guest mode switched on ({type(error).__name__})"


async def _is_on(config: Config) -> bool:
    assert config.token is not None
    request = request_for(config)
    bot = Bot(config.token.get_secret_value(), f"{config.api_url}/bot", request=request, get_updates_request=request)
    async with asyncio.timeout(SECONDS), request:
        return bool((await bot.get_me()).supports_guest_queries)
