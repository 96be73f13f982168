"""Which paintings are as the engine would paint them today."""

from __future__ import annotations

import msgspec
import pytest

from bot.jobs.model import Job
from bot.jobs.reuse import would_be_the_same
from engine.settings import RECIPE_VERSION, FeatureSource, Precision, TransferSettings
from tests.bot.jobs.test_eta import JOB
from tests.support.fake_engine import FACTS
from tests.support.jobs import FIGURES, altered


def painting(wanted: FeatureSource = FeatureSource.AUTO, **figures: object) -> Job:
    return altered(
        JOB,
        settings=TransferSettings(features=wanted),
        figures=msgspec.structs.replace(
            FIGURES, **{"features": FACTS.features, "precision": FACTS.precision, **figures}
        ),
    )


def test_a_painting_by_the_same_recipe_filters_and_format_is_the_same() -> None:
    assert would_be_the_same(painting(), FACTS)
    assert would_be_the_same(painting(), None)  # the engine is starting


@pytest.mark.parametrize("version", [RECIPE_VERSION - 1, RECIPE_VERSION + 1])
def test_one_by_another_recipe_is_not(version: int) -> None:
    assert not would_be_the_same(painting(recipe_version=version), FACTS)
    assert not would_be_the_same(painting(recipe_version=version), None)


def test_one_without_figures_is_not() -> None:
    assert not would_be_the_same(altered(painting(), figures=None), FACTS)


def test_one_in_another_number_format_is_not() -> None:
    other = Precision.BFLOAT16 if FACTS.precision is Precision.FLOAT32 else Precision.FLOAT32
    assert not would_be_the_same(painting(precision=other), FACTS)


def test_filters_of_its_own_make_it_another_unless_they_are_asked_for() -> None:
    """The painting has self-taught filters, and the engine has trained ones by now."""
    facts = msgspec.structs.replace(FACTS, features=FeatureSource.IMAGENET)
    taught = FeatureSource.SELF_TAUGHT
    assert not would_be_the_same(painting(features=taught), facts)
    assert would_be_the_same(painting(taught, features=taught), facts)


def test_what_was_painted_in_an_instant_needs_no_filters() -> None:
    instant = FeatureSource.INSTANT
    assert would_be_the_same(painting(instant, features=instant), FACTS)
