"""What the machine is and what work costs on it: measured, so only bounds can be told."""

from __future__ import annotations

import functools
import itertools

import pytest

import engine
from engine.machine import precision
from engine.run.facts import engine_facts
from engine.settings import FeatureSource, Precision


@pytest.mark.usefixtures("no_filters_here")
def test_the_facts_are_positive_and_name_what_auto_means() -> None:
    facts = engine_facts()
    assert facts.version == engine.__version__
    assert facts.device
    assert facts.features is FeatureSource.SELF_TAUGHT
    assert facts.precision is precision.faster()
    assert 0 <= facts.seconds_per_iteration < 60
    assert 0 < facts.seconds_per_megapixel < 600
    assert 0 < facts.seconds_to_start < 600
    assert 0 < facts.seconds_to_set_up_megapixel < 6000
    assert 10**8 < facts.bytes_base < 10**10
    assert 10**8 < facts.bytes_per_megapixel < 10**10


def test_the_faster_number_format_is_chosen_only_where_none_is_named() -> None:
    assert precision.chosen(Precision.AUTO) in (Precision.FLOAT32, Precision.BFLOAT16)
    assert precision.chosen(Precision.AUTO) is precision.chosen(Precision.AUTO)
    for named in (Precision.FLOAT32, Precision.BFLOAT16):
        assert precision.chosen(named) is named


def test_other_work_on_the_machine_does_not_choose_the_number_format() -> None:
    """A processor whose bfloat16 takes half as long, with other work beside most of its calls."""
    now = 0.0
    seconds = {Precision.FLOAT32: itertools.repeat(2.0), Precision.BFLOAT16: itertools.cycle([9.0, 9.0, 9.0, 1.0])}

    def call(precision: Precision) -> None:
        nonlocal now
        now += next(seconds[precision])

    calls = {kind: functools.partial(call, kind) for kind in seconds}
    assert precision.fastest(calls, lambda: now) is Precision.BFLOAT16
