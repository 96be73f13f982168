"""python-telegram-bot's own client of the sandbox, that waits for a busy machine."""

from __future__ import annotations

from typing import Protocol

from telegram import Bot
from telegram.request import HTTPXRequest

from tests.support.eventually import LONG


class Sandbox(Protocol):
    """The address of a sandbox, and the token of its bot."""

    @property
    def url(self) -> str: ...

    @property
    def token(self) -> str: ...


def patient_bot(sandbox: Sandbox) -> Bot:
    """To be used as a context manager. By itself the library waits for five seconds, and then fails."""
    polls, others = (
        HTTPXRequest(read_timeout=LONG, write_timeout=LONG, connect_timeout=LONG, pool_timeout=LONG) for _ in range(2)
    )
    return Bot(
        sandbox.token,
        base_url=f"{sandbox.url}/bot",
        base_file_url=f"{sandbox.url}/file/bot",
        request=others,
        get_updates_request=polls,
    )
