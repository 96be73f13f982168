"""What is asked of a run from outside. May be called from any thread; the run looks between its iterations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.images import FloatImage
from engine.settings import TransferSettings


@dataclass(frozen=True)
class Turn:
    """A painting's course is changed for the `number`th time."""

    number: int  #: from 1; one that is not above those that were made already changes nothing
    settings: TransferSettings  #: which may differ from those before in strength and weights
    styles: tuple[FloatImage, ...] = ()  #: instead of those before; none: as they were


class CancelledEarly(Exception):
    """Before the first iteration, or while the run learned another style."""


class Control:
    """Asks a run to end, or to go another way."""

    def __init__(self) -> None:
        self.requested: Literal["cancel", "keep"] | None = None
        self.turn: Turn | None = None  #: the latest that was asked for

    def request(self, *, keep: bool = False) -> None:
        """End with Cancelled, or with a Result of what is there when `keep`. A cancel is never weakened to a keep."""
        if self.requested != "cancel":
            self.requested = "keep" if keep else "cancel"

    def steer(self, turn: Turn) -> None:
        """Take this turn; it takes the place of one that was not made yet. A turn of the former's styles keeps them."""
        waiting = self.turn
        if waiting is not None and not turn.styles:
            turn = Turn(turn.number, turn.settings, waiting.styles)
        self.turn = turn

    def raise_cancel(self) -> None:
        """Raises CancelledEarly, which ends the learning, if a cancel was asked for."""
        if self.requested == "cancel":
            raise CancelledEarly
