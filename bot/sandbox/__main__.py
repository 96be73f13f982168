"""`python -m bot.sandbox`: the bot with a chat page in the browser, with no token and no network."""

from __future__ import annotations

import asyncio
import logging
import sys

from bot.config import BadConfig, load
from bot.sandbox.launcher import launch

_BAD_CONFIG = 2


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s sandbox %(levelname)s %(message)s")
    try:
        config = load()
    except BadConfig as error:
        for mistake in error.mistakes:
            logging.getLogger(__name__).error("%s", mistake)
        return _BAD_CONFIG
    return asyncio.run(launch(config.sandbox_port, config.data / "sandbox"))


if __name__ == "__main__":
    sys.exit(main())
