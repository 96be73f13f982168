"""A lesson: the network that paints in an instant learns a style, while nobody wants a painting."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from engine import objective
from engine.errors import InvalidSettings, WeightsUnavailable
from engine.events import AnyEvent, Canceled, Checkpoint, Learned, PlannedScale, Started
from engine.features import places, trained
from engine.image.images import FloatImage
from engine.instant import lessons, network
from engine.instant.learning import SETTINGS
from engine.instant.lessons import Pupil
from engine.machine.precision import chosen
from engine.networks import Network
from engine.run.control import Control
from engine.settings import Lesson, Precision, StyleLoss

SAVE_EVERY = 10.0  #: seconds between two checkpoints
LARGEST_CROP = 256  #: pixels: see photographs.crop


#: Seconds between two looks at whether the lesson shall end. It does so at once: the thread that works on a step, or
#: builds the first one's graph, ends that beside whatever comes next.
LOOK_EVERY = 0.02


def learn(style: FloatImage, lesson: Lesson, control: Control, precision: Precision) -> Iterator[AnyEvent]:
    """Yields Started, Checkpoint every ten seconds, and in the end Learned; Canceled in its place where `control` asks
    for it. Stopped and kept, it is Learned with the steps that are done; a step that is broken off is not counted.

    Raises BadCheckpoint where the state is of something else or of another network, WeightsUnavailable where there are
    no trained filters or the network's file is damaged, InvalidSettings where steps or crop are out of range.
    """
    if lesson.crop % network.STRIDE or not 4 * network.STRIDE <= lesson.crop <= LARGEST_CROP or lesson.steps < 1:
        raise InvalidSettings("lesson", f"{lesson.steps} steps with crops of {lesson.crop} pixels")
    found = trained.find(Network.VGG16, chosen(precision))
    if found is None:
        raise WeightsUnavailable(places.missing())
    pupil = lessons.unpacked(lesson.state) if lesson.state else lessons.begun()
    yield Started(
        features=found.source,
        precision=chosen(precision),
        scales=(PlannedScale(height=lesson.crop, width=lesson.crop, iterations=lesson.steps),),
        iterations=lesson.steps,
        resumed_at=pupil.steps,
    )
    work = _Work(pupil, style, lesson, found)
    thread = threading.Thread(target=work.go_on, name="lesson", daemon=True)
    thread.start()
    saved = time.monotonic()
    try:
        while control.requested is None and thread.is_alive():
            thread.join(LOOK_EVERY)
            if time.monotonic() - saved >= SAVE_EVERY and work.pupil is not pupil:
                saved, pupil = time.monotonic(), work.pupil
                yield Checkpoint(iteration=pupil.steps, state=lessons.packed(pupil))
    finally:
        work.is_over = True
    if work.error is not None:
        raise work.error
    if control.requested == "cancel":
        yield Canceled()
        return
    pupil = work.pupil
    yield Learned(state=lessons.packed(pupil), iteration=pupil.steps, iterations=lesson.steps)


class _Work:
    """What the lesson's thread does."""

    def __init__(self, pupil: Pupil, style: FloatImage, lesson: Lesson, by: trained.Trained) -> None:
        self.pupil = pupil  #: after the latest whole step
        self.is_over = False  #: nobody waits for the next
        self.error: Exception | None = None
        self._style, self._lesson, self._by = style, lesson, by

    def go_on(self) -> None:
        """Until there are so many steps, or nobody waits for the next."""
        try:
            filters, lesson = self._by.filters, self._lesson
            recipe = objective.recipe_of(SETTINGS, StyleLoss.COVARIANCE, self._by.source)
            target = lessons.target_of(self._style, filters, recipe)
            while self.pupil.steps < lesson.steps and not self.is_over:
                crop = lessons.practice_crop(self.pupil.steps, lesson.crop)
                rate = lessons.rate_at(self.pupil.steps, lesson.steps)
                pupil = lessons.step(self.pupil, crop, target, filters, recipe, rate)
                pupil.vector.average.numpy()  # waits for an accelerator: no steps pile up that nobody wants any more
                self.pupil = pupil
        except Exception as error:  # the run raises it
            self.error = error
