"""TensorFlow's own way of saying that memory has ended, on the machine or on its accelerator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import tensorflow as tf

from engine.events import AnyEvent, Failed
from engine.run.transfer import Control
from engine.settings import JobSpec, Precision, TransferSettings
from engine.worker.child import _events, stylizing
from tests.support.pictures import plain_png

JOB = JobSpec(job_id="job", attempt=1, settings=TransferSettings(), content=plain_png("red"), styles=())


@pytest.mark.fault("out-of-memory")
@pytest.mark.thorough
@pytest.mark.slow
def test_a_tensor_that_cannot_be_allocated_is_out_of_memory(figure: Callable[[str], None]) -> None:
    def run(job: JobSpec, control: Control) -> Iterator[AnyEvent]:
        tf.zeros([2**50])
        yield from ()

    [end] = _events(replace(stylizing(Precision.FLOAT32), run=run), JOB, Control())
    assert isinstance(end, Failed)
    assert (end.kind, end.retryable) == ("out_of_memory", True)
    assert end.message.startswith("ResourceExhaustedError")
    figure("TensorFlow's own error told, crashes 0")
