"""`python -m engine --fetch-weights`, as people see it: a bar while the filters come, one line at the end."""

from __future__ import annotations

import time

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from engine.features import fetching
from engine.networks import Network


def fetch_weights(network: Network, console: Console) -> int:
    """Returns the exit code. Raises WeightsUnavailable and OSError."""
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(f"the filters of {network}", total=None)

        def show(source: str, done: int, total: int) -> None:
            bar.update(
                task, description=f"the filters of {network}, from {source}", completed=done, total=total or None
            )

        fetched = fetching.fetch(network, show)
    name = "foreign" if fetched.foreign else "ImageNet"
    console.print(
        f"[bold]{escape(str(fetched.path))}[/]  {network}, {name}, {fetched.source}, "
        f"{time.monotonic() - began:.1f} s, sha256 {fetched.digest[:12]}…",
        highlight=False,
        soft_wrap=True,
    )
    return 0
