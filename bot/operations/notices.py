"""Tells the bot's admins that it has started, and whether the run before ended as it should."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection

from bot.jobs.model import Place
from bot.jobs.operation import Mode
from bot.store import Store, StoreUnavailable, Transaction
from bot.texts.look_up import Texts, Translations
from bot.transport.errors import CallFailed
from bot.transport.messenger import Messenger

log = logging.getLogger(__name__)


async def announce_start(
    store: Store,
    messenger: Messenger,
    translations: Translations,
    admins: Collection[int],
    crashed_run: float | None,
) -> None:
    """One message to each admin, in their language. `crashed_run`: when the run before began, if it crashed."""
    for admin in sorted(admins):

        async def work(tx: Transaction, admin: int = admin) -> tuple[str | None, int, Mode]:
            jobs = len(await tx.jobs.running()) + len(await tx.jobs.waiting())
            return await tx.chats.language(admin, admin), jobs, await tx.operation.mode()

        try:
            language, jobs, mode = await store.read(work)
            since = None if crashed_run is None else time.time() - crashed_run
            text = notice(translations.of(language), jobs, mode, since)
            await messenger.send_text(Place(chat_id=admin, user_id=admin), text)
        except (CallFailed, StoreUnavailable) as error:
            log.warning("an admin was not told of the start: %s", error)


def notice(texts: Texts, jobs: int, mode: Mode, crashed_run: float | None) -> str:
    """What an admin hears at a start; `crashed_run`: how many seconds ago the run began that crashed, if it did."""
    if crashed_run is None:
        lines = [texts.say("admin-started", jobs=str(jobs))]
    else:
        lines = [texts.say("admin-crashed", jobs=str(jobs), time=texts.duration(max(0.0, crashed_run)))]
    if mode is not Mode.OPEN:
        lines.append(texts.say(f"mode-{mode}"))
    return "\n".join(lines)
