"""A sign in between, where an answer takes long: a reaction, or else a message that the answer then takes over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.conversation.core.signs import react
from bot.conversation.core.update_context import UpdateContext
from bot.transport.errors import CallFailed
from bot.transport.signs import Sign

INTERIM_AFTER = 0.7  #: seconds that people wait for an answer before they hear that it takes a moment

log = logging.getLogger(__name__)


@asynccontextmanager
async def interim_if_slow(context: UpdateContext) -> AsyncIterator[None]:
    """Show that the message was seen if the block takes longer than INTERIM_AFTER."""
    done = asyncio.Event()
    sending = asyncio.create_task(_send_unless(done, context), name="interim")
    try:
        yield
    finally:
        done.set()
        await sending  # never canceled in the middle of a call: the message would stay, its id unknown


async def _send_unless(done: asyncio.Event, context: UpdateContext) -> None:
    try:
        async with asyncio.timeout(INTERIM_AFTER):
            await done.wait()
    except TimeoutError:
        try:
            if not await react(context, Sign.TAKEN):
                await context.send_interim()
        except CallFailed as error:
            log.info("no interim message was sent: %s", error)
