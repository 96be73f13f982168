"""What `python -m bot` does: the bot; without a token, the sandbox with the same bot inside."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import resource
import runpy
import sys

from bot import logs
from bot.config import BadConfig, Config, load
from bot.operations import keeping
from bot.store import StoreError

BAD_CONFIG = 2
OTHER_BOT = 4

DESCRIPTION = """\
Stylegram, a Telegram bot that paints one photo in the style of another. Settings come from the environment or from
.env; see the README. Without TELEGRAM_BOT_TOKEN it opens the sandbox: the same bot on a chat page in the browser."""

UNREACHABLE_SANDBOX = """\
There is no token, and nobody could reach the sandbox's page in this container.
Set TELEGRAM_BOT_TOKEN (or TELEGRAM_BOT_TOKEN_FILE) to the token that @BotFather gave you,
or STYLEGRAM_SANDBOX=1 to open the sandbox all the same."""


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0 after SIGTERM or SIGINT, 1 after a failure. To start again does not help after the
    others: 2 for bad settings, 3 where what is stored is damaged, cannot be read, or is of a newer version, 4 where
    another bot hears the updates in this one's place.
    """
    parser = argparse.ArgumentParser(prog="python -m bot", description=DESCRIPTION)
    parser.add_argument("--check", action="store_true", help="check the settings without starting")
    keeping.add_commands(parser)
    options = parser.parse_args(arguments)
    try:
        config = load()
    except BadConfig as error:
        return _complain(f"{len(error.mistakes)} of the settings are wrong:", *error.mistakes)
    if "keep" in options:
        return keeping.carry_out(options, config.data)
    if config.token is None and _in_container() and not config.sandbox:
        return _complain(UNREACHABLE_SANDBOX)
    if options.check:
        return _check(config)
    if config.token is None:
        sys.argv[1:] = []
        runpy.run_module("bot.sandbox", run_name="__main__", alter_sys=True)
        return 0
    return _run(config, config.token.get_secret_value())


def _run(config: Config, token: str) -> int:
    from bot import app  # not needed for --check and --help
    from bot.transport.errors import CannotServe, OtherBot

    # The memory holds the token: no dump of it for the disk, nor of the children's, who inherit this.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    secrets = [token, config.webhook_secret.get_secret_value()]
    logs.set_up(config.log_level, config.log_format, secrets=secrets)
    log = logging.getLogger("bot")
    try:
        asyncio.run(app.run(config))
    except CannotServe as error:
        log.critical("%s", error)
        return OTHER_BOT if isinstance(error, OtherBot) else BAD_CONFIG
    except Exception as error:
        damage = keeping.damage_in(error)
        if damage is not None:
            log.critical("%s", damage)
            return keeping.DAMAGED
        unexpected = not isinstance(error, StoreError)
        log.critical("the bot failed" if unexpected else str(error), exc_info=unexpected)
        return 1
    log.info("stopped")
    return 0


def _check(config: Config) -> int:
    """Everything that can be checked without starting."""
    directory = next(parent for parent in (config.data, *config.data.absolute().parents) if parent.exists())
    if not (directory.is_dir() and os.access(directory, os.W_OK)):
        return _complain(f"STYLEGRAM_DATA: cannot write to {directory}")
    where = config.api_url if config.token is not None else "the sandbox"
    sys.stdout.write(f"The settings are good. The bot would talk to {where}.\n{config!r}\n")
    return 0


def _in_container() -> bool:
    """Whether this is our own image, which sets the variable. In other containers, people develop and test."""
    return os.environ.get("STYLEGRAM_CONTAINER") == "1"


def _complain(*lines: str) -> int:
    sys.stderr.write("\n".join(lines) + "\n")
    return BAD_CONFIG
