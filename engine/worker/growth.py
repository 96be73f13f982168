"""Whether a worker has grown so much that replacing it is worth the start of a new one.

TensorFlow keeps up to 1024 of oneDNN's primitives for each thread and number format, and has no setting for it. Each
new size of picture adds about a hundred, of a quarter of a megabyte each; they go only when their thread ends. A worker
that meets ever new sizes would come to hold two and a half times what it held after its first job.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How much a worker may hold between jobs, as multiples of what it held after its first one."""

    at_rest: float = 1.5  #: beyond it, it is replaced once no job has come for `quiet` seconds
    at_once: float = 2.0  #: beyond it, it is replaced between two jobs, though the second has to wait for the start
    quiet: float = 10.0
    least: float = 1e8  #: bytes: what has grown by less is never replaced


@dataclass(frozen=True)
class Growth:
    """What one process held after its jobs, in bytes; 0 where the system does not tell."""

    jobs: int = 0
    first: int = 0
    latest: int = 0

    def after_job(self, held: int) -> Growth:
        """The growth with one more job done, after which the process held so many bytes."""
        return replace(self, jobs=self.jobs + 1, first=self.first or held, latest=held)

    def is_beyond(self, times: float, least: float) -> bool:
        """Whether it holds more than `times` what it held after its first job, and `least` bytes more."""
        return self.latest > max(times * self.first, self.first + least)

    def __str__(self) -> str:
        return f"from {self.first / 1e9:.2f} to {self.latest / 1e9:.2f} GB over {self.jobs} jobs"
