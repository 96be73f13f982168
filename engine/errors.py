"""What can go wrong in the engine, each with a stable code that the bot turns into a sentence."""

from __future__ import annotations

from enum import StrEnum


class PictureProblem(StrEnum):
    """Why a picture was refused. The value is the stable code."""

    UNREADABLE = "picture_unreadable"  #: not a picture, or damaged
    TRUNCATED = "picture_truncated"  #: the file ends too early
    FORMAT = "picture_format"  #: a picture, but of a format that is not accepted
    ANIMATED = "picture_animated"  #: more than one frame
    TOO_SMALL = "picture_too_small"  #: shorter edge under MIN_EDGE pixels
    TOO_LARGE = "picture_too_large"  #: more than MAX_PIXELS pixels
    TOO_HEAVY = "picture_too_heavy"  #: more than MAX_BYTES bytes
    TOO_LONG = "picture_too_long"  #: longer edge over MAX_RATIO times the shorter


class EngineError(Exception):
    """Base of the engine's errors; `code` is stable, the message is for operators and the command line."""

    code = "engine"


class BadPicture(EngineError):
    """A picture that the engine does not take."""

    def __init__(self, problem: PictureProblem, message: str) -> None:
        super().__init__(message)
        self.problem = problem
        self.code = problem.value


class InvalidSettings(EngineError):
    """A setting outside its range. `name` is the field of TransferSettings."""

    code = "invalid_settings"

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class NoPeople(EngineError):
    """The people of a photo were asked for, and it shows none."""

    code = "no_people"


class BeyondMemory(EngineError):
    """A size that needs more memory than a run may take: refused before anything is painted."""

    code = "beyond_memory"


class OutOfMemory(EngineError):
    """The memory of the machine, or of its accelerator, ended during the run."""

    code = "out_of_memory"


class WeightsUnavailable(EngineError):
    """ImageNet weights were asked for, and their file is missing, damaged or of another layout."""

    code = "weights_unavailable"


class BadCheckpoint(EngineError):
    """A checkpoint that does not belong to this job, or is damaged."""

    code = "bad_checkpoint"


class NotFinite(EngineError):
    """The loss became NaN or infinite."""

    code = "not_finite"


class EngineLost(EngineError):
    """The engine process ended, or its pipe broke, before the job's terminal event."""

    code = "engine_lost"
