"""`python -m tests.support.light_bot`: the bot in everything but its engine's work and its patience.

Its engine is the light worker, which gets the variables of the environment that begin with LIGHT_. With CARDS_TO_END,
the last words of the cards may take so many seconds. With CRASH_AFTER, such as
`bot.store.cards:CardStore.card_sent#2`, the process kills itself once that coroutine function has done its work for the
second time: of a store's method, that is before the transaction is committed.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from importlib import import_module
from itertools import count
from typing import Any

from bot import app
from bot.command import main
from bot.config import Config
from bot.conversation.core import interim
from engine.backends.local import LocalEngine
from engine.worker.supervisor import Timings
from tests.support.eventually import LONG
from tests.support.running_bot import fast

WORKER = (sys.executable, "-m", "tests.support.light_worker")


def lighten() -> None:
    """Give the bot of this process the light engine, and the tests' tempo."""
    environment = {name: value for name, value in os.environ.items() if name.startswith("LIGHT_")}
    run = app.run

    async def light(config: Config) -> None:
        engine = LocalEngine(
            count=config.engine_count or 1, command=WORKER, environment=environment, timings=Timings(healthy=5.0)
        )
        await run(config, engine=engine, tempo=fast())

    app.run = light  # type: ignore[assignment]  # stands in for the real one
    interim.INTERIM_AFTER = LONG  # a slow machine must not make it say more
    app.CARDS_TO_END = float(os.environ.get("CARDS_TO_END", app.CARDS_TO_END))


def crash_after(point: str) -> None:
    """Wrap the coroutine function that is named so that the process ends with its n-th return."""
    name, _, number = point.partition("#")
    module, _, path = name.partition(":")
    owner: Any = import_module(module)
    *classes, method = path.split(".")
    for each in classes:
        owner = getattr(owner, each)
    setattr(owner, method, _deadly(getattr(owner, method), int(number or 1)))


def _deadly(
    work: Callable[..., Coroutine[Any, Any, object]], deadly: int
) -> Callable[..., Coroutine[Any, Any, object]]:
    calls = count(1)

    @functools.wraps(work)
    async def wrapped(*arguments: Any, **options: Any) -> object:
        outcome = await work(*arguments, **options)
        if next(calls) == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return outcome

    return wrapped


if __name__ == "__main__":
    lighten()
    if point := os.environ.get("CRASH_AFTER"):
        crash_after(point)
    sys.exit(main([]))
