"""What the chats show of the jobs: for the delivery only."""

from __future__ import annotations

from bot.jobs.model import Job
from bot.store.job_rows import SELECT_JOBS, to_job
from bot.store.statements import Changes, Statements


class CardStore:
    """The cards of the jobs, within one transaction.

    These writes wake nobody: only the delivery, which makes them, needs to know.
    """

    def __init__(self, statements: Statements, changes: Changes) -> None:
        self._sql = statements
        self._changes = changes

    async def card_sent(self, job_id: str, message_id: int, revision: int) -> bool:
        """The card is in the chat, in this message, and shows this revision; False when nobody wants it any more,
        because its owner was forgotten while it was sent.
        """
        sent = await self._sql.run(
            "UPDATE jobs SET card_message_id = ?, card_revision = ? WHERE id = ? AND told_at IS NULL",
            (message_id, revision, job_id),
        )
        return sent == 1

    async def announced(self, job_id: str, message_id: int) -> bool:
        """The end has a message of its own, which is the card from now on and will show the painting; False when nobody
        wants it any more, as with `card_sent`.
        """
        announced = await self._sql.run(
            "UPDATE jobs SET is_announced = 1, former_card_message_id = card_message_id, card_message_id = ?,"
            " card_revision = 0 WHERE id = ? AND NOT is_announced AND told_at IS NULL",
            (message_id, job_id),
        )
        return announced == 1

    async def not_announced(self, job_id: str) -> None:
        """That message was deleted before it showed the painting; another one is needed."""
        await self._sql.run("UPDATE jobs SET is_announced = 0, card_message_id = NULL WHERE id = ?", (job_id,))

    async def former_card_shrunk(self, job_id: str) -> None:
        """The former card has been shortened."""
        await self._sql.run("UPDATE jobs SET former_card_message_id = NULL WHERE id = ?", (job_id,))

    async def left_topic(self, chat_id: int, topic_id: int) -> None:
        """The topic is gone: what belongs there is sent to the group itself."""
        await self._leave("chat_id", "chat_id = ? AND topic_id = ?", (chat_id, topic_id))

    async def left_chat(self, chat_id: int) -> None:
        """Nobody can write in this group: each painting is sent to the person who asked for it."""
        await self._leave("user_id", "chat_id = ? AND user_id > 0", (chat_id,))

    async def _leave(self, to: str, condition: str, values: tuple[int, ...]) -> None:
        """Forget the cards of a place: their messages stay behind, and new ones are sent."""
        columns = f"chat_id = {to}, topic_id = 0, card_message_id = NULL, reply_to_message_id = NULL"
        await self._sql.run(
            f"UPDATE jobs SET {columns}, former_card_message_id = NULL, is_announced = 0, card_revision = 0"  # noqa: S608 - all of it is ours
            f" WHERE told_at IS NULL AND {condition}",
            values,
        )
        await self._sql.run(f"UPDATE series SET {columns} WHERE told_at IS NULL AND {condition}", values)  # noqa: S608 - as above
        self._changes.jobs = True

    async def card_shows(self, job_id: str, revision: int) -> None:
        """The card shows this revision, or a later one."""
        await self._sql.run("UPDATE jobs SET card_revision = max(card_revision, ?) WHERE id = ?", (revision, job_id))

    async def mark_delivered(self, job_id: str) -> bool:
        """The card shows the result; False when the job is not done, or was delivered before."""
        delivered = await self._sql.run(
            "UPDATE jobs SET state = 'delivered' WHERE id = ? AND state = 'done'", (job_id,)
        )
        return delivered == 1

    async def mark_told(self, job_id: str, now: float) -> bool:
        """The owner knows the end, or cannot be reached: delivery is finished with this job. False when repeated."""
        told = await self._sql.one(
            "UPDATE jobs SET told_at = ? WHERE id = ? AND told_at IS NULL AND finished_at IS NOT NULL"
            " RETURNING told_at - finished_at AS seconds",
            (now, job_id),
        )
        if told is not None:
            self._changes.told.append(told["seconds"])
        return told is not None

    async def needing_delivery(self) -> list[Job]:
        """Jobs without a card, with an outdated card, or ended without their owner being told. Jobs in closed chats are
        left out, and so are pictures of a series, which has a card of its own, and what guests asked for elsewhere.
        """
        rows = await self._sql.all(
            SELECT_JOBS + "WHERE told_at IS NULL AND series_id IS NULL"  # noqa: S608 - all of it is ours
            " AND (card_message_id IS NULL OR revision > card_revision OR finished_at IS NOT NULL)"
            " AND id NOT IN (SELECT job_id FROM guest_messages)"
            " AND chat_id NOT IN (SELECT chat_id FROM closed_chats) ORDER BY number"
        )
        return [to_job(row) for row in rows]
