"""What parent and child say to each other over their pipes: the messages of the engine's worker. See
engine.worker.framing for how they travel.
"""

from __future__ import annotations

import msgspec

from engine.events import (
    LARGEST_STATE,
    Canceled,
    Checkpoint,
    EngineFacts,
    Failed,
    Learned,
    Notice,
    Progress,
    QuickLook,
    Result,
    Sketched,
    Started,
    Steered,
)
from engine.settings import JobSpec, TransferSettings
from engine.worker.framing import Messages, ProtocolError

#: Increase it whenever a message or its meaning changes; both sides refuse to talk to another version.
PROTOCOL_VERSION = 10

_KILOBYTE, _MEGABYTE = 2**10, 2**20


class Hello(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The parent's first message."""

    protocol: int = PROTOCOL_VERSION


class RunJob(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Run a job; the answer is its stream of events. Only after Ready, and one at a time."""

    job: JobSpec


class Cancel(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """End a job between two iterations; ignored when that job and attempt is not the running one."""

    job_id: str
    attempt: int
    keep: bool = False  #: end with a Result of what is there


class Steer(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Let a job follow other settings, and maybe styles, from now on; ignored as `Cancel` is."""

    job_id: str
    attempt: int
    number: int  #: of changes in all with this one; one that was made already changes nothing
    settings: TransferSettings
    styles: tuple[bytes, ...] = ()  #: encoded pictures; none: as they were


class Ready(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The child's first message: warm, and waiting for a job."""

    facts: EngineFacts
    protocol: int = PROTOCOL_VERSION


class Rested(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What a job left behind is cleared away. Comes a moment after its terminal event; the next job may cross it."""

    held: int  #: bytes; see engine.machine.memory.anonymous


Command = Hello | RunJob | Cancel | Steer
Reply = (
    Ready
    | Rested
    | Started
    | QuickLook
    | Progress
    | Notice
    | Steered
    | Checkpoint
    | Result
    | Sketched
    | Learned
    | Canceled
    | Failed
)

#: From parent to child.
COMMANDS: Messages[Command] = Messages(
    {
        Hello: _KILOBYTE,
        RunJob: 512 * _MEGABYTE,  # the pictures and a checkpoint
        Cancel: 4 * _KILOBYTE,
        Steer: 128 * _MEGABYTE,  # the pictures
    }
)

#: From child to parent.
REPLIES: Messages[Reply] = Messages(
    {
        Ready: 64 * _KILOBYTE,
        Rested: _KILOBYTE,
        Started: 64 * _KILOBYTE,
        QuickLook: 8 * _MEGABYTE,
        Progress: 8 * _MEGABYTE,
        Steered: 4 * _KILOBYTE,
        Notice: 64 * _KILOBYTE,
        Checkpoint: LARGEST_STATE + 4 * _KILOBYTE,  # and its address
        Result: 256 * _MEGABYTE,
        Sketched: 64 * _MEGABYTE,
        Learned: _MEGABYTE,
        Canceled: 4 * _KILOBYTE,
        Failed: 64 * _KILOBYTE,
    }
)


def check_version(theirs: int) -> None:
    """Raises ProtocolError when the other side speaks another version."""
    if theirs != PROTOCOL_VERSION:
        raise ProtocolError(f"the other side speaks protocol {theirs}, this one {PROTOCOL_VERSION}")
