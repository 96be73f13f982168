"""The library's objects for one bot: requests with our timeouts, polling into our queue."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import Any, TypeVar

import httpx
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.config import Config
from bot.transport.bounds import HEADERS, bound
from bot.transport.counted import Called
from bot.transport.errors import CannotServe, OtherBot, seconds_to_wait
from bot.transport.legible_request import IllegibleUpdates, LegibleRequest
from bot.transport.update_queue import ChatOrder, UpdateQueue

log = logging.getLogger(__name__)
T = TypeVar("T")

#: Context types are the library's defaults; nothing is kept in them.
TelegramApplication = Application[Any, Any, Any, Any, Any, Any]

CONNECT_BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0)  #: seconds between the first attempts to reach Telegram
HANDLERS_TO_END = 5.0  #: seconds for handlers at work when the bot is told to stop
LAST_WORD = 3.0  #: seconds for Telegram to hear which updates were taken
POLL_SECONDS = 25
POLLING_TASK = "Updater:start_polling:polling_task"  #: the library's name for it
CONFLICTS = 5  #: so many of them within CONFLICT_WINDOW seconds: another process polls with our token
CONFLICT_WINDOW = 120.0
OTHER_POLLER = "another process fetches updates with the same token, or has set a webhook; only one of them can work"


class PollingEnded(Exception):
    """The library gave up polling."""


class TokenRejected(CannotServe):
    """Telegram does not know this token."""


def build(
    config: Config, queue: UpdateQueue, order: ChatOrder, called: Called = lambda *_: None
) -> TelegramApplication:
    """The application, not yet started. `called` is told of each call's method and status."""
    assert config.token is not None
    return (
        ApplicationBuilder()
        .token(config.token.get_secret_value())
        .base_url(f"{config.api_url}/bot")
        .base_file_url(f"{config.api_url}/file/bot")
        .request(_request(config, called, queue.illegible, connections=64, read_timeout=30))
        .get_updates_request(_request(config, called, queue.illegible, connections=2, read_timeout=POLL_SECONDS + 15))
        .update_queue(queue)
        .concurrent_updates(order)
        .job_queue(None)
        .build()
    )


async def connect(application: TelegramApplication) -> None:
    """Wait until Telegram answers, however long it takes. Raises TokenRejected."""
    try:
        await until_answered(application.initialize)
    except InvalidToken as error:
        raise TokenRejected("Telegram does not know this token; @BotFather shows the right one") from error


async def until_answered(call: Callable[[], Awaitable[T]]) -> T:
    """Call Telegram until it answers. Raises InvalidToken and BadRequest, which no patience helps."""
    for tries in count():
        try:
            return await call()
        except (InvalidToken, BadRequest):
            raise
        except TelegramError as error:
            pause = CONNECT_BACK_OFF[min(tries, len(CONNECT_BACK_OFF) - 1)]
            if isinstance(error, RetryAfter):
                pause = max(pause, seconds_to_wait(error))
            log.warning("Telegram cannot be reached, next try in %g s: %s", pause, error)
            await asyncio.sleep(pause)
    raise AssertionError


async def start_polling(
    application: TelegramApplication, allowed_updates: Sequence[str], on_end: Callable[[Exception], None]
) -> None:
    """Begin to fetch updates, and end a webhook where there is one; `on_end` is told why when that cannot go on."""
    assert application.updater is not None
    await application.updater.start_polling(
        timeout=POLL_SECONDS,
        bootstrap_retries=-1,
        allowed_updates=list(allowed_updates),
        drop_pending_updates=False,
        error_callback=PollingErrors(lambda: on_end(OtherBot(OTHER_POLLER))),
    )
    for task in asyncio.all_tasks():
        if task.get_name() == POLLING_TASK:  # the library itself tells nobody when it ends
            task.add_done_callback(lambda _: _polling_ended(application, on_end))


def _polling_ended(application: TelegramApplication, on_end: Callable[[Exception], None]) -> None:
    if application.updater is not None and application.updater.running:
        on_end(PollingEnded("updates can no longer be fetched"))


async def shut_down(application: TelegramApplication) -> None:
    """Stop fetching, and let the handlers at work come to their end, or end them: their updates stay in the inbox."""
    if application.updater is not None and application.updater.running:
        # Its last word to Telegram, which may not answer: what is not confirmed comes again, and was here before.
        stopping = asyncio.create_task(application.updater.stop())
        if not (await asyncio.wait({stopping}, timeout=LAST_WORD))[0]:
            log.warning("Telegram did not hear which updates were taken")
            stopping.cancel()
    if not application.running:
        return
    try:
        async with asyncio.timeout(HANDLERS_TO_END):
            await application.stop()
    except TimeoutError:
        handlers = [task for task in asyncio.all_tasks() if task.get_name().startswith("Application:")]
        log.warning("%d handlers did not end in time", len(handlers))
        for task in handlers:
            task.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)


class PollingErrors:
    """Logs what goes wrong while polling; the library itself tries again."""

    def __init__(self, on_conflict: Callable[[], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._on_conflict = on_conflict
        self._clock = clock
        self._conflicts: deque[float] = deque(maxlen=CONFLICTS)

    def __call__(self, error: TelegramError) -> None:
        """One error."""
        log.warning("updates cannot be fetched: %s: %s", type(error).__name__, error)
        if isinstance(error, Conflict):
            now = self._clock()
            self._conflicts.append(now)
            if len(self._conflicts) == CONFLICTS and now - self._conflicts[0] < CONFLICT_WINDOW:
                self._on_conflict()


def request_for(config: Config) -> HTTPXRequest:
    """A request object for a few calls outside the application, which are not counted."""
    return _request(config, lambda *_: None, IllegibleUpdates(), connections=1, read_timeout=5)


def _request(
    config: Config, called: Called, illegible: IllegibleUpdates, *, connections: int, read_timeout: float
) -> HTTPXRequest:
    return LegibleRequest(
        called,
        illegible,
        connection_pool_size=connections,
        read_timeout=read_timeout,
        write_timeout=20,
        connect_timeout=10,
        pool_timeout=20,
        media_write_timeout=60,
        proxy=None if config.api_is_local or config.proxy is None else config.proxy.get_secret_value(),
        # Proxies are for the world outside, not for a server on this machine; those of the environment are in `config`.
        httpx_kwargs={
            "trust_env": False,
            "verify": httpx.create_ssl_context(),
            "headers": HEADERS,
            "event_hooks": {"response": [bound]},
        },
    )
