"""What an engine gets of a job: its request, with the bytes of the files that it names."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from typing import Final

from bot.jobs.eta import seconds_for
from bot.jobs.instant import is_known
from bot.jobs.model import Job, PaintingRequest, Segment, work_of
from bot.store import KeptLesson
from bot.store.files import PictureFiles
from engine.events import EngineFacts
from engine.settings import EncodedSegment, JobSpec

log = logging.getLogger(__name__)

QUICK_LOOK_WORTH: Final = 8.0  #: seconds that a painting takes whose beginning is not worth waiting for
NOTHING_LEARNED: Final[Mapping[str, KeptLesson]] = {}
FILM_STILLS: Final = 48  #: that a film is asked to have: some seconds


async def spec_of(
    job: Job,
    files: PictureFiles,
    facts: EngineFacts | None,
    instant_styles: Collection[str] = (),
    learned: Mapping[str, KeptLesson] = NOTHING_LEARNED,
) -> JobSpec:
    """The job as the engine gets it. `facts` are the engine's, None while unknown; `instant_styles` are the pictures of
    the house's styles that it paints in an instant; `learned` are the lessons of other styles, by their pictures.

    Raises FileNotFoundError when a picture is gone.
    """
    request, read = job.request, files.read
    return JobSpec(
        job_id=job.id,
        attempt=job.status.attempt,
        settings=request.work,
        content=await read(request.content),
        styles=tuple([await read(style) for style in request.styles]),
        masks=tuple([None if mask is None else await read(mask) for mask in request.masks]),
        protect=None if request.protect is None else await read(request.protect),
        initial=None if request.initial is None else await read(request.initial),
        stills=FILM_STILLS if request.film else 0,
        checkpoint=await _checkpoint(job, files),
        earlier=tuple([await _segment(segment, request.steps, files) for segment in request.earlier]),
        quick_look=_deserves_quick_look(request, facts, {*instant_styles, *learned}),
        sketches=request.sketches,
        learned=learned[request.styles[0]].state if is_known(request, learned) else None,
    )


async def _segment(segment: Segment, steps: int | None, files: PictureFiles) -> EncodedSegment:
    styles = tuple([await files.read(style) for style in segment.styles])
    return EncodedSegment(settings=work_of(segment.settings, steps), styles=styles, until=segment.until)


async def _checkpoint(job: Job, files: PictureFiles) -> bytes | None:
    if job.status.checkpoint is None:
        return None
    try:
        return await files.read(job.status.checkpoint)
    except FileNotFoundError:
        log.warning("the checkpoint is gone, so the job begins again")
        return None


def _deserves_quick_look(request: PaintingRequest, facts: EngineFacts | None, instant_styles: Collection[str]) -> bool:
    """Whether a first look comes much sooner than what would be seen without."""
    if request.film or request.sketches or request.initial is not None or request.settings.is_instant:
        return False
    if is_known(request, instant_styles):
        return True
    return facts is not None and seconds_for(request.work, facts) > QUICK_LOOK_WORTH
