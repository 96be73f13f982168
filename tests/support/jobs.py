"""Jobs for tests that need some."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from bot.jobs.model import Job, JobProgress, JobStatus, Origin, PaintingRequest, Place
from bot.store import Store
from engine.events import Figures, Losses, LossTerm, PlannedScale
from engine.settings import RECIPE_VERSION, FeatureSource, Precision, TransferSettings

FIGURES = Figures(
    content_residual=0.25,
    style_residual=0.05,
    style_to_content=0.2,
    seconds=41.5,
    iterations=300,
    peak_memory_bytes=700_000_000,
    features=FeatureSource.IMAGENET,
    precision=Precision.FLOAT32,
    height=384,
    width=512,
    scales=(PlannedScale(height=384, width=512, iterations=300),),
    seed=0,
    recipe_version=RECIPE_VERSION,
)


def place_of(user_id: int, topic_id: int = 0) -> Place:
    """A private chat with this user."""
    return Place(chat_id=user_id, user_id=user_id, topic_id=topic_id)


def progress_at(iteration: int) -> JobProgress:
    """What the engine said at this iteration of 300."""
    term = LossTerm(value=0.5, weight=2.0)
    losses = Losses(content=term, style=term, denoise=term)
    return JobProgress(iteration=iteration, iterations=300, losses=losses, seconds_left=12.5)


def job_of(request: PaintingRequest, user_id: int = 1, **changes: Any) -> Job:
    """A job that is in no store."""
    new = Job(id="0123456789abcdef", place=place_of(user_id), request=request, status=JobStatus(created_at=0.0))
    return altered(new, **changes)


def altered(job: Job, **changes: Any) -> Job:
    """The job with other values of these fields; each is changed in the first part of the job that has it."""
    for part in ("request", "origin", "status", "result", "card"):
        value = getattr(job, part)
        own = {field.name: changes.pop(field.name) for field in fields(value) if field.name in changes}
        job = replace(job, **{part: replace(value, **own)})
    return replace(job, **changes)


async def add_job(store: Store, user_id: int = 1, now: float = 1000.0, **given: Any) -> Job:
    """A waiting job of this user, with two pictures of a few bytes; `given`: fields of its request and its origin."""
    content, style = await store.files.put(b"content"), await store.files.put(b"style")
    place, checkpoint = given.pop("place", place_of(user_id)), given.pop("checkpoint", None)
    origin = Origin(**{field.name: given.pop(field.name) for field in fields(Origin) if field.name in given})
    request = replace(PaintingRequest(settings=TransferSettings(), content=content, styles=(style,)), **given)
    return await store.write(lambda tx: tx.jobs.add(request, place, now, origin=origin, checkpoint=checkpoint))


async def start_job(store: Store, user_id: int = 1, now: float = 1001.0) -> Job:
    """A running job of this user; nobody else may be waiting."""
    added = await add_job(store, user_id)
    claimed = await store.write(lambda tx: tx.jobs.claim(now))
    assert claimed is not None
    assert claimed.id == added.id
    return claimed


async def finish_job(store: Store, job: Job) -> bool:
    """Paint a running job to its end, with files that are not there."""
    return await store.write(
        lambda tx: tx.jobs.finish(
            job.id, job.status.attempt, result_png="1" * 64, result_jpeg="2" * 64, figures=FIGURES, now=3000.0
        )
    )


async def job_now(store: Store, job_id: str) -> Job:
    """The job as it stands."""
    job = await store.read(lambda tx: tx.jobs.get(job_id))
    assert job is not None
    return job
