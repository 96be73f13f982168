"""What others ask of a run: to stop, or to change its settings. Thread-safe; the run looks between its iterations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.image.images import FloatImage
from engine.settings import TransferSettings


@dataclass(frozen=True)
class SteeringChange:
    """The `number`th change of settings or styles during a run."""

    number: int  #: from 1; one that is not above those that were made already changes nothing
    settings: TransferSettings  #: which may differ from those before in strength and weights
    styles: tuple[FloatImage, ...] = ()  #: instead of those before; none: as they were


class CanceledEarly(Exception):
    """A cancel came before the first iteration, or while the run learned another style."""


class Control:
    """Asks a run to end, or to change its settings."""

    def __init__(self) -> None:
        self.requested: Literal["cancel", "keep"] | None = None
        self.change: SteeringChange | None = None  #: the latest that was asked for

    def request(self, *, keep: bool = False) -> None:
        """End with Canceled, or with a Result of what is there when `keep`. A cancel is never weakened to a keep."""
        if self.requested != "cancel":
            self.requested = "keep" if keep else "cancel"

    def steer(self, change: SteeringChange) -> None:
        """Ask for this change. It replaces one that was not made yet; without styles of its own, it keeps that one's
        styles.
        """
        waiting = self.change
        if waiting is not None and not change.styles:
            change = SteeringChange(change.number, change.settings, waiting.styles)
        self.change = change

    def raise_cancel(self) -> None:
        """Raises CanceledEarly, which ends the learning, if a cancel was asked for."""
        if self.requested == "cancel":
            raise CanceledEarly
