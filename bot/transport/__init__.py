"""Everything that speaks to Telegram: intake of updates, calls, their pace and their errors."""

import os

# python-telegram-bot's coming behavior, chosen early: RetryAfter.retry_after is a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")
