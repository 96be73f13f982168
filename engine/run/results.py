"""What a run shows: previews on the way, and the finished picture with its figures."""

from __future__ import annotations

import tensorflow as tf

from engine import objective, pyramid
from engine.events import Figures, Losses, LossTerm, Picture, PlannedScale, Progress, Result
from engine.image import images
from engine.machine import memory
from engine.objective import tiling
from engine.objective.windows import windows
from engine.run.plan import Plan, as_batch
from engine.run.progress import Position
from engine.run.retouch import Retouched
from engine.settings import RECIPE_VERSION


def resized(picture: tf.Tensor, planned: PlannedScale) -> tf.Tensor:
    """The picture (1, height, width, 3), resized to the size of a scale."""
    return as_batch(images.resize(picture.numpy()[0], planned.height, planned.width))


def losses(evaluation: objective.Evaluation) -> Losses:
    """The terms of the first picture, with the weights that they had."""
    content, style, denoise = (
        LossTerm(value=float(term[0]), weight=float(tf.reshape(weight, (-1,))[0]))
        for term, weight in zip(evaluation.terms, evaluation.weights, strict=True)
    )
    return Losses(content=content, style=style, denoise=denoise)


def progress(
    plan: Plan, here: Position, evaluation: objective.Evaluation, shown: tf.Tensor | None, seconds_left: float | None
) -> Progress:
    """Where the run stands, with a preview of `shown` if there is one."""
    planned = plan.scales[here.scale]
    return Progress(
        iteration=plan.done_before(here.scale) + here.iteration,
        iterations=plan.settings.iterations,
        height=planned.height,
        width=planned.width,
        losses=losses(evaluation),
        seconds_left=seconds_left,
        preview=None if shown is None else _preview(plan, shown),
    )


def _preview(plan: Plan, shown: tf.Tensor) -> bytes:
    """A JPEG of the size that the result has in a chat, so that the picture does not jump when the scale changes."""
    return images.encode_jpeg(plan.shown(_for_chat(plan, shown.numpy()[0])), quality=85)


def _for_chat(plan: Plan, image: images.FloatImage) -> images.FloatImage:
    return images.resize(image, *pyramid.fitted(*plan.size, images.CHAT_EDGE))


def result(plan: Plan, here: Position, seconds: float, faces: Retouched) -> Result:
    """The finished picture at full size, and its figures; `seconds` are those since this attempt began."""
    final = plan.scales[-1]
    finished = resized(here.picture, final)
    function = objective.Objective(plan.filters, plan.targets_at(final), here.weights)
    edge = plan.edge_at(final)
    seen = tiling.observed(finished, function, plan.recipe, windows(final.height, final.width, edge))
    content, style = objective.residuals(finished, function, plan.recipe, seen, edge)
    ratio = objective.style_to_content(objective.residuals_of(seen, function.targets), plan.recipe)
    height, width = plan.size
    image = plan.shown(images.resize(finished.numpy()[0], height, width))
    figures = Figures(
        content_residual=content,
        style_residual=style,
        style_to_content=ratio,
        seconds=here.seconds_before + seconds,
        iterations=plan.done_before(here.scale) + here.iteration - here.left_out,
        peak_memory_bytes=memory.peak(),
        features=plan.source,
        precision=plan.precision,
        height=height,
        width=width,
        scales=plan.scales,
        seed=plan.settings.seed,
        faces=len(plan.faces),
        faces_retouched=faces.repainted,
        face_score=faces.score,
        recipe_version=RECIPE_VERSION,
    )
    jpeg = images.encode_jpeg(_for_chat(plan, image))
    picture = Picture(png=images.encode_png(image), jpeg=jpeg, height=height, width=width)
    return Result(pictures=(picture,), figures=figures, stopped_early=here.scale < len(plan.scales))
