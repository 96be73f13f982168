"""What `python -m bot` does: the bot; without a token, the sandbox with the same bot inside."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import resource
import runpy
import sys
from collections.abc import Sequence

from bot import check, logs
from bot.check import BAD_CONFIG
from bot.config import BadConfig, Reading, read
from bot.operations import maintenance
from bot.store import StoreError
from engine.cli.command_name import command_name
from engine.version import __version__

OTHER_BOT = 4

DESCRIPTION = """\
Stylegram, a Telegram bot that paints one photo in the style of another. Settings come from the environment or from
.env; docs/settings.md lists them. Without TELEGRAM_BOT_TOKEN it opens the sandbox: the same bot on a chat page in the
browser."""

UNREACHABLE_SANDBOX = """\
There is no token, and nobody could reach the sandbox's page in this container.
Set TELEGRAM_BOT_TOKEN (or TELEGRAM_BOT_TOKEN_FILE) to the token that @BotFather gave you,
or open the sandbox: docker compose --profile sandbox up
(STYLEGRAM_SANDBOX=1, STYLEGRAM_SANDBOX_HOST=0.0.0.0, and its port published to 127.0.0.1 alone)."""

OPEN_ALL_THE_SAME = "STYLEGRAM_SANDBOX=1 opens the sandbox all the same."


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0 after SIGTERM or SIGINT, 1 after a failure. To start again does not help after the
    others: 2 for bad settings, 3 where what is stored is damaged, cannot be read, or is of a newer version, 4 where
    another bot hears the updates in this one's place.
    """
    parser = argparse.ArgumentParser(prog=command_name("bot"), description=DESCRIPTION)
    parser.add_argument("--check", action="store_true", help="check the settings without starting")
    parser.add_argument("--version", action="version", version=f"Stylegram {__version__}")
    maintenance.add_commands(parser)
    options = parser.parse_args(arguments)
    try:
        reading = read()
    except BadConfig as error:
        count = len(error.mistakes)
        return _complain("One setting is wrong:" if count == 1 else f"{count} settings are wrong:", *error.mistakes)
    config = reading.config
    if "keep" in options:
        return maintenance.carry_out(options, config.data)
    if config.token is None and not config.sandbox:
        if any(unknown.nearest == "TELEGRAM_BOT_TOKEN" for unknown in reading.unknown):
            return _complain("There is no token.", *map(str, reading.unknown), OPEN_ALL_THE_SAME)
        if _in_container():
            return _complain(UNREACHABLE_SANDBOX)
    wrong = check.problems(config)
    if options.check:
        return _check(reading, wrong)
    if wrong:
        return _complain(*(problem.text for problem in wrong), code=min(problem.exit_code for problem in wrong))
    if config.token is None:
        sys.argv[1:] = []
        runpy.run_module("bot.sandbox", run_name="__main__", alter_sys=True)
        return 0
    return _run(reading)


def _run(reading: Reading) -> int:
    from bot import app  # not needed for --check and --help
    from bot.transport.errors import CannotServe, OtherBot

    # The memory holds the token: no dump of it for the disk, nor of the children's, who inherit this.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    config = reading.config
    logs.set_up(config.log_level, config.log_format, secrets=config.all_secrets)
    log = logging.getLogger("bot")
    for note in (*reading.notes, *reading.unknown):
        log.warning("%s", note)
    try:
        asyncio.run(app.run(config))
    except CannotServe as error:
        log.critical("%s", error)
        return OTHER_BOT if isinstance(error, OtherBot) else BAD_CONFIG
    except Exception as error:
        damage = maintenance.damage_in(error)
        if damage is not None:
            log.critical("%s", damage)
            return maintenance.DAMAGED
        unexpected = not isinstance(error, StoreError)
        log.critical("the bot failed" if unexpected else str(error), exc_info=unexpected)
        return 1
    log.info("stopped")
    return 0


def _check(reading: Reading, wrong: Sequence[check.Problem]) -> int:
    """Everything that can be checked without starting."""
    misspelt = [str(unknown) for unknown in reading.unknown if unknown.is_surely_meant]
    if wrong or misspelt:
        return _complain(*(problem.text for problem in wrong), *misspelt)
    sys.stdout.write("\n".join(check.report(reading)) + "\n")
    return 0


def _in_container() -> bool:
    """Whether this is our own image, which sets the variable. In other containers, people develop and test."""
    return os.environ.get("STYLEGRAM_CONTAINER") == "1"


def _complain(*lines: str, code: int = BAD_CONFIG) -> int:
    sys.stderr.write("\n".join(lines) + "\n")
    return code
