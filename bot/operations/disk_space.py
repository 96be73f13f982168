"""Tells the admins when the disk gets full, and when there is room again."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Collection

from bot.jobs.model import Place
from bot.store import RESERVE, Store, StoreUnavailable, Transaction
from bot.texts.look_up import Translations
from bot.transport.errors import CallFailed
from bot.transport.messenger import Messenger

log = logging.getLogger(__name__)

EVERY = 5.0  #: seconds between two looks, which cost next to nothing
ENOUGH = 1.25 * RESERVE  #: bytes; above the reserve, lest every little file be news


class DiskSpaceMonitor:
    """Checks the disk again and again, and reports each change once."""

    def __init__(self, store: Store, messenger: Messenger, translations: Translations, admins: Collection[int]) -> None:
        self._store = store
        self._messenger = messenger
        self._translations = translations
        self._admins = admins
        self._is_full = False

    async def run(self) -> None:
        """Watch until canceled."""
        while True:
            try:
                await self.look()
            except (OSError, StoreUnavailable) as error:
                log.warning("the room on the disk is not known: %s", error)
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Check once. Raises OSError."""
        free_bytes = await self._store.files.free_bytes()
        was_full, self._is_full = self._is_full, free_bytes < (ENOUGH if self._is_full else RESERVE)
        if self._is_full and not was_full:
            log.error(
                "the disk is full but for %.0f MB: no pictures are taken in until there is room", free_bytes / 1e6
            )
            await self._tell("admin-disk-full", megabytes=str(round(free_bytes / 1e6)))
        elif was_full and not self._is_full:
            log.info("there is room on the disk again: %.0f MB", free_bytes / 1e6)
            await self._tell("admin-disk-room")

    async def _tell(self, key: str, **values: str) -> None:
        for admin in sorted(self._admins):
            place = Place(chat_id=admin, user_id=admin)
            try:
                language = await self._store.read(functools.partial(_language_of, place))
                await self._messenger.send_text(place, self._translations.of(language).say(key, **values))
            except (CallFailed, StoreUnavailable) as error:
                log.warning("an admin was not told of the disk: %s", error)


async def _language_of(place: Place, tx: Transaction) -> str | None:
    return await tx.chats.language(place.chat_id, place.user_id)
