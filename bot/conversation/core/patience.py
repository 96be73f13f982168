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

PATIENCE = 0.7  #: seconds that people wait for an answer before they hear that it takes a moment

log = logging.getLogger(__name__)


@asynccontextmanager
async def patiently(context: UpdateContext) -> AsyncIterator[None]:
    """Show that the message was seen if the block takes longer than PATIENCE."""
    done = asyncio.Event()
    asking = asyncio.create_task(_ask_unless(done, context), name="patience")
    try:
        yield
    finally:
        done.set()
        await asking  # never canceled in the middle of a call: the message would stay, and nobody know of it


async def _ask_unless(done: asyncio.Event, context: UpdateContext) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await done.wait()
    except TimeoutError:
        try:
            if not await react(context, Sign.TAKEN):
                await context.ask_patience()
        except CallFailed as error:
            log.info("patience was not asked for: %s", error)
