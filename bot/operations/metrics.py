"""The metrics for Prometheus. No label identifies a person, a chat or a job."""

from __future__ import annotations

import math
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.jobs.model import JobState
from bot.operations.health import Check, VitalSigns
from bot.store import BacklogCounts, JobEnd

#: Seconds: from an answer that nobody notices to half a day in the queue.
JOB_BUCKETS: Final = (0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600, 10800, 43200)
COMMIT_BUCKETS: Final = (0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 5)
PAINTED: Final = "painted"


class Metrics:
    """All metrics of one bot, in a registry of their own. Implements bot.store.watching.StoreWatcher."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._define_jobs(registry)
        self._define_engines(registry)
        self._define_surroundings(registry)

    def _define_jobs(self, registry: CollectorRegistry) -> None:
        self._waiting = Gauge("stylegram_jobs_waiting", "Jobs in the queue", registry=registry)
        self._running = Gauge("stylegram_jobs_running", "Jobs at work", registry=registry)
        self._untold = Gauge(
            "stylegram_jobs_untold", "Jobs that ended and whose chat does not show it yet", registry=registry
        )
        self._queue_age = Gauge(
            "stylegram_queue_age_seconds", "Age of the job that waits longest; 0 where none waits", registry=registry
        )
        self._ended = Counter(
            "stylegram_jobs_ended",
            "Jobs that ended, by how: painted, canceled or failed, and why",
            ("outcome", "reason"),
            registry=registry,
        )
        self._seconds = Histogram(
            "stylegram_job_phase_seconds",
            "What jobs take: waiting, starting, painting, telling (from the end to when the chat shows it)",
            ("phase",),
            buckets=JOB_BUCKETS,
            registry=registry,
        )
        self._restarts = Counter(
            "stylegram_job_restarts", "Starts of jobs that had been started before", registry=registry
        )

    def _define_engines(self, registry: CollectorRegistry) -> None:
        self._runs = Counter(
            "stylegram_engine_runs", "Runs by their last word; lost: the engine died", ("end",), registry=registry
        )
        self._iterations = Counter(
            "stylegram_engine_iterations", "Iterations that were done", ("engine",), registry=registry
        )
        self._megapixels = Counter(
            "stylegram_engine_megapixels", "Megapixels of the pictures iterated on", ("engine",), registry=registry
        )
        self._free = Gauge("stylegram_engines_free", "Engines that could take a job", registry=registry)
        self._silence = Gauge(
            "stylegram_engine_silence_seconds", "Since the last word of a run", ("engine",), registry=registry
        )

    def _define_surroundings(self, registry: CollectorRegistry) -> None:
        self._calls = Counter(
            "stylegram_telegram_calls",
            "Calls to Telegram by method and status; 429: too fast, 409: another bot has the token, none: no answer",
            ("method", "status"),
            registry=registry,
        )
        self._illegible = Counter(
            "stylegram_updates_illegible", "Updates that could not be read, in whole or in part", registry=registry
        )
        self._poll_age = Gauge(
            "stylegram_poll_age_seconds", "Since Telegram last answered well when asked for updates", registry=registry
        )
        self._commit = Histogram(
            "stylegram_database_commit_seconds", "What a COMMIT takes", buckets=COMMIT_BUCKETS, registry=registry
        )
        self._lag = Gauge("stylegram_event_loop_lag_seconds", "By how much its latest beat was late", registry=registry)
        self._disk = Gauge("stylegram_disk_free_bytes", "Room beside the pictures", registry=registry)
        self._health = Gauge("stylegram_healthy", "1 where /healthz has no complaint", ("check",), registry=registry)

    def committed(self, seconds: float) -> None:
        """See StoreWatcher."""
        self._commit.observe(seconds)

    def job_ended(self, end: JobEnd) -> None:
        """See StoreWatcher."""
        outcome = PAINTED if end.state is JobState.DONE else end.state.value
        reason = end.error_code if end.state is JobState.FAILED else None
        self._ended.labels(outcome, reason or "").inc()
        if end.waited is not None:
            self._took("waiting", end.waited)

    def job_told(self, seconds: float) -> None:
        """See StoreWatcher."""
        self._took("telling", seconds)

    def called(self, method: str, status: int | None) -> None:
        """A call to Telegram was answered, or not (None)."""
        self._calls.labels(method, "none" if status is None else str(status)).inc()

    def illegible_update(self) -> None:
        """An update was unreadable, in whole or in part."""
        self._illegible.inc()

    def run_began(self, *, again: bool) -> None:
        """An engine got a job."""
        if again:
            self._restarts.inc()

    def run_started(self, seconds: float) -> None:
        """The engine has the pictures and begins to paint."""
        self._took("starting", seconds)

    def iterated(self, engine: int, iterations: int, pixels: int) -> None:
        """Count these iterations, each on this many pixels."""
        self._iterations.labels(str(engine)).inc(iterations)
        self._megapixels.labels(str(engine)).inc(iterations * pixels / 1e6)

    def run_ended(self, end: str, painting: float | None) -> None:
        """The last word of a run; the seconds of its painting, where that began and came to a picture."""
        self._runs.labels(end).inc()
        if painting is not None:
            self._took("painting", painting)

    def look(self, backlog: BacklogCounts | None, free_bytes: int | None, now: float) -> None:
        """The store at this moment (Unix seconds), None where it could not be asked."""
        self._waiting.set(math.nan if backlog is None else backlog.waiting)
        self._running.set(math.nan if backlog is None else backlog.running)
        self._untold.set(math.nan if backlog is None else backlog.untold)
        oldest = now if backlog is None or backlog.oldest is None else backlog.oldest
        self._queue_age.set(math.nan if backlog is None else max(0.0, now - oldest))
        self._disk.set(math.nan if free_bytes is None else free_bytes)

    def exposition(self, signs: VitalSigns) -> bytes:
        """All metrics, in Prometheus's format."""
        self._free.set(signs.free)
        self._poll_age.set(signs.poll_age())
        self._lag.set(signs.lag)
        self._silence.clear()
        for engine, seconds in signs.silences().items():
            self._silence.labels(str(engine)).set(seconds)
        wrong = {problem.check for problem in signs.problems()}
        for check in Check:
            self._health.labels(check.value).set(check not in wrong)
        return generate_latest(self._registry)

    def _took(self, phase: str, seconds: float) -> None:
        self._seconds.labels(phase).observe(max(0.0, seconds))
