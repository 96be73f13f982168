"""`python -m bot.sandbox`: the bot with a chat page in the browser, with no token and no network."""

from __future__ import annotations

import asyncio
import logging
import sys

from bot import logs
from bot.check import BAD_CONFIG
from bot.config import BadConfig, read
from bot.sandbox.launcher import is_foreign, launch


def main() -> int:
    try:
        reading = read()
    except BadConfig as error:
        sys.stderr.write("\n".join((*error.mistakes, "")))
        return BAD_CONFIG
    config = reading.config
    logs.set_up(config.log_level, config.log_format, secrets=config.all_secrets)
    for unknown in reading.unknown:
        if is_foreign(unknown.name):  # of the others the bot itself tells
            logging.getLogger(__name__).warning("%s", unknown)
    return asyncio.run(launch(config.sandbox_host, config.sandbox_port, config.data / "sandbox", config.log_format))


if __name__ == "__main__":
    sys.exit(main())
