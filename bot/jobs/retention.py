"""How long things are kept, apart from the pictures, for which the operator's configuration says it. In seconds."""

from __future__ import annotations

from typing import Final

_HOUR: Final = 3600.0
#: A job without its pictures.
JOBS_KEPT: Final = 30 * 24 * _HOUR
#: The number of an update, lest it be handled twice: Telegram repeats updates for a day.
UPDATES_KEPT: Final = 48 * _HOUR
#: The number of an own message, and to whom it was said: only they may have it changed by its buttons.
MESSAGES_KNOWN: Final = JOBS_KEPT
#: Seconds after which an own message cannot be deleted any more: later, Telegram lets no bot delete it.
MESSAGES_DELETABLE: Final = 48 * _HOUR
