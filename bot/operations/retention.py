"""Deletes what has expired, at intervals. The files follow their rows."""

from __future__ import annotations

import asyncio
import logging
import time

from bot.jobs import retention
from bot.jobs.quota import DAY
from bot.store import Store, StoreError, Transaction

log = logging.getLogger(__name__)

EVERY = 600.0  #: seconds


async def keep_to(store: Store, picture_seconds: float) -> None:
    """Delete expired data, at once and then at intervals, until canceled. Pictures are kept for `picture_seconds`."""
    while True:
        try:
            await delete_old(store, picture_seconds, time.time())
            await store.sweep_files()
            await store.delete_old_backups(time.time() - retention.JOBS_KEPT)
        except (StoreError, OSError) as error:
            log.warning("what is old could not be deleted: %s", error)
        await asyncio.sleep(EVERY)


async def delete_old(store: Store, picture_seconds: float, now: float) -> None:
    """One pass, in one transaction. The files of pictures go soon after it."""

    async def work(tx: Transaction) -> tuple[int, int]:
        expired = await tx.retention.expire_pictures(before=now - picture_seconds, now=now)
        deleted = await tx.retention.delete_jobs(before=now - retention.JOBS_KEPT)
        await tx.retention.delete_closed_chats(before=now - retention.JOBS_KEPT)
        await tx.retention.delete_handled_updates(before=now - retention.UPDATES_KEPT)
        await tx.retention.delete_sent_messages(before=now - retention.MESSAGES_KNOWN)
        await tx.retention.delete_spendings(before=now - DAY)
        return expired, deleted

    expired, deleted = await store.write(work)
    if expired or deleted:
        log.info("the pictures of %d jobs and drafts were too old, and %d jobs altogether", expired, deleted)
