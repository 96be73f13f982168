"""What an engine on this machine is, and what its work costs: measured once, at the start, which also warms it up."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import tensorflow as tf

import engine
from engine.events import EngineFacts, PlannedScale
from engine.image import images
from engine.machine import budget
from engine.machine import precision as number_formats
from engine.objective import weights_of
from engine.optimizers.choice import optimizer_for
from engine.run import matches
from engine.run.aim import Aim
from engine.run.plan import Plan, as_batch
from engine.run.planning import make_plan
from engine.run.request import TransferRequest
from engine.run.transfer import step
from engine.settings import Faces, Precision, TransferSettings

#: Longer edges, in pixels, of the two sizes that an iteration is timed at.
_SMALL, _LARGE = 128, 320
_MIDDLE = 192  #: longer edge of the size whose set-up is timed: in between, because its cost by the pixel varies
_REPEATS = 5


def engine_facts(precision: Precision = Precision.AUTO) -> EngineFacts:
    """Version, device, features and precision, and the time and memory of one iteration; takes some seconds.

    With trained filters where they are, since jobs will be painted with them too. Raises WeightsUnavailable when
    STYLEGRAM_VGG16_WEIGHTS names a file that is missing or holds no weights.
    """
    picture = np.random.default_rng(0).random((_LARGE * 3 // 4, _LARGE, 3), np.float32)
    settings = TransferSettings(iterations=10, size=_LARGE, faces=Faces.OFF)
    began = time.monotonic()
    plan = make_plan(TransferRequest(picture, (picture,), settings), precision)
    to_start = time.monotonic() - began
    set_up = _seconds_of_set_up(plan, _MIDDLE)
    small, large = (_seconds_of_iteration(plan, edge) for edge in (_SMALL, _LARGE))
    small_megapixels, large_megapixels = (edge * edge * 0.75e-6 for edge in (_SMALL, _LARGE))
    slope = max(large - small, 0.01 * large) / (large_megapixels - small_megapixels)
    return EngineFacts(
        version=engine.__version__,
        device=_device_name(),
        features=plan.source,
        precision=number_formats.chosen(precision),
        seconds_per_iteration=max(0.0, small - slope * small_megapixels),
        seconds_per_megapixel=slope,
        seconds_to_start=to_start,
        seconds_to_set_up_megapixel=set_up / (_MIDDLE * _MIDDLE * 0.75e-6),
        bytes_base=budget.BASE,
        bytes_per_megapixel=budget.by_megapixel(plan.precision, plan.settings.optimizer),
    )


def _seconds_of_set_up(plan: Plan, edge: int) -> float:
    """The statistics and the search of a scale of edge × ¾ edge pixels, the shorter of two times after one that carries
    the tracing. Each is of another style: what a scale needs of a style that was seen lately, `matches` has kept.
    """
    planned = _planned(edge)
    picture = as_batch(images.resize(plan.request.content, planned.height, planned.width))
    seconds = []
    for share in (1.0, 0.9, 0.8):
        other = replace(plan, styles=tuple(np.float32(share) * style for style in plan.styles))
        began = time.perf_counter()
        matches.targets_at(other, planned, picture)
        seconds.append(time.perf_counter() - began)
    return min(seconds[1:])


def _seconds_of_iteration(plan: Plan, edge: int) -> float:
    """The shortest of several iterations at edge × ¾ edge pixels, after one that carries the tracing.

    Other work on the machine only adds time. A median that includes such time would make large pictures look as cheap
    as small ones. The bot learns from finished jobs how much a busy machine slows them down.
    """
    planned = _planned(edge)
    aim = Aim(plan, planned, matches.targets_at(plan, planned, None)[1])
    optimizer = optimizer_for(plan.settings.optimizer, first_scale=True, axes=plan.axes)
    picture = as_batch(images.resize(plan.request.content, planned.height, planned.width))
    state = optimizer.init(picture)
    seconds = []
    for _ in range(1 + _REPEATS):
        began = time.perf_counter()
        function = aim.at(0, weights_of(plan.settings))
        picture, state, evaluation = step(picture, state, function, optimizer, plan.recipe)
        float(evaluation.total[0])  # waits for an accelerator to finish
        seconds.append(time.perf_counter() - began)
    return min(seconds[1:])


def _planned(edge: int) -> PlannedScale:
    return PlannedScale(height=edge * 3 // 4, width=edge, iterations=_REPEATS)


def _device_name() -> str:
    gpus = tf.config.list_physical_devices("GPU")
    if not gpus:
        return "CPU"
    return str(tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU"))
